import { describe, expect, test } from 'vitest';
import { bgrxToI420 } from '../../src/colour/bgrx-to-i420';
import { colourSpaces, type ColourSpaceId } from '../../src/colour/colour-space';
import { openFrameComparer, type FrameQuality } from '../../src/quality/metrics/compare-frames';
import {
  pixelsOf,
  subsampledReference,
  ycbcrOf,
  type Subsampling,
  type YcbcrPicture,
} from '../../src/quality/metrics/subsampled-reference';
import { ffmpeg } from '../support/media-tools';
import { createProResEncoder } from '../../src/prores';
import { decodeWithFfmpeg } from '../support/prores-files';
import { proResFile } from '../support/prores-mov';
import { graphics } from '../support/quality-pictures';

const width = 320;
const height = 180;
const { pixels: rgba } = graphics(width, height);
const bgra = rgba.map((_, at) => rgba[at % 4 === 0 ? at + 2 : at % 4 === 2 ? at - 2 : at]!);

async function compare(source: Uint8Array, output: Uint8Array): Promise<FrameQuality> {
  const comparer = await openFrameComparer({ width, height, pixelOrder: 'bgra' });
  return comparer.compareFrames(source, output, { every: 1 });
}

const i420 = (space: ColourSpaceId): Subsampling => ({ pixelFormat: '420', bits: 8, matrix: colourSpaces[space] });

describe.each(['bt709', 'bt601'] as const)('%s', (space) => {
  test('the reference has the codes of our conversion, but for a rounding here and there', () => {
    const ours = bgrxToI420(bgra, width, height, colourSpaces[space]);
    const { y, cb, cr } = ycbcrOf(bgra, width, height, i420(space));
    const differences = [...y, ...cb, ...cr].map((code, index) => Math.abs(code - ours[index]!));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
    expect(differences.filter((difference) => difference > 0).length).toBeLessThan(differences.length / 1000);
  });

  test('and comes back as Chromium shows it, to the last bit', async () => {
    const codes = bgrxToI420(bgra, width, height, colourSpaces[space]);
    const frame = new VideoFrame(codes, {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      timestamp: 0,
      colorSpace: colourSpaces[space].webCodecs,
    });
    const shown = new Uint8Array(width * height * 4);
    await frame.copyTo(shown, { format: 'BGRA', colorSpace: 'srgb' });
    frame.close();
    const ours = pixelsOf(planesOf(codes), { ...i420(space), arithmetic: 'browser' });
    expect(ours.findIndex((code, at) => code !== shown[at])).toBe(-1);
  });
});

test('BT.601 codes shown as BT.709 show in flat areas', async () => {
  const wrong = pixelsOf(ycbcrOf(bgra, width, height, i420('bt601')), i420('bt709'));
  const { deltaE } = await compare(subsampledReference(bgra, width, height, i420('bt709')), wrong);
  expect(deltaE.flat!.mean).toBeGreaterThan(1.5);
});

test('10 bits of 4:4:4 lose nothing', () => {
  const whole = { pixelFormat: '444', bits: 10, matrix: colourSpaces.bt709 } as const;
  const back = subsampledReference(bgra, width, height, whole);
  expect(back.findIndex((code, at) => code !== bgra[at])).toBe(-1);
});

/** Planes as they lie in I420. */
function planesOf(bytes: Uint8Array<ArrayBuffer>): YcbcrPicture {
  const samples = Uint16Array.from(bytes);
  const luma = width * height;
  const plane = (first: number, length: number): Uint16Array => samples.subarray(first, first + length);
  return {
    width,
    height,
    y: plane(0, luma),
    cb: plane(luma, luma / 4),
    cr: plane(1.25 * luma, luma / 4),
  };
}

test('of H.264 without loss nothing is left against the reference, where the source itself is out of reach', async () => {
  const codes = bgrxToI420(bgra, width, height, colourSpaces.bt709);
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`];
  const lossless = ['-c:v', 'libx264', '-qp', '0', '-f', 'matroska', '{out}'];
  const { bytes: file } = await ffmpeg(new Blob([codes]), 'yuv', ['-y', ...raw, '-i', '{in}', ...lossless]);
  const { bytes } = await ffmpeg(new Blob([file]), 'mkv', ['-v', 'error', '-i', '{in}', '-f', 'rawvideo', '-']);
  const decoded = pixelsOf(planesOf(bytes), i420('bt709'));
  const whole = await compare(bgra, decoded);
  const codecAlone = await compare(subsampledReference(bgra, width, height, i420('bt709')), decoded);
  expect(whole.deltaE.all.mean).toBeGreaterThan(0.5);
  expect(codecAlone.deltaE.all.mean).toBeLessThan(0.01);
  expect(codecAlone.ssim).toBeGreaterThan(0.9999);
});

test('of ProRes 422 HQ little is left: its chroma is the reference’s', async () => {
  const encoder = await createProResEncoder({ frameRate: 25, width, height, profile: '422-hq' });
  const file = await proResFile([encoder.encode(bgra.slice().buffer)], encoder.decoderConfig);
  const [frame] = await decodeWithFfmpeg(file, 'yuv422p10le', width, height);
  const [y, cb, cr] = frame!.planes as [Uint16Array, Uint16Array, Uint16Array];
  const against = async (siting: 'left' | 'centre'): Promise<FrameQuality> => {
    const subsampling = { pixelFormat: '422', bits: 10, matrix: colourSpaces.bt709, siting } as const;
    const decoded = pixelsOf({ width, height, y, cb, cr }, subsampling);
    return compare(subsampledReference(bgra, width, height, subsampling), decoded);
  };
  const [left, centre] = [await against('left'), await against('centre')];
  expect(left.deltaE.all.mean).toBeLessThan(0.25);
  expect(left.deltaE.all.mean).toBeLessThan(centre.deltaE.all.mean / 1.5);
  expect(left.psnr.luma).toBeGreaterThan(45);
});
