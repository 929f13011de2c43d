import { decode as decodePng } from 'fast-png';
import { afterAll, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import type { FfmpegCodecId } from '../../src/formats/ffmpeg-codecs';
import type { AlphaMode, FfmpegEncoderSettings } from '../../src/encode/ffmpeg/ffmpeg-settings';
import { decodeTo, painted } from '../support/ffmpeg-checks';
import { busy, disc, FfmpegEngine } from '../support/ffmpeg-engine';
import { fromBase64, toBase64 } from '../support/media-tools';

const engine = new FfmpegEngine(2);
afterAll(() => engine.dispose());

const [width, height] = [162, 91];

/** The files of an image sequence. */
async function images(codec: FfmpegCodecId, alpha: AlphaMode): Promise<Uint8Array<ArrayBuffer>[]> {
  const settings: FfmpegEncoderSettings = {
    ...{ codec, width, height, frameRate: { num: 25, den: 1 }, scan: 'progressive', colourSpace: 'bt709', alpha },
  };
  const segments = await engine.encode(settings, alpha === 'none' ? busy : disc, 4, 2);
  return segments.flatMap(({ packets, data }) => {
    let at = 0;
    return packets.map(({ byteLength }) => data.slice(at, (at += byteLength)));
  });
}

/** Red, green, blue (, alpha) as painted, 0 … 1. */
function expected(frame: number, alpha: AlphaMode): Float64Array {
  const bgra = painted(alpha === 'none' ? busy : disc, frame, width, height);
  const channels = alpha === 'none' ? 3 : 4;
  const values = new Float64Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const opacity = bgra[pixel * 4 + 3]! / 255;
    for (let channel = 0; channel < 3; channel++) {
      const value = bgra[pixel * 4 + 2 - channel]! / 255;
      values[pixel * channels + channel] = alpha === 'premultiplied' ? value * opacity : value;
    }
    if (channels === 4) values[pixel * 4 + 3] = opacity;
  }
  return values;
}

function worstDifference(values: ArrayLike<number>, scale: number, wanted: Float64Array): number {
  expect(values.length).toBe(wanted.length);
  return wanted.reduce((worst, value, index) => Math.max(worst, Math.abs(values[index]! / scale - value)), 0);
}

describe('image sequences', () => {
  it.each([
    ['png-8', 'none', 255],
    ['png-8', 'straight', 255],
    ['png-8', 'premultiplied', 255],
    ['png-16', 'none', 65535],
    ['png-16', 'straight', 65535],
    ['png-16', 'premultiplied', 65535],
  ] as const)('%s, alpha %s: every value, and what the colours mean', async (codec, alpha, scale) => {
    const files = await images(codec, alpha);
    expect(files).toHaveLength(4);
    for (const [frame, file] of files.entries()) {
      const png = decodePng(file, { checkCrc: true });
      expect([png.width, png.height, png.depth]).toEqual([width, height, scale === 255 ? 8 : 16]);
      // Rounding of the product alone.
      const tolerance = alpha === 'premultiplied' ? 0.5 / scale : 0;
      expect(worstDifference(png.data, scale, expected(frame, alpha))).toBeLessThanOrEqual(tolerance + 1e-12);
    }
    const { stdoutBase64 } = await commands.mediaTool('ffprobe', await toBase64(new Blob([files[0]!])), 'png', [
      ...['-v', 'error', '-show_entries', 'stream=color_transfer', '-of', 'csv=p=0', '{in}'],
    ]);
    expect(new TextDecoder().decode(fromBase64(stdoutBase64))).not.toContain('error');
    expect(chunkNames(files[0]!).slice(0, 5)).toEqual(['IHDR', 'cICP', 'sRGB', 'gAMA', 'cHRM']);
  });

  it.each([
    ['tiff-8', 'none', 'rgb24', 255],
    ['tiff-8', 'straight', 'rgba', 255],
    ['tiff-16', 'none', 'rgb48le', 65535],
    ['tiff-16', 'premultiplied', 'rgba64le', 65535],
  ] as const)('%s, alpha %s: every value', async (codec, alpha, pixelFormat, scale) => {
    for (const [frame, file] of (await images(codec, alpha)).entries()) {
      const bytes = await decodeTo(new Blob([file]), 'tiff', pixelFormat);
      const values = scale === 255 ? bytes : new Uint16Array(bytes.buffer);
      const tolerance = alpha === 'premultiplied' ? 0.5 / scale : 0;
      expect(worstDifference(values, scale, expected(frame, alpha))).toBeLessThanOrEqual(tolerance + 1e-12);
      expect(extraSamplesOf(file)).toBe({ none: null, premultiplied: 1, straight: 2 }[alpha]);
    }
  });

  it.each([
    ['exr-half', 'none', 0.0006],
    ['exr-float', 'none', 0.00002],
    ['exr-half', 'premultiplied', 0.0006],
    ['exr-float', 'straight', 0.00002],
  ] as const)('%s, alpha %s: linear light with chromaticities', async (codec, alpha, tolerance) => {
    const channels = alpha === 'none' ? 3 : 4;
    for (const [frame, file] of (await images(codec, alpha)).entries()) {
      expect(new TextDecoder('latin1').decode(file.subarray(0, 600))).toContain('chromaticities\0chromaticities\0');
      const planes = new Float32Array(
        (await decodeTo(new Blob([file]), 'exr', alpha === 'none' ? 'gbrpf32le' : 'gbrapf32le')).buffer,
      );
      const straight = expected(frame, alpha === 'none' ? 'none' : 'straight');
      const plane = width * height;
      let worst = 0;
      for (let pixel = 0; pixel < plane; pixel++) {
        const opacity = channels === 4 ? straight[pixel * 4 + 3]! : 1;
        for (let channel = 0; channel < 3; channel++) {
          const value = linear(straight[pixel * channels + channel]!) * (alpha === 'premultiplied' ? opacity : 1);
          // Planes are green, blue, red.
          worst = Math.max(worst, Math.abs(planes[((channel + 2) % 3) * plane + pixel]! - value));
        }
        if (channels === 4) worst = Math.max(worst, Math.abs(planes[3 * plane + pixel]! - opacity));
      }
      expect(worst).toBeLessThan(tolerance);
    }
  });
});

/** TIFF 6.0, section 18: 1 is associated alpha, 2 unassociated; null: there is none. */
function extraSamplesOf(tiff: Uint8Array<ArrayBuffer>): number | null {
  const view = new DataView(tiff.buffer, tiff.byteOffset);
  const directory = view.getUint32(4, true);
  for (let entry = 0; entry < view.getUint16(directory, true); entry++) {
    const at = directory + 2 + entry * 12;
    if (view.getUint16(at, true) === 338) return view.getUint16(at + 8, true);
  }
  return null;
}

/** IEC 61966-2-1. */
function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function chunkNames(png: Uint8Array<ArrayBuffer>): string[] {
  const names: string[] = [];
  const view = new DataView(png.buffer, png.byteOffset);
  for (let at = 8; at < png.length; at += view.getUint32(at) + 12) {
    names.push(String.fromCharCode(...png.subarray(at + 4, at + 8)));
  }
  return names;
}
