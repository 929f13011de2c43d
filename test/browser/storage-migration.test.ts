import { afterEach, describe, expect, it } from 'vitest';
import { openExportDatabase } from '../../src/storage/export-database';
import { ExportStore } from '../../src/storage/export-store';
import { cleanUpAfterEach, expectSame, newExporter, numbered, settings } from '../support/fault-session';
import { databaseVersion, deleteDatabase, openRaw, putRaw, valuesOf } from '../support/raw-database';

cleanUpAfterEach();
afterEach(deleteDatabase);

const allStores = ['audio', 'exports', 'packets', 'parts', 'references', 'segments', 'snapshots'];

/** The database as version 1 made it, with an export a dead tab has left. */
async function version1(): Promise<void> {
  await deleteDatabase();
  const database = await openRaw(1, (made) => {
    made.createObjectStore('exports', { keyPath: 'id' });
    made.createObjectStore('segments', { keyPath: ['exportId', 'index'] });
    made.createObjectStore('mix', { keyPath: ['exportId', 'index'] });
    made.createObjectStore('audio', { keyPath: 'exportId' });
  });
  database.close();
  await putRaw('exports', { id: 'old', compositionId: 'a', segmentFrames: 120, createdAt: 1 });
  await putRaw('segments', { exportId: 'old', index: 0, data: new Uint8Array(100), packets: [] });
  await putRaw('mix', { exportId: 'old', index: 0, left: new Float32Array(4), right: new Float32Array(4) });
  await putRaw('audio', { exportId: 'old', data: new Uint8Array(4), table: new Float64Array(3) });
}

/** The database as version 2 made it, with a snapshot and the sound of an export. */
async function version2(): Promise<void> {
  await deleteDatabase();
  const database = await openRaw(2, (made) => {
    made.createObjectStore('exports', { keyPath: 'id' });
    made.createObjectStore('segments', { keyPath: ['exportId', 'index'] });
    made.createObjectStore('mix', { keyPath: ['exportId', 'index'] });
    made.createObjectStore('audio', { keyPath: 'exportId' });
    made.createObjectStore('snapshots', { keyPath: ['exportId', 'index'] });
    made.createObjectStore('parts', { keyPath: ['exportId', 'kind', 'index'] });
  });
  database.close();
  await putRaw('snapshots', { exportId: 'kept', index: 3, state: { x: 1 } });
  await putRaw('parts', { exportId: 'kept', kind: 'snapshots', index: 3, byteLength: 1, checksum: 'x' });
  await putRaw('audio', { exportId: 'kept', data: new Uint8Array(4), table: new Float64Array(3) });
  await putRaw('parts', { exportId: 'kept', kind: 'audio', index: 0, byteLength: 1, checksum: 'x' });
}

/** The database as version 3 made it, with the mix of an export and its packets. */
async function version3(): Promise<void> {
  await deleteDatabase();
  const database = await openRaw(3, (made) => {
    made.createObjectStore('exports', { keyPath: 'id' });
    for (const name of ['segments', 'mix', 'snapshots', 'packets'])
      made.createObjectStore(name, { keyPath: ['exportId', 'index'] });
    made.createObjectStore('audio', { keyPath: 'exportId' });
    made.createObjectStore('parts', { keyPath: ['exportId', 'kind', 'index'] });
  });
  database.close();
  await putRaw('mix', { exportId: 'kept', index: 0, left: new Float32Array(4), right: new Float32Array(4) });
  await putRaw('parts', { exportId: 'kept', kind: 'mix', index: 0, byteLength: 1, checksum: 'x' });
  await putRaw('packets', {
    exportId: 'kept',
    index: 0,
    data: new Uint8Array(4),
    table: new Float64Array([4, 0, 1024]),
  });
  await putRaw('parts', { exportId: 'kept', kind: 'packets', index: 0, byteLength: 1, checksum: 'x' });
}

/** The database as version 4 made it, with a snapshot of an export. */
async function version4(): Promise<void> {
  await deleteDatabase();
  const database = await openRaw(4, (made) => {
    made.createObjectStore('exports', { keyPath: 'id' });
    for (const name of ['segments', 'snapshots', 'packets'])
      made.createObjectStore(name, { keyPath: ['exportId', 'index'] });
    made.createObjectStore('audio', { keyPath: 'exportId' });
    made.createObjectStore('parts', { keyPath: ['exportId', 'kind', 'index'] });
  });
  database.close();
  await putRaw('snapshots', { exportId: 'kept', index: 3, state: { x: 1 } });
  await putRaw('parts', { exportId: 'kept', kind: 'snapshots', index: 3, byteLength: 1, checksum: 'x' });
}

/** Opens it as the exporter does, and lets go of it. */
async function open(): Promise<string[]> {
  const database = await openExportDatabase(() => undefined);
  const stores = [...database.objectStoreNames].sort();
  database.close();
  return stores;
}

describe('the database', () => {
  it('is made where there is none', async () => {
    await deleteDatabase();
    expect(await open()).toEqual(allStores);
  });

  it('of version 1 is brought up to date, without what cannot be resumed', async () => {
    await version1();
    expect(await open()).toEqual(allStores);
    expect(await databaseVersion()).toBe(5);
    for (const store of ['exports', 'segments', 'audio', 'snapshots', 'packets', 'parts'] as const)
      expect(await valuesOf(store)).toEqual([]);
  });

  it('of version 1 takes an export at once', async () => {
    await version1();
    const given = numbered();
    const exporter = newExporter();
    expect(await exporter.unfinished()).toEqual([]);
    await expectSame(await exporter.start(given.composition, settings(given.composition)).result, given);
  });

  it('of version 2 keeps what is in it but the sound, which is stored otherwise now', async () => {
    await version2();
    expect(await open()).toEqual(allStores);
    const store = new ExportStore();
    expect(await store.getSnapshot('kept', 3)).toEqual({ x: 1 });
    expect((await store.parts('kept')).map(({ kind }) => kind)).toEqual(['snapshots']);
    expect(await store.getAudio('kept')).toBeUndefined();
    await store.close();
  });

  it('of version 3 keeps what is in it but the mix, which no one read', async () => {
    await version3();
    expect(await open()).toEqual(allStores);
    const store = new ExportStore();
    expect((await store.parts('kept')).map(({ kind }) => kind)).toEqual(['packets']);
    expect(await store.getPackets('kept', 0)).toEqual([{ data: new Uint8Array(4), startSample: 0, sampleCount: 1024 }]);
    await store.discard('kept');
    expect(await store.parts('kept')).toEqual([]);
    await store.close();
  });

  it('of version 4 keeps all that is in it, and takes what files are compared with', async () => {
    await version4();
    expect(await open()).toEqual(allStores);
    const store = new ExportStore();
    expect(await store.getSnapshot('kept', 3)).toEqual({ x: 1 });
    const bytes = new Uint8Array([1, 2, 3]);
    const reference = { index: 0, width: 8, height: 8, fingerprints: bytes, samples: [] };
    await store.putReference('kept', reference);
    expect(await store.getReference('kept', 0)).toEqual({ ...reference, exportId: 'kept' });
    await store.discard('kept');
    expect(await store.getReference('kept', 0)).toBeUndefined();
    await store.close();
  });

  it('may be opened any number of times, also at once', async () => {
    await version1();
    const opened = await Promise.all([open(), open(), open()]);
    expect(opened).toEqual([allStores, allStores, allStores]);
    await putRaw('snapshots', { exportId: 'kept', index: 0, state: 7 });
    expect(await open()).toEqual(allStores);
    expect(await valuesOf('snapshots')).toEqual([{ exportId: 'kept', index: 0, state: 7 }]);
    expect(await databaseVersion()).toBe(5);
  });
});
