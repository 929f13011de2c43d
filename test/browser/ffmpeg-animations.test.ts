import { afterAll, describe, expect, it } from 'vitest';
import type { FfmpegContainer } from '../../src/encode/ffmpeg/ffmpeg-lane';
import type { FfmpegEncoderSettings } from '../../src/encode/ffmpeg/ffmpeg-settings';
import type { AnimationOptions } from '../../src/formats/format';
import { decodesWhole, decodeTo, painted } from '../support/ffmpeg-checks';
import { bars, busy, disc, FfmpegEngine, type Painter } from '../support/ffmpeg-engine';
import { probe } from '../support/media-tools';

const engine = new FfmpegEngine(2);
afterAll(() => engine.dispose());

const [width, height, frameCount] = [160, 90, 10];

async function animation(
  container: FfmpegContainer,
  painter: Painter,
  alpha: 'none' | 'straight',
  options: AnimationOptions = {},
): Promise<Blob> {
  const settings: FfmpegEncoderSettings = {
    ...{ codec: 'animation-frames', width, height, frameRate: { num: 25, den: 1 }, scan: 'progressive' },
    ...{ colourSpace: 'bt709', alpha },
  };
  const { file } = await engine.export({ container, settings, animation: options }, painter, frameCount);
  return file;
}

/** The animation's frames as a browser's own decoder shows them: red, green, blue, alpha. */
async function browserFrames(file: Blob, type: string): Promise<Uint8Array[]> {
  const decoder = new ImageDecoder({ data: await file.arrayBuffer(), type });
  await decoder.tracks.ready;
  await decoder.completed;
  const frames: Uint8Array[] = [];
  for (let frame = 0; frame < decoder.tracks.selectedTrack!.frameCount; frame++) {
    const { image } = await decoder.decode({ frameIndex: frame });
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    image.close();
    frames.push(new Uint8Array(context.getImageData(0, 0, width, height).data.buffer));
  }
  decoder.close();
  return frames;
}

/** Mean difference per colour channel where both are opaque, and the greatest of alpha. */
function differences(rgba: Uint8Array, bgra: Uint8Array): { colour: number; alpha: number } {
  let [sum, count, alpha] = [0, 0, 0];
  for (let at = 0; at < rgba.length; at += 4) {
    alpha = Math.max(alpha, Math.abs(rgba[at + 3]! - bgra[at + 3]!));
    if (rgba[at + 3] !== 255 || bgra[at + 3] !== 255) continue;
    for (let channel = 0; channel < 3; channel++) sum += Math.abs(rgba[at + channel]! - bgra[at + 2 - channel]!);
    count += 3;
  }
  return { colour: sum / count, alpha };
}

describe('animations', () => {
  it.each([
    ['global', 'sierra', 14],
    ['per-frame', 'none', 12],
    ['global', 'bayer', 16],
  ] as const)('GIF with a %s palette, dithering %s', async (palette, dithering, tolerance) => {
    const file = await animation('gif', busy, 'none', { palette, dithering });
    await decodesWhole(file, 'gif');
    const frames = await browserFrames(file, 'image/gif');
    expect(frames).toHaveLength(frameCount);
    frames.forEach((frame, index) => {
      expect(differences(frame, painted(busy, index, width, height)).colour).toBeLessThan(tolerance);
    });
  });

  it('GIF of few colours is exact, loops as often as asked, and can be transparent', async () => {
    const file = await animation('gif', bars, 'none', { dithering: 'none', loops: 3 });
    const bytes = new Uint8Array(await file.arrayBuffer());
    const loop = new TextDecoder('latin1').decode(bytes).indexOf('NETSCAPE2.0');
    // Repetitions after the first showing.
    expect(bytes[loop + 13]).toBe(2);
    (await browserFrames(file, 'image/gif')).forEach((frame, index) => {
      expect(differences(frame, painted(bars, index, width, height))).toEqual({ colour: 0, alpha: 0 });
    });
    const [first] = await browserFrames(await animation('gif', disc, 'straight'), 'image/gif');
    expect(first![3]).toBe(0);
    expect(first![(Math.floor(height / 2) * width + Math.floor(width / 3)) * 4 + 3]).toBe(255);
  });

  it('keeps a GIF below the size asked for', async () => {
    const whole = await animation('gif', busy, 'none');
    const sizeLimit = Math.round(whole.size / 2);
    const small = await animation('gif', busy, 'none', { sizeLimit });
    expect(small.size).toBeLessThanOrEqual(sizeLimit);
    expect((await probe(small, 'gif')).streams[0]!.nb_read_frames).toBe(String(frameCount));
    await expect(animation('gif', busy, 'none', { sizeLimit: 100 })).rejects.toMatchObject({ detail: 'size-limit' });
  });

  it.each([
    ['opaque', busy, 'none'],
    ['transparent', disc, 'straight'],
  ] as const)('APNG is exact: %s', async (_name, painter, alpha) => {
    const file = await animation('apng', painter, alpha, { loops: 2 });
    await decodesWhole(file, 'apng');
    const decoded = await decodeTo(file, 'apng', 'bgra');
    expect(decoded.length).toBe(width * height * 4 * frameCount);
    for (let frame = 0; frame < frameCount; frame++) {
      const at = frame * width * height * 4;
      expect(decoded.subarray(at, at + width * height * 4)).toEqual(painted(painter, frame, width, height));
    }
  });

  it.each([
    ['lossless', 'lossless', 0, 0],
    ['lossy', 90, 12, 8],
  ] as const)('WebP, %s, with alpha', async (_name, quality, colour, alpha) => {
    const file = await animation('webp', disc, 'straight', { quality });
    const frames = await browserFrames(file, 'image/webp');
    expect(frames).toHaveLength(frameCount);
    frames.forEach((frame, index) => {
      const found = differences(frame, painted(disc, index, width, height));
      expect(found.colour).toBeLessThanOrEqual(colour);
      expect(found.alpha).toBeLessThanOrEqual(alpha);
    });
  });
});
