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

/** The frame that is due `elapsed` seconds into the run; null once a run that does not loop is over. */
export function frameAt(run: PlaybackRun, elapsed: number): number | null {
  const { range, frameRate, loopSeconds } = run;
  const begun = ((run.startFrame - range.first) * frameRate.den) / frameRate.num;
  const position = begun + elapsed;
  if (position >= loopSeconds && !run.looping) return null;
  // A frame's own start time, through floating point, may come out just before it.
  const intoRange = Math.floor(((position % loopSeconds) * frameRate.num) / frameRate.den + 1e-6);
  return Math.min(range.end - 1, range.first + intoRange);
}
