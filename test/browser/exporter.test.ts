import { afterAll, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import {
  createExporter,
  findPreset,
  fromLoop,
  presets,
  settingsFor,
  type Composition,
  type ExportSettings,
} from '../../src/index';
import { isWebVideoCodec } from '../../src/formats/codecs';
import { readFrameCodes } from '../support/frame-code';
import { decodeRgb, ffmpeg, fromBase64, probe, toBase64 } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';

const exporter = createExporter({ check: 'off' });
afterAll(() => exporter.dispose());

function settings(composition: Composition, preset = 'mp4-h264'): ExportSettings {
  return settingsFor(findPreset(preset)!, composition);
}

/** Those of other codecs have a test of their own; those of a size of their own, up to 4K, are made of the same parts. */
const webPresets = presets
  .filter(
    ({ video, shortSide, width }) => isWebVideoCodec(video.codec) && shortSide === undefined && width === undefined,
  )
  .map(({ id }) => id);

describe('an export', () => {
  it.each(webPresets)('%s: every frame once, in order', async (preset) => {
    const composition = frameCodeComposition();
    const { file, frames } = await exporter.start(composition, settings(composition, preset)).result;
    expect(frames).toBe(60);
    const extension = file!.name.split('.').at(-1)!;
    const codes = readFrameCodes(await decodeRgb(file!, extension), 320, 180);
    expect(codes).toEqual(Array.from({ length: 60 }, (_, index) => index));
  });

  it('of a range holds just its frames', async () => {
    const composition = frameCodeComposition();
    const handle = exporter.start(composition, { ...settings(composition), range: { first: 10, end: 25 } });
    const { file } = await handle.result;
    expect(readFrameCodes(await decodeRgb(file!, 'mp4'), 320, 180)).toEqual(
      Array.from({ length: 15 }, (_, index) => index + 10),
    );
    const { format } = await probe(file!, 'mp4');
    expect(Number(format.duration)).toBeCloseTo(0.5, 5);
  });

  it('carries title, author and a cover picture', async () => {
    const composition = frameCodeComposition();
    const metadata = { title: 'Numbers', author: 'Someone' };
    for (const preset of ['mp4-h264', 'mkv-vp9']) {
      const asked = { ...settings(composition, preset), metadata, posterFrame: 21 };
      const { file } = await exporter.start(composition, asked).result;
      const extension = file!.name.split('.').at(-1)!;
      const { streams, format } = await probe(file!, extension);
      expect(Object.values(format.tags ?? {})).toEqual(expect.arrayContaining(['Numbers', 'Someone']));
      expect(streams.map(({ codec_name }) => codec_name)).toContain('mjpeg');
      const cover = await ffmpeg(file!, extension, [
        ...['-v', 'error', '-i', '{in}', '-map', '0:v:1', '-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'],
      ]);
      expect(readFrameCodes(cover.bytes, 320, 180)).toEqual([21]);
    }
  });

  it.each(['h264', 'vp8', 'vp9', 'av1'] as const)('%s has key frames where they are asked for', async (codec) => {
    const composition = frameCodeComposition();
    const video = { codec, rateControl: { mode: 'bitrate', bitrate: 500_000 }, keyFrameInterval: 0.5 } as const;
    const { file } = await exporter.start(composition, { ...settings(composition), format: 'mkv', video, audio: null })
      .result;
    expect(await keyFrames(file!)).toEqual([0, 15, 30, 45]);
  });

  it.each(['vp9', 'av1'] as const)('%s spends bits by the quantizer', async (codec) => {
    const composition = frameCodeComposition();
    const sizes: number[] = [];
    for (const quantizer of [10, 60]) {
      const video = { codec, rateControl: { mode: 'quantizer', quantizer } } as const;
      const asked = { ...settings(composition), format: 'webm', video, audio: null } as const;
      sizes.push((await exporter.start(composition, asked).result).byteLength);
    }
    expect(sizes[0]).toBeGreaterThan(1.5 * sizes[1]!);
  });

  it('runs beside another one', async () => {
    const composition = frameCodeComposition();
    const both = ['mp4-h264', 'webm-vp9'].map(
      (preset) => exporter.start(composition, settings(composition, preset)).result,
    );
    for (const { file } of await Promise.all(both)) {
      const codes = readFrameCodes(await decodeRgb(file!, file!.name.split('.').at(-1)!), 320, 180);
      expect(codes).toEqual(Array.from({ length: 60 }, (_, index) => index));
    }
  });

  it('draws what comes before the range too, where frames depend on it', async () => {
    const drawn: number[] = [];
    const composition = frameCodeComposition({ stateful: true, renderFrame: (frame) => void drawn.push(frame) });
    await exporter.start(composition, { ...settings(composition), range: { first: 10, end: 20 } }).result;
    expect(drawn).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  it('of a loop on the virtual clock is the same every time, and leaves the page its own clock', async () => {
    const real = Reflect.get(Math, 'random') as unknown;
    const films: Uint8Array[] = [];
    for (let take = 0; take < 2; take++) {
      const { file } = await exporter.start(randomLoop, settings(randomLoop, 'webm-vp9')).result;
      films.push(await decodeRgb(file!, 'webm'));
    }
    expect(films[0]!.length).toBe(30 * 64 * 64 * 3);
    expect(films[1]).toEqual(films[0]);
    expect(Reflect.get(Math, 'random')).toBe(real);
  });
});

/** A script that knows nothing of exports: frames as they come, and a dice. */
const randomLoop = fromLoop({
  id: 'random-loop',
  name: 'Random loop',
  width: 64,
  height: 64,
  frameRate: 30,
  durationInFrames: 30,
  start(stage) {
    const canvas = document.createElement('canvas');
    canvas.width = stage.width;
    canvas.height = stage.height;
    const context = canvas.getContext('2d')!;
    const draw = (): void => {
      const hue = 360 * Math.random();
      context.fillStyle = `hsl(${hue} 80% 50%)`;
      context.fillRect(0, 0, (performance.now() / 16) % 64, 64);
      requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
    return { layers: () => [{ source: canvas }], stop: () => undefined };
  },
});

async function keyFrames(file: File): Promise<number[]> {
  const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=flags', '-of', 'csv=p=0', '{in}'];
  const { stdoutBase64 } = await commands.mediaTool('ffprobe', await toBase64(file), 'mkv', args);
  const flags = new TextDecoder().decode(fromBase64(stdoutBase64)).trim().split('\n');
  return flags.flatMap((flag, index) => (flag.startsWith('K') ? [index] : []));
}
