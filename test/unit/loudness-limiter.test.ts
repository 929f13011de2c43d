import { describe, expect, it, vi } from 'vitest';
import { SlidingMinimum } from '../../src/audio/loudness/sliding-minimum';
import { TruePeakLimiter } from '../../src/audio/loudness/true-peak-limiter';
import { TruePeakMeter } from '../../src/audio/loudness/true-peak';
import { expectSame } from '../support/same-samples';
import { ffmpegLoudness } from '../support/ffmpeg-loudness';

// Minutes of sound, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const sampleRate = 48_000;

function limit(channels: readonly Float32Array[], ceiling: number, runLength = 1000): Float32Array[] {
  const limiter = new TruePeakLimiter({ sampleRate, channels: channels.length, ceiling });
  const pieces: Float32Array[][] = [];
  for (let at = 0; at < channels[0]!.length; at += runLength) {
    pieces.push(limiter.push(channels.map((samples) => samples.subarray(at, at + runLength))));
  }
  pieces.push(limiter.finish());
  return channels.map((_, channel) => {
    const length = pieces.reduce((sum, piece) => sum + piece[channel]!.length, 0);
    const whole = new Float32Array(length);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece[channel]!, at);
      at += piece[channel]!.length;
    }
    return whole;
  });
}

function truePeakOf(samples: Float32Array): number {
  const meter = new TruePeakMeter(1);
  meter.push([samples]);
  meter.finish();
  return meter.peaks[0]!;
}

/** Always the same noise, −1 … 1. */
function noise(length: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

const sine = (frequency: number, amplitude: number, length = sampleRate): Float32Array =>
  Float32Array.from({ length }, (_, i) => amplitude * Math.sin((2 * Math.PI * frequency * i) / sampleRate + 0.7));

const ceiling = 10 ** (-1 / 20);

describe('the limiter', () => {
  it('leaves a sound below the ceiling as it is, to the bit, and in its place', () => {
    const quiet = noise(12_345, 1).map((sample) => sample * 0.4);
    expectSame(limit([quiet], ceiling), [quiet]);
    expectSame(limit([quiet], ceiling, 7), [quiet]);
  });

  it('keeps length and place where it limits, and is itself again after the peak', () => {
    const samples = sine(440, 0.3);
    samples[20_000] = 2;
    const [limited] = limit([samples], ceiling);
    expect(limited).toHaveLength(samples.length);
    expectSame([limited!.slice(0, 19_000)], [samples.slice(0, 19_000)]);
    expect(Math.abs(limited![20_000]!)).toBeGreaterThan(0.8 * ceiling);
    expect(limited![47_000]! / samples[47_000]!).toBeCloseTo(1, 2);
  });

  it.each([
    ['noise', noise(sampleRate, 3).map((sample) => sample * 3)],
    ['a sine that is too high from its first sample on', sine(997, 4)],
    ['a sine between the samples', sine(12_000, 1.2)],
    ['a low sine', sine(40, 3)],
    ['single samples', Float32Array.from({ length: sampleRate }, (_, i) => (i % 997 === 0 ? 4 : 0))],
    ['a peak on the last sample', Float32Array.from({ length: 5000 }, (_, i) => (i === 4999 ? 3 : 0.1))],
  ])('keeps the true peak of %s below, by its own meter', (_name, samples) => {
    const [limited] = limit([samples], ceiling);
    expect(truePeakOf(limited!)).toBeLessThanOrEqual(ceiling * 1.002);
    expect(truePeakOf(limited!)).toBeGreaterThan(ceiling * 0.8);
  });

  it('keeps the true peak of noise below by ffmpeg’s meter, within two tenths of a dB', async () => {
    const limited = limit([noise(sampleRate, 3).map((sample) => sample * 3)], ceiling);
    expect((await ffmpegLoudness(limited, sampleRate)).truePeak).toBeLessThanOrEqual(-0.8);
  });

  it('does not depend on how the sound was divided', () => {
    const loud = [noise(20_000, 5).map((sample) => sample * 2), noise(20_000, 6)];
    const whole = limit(loud, ceiling, 20_000);
    expectSame(limit(loud, ceiling, 1), whole);
    expectSame(limit(loud, ceiling, 1025), whole);
  });

  it('takes all channels down together', () => {
    const [left, right] = limit([sine(300, 2), sine(300, 0.2)], ceiling);
    const apart = left!.reduce((most, sample, i) => Math.max(most, Math.abs(sample - 10 * right![i]!)), 0);
    expect(apart).toBeLessThan(1e-6);
  });

  it('moves its gain smoothly', () => {
    const steady = new Float32Array(sampleRate).fill(0.5);
    steady.fill(1, 20_000, 20_100);
    const [limited] = limit([steady], 0.6);
    const gain = limited!.map((sample, i) => sample / steady[i]!);
    expect(Math.min(...gain.subarray(19_000, 21_000))).toBeLessThanOrEqual(0.6);
    const steepest = gain.reduce((most, value, i) => (i === 0 ? 0 : Math.max(most, Math.abs(value - gain[i - 1]!))), 0);
    // 0.4 in 5 ms, twice as steep in the middle as on the average.
    expect(steepest).toBeLessThan((1.1 * 2 * 0.4) / 240);
  });
});

it('the sliding minimum is the minimum', () => {
  const values = noise(2000, 9);
  for (const window of [1, 2, 17, 239]) {
    const sliding = new SlidingMinimum(window);
    values.forEach((value, i) => {
      expect(sliding.add(value)).toBe(Math.min(...values.subarray(Math.max(0, i - window + 1), i + 1)));
    });
  }
});
