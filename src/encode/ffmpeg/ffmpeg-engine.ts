import { ExportError } from '../../errors';
import type { LaneSource } from '../lane-source';
import type { FfmpegEngine, SegmentEncoder, VideoEncoderSettings } from '../segment-encoder';
import { rasterOf } from './check-ffmpeg-settings';
import { FfmpegLanes, type FfmpegLanesOptions } from './ffmpeg-lanes';
import { planarFrames } from './ffmpeg-pixels';
import { FfmpegSegmentEncoder } from './ffmpeg-segment-encoder';
import { ffmpegSettings } from './ffmpeg-settings-of';

/** Goes up when the planar kernel gives other bytes than before: exports that were interrupted keep no older segments then. */
const conversion = 1;

/** @throws ExportError `unsupported` (codec-unavailable) when ffmpeg has no such codec */
export function ffmpegEngine(settings: VideoEncoderSettings): FfmpegEngine {
  const given = ffmpegSettings(settings);
  return { engine: 'ffmpeg', codecString: given.codec, ...(planarFrames(given) ? { conversion } : {}) };
}

/** What its segments are known by: the same settings make the same. Null when the engine made others. */
export function tryFfmpegEngine(engine: FfmpegEngine, settings: VideoEncoderSettings): VideoDecoderConfig | null {
  if (engine.conversion !== ffmpegEngine(settings).conversion) return null;
  const { codec, width, height } = ffmpegSettings(settings);
  const coded = rasterOf(ffmpegSettings(settings))?.coded ?? { width, height };
  return { codec, codedWidth: coded.width, codedHeight: coded.height };
}

/** @throws ExportError `worker-crash` when the lanes cannot be started, `unsupported` when nobody serves ffmpeg */
export async function openFfmpegEncoder(settings: VideoEncoderSettings, source: LaneSource): Promise<SegmentEncoder> {
  return new FfmpegSegmentEncoder(await openFfmpegLanes(source), ffmpegSettings(settings));
}

/**
 * @param most lanes to open
 * @param options as of `FfmpegLanes`, where the usual will not do
 * @throws ExportError as `openFfmpegEncoder`
 */
export async function openFfmpegLanes(
  source: LaneSource,
  most = Number.POSITIVE_INFINITY,
  options: Pick<FfmpegLanesOptions, 'stallLimitMs'> = {},
): Promise<FfmpegLanes> {
  const [count, core] = await Promise.all([source.count, source.core]);
  if (core === null) throw coreMissing();
  const indices = Array.from({ length: Math.min(most, count) }, (_, index) => index);
  const ports = await Promise.all(indices.map((index) => source.open(index)));
  return new FfmpegLanes({
    ...options,
    core,
    ports,
    lost: (index) => source.lost(index),
    async replaceLane(index) {
      await source.end(index);
      return source.open(index);
    },
  });
}

export function coreMissing(): ExportError {
  return new ExportError('unsupported', {
    detail: 'ffmpeg-core-missing',
    stage: 'prepare',
    message: 'This editor does not serve ffmpeg, which this format needs.',
    remedy:
      'Give createExporter the addresses of @ffmpeg/core: ffmpeg: { coreUrl, wasmUrl }; or choose another format.',
  });
}
