import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createExporter,
  findPreset,
  fromCanvas,
  openQuality,
  settingsFor,
  type Composition,
  type Exporter,
  type GoldenFrameFiles,
  type GoldenFrameKey,
  type QualityAPI,
  type QualityReport,
} from '../../src/index';

const id = `quality-api-${crypto.randomUUID()}`;

/** @param shift pixels by which the disc lies elsewhere */
function disc(shift = 0): Composition {
  return fromCanvas({
    ...{ id, name: 'Disc', width: 320, height: 180, frameRate: 30, durationInFrames: 20, background: '#203040' },
    draw(context, { frame }) {
      context.fillStyle = '#e0a040';
      context.beginPath();
      context.arc(60 + 8 * frame + shift, 90, 40, 0, 7);
      context.fill();
    },
  });
}

let exporter: Exporter;
let quality: QualityAPI;
let file: File;
let worse: File;
/** What the export's own check found. */
let own: QualityReport;
beforeAll(async () => {
  exporter = createExporter();
  quality = openQuality();
  const composition = disc();
  const settings = settingsFor(findPreset('mp4-h264')!, composition);
  const result = await exporter.start(composition, settings, { check: 'warn_user' }).result;
  file = result.file!;
  own = result.quality!;
  worse = (await exporter.start(disc(30), { ...settings, range: { first: 0, end: 18 } }).result).file!;
});
afterAll(async () => {
  await quality.golden.remove(id);
  quality.dispose();
  await exporter.dispose();
});

describe('the quality API', () => {
  test('checks a file beside its composition, a preset and a platform', async () => {
    const options = { profile: ['mp4-h264', 'tiktok'], reference: { composition: disc() } };
    const report = await quality.checkFile(file, options);
    // As against the frames captured for it: the composition draws the same.
    expect(report.sampled).toEqual(own.sampled);
    expect(report.sampled.map(({ frame }) => frame)).toEqual([0, 19]);
    const failed = report.checks.filter(({ status }) => status === 'fail').map(({ id: check }) => check);
    expect(failed.filter((check) => check.startsWith('tiktok'))).toEqual(['tiktok-width', 'tiktok-height']);
    expect(failed).not.toContain('dropped-frames');
    expect(report).toMatchObject({ reference: 'composition', picture: { frames: 20, frameRate: '30' }, sound: null });
    const [first] = document.body.querySelectorAll('[inert]');
    expect(first, 'the stage is gone').toBeUndefined();
  });

  test('finds that a file shows something else', async () => {
    const { recommendation, checks } = await quality.checkFile(worse, { reference: { composition: disc() } });
    expect(recommendation).toBe('reject');
    const failed = checks.filter(({ status }) => status === 'fail').map(({ id: check }) => check);
    expect(failed).toEqual(expect.arrayContaining(['psnr-luma', 'dropped-frames']));
  });

  test('makes a page of a report', async () => {
    const report = await quality.checkFile(file, { name: 'my <film>.mp4' });
    expect(report.file.name).toBe('my <film>.mp4');
    expect(await quality.reportPage(report)).toContain('my &lt;film&gt;.mp4');
  });

  test('compares two files', async () => {
    expect(await quality.compareExports(file, file)).toMatchObject({ passed: true, identical: 20 });
    const other = await quality.compareExports(file, worse);
    expect(other).toMatchObject({ passed: false, missing: { first: [], second: [18, 19] } });
    await expect(quality.compareExports(file, new Blob(['text']))).rejects.toMatchObject({
      code: 'validation',
      detail: 'film-unreadable',
    });
  });

  test('keeps golden frames of a composition, and tells when it draws others', async () => {
    const composition = disc();
    await quality.golden.register(composition, [9, 2]);
    await expect(quality.golden.register(composition, [1, 2])).rejects.toMatchObject({ detail: 'golden-frame-exists' });
    const kept = await quality.golden.list(id);
    expect(kept).toMatchObject([{ frame: 2 }, { frame: 9, width: 320, height: 180 }]);
    const same = await quality.golden.compare(composition);
    expect(same).toMatchObject([
      { frame: 2, passed: true, quality: { ssim: 1 } },
      { frame: 9, passed: true },
    ]);
    const moved = disc(4);
    expect(await quality.golden.compare(moved, [9])).toMatchObject([{ frame: 9, passed: false }]);
    await quality.golden.update(moved, [9]);
    expect(await quality.golden.compare(moved, [9])).toMatchObject([{ passed: true, quality: { ssim: 1 } }]);
    await expect(quality.golden.compare(composition, [3])).rejects.toMatchObject({ detail: 'golden-frame-missing' });
    await quality.golden.remove(id);
    expect(await quality.golden.list(id)).toEqual([]);
  });

  test('keeps golden frames where the host says', async () => {
    const kept = new Map<string, { key: GoldenFrameKey; pixels: ArrayBuffer }>();
    const nameOf = (key: GoldenFrameKey): string => `${key.frame} ${key.width}`;
    const files: GoldenFrameFiles = {
      write(key, pixels) {
        kept.set(nameOf(key), { key, pixels });
        return Promise.resolve();
      },
      read: (key) => Promise.resolve(kept.get(nameOf(key))?.pixels ?? null),
      list: () => Promise.resolve([...kept.values()].map(({ key }) => key)),
      remove() {
        kept.clear();
        return Promise.resolve();
      },
    };
    const shared = openQuality({ goldenFrames: files });
    await shared.golden.register(disc(), [5], { width: 160, height: 90 });
    expect([...kept.keys()]).toEqual(['5 160']);
    expect(await shared.golden.compare(disc())).toMatchObject([{ frame: 5, width: 160, passed: true }]);
    expect(await quality.golden.list(id)).toEqual([]);
    shared.dispose();
  });

  test('ends when it is told to', async () => {
    const stop = new AbortController();
    const checking = quality.checkFile(file, { reference: { composition: disc() }, signal: stop.signal });
    stop.abort();
    await expect(checking).rejects.toMatchObject({ code: 'cancelled' });
    const ended = openQuality();
    const comparing = ended.compareExports(file, file);
    ended.dispose();
    await expect(comparing).rejects.toMatchObject({ code: 'cancelled' });
    expect((await quality.checkFile(file)).picture).toMatchObject({ frames: 20 });
  });

  test('refuses what a file cannot be held to', async () => {
    const refused = (detail: string) => ({ code: 'invalid-input', stage: 'configure', detail });
    await expect(quality.checkFile(file, { profile: 'absent' })).rejects.toMatchObject(refused('unknown-profile'));
    const two = { profile: ['mp4-h264', 'webm-vp9'] };
    await expect(quality.checkFile(file, two)).rejects.toMatchObject(refused('profile-twice'));
    const range = { reference: { composition: disc(), range: { first: 0, end: 21 } } };
    await expect(quality.checkFile(file, range)).rejects.toMatchObject(refused('range-outside'));
  });
});
