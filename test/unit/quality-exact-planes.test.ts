import { describe, expect, test } from 'vitest';
import { colourSpaces } from '../../src/colour/colour-space';
import { codedPlanes, exactPixels } from '../../src/kernels/planes/twin-planes';
import { subsampledReference } from '../../src/quality/metrics/subsampled-reference';
import { graphics, grain } from '../support/quality-pictures';

describe.each([
  ['420', 8],
  ['422', 10],
  ['444', 8],
  ['444', 12],
] as const)('%s in %i bits', (pixelFormat, bits) => {
  test.each([
    [64, 48],
    [67, 35],
  ])('of %i × %i pixels has the colours of the slow reference, but for a rounding here and there', (width, height) => {
    for (const { pixels } of [graphics(width, height), grain(width, height)]) {
      const as = { pixelFormat, bits, matrix: colourSpaces.bt709 } as const;
      const out = new Uint8Array(width * height * 4);
      exactPixels(codedPlanes(pixels, width, height, as), out);
      const slow = subsampledReference(pixels, width, height, as);
      const differences = out.map((code, at) => Math.abs(code - slow[at]!));
      expect(Math.max(...differences)).toBeLessThanOrEqual(2);
      expect(differences.filter((difference) => difference > 0).length).toBeLessThan(out.length / 500);
    }
  });
});

test('codes of full range are all used', () => {
  const grey = (codes: number[]): { codes: Uint8Array; stride: number; step: 1 } => ({
    codes: Uint8Array.from(codes),
    stride: codes.length,
    step: 1,
  });
  const planes = { y: grey([0, 16, 128, 255]), cb: grey([128, 128, 128, 128]), cr: grey([128, 128, 128, 128]) };
  const shape = { width: 4, height: 1, bits: 8, across: 0, down: 0, matrix: colourSpaces.bt709 } as const;
  const greys = (fullRange: boolean): number[] => {
    const out = new Uint8Array(16);
    exactPixels({ ...shape, ...planes, fullRange }, out);
    return [0, 4, 8, 12].map((at) => out[at]!);
  };
  expect(greys(true)).toEqual([0, 16, 128, 255]);
  expect(greys(false)).toEqual([0, 0, 130, 255]);
});
