import { framesPerSecond, type FrameRate } from '../composition/frame-rate';
import { codedRate } from '../encode/segment-encoder';
import { animations, codecs } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';

/** Samples there are at most, beside the last frame. */
const mostSamples = 12;
const leastSeconds = 8;
/** Frames by which samples lie behind their even places, less one: a key frame is not like those that follow it. */
const places = 16;
/** Bytes of raw pixels all samples may have together; as they are stored they have a fraction of it. */
const mostBytes = 192 * 2 ** 20;

/** What is taken of the frames captured for a file, to compare it with. */
export interface ReferencePlan {
  /** Frames kept whole. */
  samples: readonly number[];
  /** Segments each frame of which gets a fingerprint. */
  fingerprints: 'all' | 'some' | 'none';
}

/** The same of one segment. */
export interface SegmentReferencePlan {
  samples: readonly number[];
  fingerprints: boolean;
}

/** Of so many segments one has its frames fingerprinted by default: about as many are watched in the time there is. */
const segmentsPerFingerprinted = 4;

/** @param span of captured frames */
export function segmentReferencePlan(
  { samples, fingerprints }: ReferencePlan,
  { index, first, count }: { index: number; first: number; count: number },
): SegmentReferencePlan {
  return {
    samples: samples.filter((frame) => frame >= first && frame < first + count),
    fingerprints: fingerprints === 'all' || (fingerprints === 'some' && index % segmentsPerFingerprinted === 0),
  };
}

/** What a film is, as far as it says which frames are kept. */
export interface SampledFilm {
  width: number;
  height: number;
  frameRate: FrameRate;
  frameCount: number;
}

/**
 * The frames whose pixels are kept to be compared with those of the file, in order: the first, the last, and some
 * between, some 8 seconds apart. They follow from the film alone, so that an export that is resumed keeps the same.
 */
export function framesToSample({ width, height, frameRate, frameCount }: SampledFilm): number[] {
  const most = Math.max(1, Math.min(mostSamples, Math.floor(mostBytes / (width * height * 4)) - 1));
  const step = Math.max(1, Math.ceil(leastSeconds * framesPerSecond(frameRate)), Math.ceil(frameCount / most));
  const frames: number[] = [];
  for (let index = 0; index * step < frameCount; index++) {
    frames.push(Math.min(frameCount - 1, index * step + ((5 * index) % places)));
  }
  if (frameCount > 0 && frames.at(-1) !== frameCount - 1) frames.push(frameCount - 1);
  return frames;
}

/** Frames of a file, and how many of them a second has: of two captured ones that are fields there is one. */
export function codedFilmOf({ video, frameRate, range }: Pick<ExportSettings, 'video' | 'frameRate' | 'range'>): {
  frameRate: FrameRate;
  frameCount: number;
} {
  const { scan = 'progressive' } = video;
  const captured = range.end - range.first;
  return {
    frameRate: codedRate({ frameRate, scan }),
    frameCount: scan === 'interlaced' ? Math.ceil(captured / 2) : captured,
  };
}

/** The captured frames that are kept for a file, of two fields the first, see {@link framesToSample}. */
export function capturedFramesToSample(settings: ExportSettings): number[] {
  const frames = framesToSample({ ...settings, ...codedFilmOf(settings) });
  return settings.video.scan === 'interlaced' ? frames.map((frame) => 2 * frame) : frames;
}

/** Of codecs that are decoded slowly, samples alone are looked at: see `Film.isCheap`. @param all every frame is looked at */
export function referencePlan(settings: ExportSettings, { all }: { all: boolean }): ReferencePlan {
  const { codec } = settings.video;
  const isQuick = animations.includes(codec) || (codecs[codec].muxer === 'mediabunny' && codec !== 'prores');
  return { samples: capturedFramesToSample(settings), fingerprints: all ? 'all' : isQuick ? 'some' : 'none' };
}
