import { describe, expect, it } from 'vitest';
import { bgrxToI420, i420ByteLength } from '../../src/colour/bgrx-to-i420';
import { colourSpaces } from '../../src/colour/colour-space';
import { exactCodes } from '../../src/colour/reference-codes';

type Rgb = readonly [number, number, number];

const patches: readonly [name: string, rgb: Rgb][] = [
  ['red', [255, 0, 0]],
  ['green', [0, 255, 0]],
  ['blue', [0, 0, 255]],
  ['white', [255, 255, 255]],
  ['black', [0, 0, 0]],
  ['mid-grey', [128, 128, 128]],
];

/** What ffmpeg 5.1 (swscale, `out_color_matrix`, limited range) makes of the patches. */
const reference: Readonly<Record<'bt709' | 'bt601', readonly (readonly [number, number, number])[]>> = {
  bt709: [
    [63, 102, 240],
    [173, 42, 26],
    [32, 240, 118],
    [235, 128, 128],
    [16, 128, 128],
    [126, 128, 128],
  ],
  bt601: [
    [81, 90, 240],
    [145, 54, 34],
    [41, 240, 110],
    [235, 128, 128],
    [16, 128, 128],
    [126, 128, 128],
  ],
};

function filled(width: number, height: number, colourAt: (x: number, y: number) => Rgb): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [r, g, b] = colourAt(x, y);
      pixels.set([b, g, r, 77], (y * width + x) * 4);
    }
  }
  return pixels;
}

describe.each(['bt709', 'bt601'] as const)('BGRX to I420 in %s', (id) => {
  it.each(patches.map(([name, rgb], index) => ({ name, rgb, codes: reference[id][index]! })))(
    'gives the reference codes of $name within 1',
    ({ rgb, codes }) => {
      const i420 = bgrxToI420(
        filled(16, 16, () => rgb),
        16,
        16,
        colourSpaces[id],
      );
      const planes = [i420.subarray(0, 256), i420.subarray(256, 320), i420.subarray(320)];
      for (const [plane, values] of planes.entries()) {
        for (const value of values) expect(Math.abs(value - codes[plane]!)).toBeLessThanOrEqual(1);
      }
    },
  );

  it('rounds to the nearest code all over the cube', () => {
    let worst = 0;
    for (let r = 0; r < 256; r += 15) {
      for (let g = 0; g < 256; g += 15) {
        for (let b = 0; b < 256; b += 15) {
          const [y, cb, cr] = bgrxToI420(
            filled(2, 2, () => [r, g, b]),
            2,
            2,
            colourSpaces[id],
          ).filter((_, i) => i > 2);
          const exact = exactCodes([r, g, b], colourSpaces[id]);
          worst = Math.max(worst, Math.abs(y! - exact[0]), Math.abs(cb! - exact[1]), Math.abs(cr! - exact[2]));
        }
      }
    }
    expect(worst).toBeLessThan(0.51);
  });

  it('keeps every grey free of chroma', () => {
    for (let grey = 0; grey < 256; grey++) {
      const i420 = bgrxToI420(
        filled(2, 2, () => [grey, grey, grey]),
        2,
        2,
        colourSpaces[id],
      );
      expect([...i420.subarray(4)]).toEqual([128, 128]);
    }
  });
});

it('averages chroma over 2 × 2 pixels and keeps luma per pixel', () => {
  const pixels = filled(4, 2, (x, y) => (x < 2 && (x + y) % 2 === 0 ? [255, 0, 0] : [0, 0, 255]));
  const i420 = bgrxToI420(pixels, 4, 2, colourSpaces.bt709);
  expect([...i420.subarray(0, 8)]).toEqual([63, 32, 32, 32, 32, 63, 32, 32]);
  expect([...i420.subarray(8)]).toEqual([171, 240, 179, 118]);
});

it('takes odd sizes, the edge standing in for what is missing', () => {
  const pixels = filled(3, 3, (x, y) => (x === 2 || y === 2 ? [0, 255, 0] : [255, 0, 0]));
  const i420 = bgrxToI420(pixels, 3, 3, colourSpaces.bt709);
  expect(i420.byteLength).toBe(i420ByteLength(3, 3));
  expect([...i420.subarray(9)]).toEqual([102, 42, 42, 42, 240, 26, 26, 26]);
});

it('refuses buffers that are too small', () => {
  expect(() => bgrxToI420(new Uint8Array(15), 2, 2, colourSpaces.bt709)).toThrow(RangeError);
  expect(() => bgrxToI420(new Uint8Array(16), 2, 2, colourSpaces.bt709, new Uint8Array(5))).toThrow(RangeError);
});
