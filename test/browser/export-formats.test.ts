import { afterAll, describe, expect, it } from 'vitest';
import {
  createExporter,
  findPreset,
  presets,
  settingsFor,
  type Composition,
  type ExportSettings,
} from '../../src/index';
import { codecs, isWebVideoCodec } from '../../src/formats/codecs';
import { ffmpegCore } from '../support/ffmpeg-core';
import { readFrameCode, readFrameCodes } from '../support/frame-code';
import { ffmpeg, probe } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';

const exporter = createExporter({ check: 'off', ffmpeg: ffmpegCore });
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
    const composition: Composition = { ...frameCodeComposition({ width: 640, height: 360 }), durationInFrames: 8 };
    const settings = settingsFor(findPreset(id)!, composition);
    const { file, frames } = await exporter.start(composition, settings).result;
    expect(frames).toBe(settings.range.end);
    const codes = await codesOf(file!);
    const numbers = Array.from({ length: frames }, (_, index) => index);
    // A woven frame shows two numbers, of which the scaled picture tells neither.
    if (settings.video.scan === 'interlaced') expect(codes).toHaveLength(Math.ceil(frames / 2));
    else expect(codes).toEqual(numbers);
  });
});

describe('a picture sequence', () => {
  it('goes into a folder, a file for every frame', async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('pictures', { create: true });
    const composition: Composition = { ...frameCodeComposition(), durationInFrames: 3 };
    const settings = { ...settingsFor(findPreset('png-sequence')!, composition), sequence: { firstNumber: 1001 } };
    const destination = { kind: 'folder', handle: folder } as const;
    const { file, byteLength } = await exporter.start(composition, settings, { destination }).result;
    expect(file).toBeNull();
    let bytes = 0;
    for (const [index, number] of [1001, 1002, 1003].entries()) {
      const picture = await (await folder.getFileHandle(`frame-code.${number}.png`)).getFile();
      bytes += picture.size;
      expect(await codesOf(picture)).toEqual([index]);
    }
    expect(byteLength).toBe(bytes);
    await (await navigator.storage.getDirectory()).removeEntry('pictures', { recursive: true });
  });
});

describe('ProRes in fields', () => {
  it('weaves two frames into one, the upper field first', async () => {
    const composition = alternating();
    const hq = settingsFor(findPreset('prores-422-hq')!, composition);
    const settings: ExportSettings = {
      ...hq,
      video: { ...hq.video, scan: 'interlaced' },
      metadata: { reel: 'A001' },
    };
    const { file, frames } = await exporter.start(composition, settings).result;
    expect(frames).toBe(50);
    const { streams } = await probe(file!, 'mov');
    expect(streams[0]).toMatchObject({
      codec_name: 'prores',
      avg_frame_rate: '25/1',
      nb_read_frames: '25',
      field_order: 'tt',
    });
    expect(streams[0]).toMatchObject({ duration: '1.000000', tags: { timecode: '01:00:00:00' } });
    expect(streams.find(({ codec_tag_string: tag }) => tag === 'tmcd')).toMatchObject({ tags: { reel_name: 'A001' } });
    const gray = ['-vf', 'extractplanes=y', '-pix_fmt', 'gray', '-f', 'rawvideo', '-'];
    const { bytes } = await ffmpeg(file!, 'mov', ['-v', 'error', '-xerror', '-i', '{in}', '-map', '0:v:0', ...gray]);
    const { width: columns, height: rows } = composition;
    for (let frame = 0; frame < 25; frame++) {
      const lines = [100, 101].map((line) => bytes[(frame * rows + line) * columns + (columns >> 1)]!);
      // White and black take turns: every even field is white.
      expect(lines[0]).toBeGreaterThan(225);
      expect(lines[1]).toBeLessThan(25);
    }
  });
});

/** White and black in turn. */
function alternating(): Composition {
  return {
    id: 'alternating',
    name: 'Alternating',
    width: 320,
    height: 240,
    frameRate: 50,
    durationInFrames: 50,
    open(stage) {
      const canvas = new OffscreenCanvas(stage.width, stage.height);
      const context = canvas.getContext('2d')!;
      return {
        renderFrame(frame) {
          context.fillStyle = frame % 2 === 0 ? 'white' : 'black';
          context.fillRect(0, 0, stage.width, stage.height);
        },
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
  };
}
