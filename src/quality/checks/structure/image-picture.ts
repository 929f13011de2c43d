import { toFrameRate } from '../../../composition/frame-rate';
import type { PictureFacts } from '../file-facts';

/** A picture, or frames that are each shown so long. */
export function imagePicture(
  codec: string,
  { width, height }: { width: number; height: number },
  durations: readonly number[],
  sizes: readonly number[],
  timeResolution: number,
): PictureFacts {
  let time = 0;
  const times = durations.map((duration) => (time += duration) - duration);
  const mean = time / Math.max(1, durations.length);
  return {
    codec,
    width,
    height,
    pixelAspect: [1, 1],
    packets: { times, durations, sizes, keys: durations.map(() => true) },
    frameRate: mean > 0 && mean < 1000 ? toFrameRate(1 / mean) : null,
    timeResolution,
    bitstream: { codec, width, height },
  };
}
