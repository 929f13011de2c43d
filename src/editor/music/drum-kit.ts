import { bandpass, filterSound, highpass, type Biquad } from './biquad';
import { glide, strike } from './envelopes';
import { addSound, sampleRate, type Samples } from './loop';
import { whiteNoise } from './noise';
import { Oscillator, sineWave, triangleWave } from './oscillator';

/** One hit of each drum at full velocity. A softer hit is the same sound, only lower. */
export interface DrumKit {
  kick: Samples;
  snare: Samples;
  closedHat: Samples;
  openHat: Samples;
}

export function createDrumKit(): DrumKit {
  const noise = whiteNoise(sampleRate, 0xd20b);

  /** Noise from `offset` on, in seconds, in one band and under one envelope. */
  const hiss = (offset: number, band: Biquad, envelope: Samples): Samples => {
    const start = Math.round(offset * sampleRate);
    const sound = noise.slice(start, start + envelope.length);
    filterSound(sound, () => band);
    return sound.map((sample, i) => sample * envelope[i]!);
  };

  return {
    kick: layered([
      [0, 0.9, falling(new Oscillator(sineWave, 190), glide(190, 48, 0.085), strike(0.001, 0.1))],
      [0, 0.16, hiss(0, highpass(2500, 0.7), strike(0.001, 0.006))],
    ]),
    // A tuned body under two bands of noise, with the three quick hands of a clap in front.
    snare: layered([
      [0, 0.3, falling(new Oscillator(triangleWave, 230), glide(230, 165, 0.06), strike(0.001, 0.05))],
      [0, 0.36, hiss(0, bandpass(1750, 0.9), strike(0.001, 0.008))],
      [0.011, 0.33, hiss(0.011, bandpass(1750, 0.9), strike(0.001, 0.008))],
      [0.023, 0.56, hiss(0.023, bandpass(1750, 0.9), strike(0.001, 0.085))],
      [0, 0.2, hiss(0.3, highpass(5200, 0.7), strike(0.001, 0.07))],
    ]),
    closedHat: layered([[0, 0.33, hiss(0.1, highpass(8200, 0.7), strike(0.001, 0.02))]]),
    openHat: layered([[0, 0.22, hiss(0.2, highpass(7400, 0.7), strike(0.001, 0.075))]]),
  };
}

function falling(oscillator: Oscillator, frequency: (time: number) => number, envelope: Samples): Samples {
  return envelope.map((gain, i) => {
    oscillator.frequency = frequency(i / sampleRate);
    return gain * oscillator.next();
  });
}

function layered(layers: readonly (readonly [delay: number, gain: number, sound: Samples])[]): Samples {
  const placed = layers.map(([delay, gain, sound]) => ({ start: Math.round(delay * sampleRate), gain, sound }));
  const hit = new Float32Array(Math.max(...placed.map(({ start, sound }) => start + sound.length)));
  for (const { start, gain, sound } of placed) addSound(hit, sound, start, gain);
  return hit;
}
