import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '../../src/composition/seeded-random';
import { createProResEncoder, proResProfiles, type ProResProfileId, type ProResSettings } from '../../src/prores';
import { targetFrameBytes } from '../../src/encode/prores/profiles';
import { decodeWithFfmpeg } from '../support/prores-files';
import { decodeWithMediabunny, proResFile, type DecodedFrame } from '../support/prores-mov';
import { drawProResPicture, psnr, referencePlanes, type ProResPicture } from '../support/prores-pictures';
import { ffmpeg, fromBase64, probe, toBase64 } from '../support/media-tools';
import { commands } from 'vitest/browser';
import { everyNth } from '../support/thorough';

interface Case extends Pick<ProResSettings, 'profile' | 'width' | 'height' | 'scan' | 'alphaBits'> {
  picture: ProResPicture;
}

/** What the format leaves of a picture that costs less than its target, dB at the least, in luma and in chroma. */
const leastPsnr: Readonly<Record<ProResProfileId, number>> = {
  proxy: 36,
  lt: 42,
  '422': 46,
  '422-hq': 50,
  '4444': 54,
  '4444-xq': 55,
};

async function encodeOne({ picture, ...settings }: Case): Promise<{ pixels: Uint8Array; file: File }> {
  const pixels = drawProResPicture(picture, settings.width, settings.height);
  const encoder = await createProResEncoder({ frameRate: 25, ...settings });
  const packet = encoder.encode(pixels.buffer);
  const colourLimit = 1.1 * targetFrameBytes(proResProfiles[settings.profile], settings.width, settings.height);
  if (!settings.alphaBits) expect(packet.length).toBeLessThanOrEqual(colourLimit);
  return { pixels, file: await proResFile([packet], encoder.decoderConfig) };
}

function formatOf({ profile, alphaBits }: Case): { format: string; bits: number; halved: boolean } {
  const halved = proResProfiles[profile].chroma === '422';
  const format = halved ? 'yuv422p10le' : alphaBits ? 'yuva444p12le' : 'yuv444p12le';
  return { format, bits: halved ? 10 : 12, halved };
}

/**
 * Between what two decoders say, where both keep to the codes that carry pictures: not all clip the others. Of an odd
 * width, Mediabunny's copy leaves the last column of halved chroma out.
 */
function largestDifference(a: Uint16Array, b: Uint16Array, height: number, bits: number): number {
  const [aWidth, bWidth] = [a.length / height, b.length / height];
  expect(aWidth - bWidth).toBeLessThanOrEqual(1);
  const [lowest, highest] = [4 * 2 ** (bits - 10), 1019 * 2 ** (bits - 10)];
  const clip = (code: number): number => Math.min(Math.max(code, lowest), highest);
  return b.reduce((largest, code, index) => {
    const other = a[Math.floor(index / bWidth) * aWidth + (index % bWidth)]!;
    return Math.max(largest, Math.abs(clip(code) - clip(other)));
  }, 0);
}

async function decodeWithBoth(file: File, given: Case): Promise<DecodedFrame> {
  const { format, bits } = formatOf(given);
  const [decoded] = await decodeWithFfmpeg(file, format, given.width, given.height);
  const [other] = await decodeWithMediabunny(file);
  expect(other!.planes.length).toBe(decoded!.planes.length);
  // Two inverse transforms round apart, by no more than a code of 10 bits.
  for (const [index, plane] of decoded!.planes.slice(0, 3).entries()) {
    expect(largestDifference(plane, other!.planes[index]!, given.height, bits)).toBeLessThanOrEqual(2 ** (bits - 10));
  }
  return decoded!;
}

// Widths that need slices of 8, 4, 2 and 1 macroblocks, alone and together, with and without padding.
const sizes = [
  [16, 16],
  [17, 33],
  [48, 32],
  [66, 34],
  [129, 16],
  [144, 50],
  [176, 144],
  [239, 97],
  [256, 20],
] as const;
const profiles = Object.keys(proResProfiles) as ProResProfileId[];
const scans = ['progressive', 'top-field-first', 'bottom-field-first'] as const;

describe.each(profiles)('%s', (profile) => {
  test.each(everyNth(sizes, 2))('graphics of %i × %i, which both decoders give back alike', async (width, height) => {
    const given: Case = { profile, width, height, picture: 'graphics' };
    const { pixels, file } = await encodeOne(given);
    const decoded = await decodeWithBoth(file, given);
    const { bits, halved } = formatOf(given);
    const { planes } = referencePlanes(pixels, width, height, { halved, bits });
    for (const [index, plane] of planes.entries()) {
      expect(psnr(decoded.planes[index]!, plane, bits)).toBeGreaterThan(leastPsnr[profile]);
    }
  });

  test.each(scans.slice(1))('of fields, %s', async (scan) => {
    const given: Case = { profile, width: 200, height: 77, scan, picture: 'fields' };
    const { pixels, file } = await encodeOne(given);
    const decoded = await decodeWithBoth(file, given);
    const { bits, halved } = formatOf(given);
    const { planes } = referencePlanes(pixels, 200, 77, { halved, bits });
    for (const [index, plane] of planes.entries()) {
      expect(psnr(decoded.planes[index]!, plane, bits)).toBeGreaterThan(leastPsnr[profile]);
    }
    const { stdoutBase64 } = await commands.mediaTool('ffprobe', await toBase64(file), 'mov', [
      ...['-v', 'error', '-show_frames', '-show_entries', 'frame=interlaced_frame,top_field_first', '-of', 'csv'],
      '{in}',
    ]);
    const flags = new TextDecoder().decode(fromBase64(stdoutBase64)).trim();
    expect(flags).toBe(`frame,1,${scan === 'top-field-first' ? 1 : 0}`);
  });

  test.each(['flat', 'random', 'extreme'] as const)('of %s pixels, within its rate', async (picture) => {
    const given: Case = { profile, width: 330, height: 200, picture };
    const { pixels, file } = await encodeOne(given);
    const decoded = await decodeWithBoth(file, given);
    if (picture !== 'flat') return;
    const { bits, halved } = formatOf(given);
    const { planes } = referencePlanes(pixels, 330, 200, { halved, bits });
    for (const [index, plane] of planes.entries()) {
      // An even colour is nothing but means of blocks: right to half a code of 10 bits.
      const furthest = decoded.planes[index]!.reduce((far, code) => Math.max(far, Math.abs(code - plane[0]!)), 0);
      expect(furthest).toBeLessThanOrEqual(0.75 * 2 ** (bits - 10));
    }
  });
});

describe.each(['4444', '4444-xq'] as const)('alpha in %s', (profile) => {
  for (const alphaBits of [8, 16] as const) {
    for (const picture of ['alphaRamp', 'random', 'extreme', 'graphics'] as const) {
      for (const scan of scans) {
        test(`${alphaBits} bits of ${picture}, ${scan}, to the last bit`, async () => {
          const given: Case = { profile, width: 150, height: 61, alphaBits, scan, picture };
          const { pixels, file } = await encodeOne(given);
          const decoded = await decodeWithBoth(file, given);
          // Both depths decode to 12 bits: an 8-bit value with its own top bits below it.
          const expected = Uint16Array.from({ length: 150 * 61 }, (_, index) => (pixels[4 * index + 3]! * 257) >> 4);
          expect(decoded.planes[3]).toEqual(expected);
          expect((await decodeWithMediabunny(file))[0]!.planes[3]).toEqual(expected);
        });
      }
    }
  }
});

test('mediainfo and ffprobe name profiles, colour and rate', async () => {
  const names = {
    proxy: '422 Proxy',
    lt: '422 LT',
    '422': '422',
    '422-hq': '422 HQ',
    '4444': '4444',
    '4444-xq': '4444 XQ',
  };
  for (const profile of profiles) {
    const { file } = await encodeOne({ profile, width: 64, height: 48, picture: 'graphics' });
    const { stdoutBase64 } = await commands.mediaTool('mediainfo', await toBase64(file), 'mov', [
      '--Inform=Video;%Format%|%Format_Profile%|%ColorSpace%|%ChromaSubsampling%|%colour_primaries%|%matrix_coefficients%',
      '{in}',
    ]);
    const halved = proResProfiles[profile].chroma === '422';
    expect(new TextDecoder().decode(fromBase64(stdoutBase64)).trim()).toBe(
      `ProRes|${names[profile]}|YUV|${halved ? '4:2:2' : '4:4:4'}|BT.709|BT.709`,
    );
    const { streams } = await probe(file, 'mov');
    expect(streams[0]).toMatchObject({
      codec_name: 'prores',
      color_space: 'bt709',
      color_primaries: 'bt709',
      color_transfer: 'bt709',
      nb_read_frames: '1',
    });
  }
});

test.each([
  ['bt601', 0.299, 0.114],
  ['bt2020', 0.2627, 0.0593],
  ['p3-d65', 0.2126, 0.0722],
] as const)('%s is converted with its own matrix', async (colour, kr, kb) => {
  const pixels = drawProResPicture('graphics', 160, 90);
  const encoder = await createProResEncoder({ profile: '422-hq', width: 160, height: 90, frameRate: 25, colour });
  const file = await proResFile([encoder.encode(pixels.buffer)], encoder.decoderConfig);
  const [decoded] = await decodeWithFfmpeg(file, 'yuv422p10le', 160, 90);
  const { planes } = referencePlanes(pixels, 160, 90, { halved: true, bits: 10, kr, kb });
  for (const [index, plane] of planes.entries()) {
    expect(psnr(decoded!.planes[index]!, plane, 10)).toBeGreaterThan(50);
  }
});

const { next } = createSeededRandom('fuzz');
const oneOf = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
const fuzz = Array.from({ length: 24 }, (): Case => {
  const profile = oneOf(profiles);
  return {
    profile,
    width: 16 + Math.floor(next() * 400),
    height: 16 + Math.floor(next() * 200),
    scan: oneOf(scans),
    alphaBits: proResProfiles[profile].chroma === '422' ? 0 : oneOf([0, 8, 16] as const),
    picture: oneOf(['graphics', 'flat', 'random', 'extreme', 'alphaRamp', 'fields'] as const),
  };
});

test.each(fuzz)(
  '$profile, $width × $height, $scan, $alphaBits bits of alpha, $picture: both decoders agree',
  async (given) => {
    const { file } = await encodeOne(given);
    await decodeWithBoth(file, given);
  },
);

test('floats keep what bytes cannot: a slow ramp to a code of 12 bits, alpha to 16', async () => {
  const [width, height] = [256, 32];
  const pixels = new Float32Array(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const grey = 0.4 + (0.02 * (at % width)) / 255;
    pixels.set([grey, grey, grey, (at * 8) / 65535], 4 * at);
  }
  const encoder = await createProResEncoder({
    profile: '4444-xq',
    width,
    height,
    frameRate: 25,
    alphaBits: 16,
    pixelFormat: 'rgba-f32',
  });
  const file = await proResFile([encoder.encode(pixels.buffer)], encoder.decoderConfig);
  const [decoded] = await decodeWithFfmpeg(file, 'yuva444p12le', width, height);
  const furthest = decoded!.planes[0]!.reduce((far, code, at) => {
    const exact = 256 + 3504 * (0.4 + (0.02 * (at % width)) / 255);
    return Math.max(far, Math.abs(code - exact));
  }, 0);
  expect(furthest).toBeLessThanOrEqual(1.5);
  expect(decoded!.planes[3]).toEqual(Uint16Array.from({ length: width * height }, (_, at) => (at * 8) >> 4));
});

test('the largest picture, 8192 × 4320, decodes without a word', async () => {
  const [width, height] = [8192, 4320];
  const pixels = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels[y * width + x] = 0xff000000 | ((x >> 5) << 8) | ((y >> 5) * 3);
  }
  const encoder = await createProResEncoder({ profile: 'proxy', width, height, frameRate: 60 });
  const file = await proResFile([encoder.encode(pixels.buffer)], encoder.decoderConfig);
  const { exitCode, stderr } = await ffmpeg(file, 'mov', ['-v', 'warning', '-i', '{in}', '-f', 'null', '-']);
  expect([exitCode, stderr]).toEqual([0, '']);
});
