import { afterAll, describe, expect, it } from 'vitest';
import { createExporter, findPreset, settingsFor, type ExportSettings } from '../../src/index';
import { benchScene } from '../bench/scene';
import { sha256 } from '../support/bytes';

const exporter = createExporter({ check: 'off' });
afterAll(() => exporter.dispose());

/** Keeps a core busy while `work` runs, so that threads meet in another order. */
async function beside(work: () => Promise<string>): Promise<string> {
  const busy = new Blob(['for (;;) Math.sqrt(Math.random());']);
  const url = URL.createObjectURL(busy);
  const workers = [new Worker(url), new Worker(url)];
  try {
    return await work();
  } finally {
    for (const worker of workers) worker.terminate();
    URL.revokeObjectURL(url);
  }
}

async function exported(width: number, height: number, codec: ExportSettings['video']['codec']): Promise<string> {
  const composition = benchScene(width, height, 60);
  const settings: ExportSettings = {
    ...settingsFor(findPreset('mkv-vp9')!, composition),
    video: { codec, rateControl: { mode: 'quality', quality: 'medium' } },
    deterministic: true,
  };
  const handle = exporter.start(composition, settings);
  const hash = await sha256((await handle.result).file!);
  await handle.release();
  return hash;
}

describe('a deterministic export', () => {
  it.each([
    ['vp8', 1280, 720],
    ['vp9', 1280, 720],
    ['av1', 1280, 720],
    ['h264', 640, 360],
  ] as const)('%s at %d × %d has the same bytes, whatever else the machine does', async (codec, width, height) => {
    const alone = await exported(width, height, codec);
    expect(await exported(width, height, codec)).toBe(alone);
    expect(await beside(() => exported(width, height, codec))).toBe(alone);
  });

  it('of H.264 in high resolution is refused, with what to choose instead', async () => {
    const composition = benchScene(1280, 720, 60);
    const settings = { ...settingsFor(findPreset('mp4-h264')!, composition), deterministic: true };
    const [issue] = await exporter.canExport(composition, settings);
    expect(issue).toMatchObject({ code: 'unsupported', detail: 'no-deterministic-engine', path: 'video.codec' });
    expect(issue!.remedy).toContain('vp9');
    await expect(exporter.start(composition, settings).result).rejects.toMatchObject({
      code: 'unsupported',
      detail: 'no-deterministic-engine',
    });
  });
});
