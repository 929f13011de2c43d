import { exp, log } from './exact-math';
import { sampleRate, type Samples } from './loop';

/** Gains over the time of a note, from 0 to 1 and back, one for each sample. All times are in seconds. */

/** Up in `attack`, then down to 1 / e in every `timeConstant`; it ends 61 dB below its peak. */
export function strike(attack: number, timeConstant: number): Samples {
  const rise = Math.round(attack * sampleRate);
  const decay = exp(-1 / (timeConstant * sampleRate));
  let level = 1 / decay;
  const gains = new Float32Array(rise + Math.ceil(7 * timeConstant * sampleRate));
  for (let i = 0; i < gains.length; i++) gains[i] = i < rise ? i / rise : (level *= decay);
  return gains;
}

/** Straight up in `attack`, held, and straight down from `release` to `end`. */
export function hold(attack: number, release: number, end: number): Samples {
  return new Float32Array(Math.round(end * sampleRate)).map((_, i) => {
    const time = i / sampleRate;
    return Math.min(1, time / attack, (end - time) / (end - release));
  });
}

/** A value that goes by equal ratios from one to another in `duration`, and stays there. */
export function glide(from: number, to: number, duration: number): (time: number) => number {
  const way = log(to / from);
  return (time) => (time < duration ? from * exp(way * (time / duration)) : to);
}
