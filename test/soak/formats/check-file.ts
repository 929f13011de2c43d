import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { ExportReport } from '../../../src/cli/report';
import type { Expectation } from './expectations';
import { decodingFaults, packetSizes, profileOf, psnrOf, videoOf, type MediaInput } from './media-checks';
import { decodedByBrowser } from './webp-frames';

/** What came of a preset, and what of it is not as it should be. */
export interface Checked {
  problems: string[];
  picture?: string;
  profile?: string;
  luma?: number;
  alpha?: number;
}

/** By the size and rate of an export: the same frames without loss. */
export type ReferenceFor = (kind: 'opaque' | 'alpha' | 'pictures') => Promise<MediaInput>;

/** Decodes a file, asks others what it is, and compares its pictures with a reference through the same pixels. */
export async function checkFile(
  page: Page,
  report: ExportReport,
  expected: Expectation,
  referenceFor: ReferenceFor,
): Promise<Checked> {
  const media = await inputOf(page, report.file, expected);
  const problems: string[] = [];
  const expect = (problem: string, right: boolean): void => {
    if (!right) problems.push(problem);
  };

  const faults = await decodingFaults(media);
  expect(`ffmpeg: ${faults}`, faults === '');
  const video = await videoOf(media);
  const profile = await profileOf(media);
  expect(`mediainfo calls it ${profile}, not ${expected.profiles.join(' or ')}`, expected.profiles.includes(profile));
  const interlaced = expected.interlaced === true;
  const frames = report.frames / (interlaced ? 2 : 1);
  expect(`${video.nb_read_frames} frames, not ${frames}`, Number(video.nb_read_frames) === frames);
  if (expected.constantPackets) {
    const sizes = await packetSizes(media);
    expect(`packets of ${sizes.join(', ')} bytes`, sizes.length === 1);
  }

  const kind = expected.reference === 'pictures' ? 'pictures' : expected.alpha === undefined ? 'opaque' : 'alpha';
  const reference = await referenceFor(kind);
  const { luma } = await psnrOf(media, pixelsOf(video, expected), reference, referencePixels(video, expected));
  expect(`luma ${luma.toFixed(1)} dB, not ${expected.luma}`, luma >= expected.luma);
  const picture = `${video.width}×${video.height}${interlaced ? 'i' : ''} at ${report.frameRate}`;
  if (expected.alpha === undefined) return { problems, picture, profile, luma };

  const { luma: alpha } = await psnrOf(media, narrowed(video) + alphaPixels, reference, alphaPixels);
  expect(`alpha ${alpha.toFixed(1)} dB, not ${expected.alpha}`, alpha >= expected.alpha);
  return { problems, picture, profile, luma, alpha };
}

async function inputOf(page: Page, file: string, { extension, pictures }: Expectation): Promise<MediaInput> {
  if (extension === 'webp') return decodedByBrowser(page, file);
  if (!pictures) return { args: ['-i', file], file };
  const [first] = (await readdir(file)).sort();
  // From linear light back to what was captured.
  const transfer = extension === 'exr' ? ['-apply_trc', 'iec61966_2_1'] : [];
  return {
    args: [...transfer, '-pattern_type', 'glob', '-i', join(file, `*.${extension}`)],
    file: join(file, first ?? ''),
  };
}

type Video = Awaited<ReturnType<typeof videoOf>>;

/** Colours under nothing do not count: over black. */
const alphaColours = 'format=gbrap,premultiply=inplace=1,format=gbrp';
const alphaPixels = 'format=rgba,alphaextract,format=gray';

/** 16 bits that repeat 8, back to these: ffmpeg itself would round some to the next. What is less becomes another. */
const upperHalf = ['r', 'g', 'b', 'a'].map((each) => `${each}=floor(val/257)*256`).join(':');

/** What 16-bit pictures go through first. */
function narrowed({ pix_fmt }: Video): string {
  return /^(rgb48|rgba64)/.test(pix_fmt) ? `format=rgba64le,lutrgb=${upperHalf},` : '';
}

function isYuv({ pix_fmt }: Video): boolean {
  return pix_fmt.startsWith('yuv');
}

function opaque(pixelFormat: string): string {
  return pixelFormat.replace('yuva', 'yuv');
}

function pixelsOf(video: Video, { crop }: Expectation): string {
  if (!isYuv(video)) return narrowed(video) + alphaColours;
  return `${crop === undefined ? '' : `crop=${crop},`}format=${opaque(video.pix_fmt)}`;
}

/** As the codec had them: woven, squeezed, in its matrix and its pixels. */
function referencePixels(video: Video, { interlaced, crop }: Expectation): string {
  if (!isYuv(video)) return alphaColours;
  const woven = interlaced ? 'tinterlace=interleave_top,' : '';
  const size = crop === undefined ? `${video.width}:${video.height}:` : '';
  const matrix = video.color_space === undefined || video.color_space === 'bt709' ? 'bt709' : 'smpte170m';
  return `${woven}scale=${size}out_color_matrix=${matrix}:out_range=tv,format=${opaque(video.pix_fmt)}`;
}
