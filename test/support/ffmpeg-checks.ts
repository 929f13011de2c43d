import { expect } from 'vitest';
import { commands } from 'vitest/browser';
import type { Painter } from './ffmpeg-engine';
import { ffmpeg, fromBase64, toBase64 } from './media-tools';

/** Decodes all of a file; any complaint of ffmpeg's is a failure. */
export async function decodesWhole(file: Blob, extension: string): Promise<void> {
  const { exitCode, stderr } = await ffmpeg(file, extension, [
    '-v',
    'error',
    '-xerror',
    '-i',
    '{in}',
    '-f',
    'null',
    '-',
  ]);
  expect([exitCode, stderr]).toEqual([0, '']);
}

/** What mediainfo says of a file's tracks. */
export async function mediainfo(file: Blob, extension: string): Promise<Record<string, string>[]> {
  const { exitCode, stdoutBase64, stderr } = await commands.mediaTool('mediainfo', await toBase64(file), extension, [
    '--Output=JSON',
    '{in}',
  ]);
  expect([exitCode, stderr]).toEqual([0, '']);
  const { media } = JSON.parse(new TextDecoder().decode(fromBase64(stdoutBase64))) as {
    media: { track: Record<string, string>[] };
  };
  return media.track;
}

export interface ProbedPacket {
  size: number;
  pts: number;
  dts: number;
  key: boolean;
}

/** The picture's packets as ffprobe finds them. */
export async function packetsOf(file: Blob, extension: string): Promise<ProbedPacket[]> {
  const { stdoutBase64 } = await commands.mediaTool('ffprobe', await toBase64(file), extension, [
    ...['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=size,pts,dts,flags', '-of', 'json', '{in}'],
  ]);
  const { packets } = JSON.parse(new TextDecoder().decode(fromBase64(stdoutBase64))) as {
    packets: { size: string; pts: number; dts: number; flags: string }[];
  };
  return packets.map(({ size, pts, dts, flags }) => ({ size: Number(size), pts, dts, key: flags.startsWith('K') }));
}

/** Decoded pictures in a format of ffmpeg's, without scaling. */
export async function decodeTo(
  file: Blob,
  extension: string,
  pixelFormat: string,
  before: string[] = [],
): Promise<Uint8Array<ArrayBuffer>> {
  const { exitCode, bytes, stderr } = await ffmpeg(file, extension, [
    ...['-v', 'error', ...before, '-i', '{in}', '-map', '0:v:0', '-fps_mode', 'passthrough'],
    ...['-f', 'rawvideo', '-pix_fmt', pixelFormat, '-'],
  ]);
  expect([exitCode, stderr]).toEqual([0, '']);
  return bytes;
}

/**
 * Peak signal-to-noise ratio in dB of a file's luma against what was painted, in limited-range BT.709: a wrong matrix, a
 * wrong range or frames out of order show at once. Of the worst frame.
 *
 * @param pixelFormat with 8-bit luma in a plane of its own
 */
export async function worstLumaPsnr(
  file: Blob,
  extension: string,
  pixelFormat: 'yuv420p' | 'yuv422p' | 'yuv444p',
  [width, height]: readonly [width: number, height: number],
  frameCount: number,
  reference: (frame: number) => Uint8Array,
): Promise<number> {
  const decoded = await decodeTo(file, extension, pixelFormat);
  const frameBytes = width * height * { yuv420p: 1.5, yuv422p: 2, yuv444p: 3 }[pixelFormat];
  expect(decoded.length).toBe(frameBytes * frameCount);
  let worst = Infinity;
  for (let frame = 0; frame < frameCount; frame++) {
    const luma = decoded.subarray(frame * frameBytes, frame * frameBytes + width * height);
    worst = Math.min(worst, lumaPsnr(luma, reference(frame)));
  }
  return worst;
}

export function painted(painter: Painter, frame: number, width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 4);
  painter(pixels, frame, width, height);
  return pixels;
}

function lumaPsnr(luma: Uint8Array, bgra: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < luma.length; at++) {
    const [blue, green, red] = [bgra[at * 4]!, bgra[at * 4 + 1]!, bgra[at * 4 + 2]!];
    const expected = 16 + (219 / 255) * (0.2126 * red + 0.7152 * green + 0.0722 * blue);
    sum += (luma[at]! - expected) ** 2;
  }
  return 10 * Math.log10((255 * 255 * luma.length) / sum);
}
