import { afterAll, describe, expect, it } from 'vitest';
import { createExporter, findPreset, presets, settingsFor, type Composition } from '../../src/index';
import { codecs, isWebVideoCodec } from '../../src/formats/codecs';
import { ffmpegCore } from '../support/ffmpeg-core';
import { readFrameCode, readFrameCodes } from '../support/frame-code';
import { ffmpeg } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';

const exporter = createExporter({ ffmpeg: ffmpegCore });
afterAll(() => exporter.dispose());

const width = 320;
const height = 180;

/** The numbers of all frames of a file, whatever its size. */
async function codesOf(file: File): Promise<number[]> {
  const extension = file.name.split('.').at(-1)!;
  if (extension === 'webp') return codesOfWebP(file);
  const scaled = ['-fps_mode', 'passthrough', '-vf', `scale=${width}:${height}`, '-pix_fmt', 'rgb24', '-f', 'rawvideo'];
  const { bytes, stderr } = await ffmpeg(file, extension, [
    ...['-v', 'error', '-xerror', '-i', '{in}', '-map', '0:v:0', ...scaled, '-'],
  ]);
  expect(stderr).toBe('');
  return readFrameCodes(bytes, width, height);
}

/** By the browser, since ffmpeg 5 reads no animated WebP. */
async function codesOfWebP(file: File): Promise<number[]> {
  const decoder = new ImageDecoder({ data: await file.arrayBuffer(), type: 'image/webp' });
  await decoder.tracks.ready;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  const codes: number[] = [];
  for (let frameIndex = 0; frameIndex < decoder.tracks.selectedTrack!.frameCount; frameIndex++) {
    const { image } = await decoder.decode({ frameIndex });
    context.drawImage(image, 0, 0, width, height);
    image.close();
    const { data } = context.getImageData(0, 0, width, height);
    const rgb = Uint8Array.from({ length: width * height * 3 }, (_, at) => data[Math.floor(at / 3) * 4 + (at % 3)]!);
    codes.push(readFrameCode(rgb, width, height));
  }
  return codes;
}

const ids = presets
  .filter(({ video: { codec } }) => !isWebVideoCodec(codec) && codecs[codec].muxer !== 'sequence')
  .map(({ id }) => id);

describe('every frame once, in order', () => {
  it.each(ids)('%s', async (id) => {
    const composition: Composition = { ...frameCodeComposition({ width: 640, height: 360 }), durationInFrames: 12 };
    const settings = settingsFor(findPreset(id)!, composition);
    const { file, frames } = await exporter.start(composition, settings).result;
    expect(frames).toBe(settings.range.end);
    const codes = await codesOf(file!);
    const numbers = Array.from({ length: frames }, (_, index) => index);
    // A woven frame shows two numbers, of which the scaled picture tells neither.
    if (settings.video.scan === 'interlaced') expect(codes).toHaveLength(frames / 2);
    else expect(codes).toEqual(numbers);
  });
});
