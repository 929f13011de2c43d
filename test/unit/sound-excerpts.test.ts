import { describe, expect, test } from 'vitest';
import { ExcerptTaker } from '../../src/audio/sound-excerpts';

const excerptLength = 16_384;

/** Noise that is as loud as `level` says at each sample; nothing in it repeats. */
function noise(length: number, level: (sample: number) => number): Float32Array<ArrayBuffer> {
  let state = 1;
  return Float32Array.from({ length }, (_, sample) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return level(sample) * (state / 0x3fffffff - 1);
  });
}

function taken(channels: readonly Float32Array[], run: number): ReturnType<ExcerptTaker['read']> {
  const length = channels[0]!.length;
  const taker = new ExcerptTaker(length);
  for (let at = 0; at < length; at += run) taker.push(channels.map((samples) => samples.subarray(at, at + run)));
  return taker.read();
}

describe('excerpts of a sound', () => {
  const length = 600_000;
  const left = noise(length, (sample) => (sample > 500_000 && sample < 520_000 ? 0.5 : 0.1));
  const right = noise(length, (sample) => (sample < 60_000 ? 0.3 : 0.05));

  test('are runs of the sound, from all over it, of the louder channel', () => {
    const excerpts = taken([left, right], 4096);
    expect(excerpts).toHaveLength(9);
    for (const [part, { start, channel, samples }] of excerpts.entries()) {
      expect(start).toBeGreaterThanOrEqual(Math.round((part * length) / 9));
      expect(start + samples.length).toBeLessThanOrEqual(Math.round(((part + 1) * length) / 9));
      expect(samples).toEqual([left, right][channel]!.slice(start, start + excerptLength));
    }
    expect(excerpts.map(({ channel }) => channel)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0]);
    // Of its part, the loudest.
    expect(excerpts[7]!.start + excerptLength).toBeGreaterThan(500_000);
    expect(excerpts[7]!.start).toBeLessThan(520_000);
  });

  test('do not depend on how the sound came', () => {
    expect(taken([left, right], 192_000)).toEqual(taken([left, right], 777));
  });

  test('of a short sound are the sound itself', () => {
    const short = noise(5000, () => 0.2);
    expect(taken([short, short], 1000)).toEqual([{ start: 0, channel: 0, samples: short }]);
  });

  test('of silence there are none', () => {
    expect(taken([new Float32Array(50_000), new Float32Array(50_000)], 4096)).toEqual([]);
  });

  test('a sound longer than was said does no harm', () => {
    const taker = new ExcerptTaker(excerptLength);
    taker.push([left, right]);
    expect(taker.read()[0]!.start).toBe(0);
  });
});
