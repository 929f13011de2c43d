import { converter, differenceCiede2000 } from 'culori';
import { ssim as ssimJs } from 'ssim.js';
import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '../../src/composition/seeded-random';
import { deltaE2000, labOfRgb, type Lab } from '../../src/quality/metrics/delta-e';
import { planesPsnr } from '../../src/quality/metrics/psnr';
import { ssimBlocks, ssimGaussian } from '../../src/quality/metrics/ssim';
import ciede2000 from '../support/ciede2000.csv?raw';
import { nativeFfmpeg } from '../support/native-ffmpeg';

const pairs = ciede2000
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number) as [number, number, number, number, number, number, number]);

describe('CIEDE2000', () => {
  test('there are the 34 pairs of Sharma, Wu and Dalal', () => expect(pairs).toHaveLength(34));

  test.each(pairs)('%f, %f, %f and %f, %f, %f are %f apart, either way round', (l1, a1, b1, l2, a2, b2, expected) => {
    expect(deltaE2000([l1, a1, b1], [l2, a2, b2]).toFixed(4)).toBe(expected.toFixed(4));
    expect(deltaE2000([l2, a2, b2], [l1, a1, b1]).toFixed(4)).toBe(expected.toFixed(4));
  });

  test('of display colours, culori says the same', () => {
    const random = createSeededRandom(3);
    const toLab = converter('lab65');
    const difference = differenceCiede2000();
    const colour = (): [number, number, number] => [0, 0, 0].map(() => Math.floor(256 * random.next())) as never;
    for (let round = 0; round < 500; round++) {
      const [one, other] = [colour(), colour()];
      const inCulori = ([r, g, b]: readonly [number, number, number]) =>
        toLab({ mode: 'rgb' as const, r: r / 255, g: g / 255, b: b / 255 });
      const [first, second] = [inCulori(one), inCulori(other)] as const;
      const lab: Lab = labOfRgb(...one);
      expect(lab[0]).toBeCloseTo(first.l, 4);
      expect(lab[1]).toBeCloseTo(first.a, 4);
      expect(lab[2]).toBeCloseTo(first.b, 4);
      expect(deltaE2000(lab, labOfRgb(...other))).toBeCloseTo(difference(first, second), 4);
    }
  });
});

const width = 320;
const height = 180;

/** Soft forms and edges, and the same with noise, a blur or a shift in brightness. */
const source = plane((x, y) => (x > 200 && y > 90 ? 220 : 100 + 60 * Math.sin(x / 9) * Math.cos(y / 13)));
const random = createSeededRandom(11);
const outputs: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  noise: source.map((value) => clamp(value + 40 * (random.next() - 0.5))),
  blur: plane((x, y) => (source[at(x - 1, y)]! + 2 * source[at(x, y)]! + source[at(x + 1, y)]!) / 4),
  brightness: source.map((value) => clamp(value + 12)),
  negative: source.map((value) => 255 - value),
};

function at(x: number, y: number): number {
  return y * width + Math.max(0, Math.min(width - 1, x));
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}

function plane(level: (x: number, y: number) => number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: width * height }, (_, index) =>
    clamp(level(index % width, Math.floor(index / width))),
  );
}

/** What one of ffmpeg's filters says of two raw pictures, by its last line. */
async function filterSays(
  filter: 'ssim' | 'psnr',
  one: Uint8Array,
  other: Uint8Array,
  format: string,
): Promise<string> {
  const raw = ['-f', 'rawvideo', '-pix_fmt', format, '-s', `${width}x${height}`];
  const { stderr } = await nativeFfmpeg(
    [one, other],
    [...raw, '-i', '{0}', ...raw, '-i', '{1}', '-lavfi', filter, '-f', 'null', '-'],
  );
  return stderr.split('\n').find((line) => line.includes('Parsed_')) ?? stderr;
}

function figure(line: string, name: string): number {
  return Number(new RegExp(`${name}:(-?[\\d.inf]+)`).exec(line)?.[1]);
}

describe.each(Object.entries(outputs))('%s', (_name, output) => {
  const pictures = { source, output, width, height };

  test("blocks give ffmpeg's SSIM", async () => {
    const line = await filterSays('ssim', source, output, 'gray');
    expect(Math.abs(ssimBlocks(pictures) - figure(line, 'Y'))).toBeLessThan(1e-5);
  });

  test("PSNR of planes is ffmpeg's: each, the average and the least", async () => {
    const chroma = (from: Uint8Array): Uint8Array => from.filter((_, index) => index % 4 === 0);
    const i420 = (from: Uint8Array): Uint8Array[] => [from, chroma(from), chroma(from).toReversed()];
    const ours = planesPsnr(i420(source), i420(output));
    const bytes = (planes: Uint8Array[]): Uint8Array => Buffer.concat(planes);
    const line = await filterSays('psnr', bytes(i420(source)), bytes(i420(output)), 'yuv420p');
    for (const [index, name] of ['y', 'u', 'v'].entries()) {
      expect(Math.abs(ours.planes[index]! - figure(line, name))).toBeLessThan(1e-4);
    }
    expect(Math.abs(ours.average - figure(line, 'average'))).toBeLessThan(1e-4);
  });

  // ssim.js' “fast” is Wang's definition over the valid region; its downsampling of large pictures is switched off.
  test('the gaussian gives the SSIM of ssim.js', () => {
    const image = (from: Uint8Array): ImageData => {
      const data = new Uint8ClampedArray(4 * from.length);
      for (const [index, value] of from.entries()) data.set([value, value, value, 255], 4 * index);
      return { data, width, height, colorSpace: 'srgb' };
    };
    const { mssim } = ssimJs(image(source), image(output), { ssim: 'fast', downsample: false });
    expect(Math.abs(ssimGaussian(pictures) - mssim)).toBeLessThan(1e-4);
  });
});
