import { describe, expect, it, vi } from 'vitest';
import { commands } from 'vitest/browser';
import {
  batchExport,
  batchMatrix,
  dryRunBatch,
  findPreset,
  type Batch,
  type BatchManifest,
  type BatchOptions,
  type BatchReport,
  type BatchStatus,
} from '../../src/index';
import { listOpfsFiles } from '../../src/delivery/opfs-sink';
import { sha256 } from '../support/bytes';
import { cleanUpAfterEach, newExporter } from '../support/fault-session';
import { readFrameCodes } from '../support/frame-code';
import { decodeRgb, toBase64 } from '../support/media-tools';
import { small } from '../support/queue-compositions';
import { emptyAfterEach, newQueue } from '../support/queue-session';
import type { UnpackedFile } from '../support/zip-commands';

declare module 'vitest/browser' {
  interface BrowserCommands {
    unpackedZip(zipBase64: string): Promise<UnpackedFile[]>;
  }
}

cleanUpAfterEach();
emptyAfterEach();

const one = small({ id: 'one' });
const two = small({ id: 'two', durationInFrames: 6 });
const broken = small({
  id: 'broken',
  renderFrame: (frame) => {
    if (frame === 3) throw new Error('There is no third frame.');
  },
});
const compositions = [one, two, broken];

const items = (...all: Batch['items']): Pick<BatchOptions, 'batch' | 'compositions'> => ({
  batch: { items: all },
  compositions,
});

async function unpacked(zip: File): Promise<Map<string, UnpackedFile>> {
  const files = await commands.unpackedZip(await toBase64(zip));
  return new Map(files.map((file) => [file.name, file]));
}

describe('a batch into a zip', () => {
  it('is of every composition by every preset, with a manifest that is true and nothing left behind', async () => {
    const exporter = newExporter({ check: 'warn_user' });
    const queue = newQueue({ exporter, compositions });
    const batch = {
      ...batchMatrix(
        [one, two],
        ['webm-vp8', 'mp4-h264'].map((id) => findPreset(id)!),
      ),
    };
    const handle = batchExport(queue, { batch, compositions, output: { kind: 'zip' } });
    const seen: BatchStatus[] = [];
    handle.subscribe((status) => seen.push(status));
    const { report, file } = await handle.result;
    expect(report).toMatchObject({ state: 'complete', complete: 4, failed: 0, cancelled: 0 });
    expect(handle.status).toMatchObject({
      state: 'complete',
      complete: 4,
      framesDone: 36,
      framesTotal: 36,
      fraction: 1,
    });
    expect(seen.map(({ fraction }) => fraction)).toEqual(
      seen.map(({ fraction }) => fraction).toSorted((a, b) => a - b),
    );

    const files = await unpacked(file!);
    const manifest = JSON.parse(files.get('manifest.json')!.text!) as BatchManifest;
    expect(manifest.files.map(({ path }) => path)).toEqual([
      'one-webm-vp8.webm',
      'one-mp4-h264.mp4',
      'two-webm-vp8.webm',
      'two-mp4-h264.mp4',
    ]);
    for (const { path, sha256: hash, byteLength, durationSeconds, score, settings } of manifest.files) {
      expect(files.get(path), path).toMatchObject({ sha256: hash, byteLength });
      expect(durationSeconds, path).toBeCloseTo((settings.range.end - settings.range.first) / 30, 2);
      expect(score, path).toBeGreaterThan(50);
    }
    expect(files.size).toBe(7);
    expect(JSON.parse(files.get('report.json')!.text!) as BatchReport).toEqual(report);
    expect(files.get('report.txt')!.text).toMatch(/^4 of 4 exports complete: .*\ncomplete {2}one-webm-vp8 {2}/);

    expect(queue.jobs).toEqual([]);
    expect(await exporter.unfinished('queue')).toEqual([]);
    expect(await listOpfsFiles()).toEqual([]);
  });

  it('goes on after a failure, but not with what comes after it', async () => {
    const queue = newQueue({ compositions, retry: { times: 0 } });
    const { batch } = items(
      { id: 'a', composition: 'one', preset: 'webm-vp8', out: 'films/a.webm', after: ['c'] },
      { id: 'b', composition: 'broken', preset: 'webm-vp8' },
      { id: 'c', composition: 'two', preset: 'webm-vp8', priority: 'high' },
      { id: 'd', composition: 'one', preset: 'webm-vp8', after: ['c', 'b'] },
    );
    const ended: string[] = [];
    const output = { kind: 'zip' } as const;
    const handle = batchExport(queue, { batch, compositions, output, onItem: ({ id }) => ended.push(id) });
    const { report, file } = await handle.result;
    expect(report.items.map(({ id, state, error }) => [id, state, error?.detail])).toEqual([
      ['a', 'complete', undefined],
      ['b', 'failed', 'render-threw'],
      ['c', 'complete', undefined],
      ['d', 'failed', 'job-after-failed'],
    ]);
    expect(ended.indexOf('c')).toBeLessThan(ended.indexOf('a'));
    const files = await unpacked(file!);
    expect([...files.keys()]).toEqual(['films/a.webm', 'c.webm', 'manifest.json', 'report.json', 'report.txt']);
    expect(queue.jobs).toEqual([]);
  });

  it('stops at a failure where it is told to', async () => {
    const queue = newQueue({ compositions, retry: { times: 0 } });
    const { batch } = items(
      { id: 'a', composition: 'broken', preset: 'webm-vp8', priority: 'high' },
      ...Array.from({ length: 5 }, (_, i) => ({ id: `rest${i}`, composition: 'one', preset: 'webm-vp9' })),
    );
    const stopping = { ...batch, maxConcurrent: 1, onError: 'stop' } as const;
    const { report } = await batchExport(queue, { batch: stopping, compositions, output: { kind: 'zip' } }).result;
    expect(report.items[0]).toMatchObject({ state: 'failed', error: { detail: 'render-threw' } });
    // One that was begun at once may have been over before anyone heard of the failure.
    expect(report.items.slice(2).map(({ state, error }) => [state, error?.detail])).toEqual(
      Array.from({ length: 4 }, () => ['cancelled', 'batch-stopped']),
    );
    expect(queue.jobs).toEqual([]);
  });
});

describe('a batch into a folder', () => {
  it('is there file by file, each whole and in its place', async () => {
    const queue = newQueue({ compositions });
    const root = await navigator.storage.getDirectory();
    const handle = await root.getDirectoryHandle('batch-test', { create: true });
    try {
      const { batch } = items(
        { id: 'a', composition: 'one', preset: 'webm-vp9', out: 'films/deep/a.webm', frames: '3-8' },
        { id: 'b', composition: 'two', preset: 'webm-vp8' },
      );
      const { report, file } = await batchExport(queue, { batch, compositions, output: { kind: 'folder', handle } })
        .result;
      expect(file).toBeNull();
      expect(report.state).toBe('complete');
      const films = await (await handle.getDirectoryHandle('films')).getDirectoryHandle('deep');
      const film = await (await films.getFileHandle('a.webm')).getFile();
      expect(await sha256(film)).toBe(report.items[0]!.sha256);
      expect(readFrameCodes(await decodeRgb(film, 'webm'), 96, 64)).toEqual([3, 4, 5, 6, 7, 8]);
      const names: string[] = [];
      for await (const name of handle.keys()) names.push(name);
      expect(names.sort()).toEqual(['b.webm', 'films', 'manifest.json', 'report.json', 'report.txt']);
      expect(await listOpfsFiles()).toEqual([]);
    } finally {
      await root.removeEntry('batch-test', { recursive: true });
    }
  });
});

describe('a batch under way', () => {
  it('is paused, resumed and cancelled as a whole', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const slow = small({ id: 'slow', renderFrame: (frame) => (frame === 5 ? gate : undefined) });
    const queue = newQueue({ compositions: [slow, one] });
    const { batch } = items(
      { id: 'a', composition: 'slow', preset: 'webm-vp8' },
      { id: 'b', composition: 'one', preset: 'webm-vp8', after: ['a'] },
    );
    const handle = batchExport(queue, { batch, compositions: [slow, one], output: { kind: 'zip' } });
    await vi.waitFor(() => expect(handle.status.items[0]?.state).toBe('running'), 10_000);
    await handle.pause();
    expect(handle.status).toMatchObject({ state: 'paused', paused: 2 });
    await handle.resume();
    await vi.waitFor(() => expect(handle.status.items[0]?.state).toBe('running'), 10_000);
    await handle.cancel();
    open();
    const { report, file } = await handle.result;
    expect(report).toMatchObject({ state: 'cancelled', cancelled: 2 });
    expect(file).toBeNull();
    expect(queue.jobs).toEqual([]);
  });

  it('never has more at once than it says', async () => {
    const queue = newQueue({ compositions, limits: { exports: 3, encoders: 3 } });
    const { batch } = items(
      ...compositions.slice(0, 2).map(({ id }) => ({ id, composition: id, preset: 'webm-vp8' })),
      { id: 'again', composition: 'one', preset: 'webm-vp9' },
    );
    let most = 0;
    queue.subscribe(() => (most = Math.max(most, queue.status.running)));
    await batchExport(queue, { batch: { ...batch, maxConcurrent: 1 }, compositions, output: { kind: 'zip' } }).result;
    expect(most).toBe(1);
  });

  it('says all that is wrong, and adds nothing', async () => {
    const queue = newQueue({ compositions });
    const { batch } = items(
      { id: 'a', composition: 'nobody', preset: 'webm-vp8' },
      { id: 'b', composition: 'one', preset: 'webm-vp8', width: 97, height: 64 },
    );
    const { result } = batchExport(queue, { batch, compositions, output: { kind: 'zip' } });
    await expect(result).rejects.toMatchObject({ code: 'invalid-input', detail: 'batch-invalid' });
    await expect(result).rejects.toThrow(
      /items\[0\]\.composition \(unknown-composition\).*\n.*items\[1\]\.width \(odd-size\)/,
    );
    expect(queue.jobs).toEqual([]);
  });
});

it('is tried without being exported', async () => {
  const exporter = newExporter();
  const { batch } = items(
    { id: 'a', composition: 'one', preset: 'webm-vp8' },
    { id: 'b', composition: 'one', preset: 'dnxhr-hq', width: 320 },
  );
  const { issues, items: estimates, total } = await dryRunBatch(exporter, { batch, compositions });
  // There is no ffmpeg for it.
  expect(issues.map(({ path, severity }) => [path, severity])).toContainEqual(['items[1].preset', 'error']);
  expect(estimates.map(({ id, frames }) => [id, frames])).toEqual([
    ['a', 12],
    ['b', 12],
  ]);
  expect(total.bytes.high).toBeGreaterThan(total.bytes.low);
  expect(await exporter.unfinished()).toEqual([]);
});
