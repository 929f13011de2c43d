import { describe, expect, test } from 'vitest';
import { openProResKernel } from '../../src/kernels/prores/load-kernel';
import { TwinProResKernel } from '../../src/kernels/prores/twin-kernel';
import { kernelSettings, ProResFrameEncoder } from '../../src/encode/prores/prores-encoder';
import { proResProfileIds, proResProfiles, targetFrameBytes } from '../../src/encode/prores/profiles';
import { coarsest, codingOf, nearestCoarseness } from '../../src/encode/prores/quantiser';
import { BudgetKeeper, Dither, searchQuantiser } from '../../src/encode/prores/rate-control';
import { checkProResSettings } from '../../src/encode/prores/settings';
import { createSeededRandom } from '../../src/composition/seeded-random';
import { drawProResPicture } from '../support/prores-pictures';

describe('the search for a quantiser', () => {
  test.each([0.5, 0.75, 1, 1.4])('lands on the target where bytes fall with an exponent of %d', (slope) => {
    const atWhole = (quantiser: number): number => 1e6 * quantiser ** -slope;
    // A broken quantiser means that some slices get the one below it and some the one above.
    const bytesAt = (quantiser: number): number =>
      atWhole(Math.floor(quantiser)) * (1 - (quantiser % 1)) + atWhole(Math.ceil(quantiser)) * (quantiser % 1);
    for (const wanted of [1.5, 3.3, 12, 47, 130, 400]) {
      let asked = 0;
      const { quantiser } = searchQuantiser(bytesAt(wanted), 4, (tried) => {
        asked++;
        expect(Number.isInteger(tried)).toBe(true);
        return bytesAt(tried);
      });
      expect(asked).toBeLessThanOrEqual(4);
      expect(bytesAt(quantiser) / bytesAt(wanted)).toBeGreaterThan(0.9);
      expect(bytesAt(quantiser) / bytesAt(wanted)).toBeLessThan(1.1);
    }
  });

  test('stays at 1 where that is not too much, and goes to the end where nothing helps', () => {
    expect(searchQuantiser(1000, 4, () => 10).quantiser).toBe(1);
    expect(searchQuantiser(1000, 4, () => 1e9, 12).quantiser).toBe(coarsest);
  });
});

test('quantisers dither to the one wanted', () => {
  const dither = new Dither();
  const given = Array.from({ length: 1000 }, () => dither.next(3.37));
  expect(new Set(given)).toEqual(new Set([3, 4]));
  expect(given.reduce((sum, each) => sum + each) / 1000).toBeCloseTo(3.37, 2);
});

test('quantisers are those of RDD 36, and beyond them fewer coefficients', () => {
  expect([0.2, 1.4, 128.4, 129, 131, 510].map(nearestCoarseness)).toEqual([1, 1, 128, 128, 132, 512]);
  expect(codingOf(1)).toEqual({ quantiser: 1, deadZone: 0, places: 64 });
  expect(codingOf(400)).toEqual({ quantiser: 400, deadZone: 0.2, places: 64 });
  expect(codingOf(1024)).toEqual({ quantiser: 512, deadZone: 0.2, places: 32 });
  expect(codingOf(coarsest)).toEqual({ quantiser: 512, deadZone: 0.2, places: 1 });
});

test('slices still to come make up for what went before', () => {
  const expected = new Float64Array(100).fill(100);
  const keeper = new BudgetKeeper(
    { target: 10_000, limit: 10_400 },
    { quantiser: 4, slope: 1, bytes: 10_000 },
    expected,
    0,
  );
  expect(keeper.quantiser()).toBe(4);
  for (let slice = 0; slice < 50; slice++) keeper.add(slice, 4, 110);
  expect(keeper.quantiser()).toBeGreaterThan(4.2);
  expect(keeper.quantiser()).toBeLessThanOrEqual(5);
});

describe.each(proResProfileIds)('%s', (profile) => {
  const [width, height] = [528, 400];
  const target = targetFrameBytes(proResProfiles[profile], width, height);
  const settings = checkProResSettings({ profile, width, height, frameRate: 25 });

  test.each(['graphics', 'random', 'extreme', 'flat'] as const)(
    'never takes more than its rate for %s',
    async (picture) => {
      const encoder = await ProResFrameEncoder.open(settings);
      const packet = encoder.encode(drawProResPicture(picture, width, height).buffer);
      expect(packet.length).toBeLessThanOrEqual(1.04 * target);
      if (picture === 'random' || picture === 'extreme') expect(packet.length).toBeGreaterThan(0.95 * target);
    },
  );

  test('the twin and the kernel make the same packet, whatever frame came before', async () => {
    const given = { ...settings, width: 200, height: 90 };
    const twin = new ProResFrameEncoder(given, new TwinProResKernel(kernelSettings(given)));
    const wasm = new ProResFrameEncoder(given, await openProResKernel(kernelSettings(given)));
    wasm.encode(drawProResPicture('random', 200, 90).buffer);
    const pixels = drawProResPicture('graphics', 200, 90).buffer;
    expect(wasm.encode(pixels)).toEqual(twin.encode(pixels));
  });
});

test('pictures of a few slices are coded within their rate too, whatever their size', async () => {
  const { next } = createSeededRandom('sizes');
  for (let index = 0; index < 60; index++) {
    const [width, height] = [16 + Math.floor(next() * 200), 16 + Math.floor(next() * 60)];
    const profile = proResProfileIds[index % proResProfileIds.length]!;
    const picture = (['graphics', 'random', 'extreme'] as const)[index % 3]!;
    const encoder = await ProResFrameEncoder.open({ profile, width, height, frameRate: 25 });
    const packet = encoder.encode(drawProResPicture(picture, width, height, index).buffer);
    expect(packet.length).toBeLessThanOrEqual(1.04 * targetFrameBytes(proResProfiles[profile], width, height));
  }
});

test('a frame of 1920 × 1080 takes no more than 1.2 passes, whatever is on it', async () => {
  for (const picture of ['graphics', 'random', 'fields'] as const) {
    const encoder = await ProResFrameEncoder.open({ profile: '422-hq', width: 1920, height: 1080, frameRate: 30 });
    encoder.encode(drawProResPicture(picture, 1920, 1080).buffer);
    expect(encoder.statistics.passes).toBeLessThanOrEqual(1.2);
  }
}, 60_000);
