import { describe, expect, it } from 'vitest';
import { placeClip } from '../../src/audio/clip';
import { mixClips } from '../../src/audio/mix';
import { wholeSound } from '../../src/audio/sound';
import type { AudioTrack } from '../../src/composition/composition';

const sampleRate = 1000;

type Placement = Omit<AudioTrack, 'source'>;

function mixOf(tracks: [placement: Placement, ...channels: number[][]][], length: number): ReturnType<typeof mixClips> {
  const clips = tracks.map(([placement, ...channels]) => {
    const sound = wholeSound(channels.map((samples) => Float32Array.from(samples)));
    return placeClip({ source: 'unused', ...placement }, sound, sampleRate);
  });
  return mixClips(clips, sampleRate, length);
}

const ones = (length: number): number[] => Array<number>(length).fill(1);
const ramp = (length: number): number[] => Array.from({ length }, (_, i) => i + 1);

/** Both channels to four decimals. */
async function read(mix: ReturnType<typeof mixClips>, start = 0, count = mix.length): Promise<number[][]> {
  return (await mix.read(start, count)).map((channel) => Array.from(channel, (value) => Number(value.toFixed(4))));
}

describe('where a track lies', () => {
  it('begins at the nearest sample and is silent around', async () => {
    const [left] = await read(mixOf([[{ start: 0.0026 }, [1, 2, 3]]], 8));
    expect(left).toEqual([0, 0, 0, 1, 2, 3, 0, 0]);
  });

  it('takes the part of the source that offset and duration name', async () => {
    const [left] = await read(mixOf([[{ start: 0.001, offset: 0.002, duration: 0.003 }, ramp(10)]], 6));
    expect(left).toEqual([0, 3, 4, 5, 0, 0]);
  });

  it('ends where the source ends, however long the duration', async () => {
    const [left] = await read(mixOf([[{ offset: 0.002, duration: 1 }, [1, 2, 3, 4]]], 4));
    expect(left).toEqual([3, 4, 0, 0]);
  });

  it('is silent when the offset is beyond the source', async () => {
    expect(await read(mixOf([[{ offset: 5 }, ones(4)]], 3))).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('is cut at the end of the timeline', async () => {
    const mix = mixOf([[{}, ones(10)]], 4);
    expect((await read(mix, 0, 6))[0]).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it('adds to the others', async () => {
    const mix = mixOf(
      [
        [{ gain: 0.5 }, ones(4)],
        [{ start: 0.002 }, [10, 20]],
      ],
      4,
    );
    expect((await read(mix))[1]).toEqual([0.5, 0.5, 10.5, 20.5]);
  });
});

describe('fades', () => {
  it('rise from nothing and fall to nothing just after the last sample', async () => {
    const [left] = await read(mixOf([[{ fadeIn: 0.004, fadeOut: 0.002 }, ones(8)]], 8));
    expect(left).toEqual([0, 0.25, 0.5, 0.75, 1, 1, 1, 0.5]);
  });

  it('end with the part that is used, not with the source', async () => {
    const [left] = await read(mixOf([[{ duration: 0.004, fadeOut: 0.002 }, ones(8)]], 6));
    expect(left).toEqual([1, 1, 1, 0.5, 0, 0]);
  });

  it('multiply where they cross', async () => {
    const [left] = await read(mixOf([[{ fadeIn: 0.004, fadeOut: 0.004 }, ones(4)]], 4));
    expect(left).toEqual([0, 0.1875, 0.25, 0.1875]);
  });
});

describe('channels', () => {
  const side = (angle: number): number => Number(angle.toFixed(4));

  it('plays a mono source on both sides at its level when it is not panned', async () => {
    expect(await read(mixOf([[{}, [1]]], 1))).toEqual([[1], [1]]);
  });

  it.each([-1, -0.4, 0, 0.7, 1])('pans a mono source to %d at equal power', async (pan) => {
    const angle = ((pan + 1) * Math.PI) / 4;
    expect(await read(mixOf([[{ pan }, [1]]], 1))).toEqual([[side(Math.cos(angle))], [side(Math.sin(angle))]]);
  });

  it.each([-1, -0.4, 0])('moves the right of a stereo source to the left at pan %d', async (pan) => {
    const angle = ((pan + 1) * Math.PI) / 2;
    const expected = [[side(1 + 0.5 * Math.cos(angle))], [side(0.5 * Math.sin(angle))]];
    expect(await read(mixOf([[{ pan }, [1], [0.5]]], 1))).toEqual(expected);
  });

  it.each([0.3, 1])('moves the left of a stereo source to the right at pan %d', async (pan) => {
    const angle = (pan * Math.PI) / 2;
    const expected = [[side(Math.cos(angle))], [side(0.5 + Math.sin(angle))]];
    expect(await read(mixOf([[{ pan }, [1], [0.5]]], 1))).toEqual(expected);
  });

  it('folds quad and 5.1 down as Web Audio does', async () => {
    expect(await read(mixOf([[{}, [1], [2], [4], [8]]], 1))).toEqual([[2.5], [5]]);
    const surround = await read(mixOf([[{}, [1], [2], [4], [100], [8], [16]]], 1));
    expect(surround).toEqual([[side(1 + Math.SQRT1_2 * 12)], [side(2 + Math.SQRT1_2 * 20)]]);
  });

  it('keeps the first two of channels without a known layout', async () => {
    expect(await read(mixOf([[{}, [1], [2], [100]]], 1))).toEqual([[1], [2]]);
  });
});

describe('reading', async () => {
  const mix = mixOf(
    [
      [{ start: 0.013, fadeIn: 0.02, fadeOut: 0.03, gain: 0.7, pan: -0.3 }, ramp(90)],
      [{ offset: 0.011, duration: 0.06, gain: 0.1 }, ramp(200), ramp(200).reverse()],
    ],
    120,
  );
  const whole = await mix.read(0, 120);

  it('gives the same bits in any order and any portions', async () => {
    for (const [start, count] of [
      [97, 23],
      [0, 1],
      [13, 50],
      [60, 60],
      [0, 97],
    ] as const) {
      const part = await mix.read(start, count);
      expect(part).toEqual(whole.map((channel) => channel.slice(start, start + count)));
    }
  });

  it('is silent before and after the timeline', async () => {
    const [left] = await mix.read(-10, 140);
    expect(left.subarray(0, 10)).toEqual(new Float32Array(10));
    expect(left.slice(10, 130)).toEqual(whole[0]);
    expect(left.subarray(130)).toEqual(new Float32Array(10));
    expect((await mix.read(500, 3))[1]).toEqual(new Float32Array(3));
  });
});
