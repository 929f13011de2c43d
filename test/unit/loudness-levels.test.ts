import { describe, expect, it } from 'vitest';
import { LevelChecks, type Levels } from '../../src/audio/loudness/level-checks';

const sampleRate = 48_000;

function check(channels: readonly Float32Array[], runLength = 1000): Levels {
  const checks = new LevelChecks({ sampleRate, channels: channels.length });
  for (let at = 0; at < channels[0]!.length; at += runLength) {
    checks.push(channels.map((samples) => samples.subarray(at, at + runLength)));
  }
  return checks.read();
}

const sine = (amplitude: number, degrees = 0, length = sampleRate): Float32Array =>
  Float32Array.from(
    { length },
    (_, i) => amplitude * Math.sin(2 * Math.PI * ((1000 * i) / sampleRate + degrees / 360)),
  );

describe('levels', () => {
  it('are the greatest sample, the root mean square and the mean', () => {
    const offset = sine(0.5).map((sample) => sample + 0.125);
    const [channel] = check([offset]).channels;
    expect(channel!.samplePeak).toBeCloseTo(0.625, 6);
    expect(channel!.dcOffset).toBeCloseTo(0.125, 6);
    expect(channel!.rms).toBeCloseTo(Math.sqrt(0.125 + 0.125 ** 2), 6);
  });

  it('of nothing are nothing', () => {
    expect(check([new Float32Array(0)])).toMatchObject({
      length: 0,
      channels: [{ samplePeak: 0, rms: 0, dcOffset: 0 }],
      silences: [],
      correlation: null,
    });
  });
});

describe('phase correlation', () => {
  it.each([
    ['the same in both', 0, 1],
    ['a quarter apart', 90, 0],
    ['opposite', 180, -1],
  ])('of %s', (_name, degrees, expected) => {
    expect(check([sine(0.5), sine(0.25, degrees)]).correlation).toBeCloseTo(expected, 5);
  });

  it('is nothing where a channel is silent, or alone', () => {
    expect(check([sine(0.5), new Float32Array(sampleRate)]).correlation).toBeNull();
    expect(check([sine(0.5)]).correlation).toBeNull();
  });
});

describe('clipping', () => {
  const clipped = new Float32Array(5000);
  clipped.fill(1, 998, 1003);
  clipped.fill(-1, 2000, 2003);
  clipped.fill(1, 3000, 3002);
  clipped.fill(32767 / 32768, 4990, 5000);

  it('is three samples or more in a row at full scale, across runs and to the end', () => {
    const expected = { runs: 3, samples: 18, longestRun: 10, places: [998, 2000, 4990] };
    expect(check([clipped]).channels[0]!.clipping).toEqual(expected);
    expect(check([clipped], 1).channels[0]!.clipping).toEqual(expected);
  });

  it('is not a peak that only touches it, nor what is just below', () => {
    expect(check([sine(1).map((sample) => sample * 0.9999)]).channels[0]!.clipping.runs).toBe(0);
    expect(check([new Float32Array(100).fill(0.9999)]).channels[0]!.clipping.runs).toBe(0);
  });

  it('tells the first hundred places of any number', () => {
    const [channel] = check([Float32Array.from({ length: 4000 }, (_, i) => (i % 8 < 4 ? 1 : 0))]).channels;
    expect(channel!.clipping.runs).toBe(500);
    expect(channel!.clipping.places).toHaveLength(100);
    expect(channel!.clipping.places[99]).toBe(792);
  });
});

describe('silence', () => {
  const stretch = (seconds: number, amplitude: number): Float32Array => sine(amplitude, 90, seconds * sampleRate);
  const joined = (...parts: Float32Array[]): Float32Array => {
    return Float32Array.from(parts.flatMap((part) => [...part]));
  };

  it('is told by its place, where it lasts more than half a second', () => {
    const sound = joined(
      stretch(1, 0.0009),
      stretch(1, 0.5),
      stretch(0.4, 0),
      stretch(1, 0.5),
      stretch(0.6, 0),
      stretch(1, 0.5),
      stretch(2, 0),
    );
    const { silences } = check([sound]);
    expect(silences.map(({ place }) => place)).toEqual(['head', 'middle', 'tail']);
    const seconds = silences.map(({ start, end }) => [start / sampleRate, end / sampleRate]);
    [
      [0, 1],
      [3.4, 4],
      [5, 7],
    ].forEach(([start, end], i) => {
      expect(seconds[i]![0]).toBeCloseTo(start!, 3);
      expect(seconds[i]![1]).toBeCloseTo(end!, 3);
    });
  });

  it('is of all channels together', () => {
    expect(check([new Float32Array(sampleRate), sine(0.5, 90)]).silences).toEqual([]);
    expect(check([new Float32Array(sampleRate), new Float32Array(sampleRate)]).silences).toEqual([
      { start: 0, end: sampleRate, place: 'all' },
    ]);
  });
});
