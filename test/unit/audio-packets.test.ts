import { describe, expect, it } from 'vitest';
import { opusPreSkip, opusSampleCount } from '../../src/audio/encoders/opus-packet';
import { encodePcm } from '../../src/audio/encoders/pcm';
import { stereoBlocks, type StereoBlock } from '../../src/audio/encoders/stereo-block';

describe('PCM', () => {
  it('rounds to the nearest step and clips, little-endian', () => {
    const samples = Float32Array.of(0, 0.5, -0.5, 1, -1, 3, -3, 1.4 / 32768, 1.6 / 32768, -1.6 / 32768);
    const data = encodePcm(samples, 'pcm-s16');
    const view = new DataView(data.buffer);
    const values = Array.from(samples, (_, i) => view.getInt16(i * 2, true));
    expect(values).toEqual([0, 16384, -16384, 32767, -32768, 32767, -32768, 1, 2, -2]);
  });

  it('writes 24 bits with their sign', () => {
    const data = encodePcm(Float32Array.of(0.5, -1, 2, -1 / 2 ** 23, 0x123456 / 2 ** 23), 'pcm-s24');
    expect([...data]).toEqual([0, 0, 0x40, 0, 0, 0x80, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x56, 0x34, 0x12]);
  });

  it('keeps floats as they are, beyond full scale too', () => {
    const samples = Float32Array.of(0.1, -2.5, 1e-20);
    expect(new Float32Array(encodePcm(samples, 'pcm-f32').buffer)).toEqual(samples);
  });
});

describe('blocks', () => {
  async function* chunks(...lengths: number[]): AsyncGenerator<StereoBlock> {
    let next = 1;
    for (const length of lengths) {
      const left = Float32Array.from({ length }, () => next++);
      yield await Promise.resolve([left, left.map((value) => -value)] as const);
    }
  }

  it.each([
    { chunkLengths: [10], blockLengths: [4, 4, 2] },
    { chunkLengths: [1, 1, 1, 1, 1], blockLengths: [4, 1] },
    { chunkLengths: [3, 0, 9], blockLengths: [4, 4, 4] },
    { chunkLengths: [], blockLengths: [] },
  ])('hold the same samples in order: $chunkLengths', async ({ chunkLengths, blockLengths }) => {
    const blocks: StereoBlock[] = [];
    for await (const block of stereoBlocks(chunks(...chunkLengths), 4)) blocks.push(block);
    expect(blocks.map(([left]) => left.length)).toEqual(blockLengths);
    const left = blocks.flatMap((block) => [...block[0]]);
    expect(left).toEqual(Array.from({ length: left.length }, (_, i) => i + 1));
    expect(blocks.flatMap((block) => [...block[1]])).toEqual(left.map((value) => -value));
  });
});

describe('Opus', () => {
  // RFC 6716, table 2 and §3.2: configuration << 3 | frame count code.
  it.each<[bytes: number[], samples: number]>([
    [[31 << 3], 960],
    [[28 << 3], 120],
    [[(31 << 3) | 1], 1920],
    [[(30 << 3) | 2], 960],
    [[(31 << 3) | 3, 0x80 | 6], 5760],
    [[3 << 3], 2880],
    [[(14 << 3) | 4], 480],
    [[15 << 3], 960],
  ])('packet %o decodes to %d samples', (bytes, samples) => {
    expect(opusSampleCount(Uint8Array.from(bytes))).toBe(samples);
  });

  it('reads the pre-skip of an identification header, and nothing else', () => {
    const head = Uint8Array.from([...new TextEncoder().encode('OpusHead'), 1, 2, 0x38, 1, 128, 187, 0, 0, 0, 0, 0]);
    expect(opusPreSkip(head)).toBe(312);
    expect(opusPreSkip(head.subarray(0, 18))).toBeNull();
    expect(opusPreSkip(new Uint8Array(19))).toBeNull();
  });
});
