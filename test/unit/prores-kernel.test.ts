import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '../../src/composition/seeded-random';
import {
  conversionWeights,
  type ProResKernel,
  type ProResKernelSettings,
} from '../../src/kernels/prores/prores-kernel';
import { TwinProResKernel } from '../../src/kernels/prores/twin-kernel';
import { WasmProResKernel } from '../../src/kernels/prores/wasm-kernel';
import { hasWasmSimd } from '../../src/kernels/wasm-module';

type Content = (random: () => number, index: number) => number;

const byte = (random: () => number): number => Math.floor(random() * 256);

/** One word a pixel. */
const contents: Readonly<Record<string, Content>> = {
  random: (random) => Math.floor(random() * 2 ** 32),
  flat: () => 0xff336699,
  extreme: (random) => (random() < 0.5 ? 0xffffffff : 0x00000000),
  checks: (_random, index) => ((index & 1) === 0 ? 0xffffffff : 0xff000000),
  'alpha ramp': (_random, index) => ((index & 255) << 24) | 0x808080,
  'almost opaque': (random) => ((random() < 0.02 ? byte(random) : 255) << 24) | (byte(random) >> 5),
};

function settings(changes: Partial<ProResKernelSettings>): ProResKernelSettings {
  return {
    macroblocksWide: 8,
    halvedChroma: true,
    interlaced: false,
    lumaMatrix: Array.from({ length: 64 }, (_, index) => 2 + (index % 62)),
    chromaMatrix: Array.from({ length: 64 }, () => 4),
    deep: false,
    weights: conversionWeights(0.2126, 0.0722, changes.deep ?? false),
    ...changes,
  };
}

function fill({ band }: ProResKernel, content: Content, deep: boolean): void {
  const random = createSeededRandom(1);
  // Of deep pixels the colours are 15 bits: what lies above is alpha's.
  const mask = deep ? [0x7fff7fff, 0xffff7fff] : [0xffffffff, 0xffffffff];
  for (let index = 0; index < band.length; index++) {
    band[index] = content(() => random.next(), index) & mask[index & 1]!;
  }
}

async function bothKernels(given: ProResKernelSettings): Promise<[ProResKernel, ProResKernel]> {
  return [new TwinProResKernel(given), await WasmProResKernel.open(given)];
}

test('SIMD is there, so the kernel under test is the one that ships', () => {
  expect(hasWasmSimd()).toBe(true);
});

describe.each(Object.entries(contents))('of %s pixels', (_name, content) => {
  test.each([
    { halvedChroma: true, interlaced: false },
    { halvedChroma: true, interlaced: true },
    { halvedChroma: false, interlaced: false },
    { halvedChroma: false, interlaced: true },
    { halvedChroma: true, interlaced: false, deep: true },
    { halvedChroma: false, interlaced: false, deep: true },
  ])('both kernels make the same bytes: %o', async (changes) => {
    const [twin, wasm] = await bothKernels(settings(changes));
    fill(twin, content, changes.deep ?? false);
    fill(wasm, content, changes.deep ?? false);
    for (const [first, macroblocks] of [
      [0, 8],
      [0, 4],
      [4, 2],
      [7, 1],
    ] as const) {
      expect(wasm.activity(first, macroblocks)).toBe(twin.activity(first, macroblocks));
      twin.take(first, macroblocks);
      wasm.take(first, macroblocks);
      for (const coding of [
        { quantiser: 1, deadZone: 0, places: 64 },
        { quantiser: 3, deadZone: 0.1, places: 64 },
        { quantiser: 17, deadZone: 0.2, places: 64 },
        { quantiser: 128, deadZone: 0, places: 64 },
        { quantiser: 512, deadZone: 0.2, places: 64 },
        { quantiser: 512, deadZone: 0.2, places: 10 },
        { quantiser: 512, deadZone: 0.2, places: 1 },
      ]) {
        const byteLength = twin.code(coding, 8);
        expect(wasm.code(coding, 8)).toBe(byteLength);
        expect([...wasm.codedBytes]).toEqual([...twin.codedBytes]);
        expect(wasm.output.slice(8, 8 + byteLength)).toEqual(twin.output.slice(8, 8 + byteLength));
      }
      for (const bits of changes.deep ? ([16] as const) : ([8, 16] as const)) {
        const byteLength = twin.codeAlpha(first, macroblocks, bits, 0);
        expect(wasm.codeAlpha(first, macroblocks, bits, 0)).toBe(byteLength);
        expect(wasm.output.slice(0, byteLength)).toEqual(twin.output.slice(0, byteLength));
      }
    }
  });
});

test('greys have no chroma, black and white are the ends of limited range, to the last bit', () => {
  for (const [kr, kb] of [
    [0.2126, 0.0722],
    [0.299, 0.114],
    [0.2627, 0.0593],
  ] as const) {
    const [bY, gY, rY, ...chroma] = conversionWeights(kr, kb, false) as [number, number, number, ...number[]];
    expect(bY + gY + rY).toBe(Math.round((876 * 32 * 256) / 255));
    expect(chroma.slice(0, 3).reduce((sum, weight) => sum + weight)).toBe(0);
    expect(chroma.slice(3).reduce((sum, weight) => sum + weight)).toBe(0);
  }
});
