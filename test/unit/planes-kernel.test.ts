import { describe, expect, test } from 'vitest';
import { colourSpaces } from '../../src/colour/colour-space';
import type { CodedAs, CodedPlanes, Plane } from '../../src/kernels/planes/coded-planes';
import { shownByCodes } from '../../src/kernels/planes/exact-planes';
import { codedPlanes, exactPixels as twinExactPixels } from '../../src/kernels/planes/twin-planes';
import { WasmPlanes } from '../../src/kernels/planes/wasm-planes';
import { graphics, grain } from '../support/quality-pictures';

const sizes = [
  [64, 48],
  [67, 35],
  [1, 1],
  [2, 5],
] as const;

const shapes = (['420', '422', '444'] as const).flatMap((pixelFormat) =>
  ([8, 10, 12] as const).flatMap((bits) => [false, true].map((interlaced) => ({ pixelFormat, bits, interlaced }))),
);

describe.each(shapes)('$pixelFormat in $bits bits, interlaced: $interlaced', (shape) => {
  const as: CodedAs = { ...shape, matrix: colourSpaces.bt709 };

  test.each(sizes)('a picture of %i × %i comes back from its codes as the twin has it, bit by bit', (width, height) => {
    for (const { pixels } of [graphics(width, height), grain(width, height)]) {
      const twin = new Uint8Array(width * height * 4);
      twinExactPixels(codedPlanes(pixels, width, height, as), twin);
      expect(Buffer.compare(shownByCodes(pixels, width, height, as), twin)).toBe(0);
    }
  });
});

const random = (seed: number) => () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;

/** Codes of every value, as no encoder would put them beside each other. */
function noise(width: number, height: number, as: Pick<CodedPlanes, 'bits' | 'across' | 'down' | 'interlaced'>) {
  const next = random(width * height * as.bits);
  const plane = (columns: number, rows: number, step: 1 | 2 = 1): Plane => {
    const stride = columns * step + 3;
    const codes = new (as.bits === 8 ? Uint8Array : Uint16Array)(stride * rows);
    return { codes: codes.map(() => Math.floor(next() * 2 ** as.bits)), stride, step };
  };
  const step = as.bits === 8 && as.down === 1 ? 2 : 1;
  const chroma = (): Plane => plane((width + as.across) >> as.across, height, step);
  return { y: plane(width, height), cb: chroma(), cr: chroma(), alpha: plane(width, height) };
}

test('codes of every depth and range become the same pixels as by the twin, with alpha, gaps and pairs of chroma', () => {
  const kernel = new WasmPlanes();
  for (const [width, height] of sizes) {
    for (const bits of [8, 10, 12] as const) {
      for (const fullRange of [false, true]) {
        for (const [across, down] of [
          [1, 1],
          [1, 0],
          [0, 0],
        ] as const) {
          // prettier-ignore
          const shape = { width, height, bits, across, down, interlaced: down === 1 && fullRange };
          const { alpha, ...planes } = noise(width, height, shape);
          for (const fourth of [{}, { alpha }]) {
            const all = { ...shape, ...planes, ...fourth, fullRange, matrix: colourSpaces.bt2020 };
            const [own, twin] = [new Uint8Array(width * height * 4), new Uint8Array(width * height * 4)];
            kernel.exactPixels(all, own);
            twinExactPixels(all, twin);
            expect(Buffer.compare(own, twin), JSON.stringify({ ...shape, fullRange })).toBe(0);
          }
        }
      }
    }
  }
});
