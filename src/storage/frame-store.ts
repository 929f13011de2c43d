import { realSetTimeout } from '../composition/real-time';
import type { SegmentSpan } from '../encode/segment-encoder';
import { loadByteHash } from './checksum';
import { readIndex } from './frame-file';
import { FrameReader } from './frame-reader';
import { frameStoreFailed, isOutOfSpace } from './frame-store-errors';
import { FrameWriter } from './frame-writer';
import { hasRoomFor } from './storage-room';
import { openSyncAccess, type SyncAccessHandle } from './sync-access-handle';

const folderName = 'stepframe-frames';

/** Milliseconds after which a file that a worker held until it was ended is let go at the latest. */
const releaseTimes = [0, 20, 100, 500];

export interface FrameStoreOptions {
  /** Bytes that must be left to the export itself when a segment is begun. Default 64 MB. */
  reserveBytes?: number;
}

/** A segment whose frames are all there. */
export interface StoredSegmentFrames {
  segment: SegmentSpan;
  width: number;
  height: number;
  /** Length of its file. */
  bytes: number;
}

/**
 * Captured frames, lossless, in the origin's private file system: a folder per export, a file per segment. `begin` works
 * in a worker only, the rest on the page as well. Segments that a worker left unfinished are never offered; their files
 * are replaced when the segment is begun again and go with `remove`.
 *
 * @throws ExportError storage/frame-store-failed from every method
 */
export class FrameStore {
  private readonly reserveBytes: number;
  private writtenFrames = 0;
  private writtenBytes = 0;

  constructor({ reserveBytes = 64e6 }: FrameStoreOptions = {}) {
    this.reserveBytes = reserveBytes;
  }

  /**
   * Begins a segment's file, in place of one that is there. Null: there is no room, so nothing of it is kept. How long
   * the file will be is a guess from those before it; the writer says when the room turns out too small.
   */
  async begin(
    exportId: string,
    segment: SegmentSpan,
    { width, height }: { width: number; height: number },
  ): Promise<FrameWriter | null> {
    await this.remove(exportId, segment.index);
    const expected = Math.ceil(segment.count * this.expectedFrameBytes(width * height));
    const access = await this.open(exportId, segment.index, expected + this.reserveBytes);
    if (access === null) return null;
    return new FrameWriter(access, {
      segment,
      width,
      height,
      hash: await loadByteHash(),
      remove: () => this.remove(exportId, segment.index),
      onFinished: (bytes) => {
        this.writtenFrames += segment.count;
        this.writtenBytes += bytes;
      },
    });
  }

  /** The frames of a segment; null when they are not all there. */
  read(exportId: string, index: number): Promise<FrameReader | null> {
    return attempt(async () => {
      const handle = await (await openFolder(exportId))?.getFileHandle(String(index)).catch(nullIfNotFound);
      if (!handle) return null;
      const file = await handle.getFile();
      const hash = await loadByteHash();
      const layout = await readIndex(file, hash);
      return layout === null ? null : new FrameReader(file, layout, hash);
    });
  }

  /** The segments of an export whose frames are all there, in order. */
  stored(exportId: string): Promise<StoredSegmentFrames[]> {
    return attempt(async () => {
      const found: StoredSegmentFrames[] = [];
      for (const file of await filesOf(exportId)) {
        const layout = await readIndex(file, await loadByteHash());
        if (layout === null) continue;
        const { segment, width, height } = layout;
        found.push({ segment, width, height, bytes: file.size });
      }
      return found.sort((a, b) => a.segment.index - b.segment.index);
    });
  }

  /** Removes a segment's frames, or all of an export's, unfinished ones too. What is gone already is no error. */
  remove(exportId: string, index?: number): Promise<void> {
    return attempt(() =>
      whenReleased(async () => {
        if (index === undefined) await (await openRoot()).removeEntry(exportId, { recursive: true });
        else await (await openFolder(exportId))?.removeEntry(String(index));
      }),
    );
  }

  /** What the frames of an export, or of all exports, take up, unfinished ones too. */
  bytes(exportId?: string): Promise<number> {
    return attempt(async () => {
      let sum = 0;
      for (const id of exportId === undefined ? await this.exports() : [exportId]) {
        for (const { size } of await filesOf(id)) sum += size;
      }
      return sum;
    });
  }

  /** Every export that has a folder here, such as those of a page that was closed meanwhile. */
  exports(): Promise<string[]> {
    return attempt(async () => {
      const ids: string[] = [];
      for await (const id of (await openRoot()).keys()) ids.push(id);
      return ids;
    });
  }

  /** Null when so many bytes are not to be had. */
  private open(exportId: string, index: number, bytes: number): Promise<SyncAccessHandle | null> {
    return attempt(async () => {
      try {
        const folder = await (await openRoot()).getDirectoryHandle(exportId, { create: true });
        if (!(await hasRoomFor(bytes, folder))) return null;
        return await openSyncAccess(await folder.getFileHandle(String(index), { create: true }));
      } catch (cause) {
        if (isOutOfSpace(cause)) return null;
        throw cause;
      }
    });
  }

  /** As the frames before; at first, what motion graphics seldom exceed. */
  private expectedFrameBytes(pixels: number): number {
    return this.writtenFrames === 0 ? pixels : this.writtenBytes / this.writtenFrames;
  }
}

async function openRoot(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(folderName, { create: true });
}

/** Null when nothing of the export was ever kept. */
async function openFolder(exportId: string): Promise<FileSystemDirectoryHandle | null> {
  return (await openRoot()).getDirectoryHandle(exportId).catch(nullIfNotFound);
}

async function filesOf(exportId: string): Promise<File[]> {
  const files: File[] = [];
  const folder = await openFolder(exportId);
  if (folder === null) return files;
  for await (const name of folder.keys()) {
    // Removed meanwhile, perhaps.
    const file = await folder
      .getFileHandle(name)
      .then((handle) => handle.getFile())
      .catch(nullIfNotFound);
    if (file !== null) files.push(file);
  }
  return files;
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw frameStoreFailed(cause);
  }
}

/** Removes what may still be held by a worker that was just ended; fails as the last attempt does. */
async function whenReleased(removal: () => Promise<void>): Promise<void> {
  for (const wait of releaseTimes) {
    if (wait > 0) await new Promise<void>((resolve) => realSetTimeout(resolve, wait));
    try {
      await removal();
      return;
    } catch (cause) {
      if (isNamed(cause, 'NotFoundError')) return;
      if (!isNamed(cause, 'NoModificationAllowedError') || wait === releaseTimes.at(-1)) throw cause;
    }
  }
}

function nullIfNotFound(cause: unknown): null {
  if (isNamed(cause, 'NotFoundError')) return null;
  throw cause;
}

function isNamed(thrown: unknown, name: string): boolean {
  return thrown instanceof DOMException && thrown.name === name;
}
