import { fillWithNoise } from './noise';

/** How long the room takes to fall by 60 dB, in seconds. */
const decay60 = 2.2;
const preDelay = 0.018;

/** A bright hall: a convolution with decaying noise, different left and right, darker as it dies away. */
export function createReverb(context: BaseAudioContext): ConvolverNode {
  const { sampleRate } = context;
  const impulse = context.createBuffer(2, Math.round((decay60 + preDelay) * sampleRate), sampleRate);
  for (let channel = 0; channel < 2; channel++) {
    const samples = impulse.getChannelData(channel);
    fillWithNoise(samples, 0x5eed + channel * 977);
    shapeTail(samples, sampleRate);
  }
  return new ConvolverNode(context, { buffer: impulse });
}

function shapeTail(samples: Float32Array, sampleRate: number): void {
  const start = Math.round(preDelay * sampleRate);
  let smoothed = 0;
  for (let i = 0; i < samples.length; i++) {
    const time = (i - start) / sampleRate;
    if (time < 0) {
      samples[i] = 0;
      continue;
    }
    // One pole whose corner falls as the tail ages: air takes the high end first.
    const openness = 0.75 * Math.exp(-2.2 * time) + 0.08;
    smoothed += openness * (samples[i]! - smoothed);
    samples[i] = smoothed * 10 ** ((-3 * time) / decay60) * Math.min(1, time / 0.004);
  }
}
