import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { EncodedAudio } from '../audio/audio-source';
import type { EncodedSegment } from '../encode/segment-encoder';
import type { ExportRecord } from './export-record';

/** One run of the mix, 32-bit float, left and right. */
export interface StoredMix {
  exportId: string;
  index: number;
  left: Float32Array<ArrayBuffer>;
  right: Float32Array<ArrayBuffer>;
}

export interface StoredSegment extends EncodedSegment {
  exportId: string;
  index: number;
}

/** Encoded audio with its packets back to back: one value a record clones faster than thousands. */
export interface StoredAudio extends Omit<EncodedAudio, 'packets'> {
  exportId: string;
  data: Uint8Array<ArrayBuffer>;
  /** Bytes, first sample and sample count of each packet, three numbers each. */
  table: Float64Array<ArrayBuffer>;
}

export interface ExportSchema extends DBSchema {
  exports: { key: string; value: ExportRecord };
  segments: { key: [exportId: string, index: number]; value: StoredSegment };
  mix: { key: [exportId: string, index: number]; value: StoredMix };
  audio: { key: string; value: StoredAudio };
}

export type ExportDatabase = IDBPDatabase<ExportSchema>;

const name = 'stepframe';
const version = 1;

/** Opens the database, making or migrating it as needed. The page and every worker open it for themselves. */
export function openExportDatabase(): Promise<ExportDatabase> {
  return openDB<ExportSchema>(name, version, {
    upgrade(database, oldVersion) {
      if (oldVersion < 1) {
        database.createObjectStore('exports', { keyPath: 'id' });
        database.createObjectStore('segments', { keyPath: ['exportId', 'index'] });
        database.createObjectStore('mix', { keyPath: ['exportId', 'index'] });
        database.createObjectStore('audio', { keyPath: 'exportId' });
      }
    },
    // Another tab wants a newer schema: let it have the database; the next call here fails with a clear error.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
}
