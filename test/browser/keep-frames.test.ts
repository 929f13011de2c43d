import { afterEach, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import {
  createExporter,
  findPreset,
  settingsFor,
  type Composition,
  type Exporter,
  type ExportHandle,
  type ExportSettings,
} from '../../src/index';
import { ExportStore } from '../../src/storage/export-store';
import { FrameStore } from '../../src/storage/frame-store';
import { sha256 } from '../support/bytes';
import { frameCodeComposition } from '../support/test-compositions';

const frames = new FrameStore();
let exporter: Exporter = createExporter({ check: 'off' });

afterEach(async () => {
  await exporter.dispose();
  exporter = createExporter({ check: 'off' });
  for (const { id } of await exporter.unfinished()) await exporter.discard(id);
  expect(await frames.exports()).toEqual([]);
});

/** Two and a half segments. */
const length = 300;
const drawn: number[] = [];
const composition = frameCodeComposition({
  durationInFrames: length,
  width: 160,
  height: 90,
  renderFrame: (frame) => void drawn.push(frame),
});

function settings(preset: string, of: Composition = composition): ExportSettings {
  return settingsFor(findPreset(preset)!, of);
}

async function hashOf(handle: ExportHandle): Promise<string> {
  const { file } = await handle.result;
  return sha256(file!);
}

describe('kept frames', () => {
  it('make another format without drawing, and it is the one that drawing makes', async () => {
    const direct = await hashOf(exporter.start(composition, settings('webm-vp9')));
    const first = exporter.start(composition, settings('mp4-h264'), { keepFrames: 'always' });
    await first.result;
    expect((await frames.stored(first.id)).map(({ segment }) => segment.count)).toEqual([120, 120, 60]);
    drawn.length = 0;
    const second = exporter.start(composition, settings('webm-vp9'), { framesFrom: first });
    expect(await hashOf(second)).toBe(direct);
    expect(second.progress.framesDone).toBe(length);
    expect(drawn).toEqual([]);
    await first.release();
    expect(await frames.stored(first.id)).toEqual([]);
  });

  it('make a part of it, cut into other segments', async () => {
    const asked: ExportSettings = {
      ...settings('mkv-vp9'),
      range: { first: 100, end: 290 },
      video: { ...settings('mkv-vp9').video, keyFrameInterval: 3 },
    };
    const direct = await hashOf(exporter.start(composition, asked));
    const whole = exporter.start(composition, settings('mp4-h264'), { keepFrames: 'always' });
    await whole.result;
    drawn.length = 0;
    expect(await hashOf(exporter.start(composition, asked, { framesFrom: whole }))).toBe(direct);
    expect(drawn).toEqual([]);
  });

  it('of another size are refused', async () => {
    const small = exporter.start(composition, settings('webm-vp9'), { keepFrames: 'always' });
    await small.result;
    const larger = { ...settings('webm-vp9'), width: 320, height: 180 };
    await expect(exporter.start(composition, larger, { framesFrom: small }).result).rejects.toMatchObject({
      code: 'invalid-input',
      detail: 'frames-do-not-fit',
    });
  });

  it('repair a segment that the storage lost', async () => {
    const direct = await hashOf(exporter.start(composition, settings('webm-vp9')));
    const handle = exporter.start(composition, settings('webm-vp9'), { keepFrames: 'always' });
    await new Promise<void>((resolve) => {
      handle.subscribe(({ segmentsStored }) => {
        if (segmentsStored === 2) resolve();
      });
    });
    await exporter.dispose();
    const store = new ExportStore();
    await store.removeParts(handle.id, 'segments', [0]);
    await store.close();
    exporter = createExporter({ check: 'off' });
    drawn.length = 0;
    expect(await hashOf(exporter.resume(handle.id, composition))).toBe(direct);
    expect(drawn).toEqual(Array.from({ length: 60 }, (_, index) => index + 240));
  });

  it('are drawn anew where they are damaged', async () => {
    const direct = await hashOf(exporter.start(composition, settings('webm-vp9')));
    const first = exporter.start(composition, settings('mp4-h264'), { keepFrames: 'always' });
    await first.result;
    await damage(first.id, '1');
    drawn.length = 0;
    expect(await hashOf(exporter.start(composition, settings('webm-vp9'), { framesFrom: first }))).toBe(direct);
    expect(drawn).toEqual(Array.from({ length: 120 }, (_, index) => index + 120));
  });

  it('are the first to go when space runs out', async () => {
    await commands.overrideQuota(20_000_000);
    try {
      const handle = exporter.start(composition, settings('webm-vp9'), { keepFrames: 'always' });
      const { frames: count, warnings } = await handle.result;
      expect(count).toBe(length);
      expect(warnings.map(({ code }) => code).filter((code) => code !== 'quality')).toEqual(['frames-dropped']);
      expect(await frames.stored(handle.id)).toEqual([]);
    } finally {
      await commands.overrideQuota(null);
    }
  });

  it('of an earlier attempt go, too', async () => {
    const size = { width: 160, height: 90 };
    const noise = noisy(size);
    const asked: ExportSettings = {
      ...settings('webm-vp9', noise),
      video: { codec: 'vp9', rateControl: { mode: 'quantizer', quantizer: 10 } },
    };
    const handle = exporter.start(noise, asked, { keepFrames: 'always' });
    await new Promise<void>((resolve) => {
      handle.subscribe(({ segmentsStored }) => {
        if (segmentsStored === 1) resolve();
      });
    });
    await exporter.dispose();
    const kept = await frames.bytes(handle.id);
    exporter = createExporter({ check: 'off' });
    const { usage = 0 } = await navigator.storage.estimate();
    // Less than the rest of the segments and the file take up, and more than they do once the frames are gone.
    await commands.overrideQuota(usage + 4_000_000);
    try {
      expect(kept).toBeGreaterThan(4_000_000);
      const resumed = exporter.resume(handle.id, noise, { keepFrames: 'never' });
      // The browser gives back what was removed when it comes to it: a user would press Resume again.
      resumed.subscribe(({ phase }) => {
        if (phase === 'paused') setTimeout(() => resumed.resume(), 500);
      });
      expect((await resumed.result).frames).toBe(length);
      expect(await frames.stored(handle.id)).toEqual([]);
    } finally {
      await commands.overrideQuota(null);
    }
  });

  it('are kept by themselves from where drawing proves slow', async () => {
    const slow = frameCodeComposition({
      frameRate: 5,
      durationInFrames: 60,
      width: 160,
      height: 90,
      renderFrame: () => new Promise((resolve) => setTimeout(resolve, 110)),
    });
    const handle = exporter.start(slow, settings('webm-vp9', slow));
    await new Promise<void>((resolve) => {
      handle.subscribe(({ framesDone }) => {
        if (framesDone > 42) resolve();
      });
    });
    await exporter.dispose();
    expect((await frames.stored(handle.id)).map(({ segment }) => segment.index)).toEqual([1]);
  });
});

/** Frames that no code makes small. */
function noisy({ width, height }: { width: number; height: number }): Composition {
  return {
    id: 'noisy',
    name: 'Noisy',
    width,
    height,
    frameRate: 30,
    durationInFrames: length,
    open() {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d')!;
      const image = new ImageData(width, height);
      return {
        renderFrame() {
          crypto.getRandomValues(image.data);
          for (let alpha = 3; alpha < image.data.length; alpha += 4) image.data[alpha] = 255;
          context.putImageData(image, 0, 0);
        },
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
  };
}

/** Changes a byte in the middle of a segment's file. */
async function damage(exportId: string, segment: string): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const folder = await (await root.getDirectoryHandle('stepframe-frames')).getDirectoryHandle(exportId);
  const handle = await folder.getFileHandle(segment);
  const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
  bytes[bytes.length >> 1]! ^= 255;
  const stream = await handle.createWritable();
  await stream.write(bytes);
  await stream.close();
}
