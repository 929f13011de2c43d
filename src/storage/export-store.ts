import type { EncodedAudioPacket } from '../audio/audio-source';
import type { EncodedSegment } from '../encode/segment-encoder';
import { ExportError } from '../errors';
import { fingerprintOf } from './checksum';
import {
  openExportDatabase,
  type ExportDatabase,
  type ExportSchema,
  type PartKind,
  type StoredAudio,
  type StoredPart,
} from './export-database';
import type { ExportRecord } from './export-record';
import type { SegmentReference } from './segment-reference';
import { packPackets, unpackPackets } from './stored-packets';

/** Of the older snapshots every eighth is kept: what a damaged segment in the middle costs to draw again at the most. */
const snapshotStride = 8;

/** Browsers close idle or ailing connections; the first call after that opens another. */
const closedConnection = 'InvalidStateError';

/**
 * What of an export is finished, in IndexedDB. Every method may run on the page or in a worker, and what one has put the
 * other can get as soon as the promise has resolved. Each part is stored together with its checksum, all or nothing.
 *
 * @throws ExportError `storage` or `storage-quota` from every method
 */
export class ExportStore {
  private database: Promise<ExportDatabase> | undefined;

  async putRecord(record: ExportRecord): Promise<void> {
    const { checksum } = await fingerprintOf(record);
    await this.run((database) => database.put('exports', { ...record, checksum }));
  }

  /** Undefined where there is none. @throws ExportError `storage` (record-damaged) besides */
  async getRecord(id: string): Promise<ExportRecord | undefined> {
    const found = await this.findRecord(id);
    if (found?.damage) throw found.damage;
    return found?.record;
  }

  /** A record as it is stored, and what is wrong with it. */
  async findRecord(id: string): Promise<{ record: ExportRecord; damage: ExportError | null } | undefined> {
    const found = await this.run((database) => database.get('exports', id));
    if (!found) return undefined;
    const { checksum, ...record } = found;
    const whole = (await fingerprintOf(record)).checksum === checksum;
    return { record, damage: whole ? null : recordDamaged(record) };
  }

  /** The ids of all exports there are, damaged ones too. */
  ids(): Promise<string[]> {
    return this.run((database) => database.getAllKeys('exports'));
  }

  putSegment(exportId: string, segment: EncodedSegment): Promise<void> {
    const { index } = segment.span;
    return this.putPart('segments', { ...segment, exportId, index });
  }

  getSegment(exportId: string, index: number): Promise<EncodedSegment | undefined> {
    return this.run((database) => database.get('segments', [exportId, index]));
  }

  /** @param index of the run: they are numbered from 0 */
  putPackets(exportId: string, index: number, packets: readonly EncodedAudioPacket[]): Promise<void> {
    return this.putPart('packets', { exportId, index, ...packPackets(packets) });
  }

  async getPackets(exportId: string, index: number): Promise<EncodedAudioPacket[] | undefined> {
    const stored = await this.run((database) => database.get('packets', [exportId, index]));
    return stored && unpackPackets(stored);
  }

  /** Says that the sound is stored whole. */
  putAudio(exportId: string, audio: Omit<StoredAudio, 'exportId'>): Promise<void> {
    return this.putPart('audio', { ...audio, exportId, index: 0 });
  }

  getAudio(exportId: string): Promise<StoredAudio | undefined> {
    return this.run((database) => database.get('audio', exportId));
  }

  /** @param index the segment that follows */
  async putSnapshot(exportId: string, index: number, state: unknown): Promise<void> {
    await this.putPart('snapshots', { exportId, index, state });
    const passed = index - 2;
    if (passed >= 0 && passed % snapshotStride !== 0) await this.removeParts(exportId, 'snapshots', [passed]);
  }

  async getSnapshot(exportId: string, index: number): Promise<unknown> {
    return (await this.run((database) => database.get('snapshots', [exportId, index])))?.state;
  }

  /** What the frames of a segment were, to compare the file with. */
  putReference(exportId: string, reference: SegmentReference): Promise<void> {
    return this.putPart('references', { ...reference, exportId });
  }

  getReference(exportId: string, index: number): Promise<SegmentReference | undefined> {
    return this.run((database) => database.get('references', [exportId, index]));
  }

  /** The ids of all exports that parts are stored of. */
  partOwners(): Promise<string[]> {
    return this.run(async (database) => {
      const keys = await database.getAllKeys('parts');
      return [...new Set(keys.map(([exportId]) => exportId))];
    });
  }

  /** What is stored of an export, by kind and index. */
  parts(exportId: string): Promise<StoredPart[]> {
    return this.run((database) => database.getAll('parts', allOf(exportId)));
  }

  /**
   * Reads every part again and removes those that are no longer what was put. Sound of which a run is damaged is no
   * longer whole: what is known of it goes too.
   *
   * @returns the parts removed
   */
  async removeDamaged(exportId: string): Promise<StoredPart[]> {
    const damaged: StoredPart[] = [];
    for (const part of await this.parts(exportId)) {
      const stored = await this.run((database) => database.get(part.kind, keyOf(part) as never));
      if (stored === undefined || (await fingerprintOf(stored)).checksum !== part.checksum) damaged.push(part);
    }
    for (const { kind, index } of damaged) await this.removeParts(exportId, kind, [index]);
    if (damaged.some(({ kind }) => kind === 'packets')) await this.removeParts(exportId, 'audio');
    return damaged;
  }

  /** Removes parts of one kind: the given ones, or all. */
  removeParts(exportId: string, kind: PartKind, indices?: readonly number[]): Promise<void> {
    return this.run(async (database) => {
      const transaction = database.transaction([kind, 'parts'], 'readwrite');
      const data = transaction.objectStore(kind);
      const ledger = transaction.objectStore('parts');
      const found = indices ?? (await ledger.getAllKeys(allOf(exportId, kind))).map(([, , index]) => index);
      await Promise.all([
        ...found.flatMap((index) => [
          data.delete(keyOf({ exportId, kind, index }) as never),
          ledger.delete([exportId, kind, index]),
        ]),
        transaction.done,
      ]);
    });
  }

  /** Removes everything of an export, all or nothing. */
  discard(exportId: string): Promise<void> {
    return this.run(async (database) => {
      const transaction = database.transaction(
        ['exports', 'segments', 'packets', 'audio', 'snapshots', 'references', 'parts'],
        'readwrite',
      );
      await Promise.all([
        transaction.objectStore('exports').delete(exportId),
        transaction.objectStore('segments').delete(allOf(exportId)),
        transaction.objectStore('packets').delete(allOf(exportId)),
        transaction.objectStore('audio').delete(exportId),
        transaction.objectStore('snapshots').delete(allOf(exportId)),
        transaction.objectStore('references').delete(allOf(exportId)),
        transaction.objectStore('parts').delete(allOf(exportId)),
        transaction.done,
      ]);
    });
  }

  /** Closes the database; the next call opens it again. */
  async close(): Promise<void> {
    const database = this.database;
    this.database = undefined;
    (await database?.catch(() => undefined))?.close();
  }

  private async putPart<Kind extends PartKind>(
    kind: Kind,
    value: ExportSchema[Kind]['value'] & { index: number },
  ): Promise<void> {
    const { exportId, index } = value;
    const fingerprint = await fingerprintOf(value);
    await this.run(async (database) => {
      const transaction = database.transaction([kind, 'parts'], 'readwrite');
      await Promise.all([
        transaction.objectStore(kind).put(value),
        transaction.objectStore('parts').put({ exportId, kind, index, ...fingerprint }),
        transaction.done,
      ]);
    });
  }

  private async run<T>(work: (database: ExportDatabase) => Promise<T>): Promise<T> {
    try {
      return await this.attempt(work).catch((cause: unknown) => {
        if (!(cause instanceof DOMException) || cause.name !== closedConnection) throw cause;
        this.database = undefined;
        return this.attempt(work);
      });
    } catch (cause) {
      await this.close();
      // IndexedDB aborts a transaction where the disk fails; no one has cancelled anything.
      const aborted = cause instanceof DOMException && cause.name === 'AbortError';
      throw ExportError.from(aborted ? cause.message : cause, 'storage', {
        detail: 'database-failed',
        stage: 'store',
        message: "The browser's storage refused the export's data.",
        remedy: 'Close other tabs of this page and try again; in a private window, use a normal one.',
        recoverable: true,
      });
    }
  }

  private async attempt<T>(work: (database: ExportDatabase) => Promise<T>): Promise<T> {
    this.database ??= openExportDatabase(() => (this.database = undefined));
    return work(await this.database);
  }
}

/** All parts of an export, or those of one kind, in a store whose keys begin with the export's id. */
function allOf(exportId: string, kind?: PartKind): IDBKeyRange {
  const start = kind === undefined ? [exportId] : [exportId, kind];
  return IDBKeyRange.bound(start, [...start, []]);
}

function keyOf({ exportId, kind, index }: Pick<StoredPart, 'exportId' | 'kind' | 'index'>): IDBValidKey {
  return kind === 'audio' ? exportId : [exportId, index];
}

function recordDamaged({ compositionName }: ExportRecord): ExportError {
  return new ExportError('storage', {
    detail: 'record-damaged',
    stage: 'store',
    message: `The browser's storage has damaged what it held of the unfinished export of “${compositionName}”.`,
    remedy: 'Discard it and export again.',
  });
}
