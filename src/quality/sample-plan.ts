import { framesPerSecond, type FrameRate } from '../composition/frame-rate';

/** Samples there are at most, beside the last frame. */
const mostSamples = 12;
const leastSeconds = 8;
/** Frames by which samples lie behind their even places, less one: a key frame is not like those that follow it. */
const places = 16;
/** Bytes of raw pixels all samples may have together; as they are stored they have a fraction of it. */
const mostBytes = 192 * 2 ** 20;

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
