import type { Composition } from '../composition/composition';
import { convertFrameCount, framesPerSecond, toFrameRate, type FrameRate } from '../composition/frame-rate';
import type { ExportSettings } from '../formats/format';

/** The length of a composition at a rate, in frames. @throws RangeError when the composition's own rate is not one */
export function lengthAt(composition: Composition, rate: FrameRate): number {
  return convertFrameCount(composition.durationInFrames, toFrameRate(composition.frameRate), rate);
}

/** Seconds an export lasts. */
export function exportSeconds({ range, frameRate }: ExportSettings): number {
  return (range.end - range.first) / framesPerSecond(frameRate);
}
