import { describe, expect, test } from 'vitest';
import { colourSpaces } from '../../src/colour/colour-space';
import { divideByAlpha } from '../../src/colour/divide-by-alpha';
import { toHalf } from '../../src/colour/half-float';
import { withMatrix } from '../../src/encode/ffmpeg/dnx-colour';
import { codedPlanes, exactPixels } from '../../src/kernels/planes/twin-planes';
import { unpackFingerprints } from '../../src/quality/packed-fingerprints';
import { capturedFramesToSample, codedFilmOf } from '../../src/quality/sample-plan';
import { alphaPsnr, overBlack } from '../../src/quality/translucent';
import { samplePixels } from '../../src/storage/segment-reference';
import { ExpectedFrames } from '../../src/workers/expected-frames';
import type { ExportSettings } from '../../src/index';
import { ReferenceSampler } from '../../src/workers/reference-sampler';

const [width, height] = [32, 32];
const size = { width, height } as const;

/** All of one code. */
const plain = (code: number): ArrayBuffer => new Uint8Array(width * height * 4).fill(code).buffer;

describe('fields', () => {
  test('become a frame each two, the last one by itself if it has no other', async () => {
    const sampler = new ReferenceSampler({ ...size, scan: 'interlaced' });
    await sampler.begin({ samples: [10, 12], fingerprints: true });
    for (const frame of [10, 11, 12]) sampler.take(frame, plain(frame));
    const reference = sampler.end({ index: 1, first: 10, count: 3 })!;
    expect(unpackFingerprints(reference.fingerprints)).toHaveLength(2);
    expect(reference.samples.map(({ frame }) => frame)).toEqual([5, 6]);
    const [woven, half] = reference.samples.map((sample) => samplePixels(sample, width * height)!);
    const rows = (pixels: Uint8Array): number[] => [0, 1, 2, height - 1].map((row) => pixels[row * width * 4]!);
    expect(rows(woven!)).toEqual([10, 11, 10, 11]);
    expect(rows(half!)).toEqual([12, 12, 12, 12]);
  });

  test('are sampled in pairs', () => {
    const video = { codec: 'prores', scan: 'interlaced', rateControl: { mode: 'profile' } } as const;
    const film: ExportSettings = {
      ...{ ...size, format: 'mov', video, audio: null },
      ...{ frameRate: { num: 50, den: 1 }, range: { first: 10, end: 131 } },
    };
    expect(codedFilmOf(film)).toEqual({ frameRate: { num: 25, den: 1 }, frameCount: 61 });
    expect(capturedFramesToSample(film)).toEqual([0, 120]);
  });

  test('do not share chroma', () => {
    // Red and blue in turn: each field is of one colour.
    const pixels = new Uint8Array(width * height * 4);
    for (let at = 0; at < pixels.length; at += 4) pixels[at + (Math.floor(at / 4 / width) % 2 === 0 ? 2 : 0)] = 200;
    const worst = (interlaced: boolean): number => {
      const out = new Uint8Array(pixels.length);
      const as = { pixelFormat: '420', bits: 10, matrix: colourSpaces.bt709, interlaced } as const;
      exactPixels(codedPlanes(pixels, width, height, as), out);
      return Math.max(...out.map((code, at) => (at % 4 === 3 ? 0 : Math.abs(code - pixels[at]!))));
    };
    expect(worst(true)).toBeLessThanOrEqual(1);
    expect(worst(false)).toBeGreaterThan(80);
  });
});

describe('what is expected of frames', () => {
  test('is in the primaries of BT.2020, and what was captured stays as it is', () => {
    const red = new Uint8Array(width * height * 4).map((_, at) => (at % 4 === 2 || at % 4 === 3 ? 255 : 0));
    const shown = new ExpectedFrames({ ...size, colourSpace: 'bt2020' }).add(red.buffer)!;
    expect([...new Uint8Array(shown, 0, 4)]).toEqual([0, 60, 225, 255]);
    expect([...red.subarray(0, 4)]).toEqual([0, 0, 255, 255]);
  });

  test('is of 8 bits, rounded and clipped, and multiplied by alpha', () => {
    const floats = new Uint16Array(width * height * 4);
    floats.set([0.5, 1.5, 0.25, 0.5].map(toHalf));
    const shown = (alpha: 'straight' | null): number[] => {
      const frames = new ExpectedFrames({ ...size, pixelFormat: 'rgba-f16', alpha });
      return [...new Uint8Array(frames.add(floats.buffer)!, 0, 4)];
    };
    expect(shown(null)).toEqual([64, 255, 128, 128]);
    expect(shown('straight')).toEqual([32, 191, 64, 128]);
    expect(floats[0]).toBe(toHalf(0.5));
  });
});

describe('transparency', () => {
  test('colours divided by alpha are over black what they were', () => {
    const pixels = new Uint8Array(256 * 256 * 4);
    for (let alpha = 0; alpha < 256; alpha++) {
      for (let colour = 0; colour <= alpha; colour++) {
        pixels.set([colour, colour, 0, alpha], 4 * (256 * alpha + colour));
      }
    }
    const back = pixels.slice();
    divideByAlpha(back.buffer);
    overBlack(back);
    expect(back.findIndex((code, at) => code !== pixels[at])).toBe(-1);
  });

  test('is measured by itself', () => {
    const one = new Uint8Array([1, 2, 3, 100, 1, 2, 3, 100]);
    expect(alphaPsnr(one, new Uint8Array([9, 9, 9, 100, 9, 9, 9, 100]))).toBe(Infinity);
    // Off by one: as of 8-bit pictures everywhere.
    expect(alphaPsnr(one, new Uint8Array([1, 2, 3, 101, 1, 2, 3, 99]))).toBeCloseTo(48.13, 2);
  });
});

describe('the matrix in frames of DNx', () => {
  const frame = new Uint8Array(128).fill(0b1000_0001, 0x2c, 0x2d);

  test.each([
    ['bt709', 0],
    ['display-p3', 0],
    ['bt2020', 1],
    ['bt601', 3],
  ] as const)('%s is %i', (colourSpace, code) => {
    const told = withMatrix(frame, colourSpace);
    expect(told[0x2c]).toBe(0b1000_0001 | (code << 1));
    expect(frame[0x2c]).toBe(0b1000_0001);
  });

  test('of fields stands in each', () => {
    const fields = frame.slice();
    fields[5] = 2;
    const told = withMatrix(fields, 'bt601');
    expect([told[0x2c], told[64 + 0x2c]]).toEqual([0b1000_0111, 0b110]);
  });
});
