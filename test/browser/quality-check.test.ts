import { afterAll, describe, expect, it } from 'vitest';
import {
  createExporter,
  findPreset,
  settingsFor,
  type Composition,
  type ExportError,
  type ExportPhase,
  type ExportSettings,
  type FileSink,
} from '../../src/index';
import { checkFile } from '../../src/quality/check-file';
import type { QualityReport } from '../../src/quality/report';
import { valuesOf } from '../support/raw-database';
import { readFrameCodes } from '../support/frame-code';
import { cleanUpAfterEach, newExporter } from '../support/fault-session';
import { ffmpegCore } from '../support/ffmpeg-core';
import { decodeRgb } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';

cleanUpAfterEach();

const composition = frameCodeComposition({ durationInFrames: 60 });

/** A picture no encoder keeps at the least rate: every pixel by chance, every frame. */
const rough = frameCodeComposition({
  id: 'rough',
  durationInFrames: 30,
  open({ width, height }) {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d')!;
    const random = new Uint32Array((width * height) / 4);
    return {
      renderFrame() {
        const picture = context.createImageData(width, height);
        for (let at = 0; at < picture.data.length; at += 4 * random.length) {
          crypto.getRandomValues(random);
          picture.data.set(new Uint8Array(random.buffer), at);
        }
        for (let at = 3; at < picture.data.length; at += 4) picture.data[at] = 255;
        context.putImageData(picture, 0, 0);
      },
      layers: () => [{ source: canvas }],
      dispose: () => undefined,
    };
  },
});

function settings(of: Composition, bitrate?: number): ExportSettings {
  const asked = settingsFor(findPreset('webm-vp9')!, of);
  if (bitrate === undefined) return asked;
  return { ...asked, video: { ...asked.video, rateControl: { mode: 'bitrate', bitrate } } };
}

const low = settings(rough, 50_000);
const good = settings(composition, 5_000_000);

const picked: string[] = [];

/** A file the user has picked, as far as an export knows. */
async function pickedFile(): Promise<FileSystemFileHandle> {
  const name = `picked-${picked.length}-${crypto.randomUUID()}.webm`;
  picked.push(name);
  return (await navigator.storage.getDirectory()).getFileHandle(name, { create: true });
}

afterAll(async () => {
  const folder = await navigator.storage.getDirectory();
  for (const name of picked) await folder.removeEntry(name);
});

/** The first frames, one picture each, as they were captured. */
function pictures(end: number): ExportSettings {
  const asked = settingsFor(findPreset('png-sequence')!, composition, { range: { first: 0, end } });
  delete asked.video.alpha;
  return asked;
}

/** Takes away one picture and puts another in the place of a third. */
async function harm(
  folder: FileSystemDirectoryHandle,
  open: FileSystemDirectoryHandle['getFileHandle'],
): Promise<void> {
  await folder.removeEntry('frame-code.0003.png');
  const [one, other] = [await open('frame-code.0004.png'), await open('frame-code.0005.png')];
  const stream = await one.createWritable();
  await stream.write(await other.getFile());
  await stream.close();
}

async function digitsOf(file: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function rejection(result: Promise<unknown>): Promise<ExportError> {
  return result.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error: unknown) => error as ExportError,
  );
}

describe('the check of a finished file', () => {
  it('comes before the end, and finds nothing wrong with a good one', async () => {
    const exporter = newExporter();
    const handle = exporter.start(composition, good, { check: 'warn_user' });
    const phases: ExportPhase[] = [];
    handle.subscribe(({ phase }) => phases.at(-1) !== phase && phases.push(phase));
    const { quality, warnings, file, timings } = await handle.result;
    expect(phases.slice(-3)).toEqual(['muxing', 'validating', 'complete']);
    expect(quality!.reference).toBe('captured');
    expect(quality!.checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(quality!.sampled.map(({ frame }) => frame)).toEqual([0, 59]);
    expect(quality!.picture).toMatchObject({ width: 320, height: 180, frames: 60 });
    expect(quality!.worst[0]!.difference).toMatch(/^data:image\/jpeg;base64,/);
    expect(quality!.series.deltaEHistogram.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1000);
    expect(JSON.parse(JSON.stringify(quality))).toEqual(quality);
    expect(quality!.checks.find(({ id }) => id === 'packets')).toMatchObject({ status: 'pass', measured: 60 });
    expect(warnings).toEqual([]);
    expect(timings.check).toBeGreaterThan(0);
    expect(quality!.file.sha256).toBe(await digitsOf(file!));
    await handle.release();
    expect(await valuesOf('references')).toEqual([]);
  });

  it('has another worker look for packets only where the container is whole, and does without it', async () => {
    const { file } = await newExporter().start(composition, settings(composition), { check: 'off' }).result;
    const asked: boolean[] = [];
    const look = (of: Blob): Promise<QualityReport> =>
      checkFile({
        ...{ file: of, name: 'file.webm', mimeType: 'video/webm', settings: null, packets: null },
        captured: 'Nothing was captured.',
        readDigests({ withPackets }) {
          asked.push(withPackets);
          return Promise.reject(new Error('That worker is gone.'));
        },
      });
    const { file: whole } = await look(file!);
    const { file: cut } = await look(file!.slice(0, file!.size / 2));
    expect(asked).toEqual([true, false]);
    expect([whole.sha256, cut.sha256]).toEqual([await digitsOf(file!), await digitsOf(file!.slice(0, file!.size / 2))]);
  });

  it('does not happen where it is switched off', async () => {
    const { quality, timings } = await newExporter().start(composition, good, { check: 'off' }).result;
    expect(quality).toBeNull();
    expect(timings.check).toBeLessThan(50);
  });

  it('warns of a bad one, which is handed over all the same', async () => {
    const { file, quality, warnings } = await newExporter().start(rough, low, { check: 'warn_user' }).result;
    expect(file!.size).toBeGreaterThan(0);
    expect(quality!.recommendation).toBe('reject');
    expect(warnings.map(({ code }) => code)).toContain('quality');
  });

  it('says that it had nothing to look at where a host takes the file and asked for no check', async () => {
    const bytes: number[] = [];
    const sink: FileSink = {
      write: (position, data) => Promise.resolve(void (bytes[position] = data.length)),
      close: () => Promise.resolve(null),
      abort: () => Promise.resolve(),
    };
    const exporter = createExporter();
    const { quality, warnings } = await exporter.start(composition, good, { destination: { kind: 'sink', sink } })
      .result;
    await exporter.dispose();
    expect(bytes.length).toBeGreaterThan(0);
    expect(quality!.checks.map(({ status }) => status)).toEqual(['skipped']);
    expect(quality!.recommendation).toBe('review');
    expect(warnings).toEqual([]);
  });

  it('reads a picked file again', async () => {
    const handle = await pickedFile();
    const options = { destination: { kind: 'handle', handle }, check: 'warn_user' } as const;
    const { quality, file } = await newExporter().start(composition, good, options).result;
    expect(file).toBeNull();
    expect(quality!.checks.find(({ id }) => id === 'ssim')!.status).toBe('pass');
  });

  it('reads the pictures of a folder again', async () => {
    const root = await navigator.storage.getDirectory();
    const handle = await root.getDirectoryHandle(`pictures-${crypto.randomUUID()}`, { create: true });
    const options = { destination: { kind: 'folder', handle }, check: 'fail_export' } as const;
    const asked = pictures(8);
    const { quality, byteLength } = await newExporter({ ffmpeg: ffmpegCore }).start(composition, asked, options).result;
    expect(quality!.checks.filter(({ status }) => ['fail', 'warn', 'skipped'].includes(status))).toEqual([]);
    const passed = quality!.checks.map(({ id }) => id);
    expect(passed).toEqual(expect.arrayContaining(['packets', 'lossless', 'container-structure', 'frame-count']));
    expect(quality!.file).toMatchObject({ name: handle.name, byteLength });
    await root.removeEntry(handle.name, { recursive: true });
  });

  it('finds that pictures of a folder went missing or were changed', async () => {
    const root = await navigator.storage.getDirectory();
    const handle = await root.getDirectoryHandle(`pictures-${crypto.randomUUID()}`, { create: true });
    const open = handle.getFileHandle.bind(handle);
    let damage: Promise<void> | undefined;
    // The page opens them for the check alone; a worker has written them by a handle of its own.
    handle.getFileHandle = async (name) => {
      damage ??= harm(handle, open);
      await damage;
      return open(name);
    };
    const options = { destination: { kind: 'folder', handle }, check: 'fail_export' } as const;
    const running = newExporter({ ffmpeg: ffmpegCore }).start(composition, pictures(8), options);
    const error = await rejection(running.result);
    expect(error).toMatchObject({ code: 'validation', detail: 'quality-failed' });
    expect(error.remedy).toContain('in the folder');
    expect(error.message).toContain('frame-code.0004.png is out of order');
    await root.removeEntry(handle.name, { recursive: true });
  });

  it('that fails does no harm', async () => {
    const dead = (): Worker => new Worker(URL.createObjectURL(new Blob(['throw new Error("no checks here");'])));
    const exporter = newExporter({ workers: { quality: dead } });
    const { file, quality, warnings } = await exporter.start(composition, good, {
      check: 'fail_export',
    }).result;
    expect(readFrameCodes(await decodeRgb(file!, 'webm'), 320, 180)).toHaveLength(60);
    expect(quality!.checks.map(({ status }) => status)).toEqual(['skipped']);
    expect(warnings.map(({ code }) => code)).toEqual(['quality-unchecked']);
  });
});

describe('a file that must pass', () => {
  it('is handed to where it was to go when it does', async () => {
    const handle = await pickedFile();
    const options = { destination: { kind: 'handle', handle }, check: 'fail_export' } as const;
    const { file, quality, byteLength } = await newExporter().start(composition, good, options).result;
    expect(file).toBeNull();
    expect(quality!.checks.length).toBeGreaterThan(10);
    const delivered = await handle.getFile();
    expect(delivered.size).toBe(byteLength);
    expect(readFrameCodes(await decodeRgb(delivered, 'webm'), 320, 180)).toHaveLength(60);
  });

  it.each(['browser', 'handle'] as const)('is withheld when it does not: %s', async (kind) => {
    const exporter = newExporter();
    const handle = await pickedFile();
    const destination = kind === 'handle' ? ({ kind, handle } as const) : ({ kind } as const);
    const started = exporter.start(rough, low, { destination, check: 'fail_export' });
    const error = await rejection(started.result);
    expect(error).toMatchObject({ code: 'validation', detail: 'quality-failed', stage: 'check', recoverable: false });
    expect(started.progress.phase).toBe('failed');
    expect((await handle.getFile()).size).toBe(0);
    const [left] = await exporter.unfinished();
    expect(left).toMatchObject({ id: started.id, withheld: true, finished: false });
    const withheld = (await exporter.withheld(started.id))!;
    expect(withheld.report.recommendation).toBe('reject');
    expect((await decodeRgb(withheld.file, 'webm')).length).toBe(30 * 320 * 180 * 3);
    await exporter.discard(started.id);
    expect(await exporter.withheld(started.id)).toBeNull();
    expect(await exporter.unfinished()).toEqual([]);
  });

  it('can be taken as it is: nothing is drawn again', async () => {
    const exporter = newExporter();
    const started = exporter.start(rough, low, { check: 'fail_export' });
    await rejection(started.result);
    const again = exporter.resume(started.id, rough, { check: 'warn_user' });
    const { file, timings, quality } = await again.result;
    expect(file!.size).toBeGreaterThan(0);
    expect(timings.render).toBe(0);
    expect(quality!.recommendation).toBe('reject');
    expect(await exporter.withheld(started.id)).toBeNull();
  });
});
