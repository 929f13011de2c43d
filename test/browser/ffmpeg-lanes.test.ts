import { afterEach, describe, expect, it } from 'vitest';
import type { FfmpegEncoderSettings } from '../../src/encode/ffmpeg/ffmpeg-settings';
import { FfmpegSegmentEncoder } from '../../src/encode/ffmpeg/ffmpeg-segment-encoder';
import { cancelled, type ExportError } from '../../src/errors';
import { createExportWorkers } from '../../src/workers/export-workers';
import { decodesWhole, painted, worstLumaPsnr } from '../support/ffmpeg-checks';
import { busy, FfmpegEngine } from '../support/ffmpeg-engine';

const settings: FfmpegEncoderSettings = {
  ...{ codec: 'dnxhr-sq', width: 320, height: 180, frameRate: { num: 25, den: 1 }, scan: 'progressive' },
  ...{ colourSpace: 'bt709', alpha: 'none' },
};

const engines: FfmpegEngine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.dispose();
});

/** Lanes of which the first workers fail in the ways given, and those that replace them work. */
function engineWith(faults: string[]): FfmpegEngine {
  const started: string[] = [];
  const engine = new FfmpegEngine(2, () => {
    const name = faults[started.length] ?? 'works';
    started.push(name);
    return Promise.resolve(
      new Worker(new URL('../support/failing-ffmpeg.worker.ts', import.meta.url), { type: 'module', name }),
    );
  });
  engines.push(engine);
  return engine;
}

describe('lanes', () => {
  it.each([
    ['hangs', ['hang', 'works']],
    ['crashes', ['crash', 'crash']],
  ])('encode a batch elsewhere when a worker %s', async (_name, faults) => {
    const engine = engineWith(faults);
    const replaced: number[] = [];
    const lanes = await engine.lanes({
      stallLimitMs: 4000,
      replaceLane: (index) => {
        replaced.push(index);
        return engine.replaceLane(index);
      },
    });
    const segments = await engine.encode(settings, busy, 60, 30, lanes);
    expect(replaced.length).toBe(faults.filter((fault) => fault !== 'works').length);
    const healthy = new FfmpegEngine(1);
    engines.push(healthy);
    const expected = await healthy.encode(settings, busy, 60, 30);
    expect(segments.map(({ data }) => data)).toEqual(expected.map(({ data }) => data));
  });

  it('fail with the end of the log when the second try fails as well', async () => {
    const engine = engineWith(['crash', 'crash', 'crash', 'crash', 'crash']);
    await expect(engine.encode(settings, busy, 4)).rejects.toMatchObject({ code: 'encoder', detail: 'ffmpeg-crashed' });
  });

  it('fail at once, with what ffmpeg says, when ffmpeg refuses', async () => {
    const engine = engineWith([]);
    const refused = { ...settings, codec: 'dnxhd-185', width: 322 } as const;
    const error = await engine.encode(refused, busy, 2).catch((cause: unknown) => cause as ExportError);
    expect(error).toMatchObject({ code: 'encoder', detail: 'ffmpeg-failed' });
    expect((error as ExportError).message).toMatch(/Error initializing output stream/);
  });

  it('stop at once when the encoder is disposed of', async () => {
    const engine = engineWith(['hang', 'hang']);
    const lanes = await engine.lanes();
    const encoder = new FfmpegSegmentEncoder(lanes, settings);
    encoder.begin({ index: 0, first: 0, count: 1 });
    await encoder.encode({ frame: 0, pixels: new ArrayBuffer(320 * 180 * 4), timestampUs: 0, durationUs: 0 });
    const end = encoder.end();
    encoder.dispose();
    lanes.end(cancelled('encode'));
    await expect(end).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('say why when the core cannot be loaded', async () => {
    const engine = engineWith([]);
    const missing = new URL('/nowhere/ffmpeg-core', location.href).href;
    const lanes = await engine.lanes({ core: { coreUrl: `${missing}.js`, wasmUrl: `${missing}.wasm` } });
    await expect(engine.encode(settings, busy, 1, 1, lanes)).rejects.toMatchObject({
      code: 'unsupported',
      detail: 'ffmpeg-not-loaded',
    });
  });

  it('start from the inlined worker as well', async () => {
    const { ffmpeg: hosts } = createExportWorkers().lanes;
    const port = await hosts.open(0);
    expect(port).toBeInstanceOf(MessagePort);
    hosts.terminate(cancelled('encode'));
  });
});

describe('H.264 where the browser has no encoder', () => {
  it('comes in MP4 with B-frames in their places', async () => {
    const engine = engineWith([]);
    const h264: FfmpegEncoderSettings = {
      ...{ ...settings, codec: 'h264', frameRate: { num: 30000, den: 1001 } },
      h264: { rate: { mode: 'crf', crf: 12 }, keyFrameInterval: 10, speed: 'veryfast' },
    };
    const frameCount = 30;
    const segments = await engine.encode(h264, busy, frameCount, 20);
    const packets = segments.flatMap((segment) => segment.packets);
    expect(packets.flatMap(({ key }, index) => (key ? [index] : []))).toEqual([0, 10, 20]);
    expect(packets.map(({ frame }) => frame)).not.toEqual(packets.map((_, index) => index));
    expect(segments[0]!.decoderConfig.codec).toMatch(/^avc1\.64/);
    const file = await engine.mux(segments, { container: 'mp4', settings: h264 });
    await decodesWhole(file, 'mp4');
    const reference = (frame: number): Uint8Array => painted(busy, frame, 320, 180);
    expect(await worstLumaPsnr(file, 'mp4', 'yuv420p', [320, 180], frameCount, reference)).toBeGreaterThan(34);
  });
});
