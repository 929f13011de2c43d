import { describe, expect, vi } from 'vitest';
import { createExporter, findPreset, settingsFor, type Exporter, type ExportHandle } from '../../src/index';
import { sha256 } from '../support/bytes';
import { faultMatrix } from '../support/fault-matrix';
import { ffmpegCore } from '../support/ffmpeg-core';
import {
  cleanUpAfterEach,
  expectSame,
  failureOf,
  framesDone,
  newExporter,
  numbered,
  segmentsStored,
  settings,
} from '../support/fault-session';
import { putRaw, replaceRecords, valuesOf } from '../support/raw-database';
import { leftoversOf, nothingLeft } from '../support/resource-watch';

cleanUpAfterEach();
const fault = faultMatrix('what is left behind');

async function privateFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle('stepframe', { create: true });
}

async function putFile(name: string, content: Blob): Promise<void> {
  const file = await (await privateFolder()).getFileHandle(name, { create: true });
  const stream = await file.createWritable();
  await stream.write(content);
  await stream.close();
}

async function fileNames(): Promise<string[]> {
  const names: string[] = [];
  for await (const name of (await privateFolder()).keys()) names.push(name);
  return names;
}

/** An export as a tab leaves it that is closed between the last byte of the file and its saving. */
async function finishedButNotFetched(): Promise<{ id: string; hash: string }> {
  const { composition } = numbered();
  const first = newExporter();
  const whole = await first.start(composition, settings(composition)).result;
  const handle = first.start(composition, settings(composition));
  await segmentsStored(handle, 1);
  const file = new Blob([await whole.file!.arrayBuffer()]);
  await first.dispose();
  await putFile(handle.id, file);
  await replaceRecords((record) => {
    record['finished'] = { byteLength: file.size, name: 'frame-code.webm', mimeType: 'video/webm' };
    record['stopped'] = null;
  });
  return { id: handle.id, hash: await sha256(file) };
}

describe('orphans', () => {
  fault('parts without a record', 'found by unfinished()', async () => {
    const leftovers = await leftoversOf(async () => {
      const index = 0;
      await newExporter().unfinished();
      await putRaw('segments', { exportId: 'gone', index, data: new Uint8Array(1000) });
      await putRaw('snapshots', { exportId: 'gone', index, state: {} });
      for (const kind of ['segments', 'snapshots'])
        await putRaw('parts', { exportId: 'gone', kind, index, byteLength: 1000, checksum: '' });
      expect(await newExporter().unfinished()).toEqual([]);
    });
    expect(leftovers).toEqual(nothingLeft);
    return 'removed';
  });

  fault('a file without a record', 'found by unfinished()', async () => {
    await putFile('gone', new Blob(['half a film']));
    expect(await newExporter().unfinished()).toEqual([]);
    expect(await fileNames()).toEqual([]);
    return 'removed';
  });

  fault('unfinished() by another exporter', 'while an export works', async () => {
    const given = numbered();
    const handle = newExporter().start(given.composition, settings(given.composition));
    const other = newExporter();
    for (const frames of [0, 100, 200]) {
      await framesDone(handle, frames);
      expect(await other.unfinished()).toEqual([]);
    }
    await expectSame(await handle.result, given);
    return 'survived: nothing of it is removed, same file';
  });
});

describe('a file that was finished and not fetched', () => {
  fault('tab closed', 'when the file was finished', async () => {
    const leftovers = await leftoversOf(async () => {
      const { id, hash } = await finishedButNotFetched();
      const exporter = createExporter({ check: 'off' });
      expect(await exporter.unfinished()).toEqual([expect.objectContaining({ id, finished: true, framesStored: 300 })]);
      const { composition, drawn } = numbered();
      const handle = exporter.resume(id, composition);
      const { file, frames } = await handle.result;
      expect({ frames, name: file!.name, type: file!.type }).toEqual({
        frames: 300,
        name: 'frame-code.webm',
        type: 'video/webm',
      });
      expect(await sha256(file!)).toBe(hash);
      expect(drawn).toEqual([]);
      await handle.release();
      expect(await fileNames()).toEqual([]);
      for (const store of ['exports', 'segments', 'audio', 'packets', 'parts'] as const)
        expect(await valuesOf(store)).toEqual([]);
      await exporter.dispose();
    });
    expect(leftovers).toEqual(nothingLeft);
    return 'offered; the file is there at once; nothing left after release()';
  });

  fault('the finished file is gone', 'between two sessions', async () => {
    const { id } = await finishedButNotFetched();
    await (await privateFolder()).removeEntry(id);
    const exporter = newExporter();
    expect(await failureOf(exporter.resume(id, numbered().composition))).toMatchObject({
      code: 'storage',
      detail: 'record-missing',
    });
    await exporter.discard(id);
    expect(await exporter.unfinished()).toEqual([]);
    return 'failed cleanly: record-missing; discarded';
  });
});

describe('after an export', () => {
  for (const [what, end] of [
    ['finished and released', 'release'],
    ['finished, and the exporter disposed of', 'dispose'],
    ['cancelled', 'cancel'],
    ['cancelled while paused', 'cancel-paused'],
    ['interrupted and discarded', 'discard'],
  ] as const) {
    fault('none', what, async () => {
      const leftovers = await leftoversOf(async () => {
        const { composition } = numbered();
        const exporter = createExporter({ check: 'off' });
        const handle = exporter.start(composition, settings(composition));
        if (end === 'release' || end === 'dispose') await handle.result;
        else await segmentsStored(handle, 1);
        if (end === 'release') await handle.release();
        if (end === 'cancel-paused') await handle.pause();
        if (end.startsWith('cancel')) await handle.cancel();
        await exporter.dispose();
        if (end === 'discard') {
          const next = createExporter({ check: 'off' });
          await next.discard(handle.id);
          await next.dispose();
        }
      });
      expect(leftovers).toEqual(nothingLeft);
      return 'nothing left';
    });
  }
});

async function scratchNames(): Promise<string[]> {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('stepframe-ffmpeg', { create: true });
  const names: string[] = [];
  for await (const name of root.keys()) names.push(name);
  return names;
}

/** An export while ffmpeg puts its file together: its folder is there. */
async function whileFfmpegWrites(exporter: Exporter): Promise<ExportHandle> {
  const { composition } = numbered();
  const lossless = findPreset('ffv1-mkv')!;
  const handle = exporter.start(composition, settingsFor(lossless, composition, { range: { first: 0, end: 90 } }));
  handle.result.catch(() => undefined);
  await vi.waitUntil(async () => (await scratchNames()).includes(handle.id), { timeout: 30_000, interval: 2 });
  return handle;
}

describe('the files ffmpeg makes one of', () => {
  fault('cancelled', 'while ffmpeg writes the file', async () => {
    const handle = await whileFfmpegWrites(newExporter({ ffmpeg: ffmpegCore }));
    await handle.cancel();
    await vi.waitUntil(async () => (await scratchNames()).length === 0, { timeout: 10_000 });
    return 'nothing is left';
  });

  fault('the tab was closed', 'while ffmpeg wrote the file', async () => {
    const root = await (
      await navigator.storage.getDirectory()
    ).getDirectoryHandle('stepframe-ffmpeg', { create: true });
    const exporter = newExporter({ ffmpeg: ffmpegCore });
    const handle = await whileFfmpegWrites(exporter);
    const ours = await navigator.locks.query();
    expect(ours.held!.some(({ name }) => name?.endsWith(handle.id))).toBe(true);
    // Of an export that is at work nothing is taken, of one that nobody holds all.
    await root.getDirectoryHandle('nobody', { create: true });
    await (await root.getDirectoryHandle('nobody')).getFileHandle('picture', { create: true });
    await newExporter().unfinished();
    expect(await scratchNames()).not.toContain('nobody');
    const { byteLength } = await handle.result;
    expect(byteLength).toBeGreaterThan(1000);
    await handle.release();
    expect(await scratchNames()).toEqual([]);
    return 'removed by unfinished(); that of an export at work stays';
  });
});
