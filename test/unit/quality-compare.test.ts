import { describe, expect, test, vi } from 'vitest';
import { TwinFrameComparison } from '../../src/kernels/quality/twin-kernels';
import { comparerOver, openFrameComparer, type FrameQuality } from '../../src/quality/metrics/compare-frames';
import { measureArtifacts, type Artifacts } from '../../src/quality/metrics/artifacts';
import { deltaE2000, labOfRgb } from '../../src/quality/metrics/delta-e';
import { msSsimGaussian, ssimBlocks } from '../../src/quality/metrics/ssim';
import { nativeFfmpeg } from '../support/native-ffmpeg';
import { gradient, grain, graphics, paint, type Picture } from '../support/quality-pictures';

// ffmpeg encodes and decodes in some.
vi.setConfig({ testTimeout: 60_000 });

const width = 640;
const height = 360;
const shape = { width, height, pixelOrder: 'rgba' } as const;

async function compare(source: Picture, output: Uint8Array): Promise<FrameQuality> {
  return (await openFrameComparer(shape)).compareFrames(source.pixels, output);
}

function luma(pixels: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: pixels.length / 4 }, (_, index) => {
    const at = 4 * index;
    return Math.round(0.2126 * pixels[at]! + 0.7152 * pixels[at + 1]! + 0.0722 * pixels[at + 2]!);
  });
}

test('of equal frames every metric is the best there is', async () => {
  const picture = graphics(width, height);
  const quality = await compare(picture, picture.pixels);
  const perfect = { mean: 0, p95: 0, p99: 0, max: 0 };
  expect(quality.ssim).toBe(1);
  expect(quality.msSsim).toEqual({ value: 1, scales: 5 });
  expect(Object.values(quality.psnr)).toEqual(Array(6).fill(Infinity));
  expect(quality.deltaE.all).toMatchObject(perfect);
  expect(quality.deltaE.flat).toMatchObject(perfect);
  expect(quality.artifacts).toEqual({ banding: 0, blocking: 0 });
});

test('metrics are those of the references, of each pixel once', async () => {
  const source = grain(width, height);
  const other = grain(width, height, 1);
  const quality = (await openFrameComparer(shape)).compareFrames(source.pixels, other.pixels, { every: 1 });
  const planes = { source: luma(source.pixels), output: luma(other.pixels), width, height };
  expect(quality.ssim).toBeCloseTo(ssimBlocks(planes), 4);
  // Another window, and 8 bits at each scale.
  expect(Math.abs(quality.msSsim.value - msSsimGaussian(planes).value)).toBeLessThan(0.03);
  const differences = Array.from({ length: width * height }, (_, index) => {
    const lab = ({ pixels }: Picture) => labOfRgb(pixels[4 * index]!, pixels[4 * index + 1]!, pixels[4 * index + 2]!);
    return deltaE2000(lab(source), lab(other));
  }).toSorted((a, b) => a - b);
  const { all } = quality.deltaE;
  expect(all.pixels).toBe(differences.length);
  expect(all.mean).toBeCloseTo(differences.reduce((sum, value) => sum + value, 0) / differences.length, 3);
  expect(Math.abs(all.p95 - differences[Math.ceil(0.95 * differences.length) - 1]!)).toBeLessThan(0.005);
  expect(Math.abs(all.max - differences.at(-1)!)).toBeLessThan(0.005);
});

test('every fifth pixel says much the same; flat areas are told apart from edges', async () => {
  const source = graphics(width, height);
  // A colour a little off, as a wrong matrix gives, in the disc alone; and noise along its edges.
  const output = source.pixels.map((value, at) => (at % 4 === 0 && value === 230 ? 222 : value));
  const quality = await compare(source, output);
  const whole = (await openFrameComparer(shape)).compareFrames(source.pixels, output, { every: 1 });
  expect(quality.deltaE.all.mean / whole.deltaE.all.mean).toBeCloseTo(1, 1);
  expect(quality.deltaE.flat!.mean).toBeGreaterThan(quality.deltaE.rest!.mean);
  expect(quality.deltaE.flat!.max).toBeCloseTo(deltaE2000(labOfRgb(230, 40, 60), labOfRgb(222, 40, 60)), 2);
});

test('a comparer may be used again, and its own buffers be filled directly', async () => {
  const [one, other] = [graphics(width, height), grain(width, height)];
  const comparer = await openFrameComparer(shape);
  const first = comparer.compareFrames(one.pixels, other.pixels);
  comparer.compareFrames(other.pixels, other.pixels);
  comparer.source.set(one.pixels);
  comparer.output.set(other.pixels);
  expect(comparer.compareFrames(comparer.source, comparer.output)).toEqual(first);
  const twin = comparerOver(new TwinFrameComparison(shape), shape);
  expect(twin.compareFrames(one.pixels, other.pixels)).toEqual(first);
});

test('small frames have fewer scales; too small ones, and too few pixels, are refused', async () => {
  const small = { width: 100, height: 60, pixelOrder: 'rgba' } as const;
  const { pixels } = grain(100, 60);
  expect((await openFrameComparer(small)).compareFrames(pixels, pixels).msSsim).toEqual({ value: 1, scales: 3 });
  await expect(openFrameComparer({ ...small, height: 10 })).rejects.toThrow(RangeError);
  const comparer = await openFrameComparer(small);
  expect(() => comparer.compareFrames(pixels, pixels.subarray(4))).toThrow(RangeError);
});

describe('artifacts of real encoders', () => {
  const soft = paint(width, height, (x, y) => {
    const level = 90 + 60 * Math.sin(x / 90) * Math.cos(y / 70);
    return [level, level, level];
  });
  const pictures = { graphics: graphics(width, height), gradient: gradient(width, height), soft };

  async function artifactsOf(picture: Picture, encoder: readonly string[]): Promise<Artifacts> {
    const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgba'];
    const flags = 'flags=accurate_rnd+full_chroma_int';
    const { bytes: file } = await nativeFfmpeg(
      [picture.pixels],
      [
        ...[
          ...raw,
          '-s',
          `${width}x${height}`,
          '-i',
          '{0}',
          '-vf',
          `scale=out_color_matrix=bt709:out_range=tv:${flags}`,
        ],
        ...['-pix_fmt', 'yuv420p', '-c:v', ...encoder, '-f', 'matroska', '{out}'],
      ],
    );
    const { bytes } = await nativeFfmpeg(
      [file],
      ['-i', '{0}', '-vf', `scale=in_color_matrix=bt709:in_range=tv:${flags}`, ...raw, '{out}'],
    );
    return measureArtifacts({ source: luma(picture.pixels), output: luma(bytes), width, height, stride: width });
  }

  test.each(Object.entries(pictures))('x264 bands %s at crf 45, not at 12', async (_name, picture) => {
    const good = await artifactsOf(picture, ['libx264', '-crf', '12']);
    const bad = await artifactsOf(picture, ['libx264', '-crf', '45']);
    expect(good.banding).toBeLessThan(0.06);
    expect(bad.banding).toBeGreaterThan(0.15);
  });

  test.each(Object.entries(pictures))('x264 blocks %s at crf 45, not at 12', async (_name, picture) => {
    const good = await artifactsOf(picture, ['libx264', '-crf', '12']);
    const bad = await artifactsOf(picture, ['libx264', '-crf', '45', '-x264-params', 'no-deblock=1']);
    expect(good.blocking).toBeLessThan(0.06);
    expect(bad.blocking).toBeGreaterThan(0.3);
  });

  test('its deblocking hides most blocks, and what it leaves is still told', async () => {
    expect((await artifactsOf(grain(width, height), ['libx264', '-crf', '45'])).blocking).toBeGreaterThan(0.3);
    expect((await artifactsOf(grain(width, height), ['libx264', '-crf', '12'])).blocking).toBeLessThan(0.06);
  });

  test('MPEG-2 blocks what it has no bits for', async () => {
    expect((await artifactsOf(soft, ['mpeg2video', '-q:v', '31'])).blocking).toBeGreaterThan(1);
    expect((await artifactsOf(soft, ['mpeg2video', '-q:v', '2'])).blocking).toBeLessThan(0.3);
  });
});
