import { describe, expect } from 'vitest';
import { commands } from 'vitest/browser';
import type { Composition, ExportSettings, FileSink } from '../../src/index';
import { readFrameCodes } from '../support/frame-code';
import { faultMatrix } from '../support/fault-matrix';
import {
  cleanUpAfterEach,
  length,
  newExporter,
  numbered,
  pausedBy,
  segmentFrames,
  settings,
  until,
} from '../support/fault-session';
import { decodeRgb } from '../support/media-tools';

cleanUpAfterEach();
const fault = faultMatrix('space');

/** Frame numbers above noise, for files that are large beside what else an origin stores. */
function noisy(): Composition {
  const noise = new Uint8ClampedArray(160 * 60 * 4);
  let context: OffscreenCanvasRenderingContext2D | null = null;
  const { composition } = numbered();
  return {
    ...composition,
    async open(stage) {
      const session = await composition.open(stage);
      const canvas = new OffscreenCanvas(stage.width, stage.height);
      context = canvas.getContext('2d')!;
      return {
        ...session,
        async renderFrame(frame, frameContext) {
          // What a segment takes up is counted with some delay.
          if (frame % segmentFrames === 0) await new Promise((resolve) => setTimeout(resolve, 400));
          await session.renderFrame(frame, frameContext);
          const [layer] = session.layers();
          context!.drawImage(layer!.source as HTMLCanvasElement, 0, 0);
          crypto.getRandomValues(noise);
          for (let alpha = 3; alpha < noise.length; alpha += 4) noise[alpha] = 255;
          context!.putImageData(new ImageData(noise, 160, 60), 0, 30);
        },
        layers: () => [{ source: canvas }],
      };
    },
  };
}

/** Some 1.5 MB a segment. */
function large(composition: Composition): ExportSettings {
  return {
    ...settings(composition),
    video: { codec: 'vp9', rateControl: { mode: 'quantizer', quantizer: 10 } },
    audio: null,
  };
}

const frameNumbers = Array.from({ length }, (_, index) => index);

async function expectAllFrames(file: Blob): Promise<void> {
  expect(readFrameCodes(await decodeRgb(file, 'webm'), 160, 90)).toEqual(frameNumbers);
}

/** A file in memory. */
function memorySink(): { sink: FileSink; file: () => Blob; aborted: () => number } {
  let bytes = new Uint8Array();
  let aborted = 0;
  const sink: FileSink = {
    write(position, data) {
      const grown = new Uint8Array(Math.max(bytes.length, position + data.byteLength));
      grown.set(bytes);
      grown.set(data, position);
      bytes = grown;
      return Promise.resolve();
    },
    close: () => Promise.resolve(null),
    abort() {
      aborted++;
      bytes = new Uint8Array();
      return Promise.resolve();
    },
  };
  return { sink, file: () => new Blob([bytes]), aborted: () => aborted };
}

async function usage(): Promise<number> {
  return (await navigator.storage.estimate()).usage ?? 0;
}

/** Gives the origin so many bytes more than it takes up, for as long as `work` runs. */
async function withSpace<T>(bytes: number, work: () => Promise<T>): Promise<T> {
  await commands.overrideQuota((await usage()) + bytes);
  try {
    return await work();
  } finally {
    await commands.overrideQuota(null);
  }
}

describe('the disk is full', () => {
  fault('quota exceeded', 'until there is space again', async () => {
    const composition = noisy();
    const handle = await withSpace(2_500_000, async () => {
      const started = newExporter().start(composition, large(composition));
      expect(await pausedBy(started)).toMatchObject({ code: 'storage-quota', detail: 'disk-full', recoverable: true });
      return started;
    });
    handle.resume();
    const { file } = await handle.result;
    await expectAllFrames(file!);
    expect(file!.size).toBeGreaterThan(3_500_000);
    return `paused: storage-quota; exact frames when resumed (${file!.size} bytes)`;
  });

  fault('quota exceeded', 'for good, but the file may go elsewhere', async () => {
    const composition = noisy();
    const { sink, file } = memorySink();
    // Less than the segments and the file take up together, and than the database's own log of what it has removed.
    const stored = await withSpace(4_500_000, async () => {
      const handle = newExporter().start(composition, large(composition));
      expect(await pausedBy(handle)).toMatchObject({ code: 'storage-quota', detail: 'disk-full' });
      const { segmentsStored } = handle.progress;
      // The browser gives back what was removed when it comes to it: a user would press Resume again.
      while (handle.progress.phase === 'paused') {
        handle.resume({ destination: { kind: 'sink', sink }, releaseSegments: true });
        await until(handle, ({ phase }) => phase !== 'paused');
        await until(handle, ({ phase }) => phase === 'paused');
      }
      await handle.result;
      return segmentsStored;
    });
    await expectAllFrames(file());
    expect(file().size).toBeGreaterThan(3_500_000);
    return `paused: storage-quota after ${stored} segments; exact frames in the sink`;
  });
});
