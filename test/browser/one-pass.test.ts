import { describe, expect, it } from 'vitest';
import { findPreset, settingsFor, type AlsoExport, type Composition, type ExportSettings } from '../../src/index';
import { sha256 } from '../support/bytes';
import { cleanUpAfterEach, framesDone, newExporter, segmentsStored, warningsOf } from '../support/fault-session';
import { faultyWorkers } from '../support/faulty-workers';
import { ffmpegCore } from '../support/ffmpeg-core';
import { flashBeepComposition } from '../support/flash-beep';
import { readFrameCodes } from '../support/frame-code';
import { decodeRgb } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';
import { walkerComposition } from '../support/walker';

cleanUpAfterEach();

const length = 180;

/** Six seconds with sound, each drawing noted. */
function noted(): { composition: Composition; drawn: number[] } {
  const drawn: number[] = [];
  const composition = frameCodeComposition({
    width: 160,
    height: 90,
    durationInFrames: length,
    audio: flashBeepComposition({ frameRate: 30, seconds: length / 30 }).audio!,
    renderFrame: (frame) => void drawn.push(frame),
  });
  return { composition, drawn };
}

function settings(composition: Composition, preset: string, change: Partial<ExportSettings> = {}): ExportSettings {
  return { ...settingsFor(findPreset(preset)!, composition), ...change };
}

async function hashes(files: readonly { file: File | null }[]): Promise<string[]> {
  return Promise.all(files.map(({ file }) => sha256(file!)));
}

const everyFrame = Array.from({ length }, (_, frame) => frame);

describe('one pass', () => {
  it('makes the files that passes of their own make, and draws each frame once', async () => {
    const { composition, drawn } = noted();
    const exporter = newExporter({ ffmpeg: ffmpegCore });
    const asked: [ExportSettings, ...ExportSettings[]] = [
      settings(composition, 'prores-4444'),
      settings(composition, 'webm-vp9'),
      settings(composition, 'ffv1-mkv', { range: { first: 30, end: 90 } }),
      settings(composition, 'png-picture', { range: { first: 77, end: 78 } }),
    ];
    const alone: { file: File | null }[] = [];
    for (const each of asked) alone.push(await exporter.start(composition, each).result);
    drawn.length = 0;
    const [first, ...others] = asked;
    const handle = exporter.start(composition, first, { also: others.map((each) => ({ settings: each })) });
    const result = await handle.result;
    expect(drawn).toEqual(everyFrame);
    expect(await hashes([result, ...result.also])).toEqual(await hashes(alone));
    expect(result.also.map(({ frames }) => frames)).toEqual([length, 60, 1]);
    const { framesDone: done, framesStored, segmentsStored: stored, segmentsTotal } = handle.progress;
    expect([done, framesStored, stored]).toEqual([length, length, segmentsTotal]);
    expect(await exporter.unfinished()).toHaveLength(0);
    await handle.release();
  });

  it('scales frames for a file of another size, without drawing them again', async () => {
    const { composition, drawn } = noted();
    const asked = settings(composition, 'ffv1-mkv', { range: { first: 0, end: 60 } });
    const also: AlsoExport[] = [{ settings: { ...asked, width: 80, height: 46, format: 'mkv-archive' } }];
    const { also: others } = await newExporter({ ffmpeg: ffmpegCore }).start(composition, asked, { also }).result;
    expect(drawn).toHaveLength(60);
    const rgb = await decodeRgb(others[0]!.file!, 'mkv');
    expect(rgb.length).toBe(60 * 80 * 46 * 3);
    expect(readFrameCodes(rgb, 80, 46)).toEqual(everyFrame.slice(0, 60));
  });

  it('keeps what is translucent as it is drawn, at its own size and scaled, beside a file without transparency', async () => {
    const composition: Composition = {
      ...frameCodeComposition({ width: 64, height: 64, durationInFrames: 2 }),
      open({ width, height }) {
        const canvas = document.createElement('canvas');
        Object.assign(canvas, { width, height });
        const context = canvas.getContext('2d')!;
        return {
          renderFrame() {
            context.clearRect(0, 0, width, height);
            context.fillStyle = 'rgb(200 100 40 / 0.5)';
            context.fillRect(0, 0, width, height);
          },
          layers: () => [{ source: canvas }],
          dispose: () => undefined,
        };
      },
    };
    const exporter = newExporter({ ffmpeg: ffmpegCore });
    const opaque = settings(composition, 'webm-vp9');
    const range = { first: 0, end: 1 };
    const picture = settings(composition, 'png-picture', { range });
    const [alone] = await hashes([await exporter.start(composition, opaque).result]);
    const small = { ...picture, width: 32, height: 32 };
    const also = [{ settings: picture }, { settings: small }];
    const result = await exporter.start(composition, opaque, { also }).result;
    expect(await sha256(result.file!)).toBe(alone);
    for (const { file, width } of result.also) {
      const bitmap = await createImageBitmap(file!, { premultiplyAlpha: 'none' });
      expect(bitmap.width).toBe(width);
      const context = new OffscreenCanvas(width, width).getContext('2d')!;
      context.drawImage(bitmap, 0, 0);
      const [r, g, b, a] = context.getImageData(width / 2, width / 2, 1, 1).data;
      for (const [value, wanted] of [
        [r, 200],
        [g, 100],
        [b, 40],
        [a, 128],
      ]) {
        expect(Math.abs(value! - wanted!)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('pauses and goes on with all of them', async () => {
    const { composition, drawn } = noted();
    const exporter = newExporter();
    const asked = settings(composition, 'webm-vp9');
    const other = settings(composition, 'prores-422');
    const alone = await hashes([
      await exporter.start(composition, asked).result,
      await exporter.start(composition, other).result,
    ]);
    drawn.length = 0;
    const handle = exporter.start(composition, asked, { also: [{ settings: other }] });
    await framesDone(handle, 140);
    await handle.pause();
    const { framesStored } = handle.progress;
    handle.resume();
    const result = await handle.result;
    expect(await hashes([result, ...result.also])).toEqual(alone);
    // What one of them lacked was drawn again, from the first frame that not both had.
    expect(drawn.slice(-(length - framesStored))).toEqual(everyFrame.slice(framesStored));
  });

  it('a simulation is gone back with as far as the slowest file needs', async () => {
    const { composition } = walkerComposition({ durationInFrames: length, snapshots: true });
    const exporter = newExporter();
    const [master, proxy] = [settings(composition, 'webm-vp9'), settings(composition, 'prores-422')];
    const alone = await hashes([
      await exporter.start(composition, master).result,
      await exporter.start(composition, proxy).result,
    ]);
    const handle = exporter.start(composition, proxy, { also: [{ settings: master }] });
    await framesDone(handle, 100);
    await handle.pause();
    handle.resume();
    const result = await handle.result;
    expect(await hashes([...result.also, result])).toEqual(alone);
  });

  it('leaves each file by itself to be resumed in another session', async () => {
    const { composition } = noted();
    const first = newExporter();
    const asked = settings(composition, 'webm-vp9');
    const other = settings(composition, 'prores-422');
    const handle = first.start(composition, asked, { also: [{ settings: other }] });
    await segmentsStored(handle, 2);
    await first.dispose();
    const second = newExporter();
    const unfinished = await second.unfinished();
    expect(unfinished.map(({ settings: { format } }) => format).sort()).toEqual(['mov', 'webm']);
    for (const { id, settings: own } of unfinished) {
      const { file } = await second.resume(id, composition).result;
      const alone = await second.start(composition, own).result;
      expect(await sha256(file!)).toBe(await sha256(alone.file!));
    }
  });

  it('gives up the encoder that fails, and no other', async () => {
    const { composition } = noted();
    // ProRes has no codec of the browser's that could break.
    const { workers } = faultyWorkers((kind) =>
      kind === 'encode' ? { codec: { afterFrames: 40, error: 'EncodingError' }, soundEngine: 'prefer-software' } : {},
    );
    const handle = newExporter({ workers }).start(composition, settings(composition, 'prores-422'), {
      also: [{ settings: settings(composition, 'webm-vp9') }],
    });
    const { engine, also } = await handle.result;
    expect(warningsOf(handle).filter((code) => code !== 'retried')).toEqual(['engine-failed']);
    expect([engine, also[0]!.engine]).toEqual(['prores', 'webcodecs']);
    expect(readFrameCodes(await decodeRgb(also[0]!.file!, 'webm'), 160, 90)).toEqual(everyFrame);
  });
});

describe('sound', () => {
  it('is only heard by the composition where the file has none', async () => {
    const { composition } = noted();
    const heard: number[] = [];
    const listening: Composition = {
      ...composition,
      spectrum: { fftSize: 1024 },
      open: async (stage) => {
        const session = await composition.open(stage);
        return {
          ...session,
          renderFrame(frame, context) {
            heard.push(Math.max(...context.spectrum!.frequency));
            return session.renderFrame(frame, context);
          },
        };
      },
    };
    const asked = settings(listening, 'png-picture', { range: { first: 2, end: 3 } });
    const { frames } = await newExporter({ ffmpeg: ffmpegCore }).start(listening, asked).result;
    expect(frames).toBe(1);
    expect(heard).toEqual([expect.any(Number)]);
    expect(heard[0]).toBeGreaterThan(0);
  });
});

describe('files that do not go together', () => {
  const composition = frameCodeComposition({ durationInFrames: 60 });
  const asked = settings(composition, 'webm-vp9', { range: { first: 10, end: 50 } });

  it.each<[string, Partial<ExportSettings>]>([
    ['rates-differ', { frameRate: { num: 25, den: 1 }, range: { first: 10, end: 40 } }],
    ['range-outside-first', { range: { first: 0, end: 50 } }],
    ['aspects-differ', { width: 320, height: 320 }],
    ['one-frame-only', { ...settings(composition, 'png-picture'), range: { first: 10, end: 12 } }],
  ])('are refused: %s', async (detail, change) => {
    const also = [{ settings: { ...asked, ...change } }];
    await expect(newExporter().start(composition, asked, { also }).result).rejects.toMatchObject({
      code: 'invalid-input',
      detail,
    });
  });
});
