import { fingerprintOf } from '../../src/storage/checksum';

/** What an export keeps, as IndexedDB shows it to anyone. */
export type StoreName = 'exports' | 'segments' | 'mix' | 'packets' | 'audio' | 'snapshots' | 'references' | 'parts';
export type StoredValue = Record<string, unknown>;

export const databaseName = 'stepframe';

export function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}

/** A connection of no one the exporter knows. It holds the database until it is closed, whoever else wants it. */
export function openRaw(version?: number, upgrade?: (database: IDBDatabase) => void): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, version);
  request.onupgradeneeded = () => upgrade?.(request.result);
  return settled(request);
}

export async function deleteDatabase(): Promise<void> {
  await settled(indexedDB.deleteDatabase(databaseName));
}

/** The version of the database; 0 where there is none. */
export async function databaseVersion(): Promise<number> {
  const found = (await indexedDB.databases()).find(({ name }) => name === databaseName);
  return found?.version ?? 0;
}

export async function withDatabase<T>(work: (database: IDBDatabase) => Promise<T>): Promise<T> {
  const database = await openRaw();
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** All values of a store. */
export function valuesOf(store: StoreName): Promise<StoredValue[]> {
  return withDatabase((database) =>
    settled(database.transaction(store).objectStore(store).getAll() as IDBRequest<StoredValue[]>),
  );
}

export function putRaw(store: StoreName, value: StoredValue): Promise<unknown> {
  return withDatabase((database) => settled(database.transaction(store, 'readwrite').objectStore(store).put(value)));
}

/** Changes stored values that `matches` picks, as a fault of the disk would: what is kept beside them stays as it was. */
export async function damage(
  store: StoreName,
  change: (value: StoredValue) => void,
  matches: (value: StoredValue) => boolean = () => true,
): Promise<number> {
  const found = (await valuesOf(store)).filter(matches);
  for (const value of found) {
    change(value);
    await putRaw(store, value);
  }
  return found.length;
}

/** Changes stored parts and their checksums with them, as another browser would have stored them. */
export async function replaceParts(kind: 'segments' | 'audio', change: (value: StoredValue) => void): Promise<void> {
  for (const value of await valuesOf(kind)) {
    change(value);
    await putRaw(kind, value);
    const { exportId, index = 0 } = value;
    await putRaw('parts', { exportId, kind, index, ...(await fingerprintOf(value)) });
  }
}

/** Changes the records of exports and their checksums with them. */
export async function replaceRecords(change: (record: StoredValue) => void): Promise<void> {
  for (const record of await valuesOf('exports')) {
    delete record['checksum'];
    change(record);
    const { checksum } = await fingerprintOf(record);
    await putRaw('exports', { ...record, checksum });
  }
}
