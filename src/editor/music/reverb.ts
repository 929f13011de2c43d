import { Convolution } from './convolution';
import { exp } from './exact-math';
import { mix, sampleRate, type Samples, type StereoLoop } from './loop';
import { whiteNoise } from './noise';

/** How long the room takes to fall by 60 dB, in seconds. */
const decay60 = 2.2;
const preDelay = 0.018;

/** The energy of both impulse responses together: how loud the hall is against what goes in. */
const energy = 0.281;

/** A bright hall: a convolution with decaying noise, different left and right, darker as it dies away. */
export function reverberate([left, right]: StereoLoop): StereoLoop {
  const tails = [createTail(0x5eed), createTail(0x5eed + 977)] as const;
  const sum = tails.reduce((total, tail) => tail.reduce((squares, sample) => squares + sample * sample, total), 0);
  const gain = Math.sqrt(energy / sum);
  const convolution = new Convolution(tails[0].length);
  return [mix([convolution.apply(left, tails[0]), gain]), mix([convolution.apply(right, tails[1]), gain])];
}

function createTail(seed: number): Samples {
  const start = Math.round(preDelay * sampleRate);
  const darkening = exp(-2.2 / sampleRate);
  const decay = exp((-3 * Math.LN10) / (decay60 * sampleRate));
  let openness = 0.75;
  let level = 1;
  let smoothed = 0;
  return whiteNoise(start + Math.round(decay60 * sampleRate), seed).map((noise, i) => {
    if (i < start) return 0;
    // One pole whose corner falls as the tail ages: air takes the high end first.
    smoothed += (openness + 0.08) * (noise - smoothed);
    openness *= darkening;
    level *= decay;
    return smoothed * level * Math.min(1, (i - start) / (0.004 * sampleRate));
  });
}
