import { halfFloats } from '../../colour/half-float';
import { refuse, type CheckedSettings, type PixelFormat } from './settings';

/** Bytes of a pixel. */
const pixelBytes: Readonly<Record<PixelFormat, number>> = { bgra8: 4, 'rgba-f16': 8, 'rgba-f32': 16 };

/**
 * A frame's pixels as the kernels take them: bytes as they are, floats as blue, green and red of 15 bits and alpha of 16.
 *
 * @param into memory for floats, used again for every frame
 * @throws ExportError `invalid-input` (prores-pixels-length, prores-pixels-not-finite)
 */
export function frameWords(
  pixels: ArrayBuffer | SharedArrayBuffer,
  { width, height, pixelFormat }: CheckedSettings,
  into: Uint16Array<ArrayBuffer>,
  frame?: number,
): Uint32Array {
  const byteLength = width * height * pixelBytes[pixelFormat];
  if (pixels.byteLength !== byteLength) {
    throw refuse(
      'prores-pixels-length',
      `A frame of ${width} × ${height} takes ${byteLength} bytes as ${pixelFormat}, not ${pixels.byteLength}.`,
      `Give ${pixelBytes[pixelFormat]} bytes a pixel, without padding.`,
      frame,
    );
  }
  if (pixelFormat === 'bgra8') return new Uint32Array(pixels);
  const isFinite =
    pixelFormat === 'rgba-f32'
      ? deepen(new Float32Array(pixels), (value) => value, into)
      : deepen(new Uint16Array(pixels), (bits) => halfFloats[bits]!, into);
  if (isFinite) return new Uint32Array(into.buffer);
  throw refuse('prores-pixels-not-finite', 'A pixel is not a number, or infinite.', 'Give finite numbers.', frame);
}

/** Words that `frameWords` needs for floats. */
export function deepWords({ width, height, pixelFormat }: CheckedSettings): Uint16Array<ArrayBuffer> {
  return new Uint16Array(pixelFormat === 'bgra8' ? 0 : 4 * width * height);
}

/** @returns false where a value is not finite. Values beyond 0 … 1 count as its ends. */
function deepen(values: Float32Array | Uint16Array, read: (raw: number) => number, into: Uint16Array): boolean {
  for (let at = 0; at < values.length; at += 4) {
    const red = read(values[at]!);
    const green = read(values[at + 1]!);
    const blue = read(values[at + 2]!);
    const alpha = read(values[at + 3]!);
    // Anything that is not finite makes this not a number.
    if ((red + green + blue + alpha) * 0 !== 0) return false;
    into[at] = 32767 * bounded(blue) + 0.5;
    into[at + 1] = 32767 * bounded(green) + 0.5;
    into[at + 2] = 32767 * bounded(red) + 0.5;
    into[at + 3] = 65535 * bounded(alpha) + 0.5;
  }
  return true;
}

function bounded(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
