import { describe, expect } from 'vitest';
import { createExporter } from '../../src/index';
import { faultMatrix } from '../support/fault-matrix';
import {
  cleanUpAfterEach,
  expectSame,
  failureOf,
  framesDone,
  newExporter,
  numbered,
  pausedBy,
  segmentsStored,
  settings,
  until,
  warningsOf,
} from '../support/fault-session';
import { faultyWorkers } from '../support/faulty-workers';
import { refuseWrites } from '../support/injected-faults';
import { databaseVersion, deleteDatabase, openRaw, settled } from '../support/raw-database';
import { everyNth } from '../support/thorough';

cleanUpAfterEach();
const fault = faultMatrix('the database');

describe('a transaction is aborted', () => {
  for (const [what, kind, spared] of [
    ['of the first segment', 'encode', 1],
    ['of the second segment', 'encode', 3],
    ['of the encoded sound', 'audio', 1],
    ['of what is known of the sound', 'audio', 3],
  ] as const) {
    fault('transaction aborted', `once, ${what}`, async () => {
      const { workers } = faultyWorkers((started, start) =>
        started === kind && start === 0 ? { refusedWrites: { spared, count: 1 } } : {},
      );
      const given = numbered();
      const handle = newExporter({ workers }).start(given.composition, settings(given.composition));
      await expectSame(await handle.result, given);
      expect(warningsOf(handle)).toEqual(['retried']);
      return 'survived: same file, 1 retry';
    });
  }

  fault('transaction aborted', 'once, of the record', async () => {
    const given = numbered();
    const restore = refuseWrites({ spared: 0, count: 1 });
    try {
      const handle = newExporter().start(given.composition, settings(given.composition));
      await expectSame(await handle.result, given);
      expect(warningsOf(handle)).toEqual(['retried']);
    } finally {
      restore();
    }
    return 'survived: same file, 1 retry';
  });

  fault('transactions aborted', 'all, until the user resumes', async () => {
    let broken = true;
    const { workers } = faultyWorkers((kind, start) =>
      kind === 'encode' && broken ? { refusedWrites: { spared: start === 0 ? 3 : 1, count: 1000 } } : {},
    );
    const given = numbered();
    const handle = newExporter({ workers }).start(given.composition, settings(given.composition));
    expect(await pausedBy(handle)).toMatchObject({ code: 'storage', detail: 'database-failed', recoverable: true });
    broken = false;
    handle.resume();
    await expectSame(await handle.result, given);
    return 'paused: storage; same file when resumed';
  });

  fault('transactions aborted', 'all, until it is cancelled', async () => {
    const { workers } = faultyWorkers((kind) =>
      kind === 'encode' ? { refusedWrites: { spared: 0, count: 1000 } } : {},
    );
    const { composition } = numbered();
    const exporter = newExporter({ workers });
    const handle = exporter.start(composition, settings(composition));
    expect(await pausedBy(handle)).toMatchObject({ code: 'storage', detail: 'database-failed' });
    await handle.cancel();
    expect(handle.progress.phase).toBe('cancelled');
    expect(await exporter.unfinished()).toEqual([]);
    return 'paused: storage; nothing left when cancelled';
  });
});

/** Takes every open connection away, as an upgrade from another tab does, and leaves the version as it was. */
async function closeConnections(): Promise<void> {
  const request = indexedDB.open('stepframe', (await databaseVersion()) + 1);
  request.onupgradeneeded = () => request.transaction!.abort();
  await settled(request).catch(() => undefined);
}

describe('the database is taken away', () => {
  for (const frames of everyNth([5, 125, 290], 2)) {
    fault('connections closed', `after ${frames} frames`, async () => {
      const given = numbered();
      const handle = newExporter().start(given.composition, settings(given.composition));
      await framesDone(handle, frames);
      await closeConnections();
      await expectSame(await handle.result, given);
      return `survived: same file, ${warningsOf(handle).length} retries`;
    });
  }

  fault('connections closed', 'again and again', async () => {
    const given = numbered();
    const handle = newExporter().start(given.composition, settings(given.composition));
    let times = 0;
    for (; handle.progress.phase !== 'complete' && times < 30; times++) {
      await closeConnections();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await expectSame(await handle.result, given);
    return `survived ${times} times: same file, ${warningsOf(handle).length} retries`;
  });

  fault('site data cleared', 'after the first segment', async () => {
    const { composition } = numbered();
    const exporter = newExporter();
    const handle = exporter.start(composition, settings(composition));
    await segmentsStored(handle, 1);
    await deleteDatabase();
    expect(await failureOf(handle)).toMatchObject({ code: 'storage', detail: 'record-missing' });
    return 'failed cleanly: storage (record-missing)';
  });
});

/** A database as version 1 made it. */
function openVersion1(): Promise<IDBDatabase> {
  return openRaw(1, (database) => {
    database.createObjectStore('exports', { keyPath: 'id' });
    database.createObjectStore('segments', { keyPath: ['exportId', 'index'] });
    database.createObjectStore('mix', { keyPath: ['exportId', 'index'] });
    database.createObjectStore('audio', { keyPath: 'exportId' });
  });
}

describe('another tab is of another version', () => {
  fault('database held open in version 1', 'while unfinished exports are listed', async () => {
    await deleteDatabase();
    const old = await openVersion1();
    const exporter = newExporter();
    try {
      await expect(exporter.unfinished()).rejects.toMatchObject({
        code: 'storage',
        detail: 'database-blocked',
        recoverable: true,
        remedy: expect.stringContaining('tabs') as unknown,
      });
    } finally {
      old.close();
    }
    expect(await exporter.unfinished()).toEqual([]);
    return 'failed cleanly: database-blocked; works once let go';
  });

  fault('database held open in version 1', 'while an export starts', async () => {
    await deleteDatabase();
    const old = await openVersion1();
    const given = numbered();
    const handle = newExporter().start(given.composition, settings(given.composition));
    await until(handle, ({ warnings }) => warnings.length > 0);
    old.close();
    await expectSame(await handle.result, given);
    return `survived: same file, ${warningsOf(handle).length} retries`;
  });

  fault('database of a newer version', 'before an export starts', async () => {
    await deleteDatabase();
    (await openRaw(99)).close();
    try {
      const { composition } = numbered();
      const exporter = createExporter({ check: 'off' });
      const handle = exporter.start(composition, settings(composition));
      expect(await failureOf(handle)).toMatchObject({ code: 'storage', detail: 'database-newer', recoverable: false });
      await exporter.dispose();
    } finally {
      await deleteDatabase();
    }
    return 'failed cleanly: storage (database-newer)';
  });
});
