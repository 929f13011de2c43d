import { afterAll, describe, expect, it } from 'vitest';
import type { FfmpegEncoderSettings } from '../../src/encode/ffmpeg/ffmpeg-settings';
import { decodesWhole, decodeTo, mediainfo, painted } from '../support/ffmpeg-checks';
import { busy, disc, FfmpegEngine, toneSound } from '../support/ffmpeg-engine';
import { ffmpeg, probe } from '../support/media-tools';

const engine = new FfmpegEngine(2);
afterAll(() => engine.dispose());

const rate = { num: 30000, den: 1001 };

describe('FFV1 and FLAC in Matroska', () => {
  it.each([
    ['opaque', busy, 'none', 'bgr0'],
    ['transparent', disc, 'straight', 'bgra'],
  ] as const)('keeps every bit: %s', async (_name, painter, alpha, pixelFormat) => {
    const [width, height, frameCount] = [322, 181, 30];
    const settings: FfmpegEncoderSettings = {
      ...{ codec: 'ffv1', width, height, frameRate: rate, scan: 'progressive', colourSpace: 'bt709', alpha },
    };
    const sound = toneSound(frameCount, rate);
    const plan = { container: 'matroska', settings, soundBits: 16 } as const;
    const { file } = await engine.export(plan, painter, frameCount, sound);

    await decodesWhole(file, 'mkv');
    const { streams } = await probe(file, 'mkv');
    expect(streams.map(({ codec_name }) => codec_name)).toEqual(['ffv1', 'flac']);
    expect(streams[0]).toMatchObject({ pix_fmt: pixelFormat, r_frame_rate: '30000/1001' });
    const [, video] = await mediainfo(file, 'mkv');
    expect(video).toMatchObject({ Format: 'FFV1', Format_Version: '3.4' });
    const decoded = await decodeTo(file, 'mkv', 'bgra');
    for (let frame = 0; frame < frameCount; frame++) {
      const expected = painted(painter, frame, width, height);
      const at = frame * expected.length;
      expect(firstDifference(decoded.subarray(at, at + expected.length), expected)).toBe(-1);
    }
    const pcm = await ffmpeg(file, 'mkv', ['-v', 'error', '-i', '{in}', '-map', '0:a', '-f', 's16le', '-']);
    expect(firstDifference(pcm.bytes, sound.data)).toBe(-1);
  });

  it('notices a bit that was flipped', async () => {
    const settings: FfmpegEncoderSettings = {
      ...{ codec: 'ffv1', width: 320, height: 180, frameRate: rate, scan: 'progressive' },
      ...{ colourSpace: 'bt709', alpha: 'none' },
    };
    const { file } = await engine.export({ container: 'matroska', settings }, busy, 3);
    const bytes = new Uint8Array(await file.arrayBuffer());
    bytes[bytes.length >> 1]! ^= 16;
    const { stderr } = await ffmpeg(new Blob([bytes]), 'mkv', ['-v', 'error', '-i', '{in}', '-f', 'null', '-']);
    expect(stderr).toMatch(/slice CRC mismatch/i);
  });
});

function firstDifference(one: Uint8Array, other: Uint8Array): number {
  if (one.length !== other.length) return Math.min(one.length, other.length);
  return one.findIndex((value, index) => value !== other[index]);
}
