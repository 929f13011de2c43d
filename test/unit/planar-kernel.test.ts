import { describe, expect, test } from 'vitest';
import { colourSpaces } from '../../src/colour/colour-space';
import { halfFloats, toHalf } from '../../src/colour/half-float';
import { exactCodes } from '../../src/colour/reference-codes';
import { createSeededRandom } from '../../src/composition/seeded-random';
import { planarLayout, type PlanarKernel, type PlanarKernelSettings } from '../../src/kernels/planar/planar-kernel';
import { TwinPlanarKernel } from '../../src/kernels/planar/twin-kernel';
import { WasmPlanarKernel } from '../../src/kernels/planar/wasm-kernel';
import { hasWasmSimd } from '../../src/kernels/wasm-module';
import { codedPlanes } from '../../src/kernels/planes/twin-planes';

type Rgb = readonly [number, number, number];

const chromas = ['4:2:0', '4:2:2', '4:4:4'] as const;
const depths = [8, 10] as const;
const matrices = [colourSpaces.bt709, colourSpaces.bt601, colourSpaces.bt2020];
const sizes = [
  [16, 16],
  [17, 19],
  [18, 33],
  [23, 16],
  [64, 40],
  [61, 43],
  [1, 1],
  [2, 3],
] as const;

const combinations = chromas.flatMap((chroma) => depths.map((bits) => ({ chroma, bits })));

function bytesOf(width: number, height: number, colourAt: (x: number, y: number) => Rgb): ArrayBuffer {
  const pixels = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const [red, green, blue] = colourAt(at % width, Math.floor(at / width));
    // What lies where alpha would be must not matter.
    pixels.set([blue, green, red, at & 255], 4 * at);
  }
  return pixels.buffer;
}

const byte = (random: () => number): number => Math.floor(256 * random());

const contents = {
  random: (random: () => number) => byte(random),
  extreme: (random: () => number) => (random() < 0.5 ? 0 : 255),
} as const;

/** Where bytes differ first; -1: nowhere. */
function firstDifference(one: Uint8Array, other: Uint8Array): number {
  if (one.length !== other.length) return Math.min(one.length, other.length);
  return one.findIndex((value, at) => value !== other[at]);
}

/** Codes of the planes, one array for each. */
function planes(kernel: PlanarKernel, settings: PlanarKernelSettings, frame: ArrayBufferLike): number[][] {
  const { sampleBytes, lumaBytes, chromaBytes, byteLength } = planarLayout(settings);
  const bytes = kernel.convert(frame).slice();
  expect(bytes.length).toBe(byteLength);
  const codes = sampleBytes === 1 ? bytes : new Uint16Array(bytes.buffer);
  const [first, second] = [lumaBytes / sampleBytes, (lumaBytes + chromaBytes) / sampleBytes];
  return [codes.subarray(0, first), codes.subarray(first, second), codes.subarray(second)].map((each) => [...each]);
}

/** The same before rounding, in floating point; colours of 0 … 255. */
function exactPlanes(settings: PlanarKernelSettings, colourAt: (x: number, y: number) => Rgb): number[][] {
  const { width, height, chroma, bits, matrix } = settings;
  const { chromaWidth, chromaHeight } = planarLayout(settings);
  const scale = 2 ** (bits - 8);
  const codes = (x: number, y: number): readonly number[] =>
    exactCodes(colourAt(Math.max(0, Math.min(x, width - 1)), Math.min(y, height - 1)), matrix);
  const weighed = (x: number, y: number, component: number): number => {
    const at = (column: number, row: number): number => codes(column, row)[component]!;
    if (chroma === '4:4:4') return at(x, y);
    if (chroma === '4:2:2') return (at(2 * x - 1, y) + 2 * at(2 * x, y) + at(2 * x + 1, y)) / 4;
    return (at(2 * x, 2 * y) + at(2 * x + 1, 2 * y) + at(2 * x, 2 * y + 1) + at(2 * x + 1, 2 * y + 1)) / 4;
  };
  const plane = (columns: number, rows: number, value: (x: number, y: number) => number): number[] =>
    Array.from({ length: columns * rows }, (_, at) => scale * value(at % columns, Math.floor(at / columns)));
  return [
    plane(width, height, (x, y) => codes(x, y)[0]!),
    ...[1, 2].map((component) => plane(chromaWidth, chromaHeight, (x, y) => weighed(x, y, component))),
  ];
}

/** How far codes are from what they stand for, at the most. */
function worst(codes: number[][], exact: number[][]): number {
  return Math.max(
    ...codes.map((plane, index) =>
      plane.reduce((most, code, at) => Math.max(most, Math.abs(code - exact[index]![at]!)), 0),
    ),
  );
}

test('SIMD is there, so the kernel under test is the one that ships', () => {
  expect(hasWasmSimd()).toBe(true);
});

describe.each(combinations)('$chroma of $bits bits', ({ chroma, bits }) => {
  const settingsOf = (
    width: number,
    height: number,
    more: Partial<PlanarKernelSettings> = {},
  ): PlanarKernelSettings => ({
    ...{ width, height, source: 'bgra8', chroma, bits, matrix: colourSpaces.bt709, ...more },
  });

  test.each(sizes)('kernel and twin give the same bytes at %i × %i', async (width, height) => {
    for (const matrix of matrices) {
      for (const content of Object.values(contents)) {
        const random = createSeededRandom(width);
        const bytes = bytesOf(width, height, () => [0, 0, 0].map(() => content(() => random.next())) as unknown as Rgb);
        const settings = settingsOf(width, height, { matrix });
        const [twin, wasm] = [new TwinPlanarKernel(settings), await WasmPlanarKernel.open(settings)];
        expect(firstDifference(wasm.convert(bytes), twin.convert(bytes))).toBe(-1);
        // What an earlier frame left behind does not matter.
        const black = new ArrayBuffer(bytes.byteLength);
        expect(firstDifference(wasm.convert(black), twin.convert(black))).toBe(-1);
      }
    }
  });

  test.each(sizes)('kernel and twin give the same bytes of half floats at %i × %i', async (width, height) => {
    const random = createSeededRandom(height);
    const halves = Uint16Array.from({ length: width * height * 4 }, () =>
      // All that 16 bits can be: negative, infinite, no number.
      random.next() < 0.3 ? Math.floor(65_536 * random.next()) : toHalf(1.1 * random.next()),
    );
    const settings = settingsOf(width, height, { source: 'rgba-f16' });
    const [twin, wasm] = [new TwinPlanarKernel(settings), await WasmPlanarKernel.open(settings)];
    expect(firstDifference(wasm.convert(halves.buffer), twin.convert(halves.buffer))).toBe(-1);
  });

  test('is rounded to nearest', async () => {
    const random = createSeededRandom(11);
    const [width, height] = [129, 64];
    const colours = Array.from(
      { length: width * height },
      () => [0, 0, 0].map(() => byte(() => random.next())) as unknown as Rgb,
    );
    const colourAt = (x: number, y: number): Rgb => colours[y * width + x]!;
    for (const matrix of matrices) {
      const settings = settingsOf(width, height, { matrix });
      const kernel = await WasmPlanarKernel.open(settings);
      const codes = planes(kernel, settings, bytesOf(width, height, colourAt));
      expect(worst(codes, exactPlanes(settings, colourAt))).toBeLessThan(0.5 + 2e-6);
    }
  });

  test('has the exact codes of every grey and of the corners of the cube', async () => {
    const colours: Rgb[] = [
      ...Array.from({ length: 256 }, (_, grey): Rgb => [grey, grey, grey]),
      ...Array.from({ length: 8 }, (_, corner): Rgb => [
        255 * (corner & 1),
        255 * ((corner >> 1) & 1),
        255 * (corner >> 2),
      ]),
    ];
    // Each has four columns and two rows, in whose middle chroma is its own.
    const [width, height] = [4 * colours.length, 2];
    const colourAt = (x: number): Rgb => colours[x >> 2]!;
    for (const matrix of matrices) {
      const settings = settingsOf(width, height, { matrix });
      const [y, cb, cr] = planes(await WasmPlanarKernel.open(settings), settings, bytesOf(width, height, colourAt));
      const across = chroma === '4:4:4' ? 1 : 2;
      const found = colours.map((_, index) => {
        const place = (4 * index + 2) / across;
        return [y![4 * index + 2], cb![place], cr![place]];
      });
      const codes = colours.map((colour) =>
        exactCodes(colour, matrix).map((code) => Math.round(code * 2 ** (bits - 8))),
      );
      expect(found).toEqual(codes);
    }
  });

  test('has the codes that the check of a file expects', async () => {
    const random = createSeededRandom(29);
    const [width, height] = [61, 44];
    const bytes = bytesOf(width, height, () => [0, 0, 0].map(() => byte(() => random.next())) as unknown as Rgb);
    for (const matrix of matrices) {
      const settings = settingsOf(width, height, { matrix });
      const codes = planes(await WasmPlanarKernel.open(settings), settings, bytes);
      const pixelFormat = chroma.replaceAll(':', '') as '420' | '422' | '444';
      const { y, cb, cr } = codedPlanes(new Uint8Array(bytes), width, height, { pixelFormat, bits, matrix });
      // It computes chroma in single precision, which may tip a code in the middle between two.
      const different = [y, cb, cr].flatMap((plane, index) =>
        codes[index]!.map((code, at) => Math.abs(code - plane.codes[at]!)).filter((difference) => difference > 0),
      );
      expect(Math.max(0, ...different)).toBeLessThanOrEqual(1);
      expect(different.length).toBeLessThan(codes.flat().length / 1000);
    }
  });

  test('of half floats is as near as 15 bits allow', async () => {
    const random = createSeededRandom(3);
    const [width, height] = [61, 40];
    const halves = Uint16Array.from({ length: width * height * 4 }, () => toHalf(random.next()));
    const colourAt = (x: number, y: number): Rgb =>
      [0, 1, 2].map((component) => 255 * halfFloats[halves[4 * (y * width + x) + component]!]!) as unknown as Rgb;
    const settings = settingsOf(width, height, { source: 'rgba-f16' });
    const codes = planes(await WasmPlanarKernel.open(settings), settings, halves.buffer);
    expect(worst(codes, exactPlanes(settings, colourAt))).toBeLessThan(0.5 + 0.05 * (bits === 8 ? 0.25 : 1));
  });
});
