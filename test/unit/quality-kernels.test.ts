import { beforeAll, describe, expect, test } from 'vitest';
import { createSeededRandom } from '../../src/composition/seeded-random';
import { meteredRows, type FrameMeter, type MeteredPlanes } from '../../src/kernels/quality/frame-meter';
import type { FrameComparison, FrameShape, PixelOrder } from '../../src/kernels/quality/quality-kernels';
import { lightWeights, linearLight } from '../../src/kernels/quality/tables';
import { fastDeltaE, labPlaces } from '../../src/kernels/quality/twin-delta-e';
import { TwinFrameMeter } from '../../src/kernels/quality/twin-frame-meter';
import { TwinFrameComparison } from '../../src/kernels/quality/twin-kernels';
import { WasmFrameMeter } from '../../src/kernels/quality/wasm-frame-meter';
import { WasmFrameComparison } from '../../src/kernels/quality/wasm-kernels';
import { hasWasmSimd } from '../../src/kernels/wasm-module';
import { deltaE2000, labOfRgb } from '../../src/quality/metrics/delta-e';

/** A component of 0 … 255 of the source and what the output has in its place. */
type Content = (random: () => number, x: number, y: number) => readonly [source: number, output: number];

const clamp = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));

const contents: Readonly<Record<string, Content>> = {
  random: (random) => [clamp(255 * random()), clamp(255 * random())],
  'a little noise': (random) => {
    const source = clamp(128 + 20 * random());
    return [source, clamp(source + 6 * (random() - 0.5))];
  },
  equal: (_random, x, y) => [(x * y) & 255, (x * y) & 255],
  opposite: (_random, x) => [(x & 1) * 255, ((x + 1) & 1) * 255],
  'flat areas': (random, x, y) => {
    const source = x < 37 && y > 3 ? 90 : 10 + (x >> 5);
    return [source, clamp(source + 3 * random())];
  },
};

const sizes = [
  { width: 96, height: 48 },
  { width: 61, height: 43 },
  { width: 8, height: 8 },
] as const;
const orders: readonly PixelOrder[] = ['bgra', 'rgba'];
const cases = Object.keys(contents).flatMap((content) =>
  sizes.flatMap((size) => orders.map((pixelOrder) => ({ content, ...size, pixelOrder }))),
);

function fill({ width, height }: FrameShape, content: Content, source: Uint8Array, output: Uint8Array): void {
  const random = createSeededRandom(7);
  for (let at = 0; at < 4 * width * height; at++) {
    const pixel = at >> 2;
    [source[at], output[at]] = content(() => random.next(), pixel % width, Math.floor(pixel / width)) as [
      number,
      number,
    ];
  }
}

type Layout = Pick<MeteredPlanes, 'bits' | 'across' | 'down'> & { interleaved: boolean };

const layouts: readonly Layout[] = [
  { bits: 8, across: 1, down: 1, interleaved: false },
  { bits: 8, across: 1, down: 1, interleaved: true },
  { bits: 10, across: 1, down: 0, interleaved: false },
  { bits: 8, across: 0, down: 0, interleaved: false },
];

function planesOf({ width, height }: FrameShape, { interleaved, ...layout }: Layout): MeteredPlanes {
  const { bits, across, down } = layout;
  const random = createSeededRandom(11);
  const of = (length: number): Uint8Array | Uint16Array =>
    (bits === 8 ? new Uint8Array(length) : new Uint16Array(length)).map(() => random.next() * 2 ** bits);
  const columns = (width + across) >> across;
  const lines = (height + down) >> down;
  const luma = { codes: of((width + 3) * height), stride: width + 3, step: 1 } as const;
  if (!interleaved) {
    const chroma = (): MeteredPlanes['cb'] => ({ codes: of(columns * lines), stride: columns, step: 1 });
    return { ...layout, y: luma, cb: chroma(), cr: chroma() };
  }
  const both = of(2 * columns * lines);
  const chroma = (first: number): MeteredPlanes['cb'] => ({
    ...{ codes: both.subarray(first), stride: 2 * columns },
    step: 2,
  });
  return { ...layout, y: luma, cb: chroma(0), cr: chroma(1) };
}

function filledBins(histogram: Uint32Array): [bin: number, pixels: number][] {
  return Array.from(histogram.entries()).filter(([, pixels]) => pixels > 0);
}

beforeAll(() => expect(hasWasmSimd()).toBe(true));

describe.each(cases)('$content, $width × $height, $pixelOrder: kernel and twin give the same', (given) => {
  const content = contents[given.content]!;
  let comparisons: readonly [FrameComparison, FrameComparison];

  beforeAll(async () => {
    comparisons = [new TwinFrameComparison(given), await WasmFrameComparison.open(given)];
    for (const { source, output } of comparisons) fill(given, content, source, output);
  });

  test('squared differences and SSIM of every scale', () => {
    const [twin, wasm] = comparisons;
    expect(wasm.takePlanes()).toEqual(twin.takePlanes());
    expect(wasm.ssim(5)).toEqual(twin.ssim(5));
  });

  test.each([1, 5, 7])('ΔE2000 of every %i. pixel', (every) => {
    const [twin, wasm] = comparisons.map((comparison) => comparison.deltaE(every));
    expect(filledBins(wasm!.flat)).toEqual(filledBins(twin!.flat));
    expect(filledBins(wasm!.rest)).toEqual(filledBins(twin!.rest));
    const count = (histogram: Uint32Array): number => histogram.reduce((sum, pixels) => sum + pixels, 0);
    if (every === 1) expect(count(twin!.flat) + count(twin!.rest)).toBe(given.width * given.height);
  });

  test('measures of one frame', async () => {
    const meters: readonly [FrameMeter, FrameMeter] = [new TwinFrameMeter(given), await WasmFrameMeter.open(given)];
    const frame = new Uint8Array(4 * given.width * given.height);
    fill(given, content, frame, new Uint8Array(frame.length));
    const [twin, wasm] = meters.map((meter) => structuredClone(meter.measurePixels(frame)));
    expect(wasm).toEqual(twin);
    const partial = given.height % 4;
    expect(twin!.rows).toBe(2 * Math.floor(given.height / 4) + Math.max(0, partial - 2));
  });

  test.each(layouts)('measures of planes: %o', async (layout) => {
    const meters: readonly [FrameMeter, FrameMeter] = [new TwinFrameMeter(given), await WasmFrameMeter.open(given)];
    const [twin, wasm] = meters.map((meter) => structuredClone(meter.measurePlanes(planesOf(given, layout))));
    expect(wasm).toEqual(twin);
    expect(twin!.cells.some((sum) => sum > 0)).toBe(true);
  });
});

test('a flat area loses 8 pixels on every side; alpha does not matter', async () => {
  const shape = { width: 64, height: 40, pixelOrder: 'rgba' } as const;
  const random = createSeededRandom(5);
  const comparison = await WasmFrameComparison.open(shape);
  for (let pixel = 0; pixel < 64 * 40; pixel++) {
    const [x, y] = [pixel % 64, Math.floor(pixel / 64)];
    // 30 × 20 pixels of one colour; 14 × 4 remain.
    const flat = x >= 20 && x < 50 && y >= 10 && y < 30;
    comparison.source.set(
      flat ? [9, 80, 200, pixel & 255] : [0, 0, 0].map(() => clamp(255 * random.next())),
      4 * pixel,
    );
  }
  comparison.output.set(comparison.source);
  expect(filledBins(comparison.deltaE(1).flat)).toEqual([[0, 14 * 4]]);
});

// Measured over 1.6 million pairs: 0.0003 at most. Then the histogram rounds to 1/256.
test('the fast ΔE2000 is within 0.0005 of the exact one, before it is rounded', () => {
  const random = createSeededRandom(9);
  const tables = { linear: new Float32Array(linearLight), weights: new Float32Array(lightWeights('rgba')) };
  const word = ([red, green, blue]: readonly number[]): number => red! | (green! << 8) | (blue! << 16);
  for (const spread of [3, 8, 40]) {
    for (let round = 0; round < 10_000; round++) {
      const one = [0, 0, 0].map(() => clamp(255 * random.next())) as [number, number, number];
      const other = one.map((value) => clamp(value + spread * (random.next() - 0.5))) as [number, number, number];
      const fast = fastDeltaE(labPlaces(word(one), tables), labPlaces(word(other), tables));
      const exact = deltaE2000(labOfRgb(...one), labOfRgb(...other));
      if (Math.abs(fast - exact) >= 0.0005) expect([one, other, fast]).toEqual([one, other, exact]);
    }
  }
});

test('luma and chroma are measured in the same places', () => {
  for (const [width, height] of [
    [1920, 1080],
    [1280, 720],
    [321, 181],
    [16, 16],
  ] as const) {
    const shape = { width, height, pixelOrder: 'bgra' } as const;
    const luma = meteredRows(shape);
    const chroma = meteredRows(shape, 1, 1);
    for (const [cell, count] of luma.counts.entries()) {
      // An odd column or row is half a sample.
      expect(Math.abs(4 * chroma.counts[cell]! - count)).toBeLessThanOrEqual(width % 2 || height % 2 ? count / 4 : 0);
    }
    expect([...new Set(chroma.rows)]).toEqual(chroma.rows);
    expect(luma.rows.map((row) => row >> 1).filter((row, index, all) => row !== all[index - 1])).toEqual(chroma.rows);
  }
});
