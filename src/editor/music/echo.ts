import { lowpass, RunningFilter } from './biquad';
import { createLoop, sampleRate, type Loop } from './loop';
import { stepDuration } from './score';

/** Dotted eighths. */
const delay = Math.round(3 * stepDuration * sampleRate);
const feedback = 0.42;

/** Echoes that wander from one side to the other and back, darker at each turn. Returns the two taps. */
export function createEcho(input: Loop): readonly [first: Loop, second: Loop] {
  const first = createLoop();
  const second = createLoop();
  const damping = new RunningFilter(lowpass(3200, 1));
  // Round by round, the echoes of the loop's end fill its beginning; after three, 1e-8 of them are missing.
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < input.length; i++) {
      const before = i < delay ? i - delay + input.length : i - delay;
      first[i] = input[before]! + feedback * damping.next(second[before]!);
      second[i] = first[before]!;
    }
  }
  return [first, second];
}
