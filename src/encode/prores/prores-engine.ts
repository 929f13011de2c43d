import type { LaneSource } from '../lane-source';
import { codedRate, type ProResEngine, type SegmentEncoder, type VideoEncoderSettings } from '../segment-encoder';
import { proResDecoderConfig } from './decoder-config';
import { proResProfiles, type ProResProfileId } from './profiles';
import { ProResSegmentEncoder } from './prores-segment-encoder';
import { checkProResSettings, type ProResSettings } from './settings';
import { WorkerLane } from './worker-lane';

/** @throws ExportError `invalid-input` when ProRes cannot be as asked */
export function proResEngine(settings: VideoEncoderSettings): ProResEngine {
  const { profile } = checkProResSettings(proResSettings(settings));
  return { engine: 'prores', codecString: proResProfiles[profile].fourCc };
}

/** How what it makes is decoded. */
export function decoderConfigOf(settings: VideoEncoderSettings): VideoDecoderConfig {
  return proResDecoderConfig(checkProResSettings(proResSettings(settings)));
}

/** @throws ExportError `worker-crash` when no lane can be started */
export async function openProResEncoder(settings: VideoEncoderSettings, source: LaneSource): Promise<SegmentEncoder> {
  const count = await source.count;
  const lanes = await Promise.all(Array.from({ length: count }, (_, index) => openLane(settings, source, index)));
  return new ProResSegmentEncoder(proResSettings(settings), lanes);
}

async function openLane(settings: VideoEncoderSettings, source: LaneSource, index: number): Promise<WorkerLane> {
  const lane = new WorkerLane(await source.open(index), proResSettings(settings));
  void source.lost(index).then((reason) => lane.lose(reason));
  return lane;
}

function proResSettings(settings: VideoEncoderSettings): ProResSettings {
  const { profile, width, height, scan, colourSpace, alpha, pixelFormat = 'bgra8' } = settings;
  return {
    profile: profile as ProResProfileId,
    width,
    height,
    frameRate: codedRate(settings),
    scan: scan === 'interlaced' ? 'top-field-first' : 'progressive',
    colour: colourSpace === 'display-p3' ? 'p3-d65' : colourSpace,
    // As many as are captured.
    alphaBits: alpha === null ? 0 : pixelFormat === 'bgra8' ? 8 : 16,
    pixelFormat,
  };
}
