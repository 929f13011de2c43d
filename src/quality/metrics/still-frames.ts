import { fingerprintDistance, type FrameFingerprint } from './fingerprint';

/** Decoded frames `first` to `last`, both included. */
export interface FrameRun {
  first: number;
  last: number;
  /** The source is so too: worth telling, no fault. */
  inSource: boolean;
}

/** Luma of 0 … 255: what codecs make of black, and no picture that shows anything. */
const blackMean = 4;
const blackPixel = 32;

/** Frames further apart than this, in codes, are not the same still. */
const stillDifference = 0.05;

/** @param expected by decoded frame, the source frame that should be seen. */
export function findBlackFrames(
  source: readonly FrameFingerprint[],
  decoded: readonly FrameFingerprint[],
  expected: ArrayLike<number>,
): FrameRun[] {
  const runs: FrameRun[] = [];
  for (const [frame, fingerprint] of decoded.entries()) {
    if (!isBlack(fingerprint)) continue;
    const inSource = isBlack(source[expected[frame]!]!);
    const run = runs.at(-1);
    if (run?.last === frame - 1 && run.inSource === inSource) run.last = frame;
    else runs.push({ first: frame, last: frame, inSource });
  }
  return runs;
}

function isBlack({ mean, brightest }: FrameFingerprint): boolean {
  return mean <= blackMean && brightest <= blackPixel;
}

/**
 * Runs of at least `least` frames that do not differ from their first.
 *
 * @param noise how far a codec takes frames from their source: motion below twice that may be lost in it and is no fault.
 */
export function findFrozenFrames(
  source: readonly FrameFingerprint[],
  decoded: readonly FrameFingerprint[],
  expected: ArrayLike<number>,
  noise: number,
  least: number,
): FrameRun[] {
  const runs: FrameRun[] = [];
  for (let first = 0; first < decoded.length;) {
    const last = lastAlike(decoded, first);
    if (last - first + 1 >= least) {
      const from = source[expected[first]!]!;
      const apart = (frame: number): number => fingerprintDistance(from, source[expected[frame]!]!);
      const frames = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      runs.push({ first, last, inSource: Math.max(...frames.map(apart)) <= Math.max(stillDifference, 2 * noise) });
    }
    first = last + 1;
  }
  return runs;
}

function lastAlike(frames: readonly FrameFingerprint[], first: number): number {
  let last = first;
  while (last + 1 < frames.length && fingerprintDistance(frames[first]!, frames[last + 1]!) <= stillDifference) last++;
  return last;
}
