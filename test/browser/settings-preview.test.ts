import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createExporter,
  findPreset,
  fromCanvas,
  settingsFor,
  type Composition,
  type Exporter,
  type ExportEstimate,
  type ExportSettings,
} from '../../src/index';
import { listOpfsFiles } from '../../src/delivery/opfs-sink';
import { ExportStore } from '../../src/storage/export-store';
import { everyNth } from '../support/thorough';
import { ffmpegCore } from '../support/ffmpeg-core';

const shape = { width: 256, height: 144, frameRate: 30, durationInFrames: 240 };

/** Discs over a gradient that turns. */
const discs: Composition = fromCanvas({
  ...{ ...shape, id: 'discs', name: 'Discs', background: 'black' },
  draw(context, { frame, width, height }) {
    const sky = context.createLinearGradient(0, 0, width, height);
    sky.addColorStop(0, `hsl(${frame} 60% 40%)`);
    sky.addColorStop(1, '#102030');
    context.fillStyle = sky;
    context.fillRect(0, 0, width, height);
    context.fillStyle = '#e0a040';
    for (let disc = 0; disc < 6; disc++) {
      context.beginPath();
      context.arc(128 + 90 * Math.sin(frame / 20 + disc), 72 + 50 * Math.cos(frame / 13 + disc), 16, 0, 7);
      context.fill();
    }
  },
});

/** Half of it stands still, the other half is as busy as pictures get. */
const halves: Composition = fromCanvas({
  ...{ ...shape, id: 'halves', name: 'Halves', background: 'black' },
  draw(context, { frame, width, height }) {
    context.fillStyle = '#335';
    context.fillRect(0, 0, width, height);
    for (let at = 0; at < (frame < 120 ? 0 : 400); at++) {
      context.fillStyle = `hsl(${(at * 37 + frame * 11) % 360} 80% 50%)`;
      context.fillRect((at * 53 + frame * 7) % width, (at * 29 + frame * 3) % height, 6, 6);
    }
  },
});

/** With sound, and frames that depend on those before. */
const walker: Composition = {
  ...{ ...shape, id: 'walker', name: 'Walker', background: 'black', stateful: true },
  audio: [{ source: () => Promise.resolve(tone()) }],
  open({ width, height }) {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d')!;
    let [x, drawn] = [0, -1];
    return {
      renderFrame(frame) {
        if (frame !== drawn + 1) throw new Error(`Frame ${frame} comes after ${drawn}.`);
        drawn = frame;
        x = (x * 1.1 + 7) % width;
        context.fillStyle = 'rgb(0 0 0 / 10%)';
        context.fillRect(0, 0, width, height);
        context.fillStyle = `hsl(${frame * 5} 70% 60%)`;
        context.fillRect(x, (frame * 3) % height, 40, 40);
      },
      layers: () => [{ source: canvas }],
      dispose: () => undefined,
    };
  },
};

function tone(): AudioBuffer {
  const buffer = new AudioBuffer({ length: 8 * 48_000, numberOfChannels: 1, sampleRate: 48_000 });
  const samples = buffer.getChannelData(0);
  for (let at = 0; at < samples.length; at++) samples[at] = 0.3 * Math.sin(at / (20 + (at % 48_000) / 4000));
  return buffer;
}

let exporter: Exporter;
const store = new ExportStore();
beforeAll(() => {
  exporter = createExporter({ ffmpeg: ffmpegCore, check: 'off' });
});
afterAll(async () => {
  await exporter.dispose();
  await store.close();
});

function settingsOf(preset: string, composition: Composition, change: Partial<ExportSettings> = {}): ExportSettings {
  return { ...settingsFor(findPreset(preset)!, composition), ...change };
}

/** Opaque, so that it is compared. */
function opaque(settings: ExportSettings): ExportSettings {
  const video = { ...settings.video };
  delete video.alpha;
  return { ...settings, video };
}

async function leftovers(): Promise<unknown> {
  const scratch: string[] = [];
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('stepframe-ffmpeg', { create: true });
  for await (const name of folder.keys()) scratch.push(name);
  return { parts: await store.partOwners(), records: await store.ids(), files: await listOpfsFiles(), scratch };
}

const cases = everyNth(
  ['mp4-h264', 'webm-vp9', 'prores-422', 'dnxhr-sq', 'gif'].flatMap((preset) =>
    [discs, walker, halves].map((composition) => ({ preset, composition })),
  ),
  4,
);

describe('the measured estimate', () => {
  test.each(cases)('of $preset holds the real file of $composition.id', async ({ preset, composition }) => {
    const settings = opaque(settingsOf(preset, composition));
    const before = await leftovers();
    const seen: ExportEstimate[] = [];
    const preview = await exporter.previewExportSettings(composition, settings, {
      frames: 60,
      onEstimate: (estimate) => seen.push(estimate),
    });
    expect(await leftovers()).toEqual(before);
    const handle = exporter.start(composition, settings);
    const { byteLength, engine, codecString } = await handle.result;
    await handle.release();
    expect(preview.byteLength.low).toBeLessThanOrEqual(byteLength);
    expect(preview.byteLength.high).toBeGreaterThanOrEqual(byteLength);
    expect(preview).toMatchObject({ engine, codecString, framesTotal: 240 });
    expect(preview.framesSampled).toBeGreaterThan(40);
    expect(preview.framesSampled).toBeLessThan(80);
    expect(preview.seconds.low).toBeGreaterThan(0);
    expect(preview.seconds.high).toBeGreaterThan(preview.seconds.likely);
    expect(preview.framesPerSecond).toBeGreaterThan(0);
    expect(seen.map(({ framesSampled }) => framesSampled)).toEqual(
      seen.map((_, i) => seen[0]!.framesSampled * (i + 1)),
    );
    expect(preview.unmeasured).toBeNull();
    const { quality, pictures } = preview;
    expect(quality!.ssim.worst).toBeLessThanOrEqual(quality!.ssim.mean);
    expect(quality!.ssim.worst).toBeGreaterThan(0.8);
    expect(quality!.psnr.worst).toBeGreaterThan(25);
    expect(quality!.deltaE.mean).toBeLessThan(6);
    expect(pictures).toHaveLength(1);
    const [{ frame, source, encoded }] = pictures as [(typeof pictures)[0]];
    expect(frame).toBeLessThan(240);
    expect(differenceOf(source, encoded)).toBeLessThan(12);
  });

  test('of an export as short as a sample is that export', async () => {
    const settings = settingsOf('mp4-h264', walker, { range: { first: 30, end: 70 } });
    const preview = await exporter.previewExportSettings(walker, settings);
    const handle = exporter.start(walker, settings);
    const { byteLength } = await handle.result;
    await handle.release();
    expect(preview.framesSampled).toBe(40);
    expect(Math.abs(preview.byteLength.likely / byteLength - 1)).toBeLessThan(0.02);
    expect(preview.byteLength.high / preview.byteLength.low).toBeLessThan(1.05);
    preview.pictures.forEach(close);
  });

  test('is stopped by its signal and leaves nothing', async () => {
    const before = await leftovers();
    const stop = new AbortController();
    const settings = settingsOf('webm-vp9', discs);
    const onEstimate = (): void => stop.abort();
    const stopped = exporter.previewExportSettings(discs, settings, { signal: stop.signal, onEstimate });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(await leftovers()).toEqual(before);
  });

  test('says what is wrong with the settings', async () => {
    const settings = settingsOf('mp4-h264', discs, { width: 7 });
    const refused = exporter.previewExportSettings(discs, settings);
    await expect(refused).rejects.toMatchObject({ code: 'invalid-input', detail: 'size-out-of-range' });
  });

  test('is made beside an export of the same composition, whose file stays what it was', async () => {
    const settings = settingsOf('prores-422', walker);
    const alone = exporter.start(walker, settings);
    const expected = await bytesOf((await alone.result).file!);
    await alone.release();
    const beside = exporter.start(walker, settings);
    const preview = await exporter.previewExportSettings(walker, settings, { frames: 30 });
    const file = (await beside.result).file!;
    expect(await bytesOf(file)).toEqual(expected);
    expect(preview.byteLength.high).toBeGreaterThan(file.size);
    preview.pictures.forEach(close);
    await beside.release();
  });
});

describe('a frame before and after', () => {
  test.each(['mp4-h264', 'prores-proxy', 'webm-vp8'])('is as %s makes it', async (preset) => {
    const before = await leftovers();
    const { frame, source, encoded } = await exporter.previewFrame(discs, settingsOf(preset, discs), 100);
    expect(frame).toBe(100);
    expect([source.width, source.height, encoded.width, encoded.height]).toEqual([256, 144, 256, 144]);
    expect(differenceOf(source, await drawn(100), false)).toBe(0);
    const lost = differenceOf(source, encoded);
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(10);
    expect(await leftovers()).toEqual(before);
  });

  test('gives way to a newer one', async () => {
    const settings = settingsOf('mp4-h264', discs);
    const [stale, newer] = [10, 200].map((frame) => exporter.previewFrame(discs, settings, frame));
    await expect(stale).rejects.toMatchObject({ code: 'cancelled' });
    const shown = await newer!;
    expect(shown.frame).toBe(200);
    close(shown);
  });

  test('must be one that is exported', async () => {
    const outside = exporter.previewFrame(discs, settingsOf('mp4-h264', discs), 240);
    await expect(outside).rejects.toMatchObject({ code: 'invalid-input', detail: 'frame-outside' });
  });
});

/** A frame as the composition draws it. */
async function drawn(frame: number): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(shape.width, shape.height);
  const session = await discs.open({
    ...{ ...shape, frameRate: { num: 30, den: 1 }, root: document.createElement('div'), random: Math.random },
    signal: new AbortController().signal,
  });
  await session.renderFrame(frame, { frame, time: frame / 30, signal: new AbortController().signal });
  canvas.getContext('2d')!.drawImage(session.layers()[0]!.source as HTMLCanvasElement, 0, 0);
  session.dispose();
  return canvas.transferToImageBitmap();
}

/** Codes by which two pictures differ, on average. */
function differenceOf(one: ImageBitmap, other: ImageBitmap, closing = true): number {
  const [a, b] = [one, other].map(pixelsOf) as [Uint8ClampedArray, Uint8ClampedArray];
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += Math.abs(a[at]! - b[at]!);
  if (closing) close({ source: one, encoded: other });
  return sum / a.length;
}

function pixelsOf(picture: ImageBitmap): Uint8ClampedArray {
  const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, picture.width, picture.height).data;
}

function close({ source, encoded }: { source: ImageBitmap; encoded: ImageBitmap }): void {
  source.close();
  encoded.close();
}

async function bytesOf(file: File): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
