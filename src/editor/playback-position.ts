import type { FrameRate } from '../index';
import type { FrameRange } from './editor-store';

/** One stretch of playback. */
export interface PlaybackRun {
  /** Where it began. */
  readonly startFrame: number;
  readonly range: FrameRange;
  readonly frameRate: FrameRate;
  readonly looping: boolean;
  /** How long once through the range lasts. What is heard decides: the sound loops over a whole number of samples. */
  readonly loopSeconds: number;
}

/** Frames. A frame's own start time, through floating point, may come out just before it. */
const rounding = 1e-6;

/** The frame that is due `elapsed` seconds into the run; null once a run that does not loop is over. */
export function frameAt(run: PlaybackRun, elapsed: number): number | null {
  const { range, frameRate, loopSeconds } = run;
  const begun = run.startFrame - range.first + rounding;
  const position = elapsed + (begun * frameRate.den) / frameRate.num;
  if (position >= loopSeconds && !run.looping) return null;
  const intoRange = Math.floor(((position % loopSeconds) * frameRate.num) / frameRate.den);
  return Math.min(range.end - 1, range.first + intoRange);
}
