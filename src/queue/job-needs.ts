import { isWebVideoCodec } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import { laneBytes } from '../workers/export-workers';
import { laneCount } from '../workers/lane-hosts';
import type { JobNeeds } from './job';
import type { DeviceMeasures } from './queue-limits';

/** Frames of one export that are held at once: captured, on their way to the encoder, in it, and in its queue. */
const framesHeld = 12;
/** Workers, the code in them, packets of the segment under way and of the sound. */
const baseBytes = 48 * 2 ** 20;
/** The picture for which `laneBytes` was measured. */
const lanePixels = { prores: 3840 * 2160, ffmpeg: 1920 * 1080 } as const;
/** What a lane takes of that for the smallest picture. */
const leastLaneShare = 0.1;

/** What an export with these settings takes up at the most, as an estimate: made to be too high rather than too low. */
export function needsOf(settings: ExportSettings, device: DeviceMeasures = navigator): JobNeeds {
  const { width, height, video } = settings;
  const pixels = width * height;
  const frames = pixels * (video.captureDepth === 16 ? 8 : 4) * framesHeld;
  const engine = laneEngineOf(video.codec);
  const lanes = engine === null ? 0 : laneCount(laneBytes[engine], device);
  const share = engine === null ? 0 : Math.min(1, Math.max(leastLaneShare, pixels / lanePixels[engine]));
  return {
    memory: Math.ceil(baseBytes + frames + (engine === null ? 0 : lanes * laneBytes[engine] * share)),
    encoders: isWebVideoCodec(video.codec) ? 1 : 0,
    lanes,
  };
}

function laneEngineOf(codec: ExportSettings['video']['codec']): keyof typeof laneBytes | null {
  if (codec === 'prores') return 'prores';
  return isWebVideoCodec(codec) || codec === 'dng' ? null : 'ffmpeg';
}
