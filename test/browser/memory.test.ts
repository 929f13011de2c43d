import { afterAll, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { createExporter, findPreset, settingsFor, type Composition, type ExportSettings } from '../../src/index';
import { ExportStore } from '../../src/storage/export-store';

declare module 'vitest/browser' {
  interface BrowserCommands {
    heldBytes(): Promise<number>;
  }
}

const exporter = createExporter({ check: 'off' });
const store = new ExportStore();

afterAll(async () => {
  await exporter.dispose();
  await store.close();
});

const frameRate = 30;
const segmentFrames = 120;

/** Noise, which costs as many bits as it may, and a second of sound that is played again and again. */
function noise(segments: number): Composition {
  const durationInFrames = segments * segmentFrames;
  const sound = new AudioBuffer({ length: 48_000, numberOfChannels: 2, sampleRate: 48_000 });
  return {
    id: 'noise',
    name: 'Noise',
    width: 160,
    height: 90,
    frameRate,
    durationInFrames,
    audio: Array.from({ length: durationInFrames / frameRate }, (_, second) => ({ source: sound, start: second })),
    open({ width, height }) {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d', { alpha: false })!;
      const image = new ImageData(width, height);
      return {
        renderFrame() {
          crypto.getRandomValues(image.data);
          context.putImageData(image, 0, 0);
        },
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
  };
}

/** What an export of so many segments holds when all but the last are in the store, and all of the sound. */
async function heldAtEnd(segments: number): Promise<number> {
  const composition = noise(segments);
  const settings: ExportSettings = {
    ...settingsFor(findPreset('mkv-vp9')!, composition),
    video: { codec: 'vp8', rateControl: { mode: 'bitrate', bitrate: 4e6 } },
    audio: { codec: 'pcm-s24' },
  };
  let held = Number.NaN;
  const handle = exporter.start(composition, settings, {
    destination: {
      kind: 'sink',
      sink: {
        write: () => Promise.resolve(),
        close: () => Promise.resolve(null),
        abort: () => Promise.resolve(),
      },
    },
    async onCapturedFrame(frame) {
      if (frame !== (segments - 1) * segmentFrames) return;
      const allStored = async (): Promise<boolean> =>
        handle.progress.segmentsStored === segments - 1 &&
        (await store.parts(handle.id)).some(({ kind }) => kind === 'audio');
      await expect.poll(allStored, { timeout: 50_000 }).toBe(true);
      held = await commands.heldBytes();
    },
  });
  await handle.result;
  return held;
}

it('what an export holds does not grow with its length', async () => {
  await heldAtEnd(2); // Starts the workers and compiles what they run.
  const short = await heldAtEnd(2);
  const long = await heldAtEnd(20);
  // 72 s more are 124 MB of pixels, 36 MB of picture and 20 MB of sound. The muxer gathers 4 MB before it writes them, in
  // two places at the most, and its index takes some 150 bytes a packet.
  expect(long - short).toBeLessThan(10e6);
}, 120_000);
