import { describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import {
  createExporter,
  ExportError,
  findPreset,
  settingsFor,
  type Composition,
  type ExporterOptions,
  type ExportOptions,
  type ExportProgress,
  type ExportSettings,
} from '../../src/index';
import { sampleRate } from '../support/flash-beep';
import { probe } from '../support/media-tools';
import { leftoversOf, nothingLeft } from '../support/resource-watch';
import { frameCodeComposition } from '../support/test-compositions';

interface Given {
  composition?: Composition;
  settings?: Partial<ExportSettings>;
  options?: ExportOptions;
  exporter?: ExporterOptions;
}

/** Exports what cannot be exported: the error, with nothing left on the page. */
async function failure({
  composition = frameCodeComposition(),
  settings,
  options,
  exporter: own,
}: Given): Promise<ExportError> {
  let error: unknown;
  const leftovers = await leftoversOf(async () => {
    const exporter = createExporter({ check: 'off', ...own });
    const whole = { ...settingsFor(findPreset('mp4-h264')!, composition), ...settings };
    const handle = exporter.start(composition, whole, options);
    error = await handle.result.then(
      () => new Error('The export succeeded.'),
      (thrown: unknown) => thrown,
    );
    expect(handle.progress.phase).toBe(
      error instanceof ExportError && error.code === 'cancelled' ? 'cancelled' : 'failed',
    );
    expect(handle.progress.error).toBe(error);
    await exporter.dispose();
  });
  expect(leftovers).toEqual(nothingLeft);
  if (!(error instanceof ExportError)) throw error;
  expect(error.remedy.length).toBeGreaterThan(10);
  return error;
}

describe('settings that cannot be exported', () => {
  const cases: [string, Partial<ExportSettings>, string][] = [
    ['a width of 0', { width: 0 }, 'size-out-of-range'],
    ['a negative height', { height: -180 }, 'size-out-of-range'],
    ['a width of NaN', { width: Number.NaN }, 'size-out-of-range'],
    ['an absurd width', { width: 1e9 }, 'size-out-of-range'],
    ['an odd height', { height: 181 }, 'odd-size'],
    ['0 frames per second', { frameRate: { num: 0, den: 1 } }, 'frame-rate-out-of-range'],
    ['1000 frames per second', { frameRate: { num: 1000, den: 1 } }, 'frame-rate-out-of-range'],
    ['an empty range', { range: { first: 5, end: 5 } }, 'range-empty'],
    ['a range behind the end', { range: { first: 0, end: 61 } }, 'range-outside'],
    ['a range of half frames', { range: { first: 0, end: 1.5 } }, 'range-invalid'],
    [
      'a bitrate of 0',
      { video: { codec: 'h264', rateControl: { mode: 'bitrate', bitrate: 0 } } },
      'bitrate-out-of-range',
    ],
    [
      'a quantizer for H.264',
      { video: { codec: 'h264', rateControl: { mode: 'quantizer', quantizer: 20 } } },
      'quantizer-not-in-codec',
    ],
    [
      'VP8 in MP4',
      { video: { codec: 'vp8', rateControl: { mode: 'quality', quality: 'high' } } },
      'codec-not-in-format',
    ],
    ['a cover that is not exported', { posterFrame: 60 }, 'poster-outside'],
    ['PCM in MP4', { audio: { codec: 'pcm-s16' } }, 'audio-codec-not-in-format'],
  ];

  it.each(cases)('%s', async (_name, settings, detail) => {
    expect(await failure({ settings })).toMatchObject({ code: 'invalid-input', detail, stage: 'configure' });
  });

  it('offers the nearest even size, and canExport says the same as the export', async () => {
    const exporter = createExporter({ check: 'off' });
    const composition = frameCodeComposition();
    const settings = { ...settingsFor(findPreset('mp4-h264')!, composition), width: 321 };
    const [issue] = await exporter.canExport(composition, settings);
    expect(issue).toMatchObject({ severity: 'error', detail: 'odd-size', path: 'width', suggestion: { width: 322 } });
    expect(await exporter.canExport(composition, { ...settings, ...issue!.suggestion })).toEqual([]);
    await exporter.dispose();
  });

  it('a size no encoder takes names the alternatives', async () => {
    const error = await failure({ settings: { width: 8192, height: 8192 } });
    expect(error).toMatchObject({ code: 'unsupported', detail: 'codec-unavailable', stage: 'prepare' });
  });

  it('a composition that is none', async () => {
    const composition = { ...frameCodeComposition(), durationInFrames: 0 };
    expect(await failure({ composition, settings: { range: { first: 0, end: 1 } } })).toMatchObject({
      code: 'invalid-input',
      detail: 'composition-invalid',
    });
  });
});

describe('a composition that fails', () => {
  it('throws at frame 37', async () => {
    const composition = frameCodeComposition({
      renderFrame(frame) {
        if (frame === 37) throw new TypeError('no such layer');
      },
    });
    const error = await failure({ composition });
    expect(error).toMatchObject({ code: 'capture', detail: 'render-threw', stage: 'render', frame: 37 });
    expect(error.message).toContain('no such layer');
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  it('never finishes a frame', async () => {
    const composition = frameCodeComposition({
      renderFrame: (frame) => (frame === 3 ? new Promise<void>(() => undefined) : undefined),
    });
    const error = await failure({ composition, options: { frameTimeoutMs: 200 } });
    expect(error).toMatchObject({ code: 'timeout', detail: 'render-timeout', frame: 3, recoverable: true });
  });

  it('draws pixels of another origin', async () => {
    const other = location.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
    const image = new Image();
    image.src = `${location.protocol}//${other}:${location.port}/__vitest__/favicon.svg`;
    await image.decode();
    const canvas = new OffscreenCanvas(320, 180);
    canvas.getContext('2d')!.drawImage(image, 0, 0);
    const composition = withLayer(() => canvas);
    expect(await failure({ composition })).toMatchObject({ code: 'capture', detail: 'canvas-tainted' });
  });

  it('loses its WebGL context in every attempt', async () => {
    const composition = frameCodeComposition({
      open({ width, height }) {
        const canvas = document.createElement('canvas');
        Object.assign(canvas, { width, height });
        const gl = canvas.getContext('webgl2')!;
        return {
          async renderFrame(frame) {
            gl.clear(gl.COLOR_BUFFER_BIT);
            if (frame !== 5) return;
            const lost = new Promise((resolve) => canvas.addEventListener('webglcontextlost', resolve));
            gl.getExtension('WEBGL_lose_context')!.loseContext();
            await lost;
          },
          layers: () => [{ source: canvas }],
          dispose: () => undefined,
        };
      },
    });
    expect(await failure({ composition })).toMatchObject({
      code: 'capture',
      detail: 'context-lost',
      recoverable: true,
    });
  });

  it('cannot be opened', async () => {
    const composition = frameCodeComposition({
      open: () => Promise.reject(new Error('no shader')),
    });
    expect(await failure({ composition })).toMatchObject({ code: 'capture', detail: 'open-failed' });
  });
});

describe('sound', () => {
  const audioOf = (source: NonNullable<Composition['audio']>[number]['source']): Composition =>
    frameCodeComposition({ audio: [{ source }] });

  it('that is missing', async () => {
    const error = await failure({ composition: audioOf('/no-such-file.wav') });
    expect(error).toMatchObject({ code: 'audio', stage: 'audio' });
  });

  it('that is corrupt', async () => {
    const error = await failure({ composition: audioOf(new Blob([new Uint8Array(1000).fill(7)])) });
    expect(error).toMatchObject({ code: 'audio', detail: 'audio-corrupt', stage: 'audio' });
  });

  it.each([0.5, 5])('of %d s beside a picture of 2 s: the file is 2 s long', async (seconds) => {
    const buffer = new AudioBuffer({ length: seconds * sampleRate, numberOfChannels: 1, sampleRate });
    const exporter = createExporter({ check: 'off' });
    const composition = audioOf(buffer);
    const { file } = await exporter.start(composition, settingsFor(findPreset('mp4-h264')!, composition)).result;
    const { streams } = await probe(file!, 'mp4');
    expect(streams.map(({ duration }) => Number(duration))).toEqual([2, 2]);
    await exporter.dispose();
  });
});

describe('the machine', () => {
  it('an encoder that breaks midway', async () => {
    const encode = (): Worker =>
      new Worker(new URL('../support/failing-encode.worker.ts', import.meta.url), { type: 'module' });
    const error = await failure({ exporter: { workers: { encode } } });
    expect(error).toMatchObject({ code: 'encoder', detail: 'encoder-failed', stage: 'encode', recoverable: true });
  });

  it('a worker that cannot start', async () => {
    const encode = (): Worker => new Worker('/no-such-worker.js');
    expect(await failure({ exporter: { workers: { encode } } })).toMatchObject({ code: 'worker-crash' });
  });

  it('a full disk: the export waits for the user', async () => {
    const noise = new Uint8ClampedArray(640 * 360 * 4);
    const composition = frameCodeComposition({
      width: 640,
      height: 360,
      durationInFrames: 240,
      open: ({ width, height }) => {
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext('2d')!;
        return {
          renderFrame() {
            for (let at = 0; at < noise.length; at += 65536) crypto.getRandomValues(noise.subarray(at, at + 65536));
            context.putImageData(new ImageData(noise, width, height), 0, 0);
          },
          layers: () => [{ source: canvas }],
          dispose: () => undefined,
        };
      },
    });
    const video: ExportSettings['video'] = { codec: 'vp8', rateControl: { mode: 'bitrate', bitrate: 50e6 } };
    const settings = { ...settingsFor(findPreset('webm-vp8')!, composition), video, audio: null };
    const leftovers = await leftoversOf(async () => {
      const exporter = createExporter({ check: 'off' });
      await commands.overrideQuota(1_000_000);
      try {
        const handle = exporter.start(composition, settings);
        const { error } = await new Promise<ExportProgress>((resolve) =>
          handle.subscribe((progress) => {
            if (progress.phase === 'paused') resolve(progress);
          }),
        );
        expect(error).toMatchObject({ code: 'storage-quota', detail: 'disk-full', recoverable: true });
        await handle.cancel();
        await expect(handle.result).rejects.toMatchObject({ code: 'cancelled' });
      } finally {
        await commands.overrideQuota(null);
      }
      await exporter.dispose();
    });
    expect(leftovers).toEqual(nothingLeft);
  });
});

describe('cancelling', () => {
  it('by the handle, in the middle', async () => {
    let cancel: (() => Promise<void>) | undefined;
    const leftovers = await leftoversOf(async () => {
      const exporter = createExporter({ check: 'off' });
      const composition = frameCodeComposition({
        renderFrame: (frame) => {
          if (frame === 20) void cancel!();
        },
      });
      const handle = exporter.start(composition, settingsFor(findPreset('mp4-h264')!, composition));
      cancel = () => handle.cancel();
      await expect(handle.result).rejects.toMatchObject({ code: 'cancelled' });
      expect(handle.progress.phase).toBe('cancelled');
      await exporter.dispose();
    });
    expect(leftovers).toEqual(nothingLeft);
  });

  it('by a signal that is aborted already', async () => {
    expect(await failure({ options: { signal: AbortSignal.abort() } })).toMatchObject({ code: 'cancelled' });
  });
});

function withLayer(
  source: () => OffscreenCanvas | HTMLCanvasElement,
  renderFrame: (frame: number) => Promise<void> | void = () => undefined,
): Composition {
  return frameCodeComposition({
    open: () => ({ renderFrame, layers: () => [{ source: source() }], dispose: () => undefined }),
  });
}
