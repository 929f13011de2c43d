import { afterEach, describe, expect, it, vi } from 'vitest';
import { Convolution } from '../../src/editor/music/convolution';
import { cosine, exp, fromDecibels, log, sine, tanh } from '../../src/editor/music/exact-math';
import { createLoop, loopLength } from '../../src/editor/music/loop';
import { whiteNoise } from '../../src/editor/music/noise';
import { bars, barDuration, beatDuration, trackDuration } from '../../src/editor/music/score';
import { synthesiseTrack } from '../../src/editor/music/track';
import { fingerprintOf, trackFingerprint } from '../support/track-fingerprint';

const sampleRate = 48_000;
const track = synthesiseTrack();
const sides = [
  ['left', track[0]],
  ['right', track[1]],
] as const;

afterEach(() => vi.restoreAllMocks());

/** Root mean square in dBFS. */
function levelOf(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

describe('the track', () => {
  it('is the same in every bit, whenever and wherever it is made', async () => {
    expect(await fingerprintOf(track)).toBe(trackFingerprint);
    // The second time another compiler has been at the code.
    expect(await fingerprintOf(synthesiseTrack())).toBe(trackFingerprint);
  });

  it('takes nothing from the engine that another engine may round otherwise', async () => {
    const names = ['sin', 'cos', 'tan', 'tanh', 'exp', 'log', 'log10', 'log2', 'pow', 'random'] as const;
    for (const name of names) {
      vi.spyOn(Math, name).mockImplementation(() => {
        throw new Error(`Math.${name} is not exact`);
      });
    }
    expect(() => Math.sin(1)).toThrow('not exact');
    const made = synthesiseTrack();
    vi.restoreAllMocks();
    expect(await fingerprintOf(made)).toBe(trackFingerprint);
  });

  it('is as long as its bars', () => {
    expect(trackDuration).toBeCloseTo(bars.length * barDuration, 12);
    for (const [, samples] of sides) expect(samples).toHaveLength(trackDuration * sampleRate);
  });

  it.each(sides)('is heard in every bar and on every beat: %s', (_side, samples) => {
    const stretches = (duration: number): number[] => {
      const length = Math.round(duration * sampleRate);
      return Array.from({ length: loopLength / length }, (_, i) => levelOf(samples.subarray(i * length, ++i * length)));
    };
    expect(stretches(barDuration)).toHaveLength(4);
    for (const level of stretches(barDuration)) expect(level).toBeGreaterThan(-19);
    expect(stretches(beatDuration)).toHaveLength(16);
    for (const level of stretches(beatDuration)) expect(level).toBeGreaterThan(-22);
  });

  it('has its peak at −2 dBFS', () => {
    const peaks = sides.map(([, samples]) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0));
    expect(20 * Math.log10(Math.max(...peaks))).toBeCloseTo(-2, 5);
  });

  it('is stereo, and holds together in mono', () => {
    const middle = track[0].map((sample, i) => (sample + track[1][i]!) / 2);
    const side = track[0].map((sample, i) => (sample - track[1][i]!) / 2);
    expect(levelOf(side) - levelOf(middle)).toBeGreaterThan(-18);
    expect(levelOf(side) - levelOf(middle)).toBeLessThan(-6);
  });

  it.each(sides)('loops without a click: %s', (_side, samples) => {
    const seam = Math.abs(samples[0]! - samples.at(-1)!);
    let steepest = 0;
    for (let i = 1; i < samples.length; i++) steepest = Math.max(steepest, Math.abs(samples[i]! - samples[i - 1]!));
    expect(seam).toBeLessThan(steepest / 2);
  });
});

describe('the functions it is made of', () => {
  const numbers = Array.from({ length: 4001 }, (_, i) => (i - 2000) / 137);

  it.each([
    ['sine', sine, (x: number) => Math.sin(2 * Math.PI * x)],
    ['cosine', cosine, (x: number) => Math.cos(2 * Math.PI * x)],
    ['tanh', tanh, Math.tanh],
  ])('%s is what the engine gives, to 12 digits', (_name, ours, theirs) => {
    for (const x of numbers) expect(Math.abs(ours(x) - theirs(x))).toBeLessThan(1e-12);
  });

  it.each([
    ['exp', exp, Math.exp],
    ['decibels', fromDecibels, (x: number) => 10 ** (x / 20)],
  ])('%s is what the engine gives, to 12 digits', (_name, ours, theirs) => {
    for (const x of numbers) expect(Math.abs(ours(x) / theirs(x) - 1)).toBeLessThan(1e-12);
  });

  it('log undoes exp', () => {
    for (const x of numbers) expect(Math.abs(log(Math.exp(x)) - x)).toBeLessThan(1e-12);
  });
});

describe('the convolution', () => {
  it('lays the response after every sample, round the end of the loop', () => {
    const loop = createLoop();
    loop.set(whiteNoise(loopLength, 7));
    const taps = [
      [0, 0.5],
      [3, -0.25],
      [90_000, 0.125],
    ] as const;
    const response = new Float32Array(90_001);
    for (const [at, gain] of taps) response[at] = gain;
    const result = new Convolution(response.length).apply(loop, response);
    const worst = result.reduce((most, sample, i) => {
      const direct = taps.reduce((sum, [at, gain]) => sum + gain * loop.at((i - at) % loopLength)!, 0);
      return Math.max(most, Math.abs(sample - direct));
    }, 0);
    expect(worst).toBeLessThan(1e-5);
  });
});
