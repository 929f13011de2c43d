import { removeOpfsFile } from '../delivery/opfs-sink';
import { ExportError } from '../errors';
import { removeScratchFolder } from '../mux/scratch-folder';
import { claimExport } from '../storage/export-lock';
import type { ExportRecord, FinishedFile } from '../storage/export-record';
import type { PartKind } from '../storage/export-database';
import type { ExportStore } from '../storage/export-store';
import { FrameStore } from '../storage/frame-store';

const partKinds: readonly PartKind[] = ['segments', 'packets', 'audio', 'snapshots', 'references'];

/** One export as it is stored: claimed by this page, its record, and what becomes of it in the end. */
export class StoredExport {
  readonly id: string;
  private readonly store: ExportStore;
  private readonly frames = new FrameStore();
  private claim: (() => void) | null;
  private current: ExportRecord | null;
  /** Changes are written one after the other, so that the last one stands. */
  private writing: Promise<void> = Promise.resolve();

  private constructor(store: ExportStore, id: string, claim: () => void, record: ExportRecord | null) {
    this.store = store;
    this.id = id;
    this.claim = claim;
    this.current = record;
  }

  /** @throws ExportError `storage` (export-in-use) */
  static async create(store: ExportStore, id: string): Promise<StoredExport> {
    return new StoredExport(store, id, await claimed(id), null);
  }

  /** @throws ExportError `storage` (export-in-use, nothing-to-resume, record-damaged) */
  static async open(store: ExportStore, id: string): Promise<StoredExport & { readonly record: ExportRecord }> {
    const claim = await claimed(id);
    try {
      const record = await store.getRecord(id);
      if (!record) throw nothingStored();
      return new StoredExport(store, id, claim, record) as StoredExport & { readonly record: ExportRecord };
    } catch (thrown) {
      claim();
      throw thrown;
    }
  }

  /** Null before the export has been prepared for the first time. */
  get record(): ExportRecord | null {
    return this.current;
  }

  /** Resolves when it is stored. @throws ExportError `storage`, `storage-quota` */
  putRecord(record: ExportRecord): Promise<void> {
    this.current = record;
    const written = this.writing.catch(() => undefined).then(() => this.store.putRecord(record));
    this.writing = written;
    return written;
  }

  /** As `putRecord`; nothing happens where there is no record yet. */
  async update(change: Partial<ExportRecord>): Promise<void> {
    if (this.current) await this.putRecord({ ...this.current, ...change });
  }

  /**
   * Its parts are no longer needed. A file that waits in the browser keeps its record, to be found should the tab die.
   *
   * @throws ExportError `storage`
   */
  async finish(finished: FinishedFile, keepFrames: boolean): Promise<void> {
    if (!keepFrames) await this.frames.remove(this.id);
    await this.dropParts({ finished, stopped: null });
  }

  /**
   * As `finish`, of a file that went elsewhere. Of it nothing is left, but for a queue the word that it is there, so that it
   * is not made again.
   */
  async delivered(byteLength: number, keepFrames: boolean): Promise<void> {
    if (!keepFrames) await this.frames.remove(this.id);
    if (this.current?.queued === true) {
      await this.dropParts({ delivered: { byteLength }, stopped: null });
      return;
    }
    await this.writing.catch(() => undefined);
    await this.store.discard(this.id);
    if (!keepFrames) this.letGo();
  }

  /** A queue comes for it whenever it likes, from whatever tab. */
  private async dropParts(change: Partial<ExportRecord>): Promise<void> {
    await this.update(change);
    for (const kind of partKinds) await this.store.removeParts(this.id, kind);
    if (this.current?.queued === true) this.letGo();
  }

  /** Removes everything of it, a finished file too. @throws ExportError `storage` */
  async discard(): Promise<void> {
    await this.writing.catch(() => undefined);
    await removeOpfsFile(this.id);
    // A worker that was ended while ffmpeg put the file together has left its folder. One it still holds is an orphan.
    await removeScratchFolder(this.id).catch(() => undefined);
    await this.frames.remove(this.id);
    await this.store.discard(this.id);
    this.current = null;
    this.letGo();
  }

  /** Whoever comes next may claim it. Idempotent. */
  letGo(): void {
    this.claim?.();
    this.claim = null;
  }
}

async function claimed(id: string): Promise<() => void> {
  const claim = await claimExport(id);
  if (claim) return claim;
  throw new ExportError('storage', {
    detail: 'export-in-use',
    stage: 'prepare',
    message: 'This export is being continued already, here or in another tab.',
    remedy: 'Look for the tab that works on it; pause or cancel it there.',
  });
}

function nothingStored(): ExportError {
  return new ExportError('storage', {
    detail: 'nothing-to-resume',
    stage: 'prepare',
    message: 'Nothing is stored of this export any more.',
    remedy: 'Export again.',
  });
}
