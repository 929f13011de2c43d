import { cosine, fromDecibels, sine } from './exact-math';
import { sampleRate, type Loop, type Samples } from './loop';

/** Second-order filters as the Web Audio specification defines them: frequencies in Hz, `resonance` in decibels. */
export interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

export function lowpass(frequency: number, resonance: number): Biquad {
  const cos = cosine(frequency / sampleRate);
  const alpha = sine(frequency / sampleRate) / (2 * fromDecibels(resonance));
  return normalised(1 + alpha, [(1 - cos) / 2, 1 - cos, (1 - cos) / 2], [-2 * cos, 1 - alpha]);
}

export function highpass(frequency: number, resonance: number): Biquad {
  const cos = cosine(frequency / sampleRate);
  const alpha = sine(frequency / sampleRate) / (2 * fromDecibels(resonance));
  return normalised(1 + alpha, [(1 + cos) / 2, -1 - cos, (1 + cos) / 2], [-2 * cos, 1 - alpha]);
}

/** @param q the frequency divided by the width of the band */
export function bandpass(frequency: number, q: number): Biquad {
  const cos = cosine(frequency / sampleRate);
  const alpha = sine(frequency / sampleRate) / (2 * q);
  return normalised(1 + alpha, [alpha, 0, -alpha], [-2 * cos, 1 - alpha]);
}

/** @param gain of what lies above the frequency, in decibels */
export function highShelf(frequency: number, gain: number): Biquad {
  const cos = cosine(frequency / sampleRate);
  const a = fromDecibels(gain / 2);
  const slope = sine(frequency / sampleRate) * Math.sqrt(2 * a);
  return normalised(
    a + 1 - (a - 1) * cos + slope,
    [a * (a + 1 + (a - 1) * cos + slope), -2 * a * (a - 1 + (a + 1) * cos), a * (a + 1 + (a - 1) * cos - slope)],
    [2 * (a - 1 - (a + 1) * cos), a + 1 - (a - 1) * cos - slope],
  );
}

function normalised(
  a0: number,
  [b0, b1, b2]: readonly [number, number, number],
  [a1, a2]: readonly [number, number],
): Biquad {
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: a1 / a0, a2: a2 / a0 };
}

/** A filter at work, one sample at a time; it may be turned while it runs. */
export class RunningFilter {
  private x1 = 0;
  private x2 = 0;
  private y1 = 0;
  private y2 = 0;

  constructor(public biquad: Biquad) {}

  next(x: number): number {
    const { b0, b1, b2, a1, a2 } = this.biquad;
    const y = b0 * x + b1 * this.x1 + b2 * this.x2 - a1 * this.y1 - a2 * this.y2;
    this.x2 = this.x1;
    this.x1 = x;
    this.y2 = this.y1;
    this.y1 = y;
    return y;
  }
}

/** How many samples a turned filter stays as it is: a third of a millisecond. */
const turnInterval = 16;

/** Filters a sound in place. `at` gives the filter at a time, in seconds from the sound's first sample. */
export function filterSound(sound: Samples, at: (time: number) => Biquad): void {
  const filter = new RunningFilter(at(0));
  for (let i = 0; i < sound.length; i++) {
    if (i % turnInterval === 0) filter.biquad = at(i / sampleRate);
    sound[i] = filter.next(sound[i]!);
  }
}

/** The loop filtered. Its end is run through first, so that the beginning has what still rings of it. */
export function filterLoop(loop: Loop, biquad: Biquad): Loop {
  const filter = new RunningFilter(biquad);
  for (const sample of loop.subarray(-sampleRate)) filter.next(sample);
  return loop.map((sample) => filter.next(sample));
}
