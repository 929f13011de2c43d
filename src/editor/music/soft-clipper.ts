import { cosine, sine, tanh } from './exact-math';
import type { Loop } from './loop';

/** Steps from 0 to full scale. */
const steps = 2048;
const curve = Float32Array.from({ length: steps + 2 }, (_, i) => tanh((1.4 * i) / steps));

/** Half of a symmetric half-band filter: a windowed sinc between the samples. */
const reach = 16;
const weights = Array.from({ length: reach }, (_, i) => {
  const distance = i + 0.5;
  const window = 0.42 + 0.5 * cosine(distance / (2 * reach)) + 0.08 * cosine(distance / reach);
  return (window * sine(distance / 2)) / (Math.PI * distance);
});

/**
 * A tanh curve: what exceeds full scale is rounded off instead of cut. It is bent at twice the sample rate, so that
 * the overtones it makes do not come back as wrong notes.
 */
export function softClip(loop: Loop): Loop {
  const between = halfway(loop).map(bend);
  const back = halfway(between);
  return loop.map((sample, i) => (bend(sample) + back[i === 0 ? loop.length - 1 : i - 1]!) / 2);
}

function bend(sample: number): number {
  const position = Math.min(1, Math.abs(sample)) * steps;
  const index = Math.floor(position);
  const bent = curve[index]! + (position - index) * (curve[index + 1]! - curve[index]!);
  return sample < 0 ? -bent : bent;
}

/** What lies in the middle between each sample and the next. */
function halfway(loop: Loop): Loop {
  const around = new Float32Array(loop.length + 2 * reach);
  around.set(loop.subarray(-reach));
  around.set(loop, reach);
  around.set(loop.subarray(0, reach), reach + loop.length);
  return loop.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < reach; j++) sum += weights[j]! * (around[reach + i - j]! + around[reach + i + 1 + j]!);
    return sum;
  });
}
