import { ExportError } from '../../errors';
import type { WebVideoCodec, WebVideoSettings } from '../segment-encoder';

/**
 * The largest picture, in pixels, that a codec's software encoder codes to the same bytes every time. libvpx and libaom
 * do at any size, whatever runs beside them. OpenH264 divides larger pictures among threads, and where it cuts depends on
 * how busy they are.
 */
const deterministicPixels: Readonly<Record<WebVideoCodec, number>> = {
  h264: 640 * 360,
  // Of the device's own making.
  h265: 0,
  vp8: Number.POSITIVE_INFINITY,
  vp9: Number.POSITIVE_INFINITY,
  av1: Number.POSITIVE_INFINITY,
};

export function isDeterministic({ codec, width, height }: WebVideoSettings): boolean {
  return width * height <= deterministicPixels[codec];
}

export function notDeterministic({ codec, width, height }: WebVideoSettings): ExportError {
  const codecs = Object.keys(deterministicPixels) as WebVideoCodec[];
  const others = codecs.filter((other) => width * height <= deterministicPixels[other]);
  return new ExportError('unsupported', {
    detail: 'no-deterministic-engine',
    stage: 'prepare',
    message: `No ${codec} encoder of this browser gives the same bytes every time at ${width} × ${height}.`,
    remedy: `Choose one of ${others.join(', ')}, or leave the setting “deterministic” out.`,
  });
}
