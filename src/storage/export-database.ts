import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import type { EncodedAudio, SoundExcerpt } from '../audio/audio-source';
import type { EncodedSegment } from '../encode/segment-encoder';
import { realClearTimeout, realSetTimeout } from '../composition/real-time';
import { ExportError } from '../errors';
import type { ExportRecord } from './export-record';
import type { SegmentReference } from './segment-reference';

export interface StoredSegment extends EncodedSegment {
  exportId: string;
  index: number;
}

/** What is known of the encoded sound once all of it is stored. */
export interface StoredAudio extends EncodedAudio {
  exportId: string;
  /** How many runs of packets there are. */
  runs: number;
  /** Of what was encoded, to lay the file's sound against. Absent: it was stored before there were any. */
  excerpts?: readonly SoundExcerpt[];
}

/** A run of the encoded sound, its packets back to back: one value a record clones faster than hundreds. */
export interface StoredPackets {
  exportId: string;
  index: number;
  data: Uint8Array<ArrayBuffer>;
  /** Bytes, first sample and sample count of each packet, three numbers each. */
  table: Float64Array<ArrayBuffer>;
}

/** The state of a composition before the first frame of segment `index`. */
export interface StoredSnapshot {
  exportId: string;
  index: number;
  state: unknown;
}

/** What the finished file is compared with, of the frames of segment `index`. */
export interface StoredReference extends SegmentReference {
  exportId: string;
}

export type PartKind = 'segments' | 'packets' | 'audio' | 'snapshots' | 'references';

/** One line of the ledger: that a part is stored, how large it is, and how to tell whether it is still whole. */
export interface StoredPart {
  exportId: string;
  kind: PartKind;
  /** 0 for what is known of the sound, of which there is one. */
  index: number;
  byteLength: number;
  checksum: string;
}

export interface ExportSchema extends DBSchema {
  exports: { key: string; value: ExportRecord & { checksum: string } };
  segments: { key: [exportId: string, index: number]; value: StoredSegment };
  packets: { key: [exportId: string, index: number]; value: StoredPackets };
  audio: { key: string; value: StoredAudio };
  snapshots: { key: [exportId: string, index: number]; value: StoredSnapshot };
  references: { key: [exportId: string, index: number]; value: StoredReference };
  parts: { key: [exportId: string, kind: PartKind, index: number]; value: StoredPart };
}

export type ExportDatabase = IDBPDatabase<ExportSchema>;

/** With what earlier versions had besides. */
interface FormerSchema extends ExportSchema {
  mix: { key: [exportId: string, index: number]; value: unknown };
}
type FormerDatabase = IDBPDatabase<FormerSchema>;
type Upgrade = IDBPTransaction<FormerSchema, StoreNames<FormerSchema>[], 'versionchange'>;

export const databaseName = 'stepframe';

/**
 * One step from each version to the next, ever since the first: a database of any age is brought up to date by the steps
 * it lacks. A step is never changed once it is out.
 */
const migrations: readonly ((database: FormerDatabase, upgrade: Upgrade) => void)[] = [
  (database) => {
    database.createObjectStore('exports', { keyPath: 'id' });
    database.createObjectStore('segments', { keyPath: ['exportId', 'index'] });
    database.createObjectStore('mix', { keyPath: ['exportId', 'index'] });
    database.createObjectStore('audio', { keyPath: 'exportId' });
  },
  (database, upgrade) => {
    database.createObjectStore('snapshots', { keyPath: ['exportId', 'index'] });
    database.createObjectStore('parts', { keyPath: ['exportId', 'kind', 'index'] });
    // Version 1 could not resume and kept no checksums: what a dead tab left then is no use to anyone.
    for (const name of ['exports', 'segments', 'mix', 'audio'] as const) void upgrade.objectStore(name).clear();
  },
  (database, upgrade) => {
    database.createObjectStore('packets', { keyPath: ['exportId', 'index'] });
    // Version 2 kept the packets with what is known of them, all in one: such sound is encoded again.
    void upgrade.objectStore('audio').clear();
    void forget(upgrade, 'audio');
  },
  (database, upgrade) => {
    // Version 3 kept the mix beside the packets made of it, 23 MB a minute, and read it nowhere.
    database.deleteObjectStore('mix');
    void forget(upgrade, 'mix');
  },
  (database) => {
    // Version 4 could not tell whether the file shows what was captured.
    database.createObjectStore('references', { keyPath: ['exportId', 'index'] });
  },
];

/** Takes the parts of a kind off the ledger. */
async function forget(upgrade: Upgrade, kind: string): Promise<void> {
  const ledger = upgrade.objectStore('parts');
  for (const key of await ledger.getAllKeys()) if (key[1] === kind) void ledger.delete(key);
}

/** Milliseconds another tab has to let go of an older database. */
const blockedMs = 5000;

/**
 * Opens the database, making or migrating it as needed. The page and every worker open it for themselves.
 *
 * @param onClosed called when the connection was taken away: by the browser, or because another tab needs a newer schema
 * @throws ExportError `storage` (database-blocked, database-newer)
 */
export async function openExportDatabase(onClosed: () => void): Promise<ExportDatabase> {
  let timer = 0;
  let heldBack = (): void => undefined;
  const held = new Promise<never>((_resolve, reject) => {
    heldBack = () => (timer = realSetTimeout(() => reject(blocked()), blockedMs));
  });
  const opening = openDB<ExportSchema>(databaseName, migrations.length, {
    upgrade(database, oldVersion, _newVersion, transaction) {
      for (const migrate of migrations.slice(oldVersion))
        migrate(database as unknown as FormerDatabase, transaction as unknown as Upgrade);
    },
    blocked: heldBack,
    // Another tab wants a newer schema: let it have the database; the next call here fails with a clear error.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
  try {
    return await Promise.race([opening, held]);
  } catch (cause) {
    // It may still open, with no one left to use it.
    opening.then(
      (late) => late.close(),
      () => undefined,
    );
    throw cause instanceof DOMException && cause.name === 'VersionError' ? newer(cause) : cause;
  } finally {
    realClearTimeout(timer);
  }
}

function blocked(): ExportError {
  return new ExportError('storage', {
    detail: 'database-blocked',
    stage: 'store',
    message: "Another tab holds the browser's storage in an older version and does not let go of it.",
    remedy: 'Close or reload the other tabs of this page, then try again.',
    recoverable: true,
  });
}

function newer(cause: unknown): ExportError {
  return new ExportError('storage', {
    detail: 'database-newer',
    stage: 'store',
    message: "The browser's storage was written by a newer version of this page.",
    remedy: 'Reload this page to get the newer version, then resume the export.',
    cause,
  });
}
