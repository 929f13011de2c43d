import { converter } from 'culori';
import { describe, expect, it } from 'vitest';
import { colourSpaces } from '../../src/colour/colour-space';
import { halfFloats, toHalf } from '../../src/colour/half-float';
import { multiplyByAlpha } from '../../src/colour/multiply-by-alpha';
import { p3ToBt2020 } from '../../src/colour/p3-to-bt2020';
import { exactCodes } from '../../src/colour/reference-codes';
import { rgbToYuv10, yuv10Samples } from '../../src/colour/rgb-to-yuv10';
import { fromLinear } from '../../src/colour/srgb-curve';
import { writeVp9Matrix } from '../../src/encode/webcodecs/vp9-colour';

const levels = [0, 0.1, 0.25, 0.5, 0.75, 1];
const colours = levels.flatMap((r) => levels.flatMap((g) => levels.map((b) => [r, g, b] as const)));

/** By culori, from its own matrices: light of BT.2020 with the curve of sRGB. */
function bt2020Of([r, g, b]: readonly [number, number, number]): number[] {
  const { x, y, z } = converter('xyz65')({ mode: 'p3', r, g, b });
  const light = [
    1.716651188 * x - 0.3556707838 * y - 0.2533662814 * z,
    -0.6666843518 * x + 1.6164812366 * y + 0.0157685458 * z,
    0.0176398574 * x - 0.0427706133 * y + 0.9421031212 * z,
  ];
  return light.map((value) => fromLinear(Math.min(1, Math.max(0, value))));
}

function halves(values: readonly number[]): ArrayBuffer {
  return Uint16Array.from(values, toHalf).buffer;
}

describe('half floats', () => {
  it('come back as they were', () => {
    for (let bits = 0; bits < 0x7c00; bits++) if (toHalf(halfFloats[bits]!) !== bits) expect(bits).toBe(-1);
  });

  it('are the nearest', () => {
    expect(halfFloats[toHalf(0.1)]).toBeCloseTo(0.1, 4);
    expect(toHalf(0.99999)).toBe(toHalf(1));
  });

  it('are multiplied by alpha', () => {
    const pixels = halves([1, 0.5, 0.25, 0.5, 0.3, 0.6, 0.9, 1]);
    multiplyByAlpha(pixels);
    expect([...new Uint16Array(pixels)].map((bits) => halfFloats[bits])).toEqual(
      [0.5, 0.25, 0.125, 0.5, 0.3, 0.6, 0.9, 1].map((value) => halfFloats[toHalf(value)]),
    );
  });
});

describe('Display P3 to BT.2020', () => {
  it('bytes, within half a code', () => {
    const pixels = Uint8Array.from(colours.flatMap(([r, g, b]) => [b * 255, g * 255, r * 255, 255]));
    p3ToBt2020(pixels.buffer, 'bgra8', false);
    colours.forEach((colour, index) => {
      const rounded = colour.map((value) => Math.floor(value * 255) / 255) as unknown as typeof colour;
      bt2020Of(rounded).forEach((wanted, channel) =>
        expect(Math.abs(pixels[4 * index + 2 - channel]! - 255 * wanted)).toBeLessThan(0.6),
      );
    });
  });

  it('half floats, within half a code of 10 bits', () => {
    const pixels = halves(colours.flatMap((colour) => [...colour, 1]));
    p3ToBt2020(pixels, 'rgba-f16', false);
    const got = new Uint16Array(pixels);
    colours.forEach((colour, index) =>
      bt2020Of(colour).forEach((wanted, channel) =>
        expect(Math.abs(halfFloats[got[4 * index + channel]!]! - wanted)).toBeLessThan(0.5 / 1023),
      ),
    );
  });

  it('colours that are multiplied by alpha', () => {
    const pixels = Uint8Array.from([0, 0, 128, 128, 0, 0, 0, 0]);
    p3ToBt2020(pixels.buffer, 'bgra8', true);
    const [red, green, blue] = bt2020Of([1, 0, 0]).map((value) => Math.round(value * 128));
    expect([...pixels]).toEqual([blue, green, red, 128, 0, 0, 0, 0]);
  });
});

describe('Y′CbCr of 10 bits', () => {
  it.each(['bgra8', 'rgba-f16'] as const)('of %s are the exact codes, rounded', (pixelFormat) => {
    const count = colours.length;
    const pixels =
      pixelFormat === 'bgra8'
        ? Uint8Array.from(colours.flatMap(([r, g, b]) => [b * 255, g * 255, r * 255, 255])).buffer
        : halves(colours.flatMap((colour) => [...colour, 1]));
    const into = new Uint16Array(yuv10Samples(count, 1, '444'));
    rgbToYuv10(pixels, { width: count, height: 1, pixelFormat, chroma: '444' }, colourSpaces.bt2020, into);
    colours.forEach((colour, index) => {
      const value = (each: number): number =>
        pixelFormat === 'bgra8' ? Math.floor(each * 255) : 255 * halfFloats[toHalf(each)]!;
      const [r, g, b] = colour;
      exactCodes([value(r), value(g), value(b)], colourSpaces.bt2020).forEach((code, plane) =>
        expect(Math.abs(into[plane * count + index]! - 4 * code)).toBeLessThan(0.51),
      );
    });
  });

  it('takes the mean of four pixels for chroma of half the size, and repeats an odd edge', () => {
    const red = [0, 0, 255, 255];
    const black = [0, 0, 0, 255];
    const pixels = Uint8Array.from([...red, ...black, ...red, ...red, ...black, ...red]);
    const into = new Uint16Array(yuv10Samples(3, 2, '420'));
    const picture = { width: 3, height: 2, pixelFormat: 'bgra8', chroma: '420' } as const;
    rgbToYuv10(pixels.buffer, picture, colourSpaces.bt709, into);
    const [, , cr] = exactCodes([127.5, 0, 0], colourSpaces.bt709);
    const [, , whole] = exactCodes([255, 0, 0], colourSpaces.bt709);
    expect([...into.subarray(8)]).toEqual([Math.round(4 * cr), Math.round(4 * whole)]);
  });
});

describe('the matrix in a VP9 key frame', () => {
  // As Chromium wrote them, profile 0, for BT.709, P3 and BT.2020.
  const open = [0b10000010, 0x49, 0x83, 0x42, 0b00000000, 0b00001111];
  it.each([
    ['display-p3', [0b10000010, 0x49, 0x83, 0x42, 0b01000000, 0b00001111]],
    ['bt2020', [0b10000010, 0x49, 0x83, 0x42, 0b10100000, 0b00001111]],
  ] as const)('%s', (space, wanted) => {
    const frame = Uint8Array.from(open);
    writeVp9Matrix(frame, space);
    expect([...frame]).toEqual(wanted);
  });
});
