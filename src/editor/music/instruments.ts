import { filterSound, lowpass } from './biquad';
import { glide, hold, strike } from './envelopes';
import { exp } from './exact-math';
import type { Samples } from './loop';
import { Oscillator, sawtoothWave, sineWave, triangleWave } from './oscillator';
import { panGains } from './panning';

/** One note of a pitched voice, ready to be mixed: one channel, or left and right. */
export type Sound = readonly [mono: Samples] | readonly [left: Samples, right: Samples];

/** @param duration seconds until the release begins; a struck voice rings as long as it rings */
export type Voice = (pitch: number, velocity: number, duration: number) => Sound;

/** Equal temperament, A4 = 440 Hz = MIDI note 69. */
function frequencyOf(pitch: number): number {
  return 440 * exp(((pitch - 69) / 12) * Math.LN2);
}

/** Warm detuned saws, spread over the stereo field, under a filter that opens and closes within the note. */
export const pad: Voice = (pitch, velocity, duration) => {
  const end = duration + 0.9;
  const opened = duration * 0.55;
  const saws = [
    [-9, -0.7],
    [2, 0.1],
    [8, 0.7],
  ].map(([cents, pan]) => ({
    saw: new Oscillator(sawtoothWave, frequencyOf(pitch + cents! / 100)),
    gains: panGains(pan!),
  }));
  const envelope = hold(0.35, duration, end);
  const channels = [new Float32Array(envelope.length), new Float32Array(envelope.length)] as const;
  for (let i = 0; i < envelope.length; i++) {
    for (const { saw, gains } of saws) {
      const sample = saw.next();
      channels[0][i]! += gains[0] * sample;
      channels[1][i]! += gains[1] * sample;
    }
  }
  for (const channel of channels) {
    filterSound(channel, (time) => {
      const closing = Math.max(0, time - opened) / (end - opened);
      return lowpass(600 + 2200 * Math.min(1, time / opened) - 2100 * closing, 0.6);
    });
    scale(channel, envelope, 0.1 * velocity);
  }
  return channels;
};

/** A sine for the weight, a filtered saw for the edge that small speakers need. */
export const bass: Voice = (pitch, velocity, duration) => {
  const weight = new Oscillator(sineWave, frequencyOf(pitch));
  const saw = new Oscillator(sawtoothWave, frequencyOf(pitch));
  const cutoff = glide(900 * velocity, 160, 0.22);
  const envelope = hold(0.008, duration - 0.04, duration + 0.03);
  const sound = envelope.map(() => 0.45 * saw.next());
  filterSound(sound, (time) => lowpass(cutoff(time), 4));
  for (let i = 0; i < sound.length; i++) sound[i]! += weight.next();
  scale(sound, envelope, 0.5 * velocity);
  return [sound];
};

/** A short string: a triangle and a saw under a filter that snaps shut. */
export const pluck: Voice = (pitch, velocity) => {
  const triangle = new Oscillator(triangleWave, frequencyOf(pitch));
  const saw = new Oscillator(sawtoothWave, frequencyOf(pitch + 0.06));
  const cutoff = glide(700 + 4200 * velocity, 600, 0.22);
  const envelope = strike(0.004, 0.09);
  const sound = envelope.map(() => triangle.next() + 0.4 * saw.next());
  filterSound(sound, (time) => lowpass(cutoff(time), 3));
  scale(sound, envelope, 0.17 * velocity);
  return [sound];
};

/** A glass bell by frequency modulation: two sines in the ratio 1 : 3.5, the modulator dying first. */
export const bell: Voice = (pitch, velocity) => {
  const frequency = frequencyOf(pitch);
  const carrier = new Oscillator(sineWave, frequency);
  const modulator = new Oscillator(sineWave, frequency * 3.5);
  const depth = strike(0, 0.12);
  const sound = strike(0.003, 0.42).map((gain, i) => {
    carrier.frequency = frequency * (1 + 2.2 * velocity * (depth[i] ?? 0) * modulator.next());
    return gain * 0.12 * velocity * carrier.next();
  });
  return [sound];
};

function scale(sound: Samples, envelope: Samples, gain: number): void {
  for (let i = 0; i < sound.length; i++) sound[i]! *= gain * envelope[i]!;
}
