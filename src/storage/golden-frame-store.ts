import { ExportError } from '../errors';
import { loadByteHash } from './checksum';
import { readIndex } from './frame-file';
import { FrameReader } from './frame-reader';
import { FrameWriter } from './frame-writer';
import { goldenFrameDamaged } from './golden-frame-errors';
import type { SyncAccessHandle } from './sync-access-handle';

const folderName = 'stepframe-golden-frames';

/** Which golden frame: a composition may have the same frame in several sizes. */
export interface GoldenFrameId {
  compositionId: string;
  /** Counted from the composition's first. */
  frame: number;
  width: number;
  height: number;
}

export interface StoredGoldenFrame extends GoldenFrameId {
  /** Length of its file. */
  bytes: number;
  /** When it was written, in milliseconds since 1970. */
  savedAt: number;
}

/**
 * Golden frames, lossless, in the origin's private file system: a folder per composition, a file per frame and size, laid
 * out as a segment of one captured frame. A file is replaced whole or not at all. On the page and in workers.
 *
 * @throws ExportError storage-quota from `write`, storage/golden-frame-store-failed from every method
 */
export class GoldenFrameStore {
  /** Writes a frame, in place of one that is there. @param pixels `width × height × 4` bytes, all kept exactly */
  write(id: GoldenFrameId, pixels: ArrayBuffer): Promise<void> {
    return attempt(async () => {
      const parts = await fileOf(id, pixels);
      const folder = await (await openRoot()).getDirectoryHandle(folderOf(id.compositionId), { create: true });
      const stream = await (await folder.getFileHandle(nameOf(id), { create: true })).createWritable();
      try {
        await stream.write(new Blob(parts));
        await stream.close();
      } catch (cause) {
        await stream.abort().catch(() => undefined); // What it failed with is told; what was there stays.
        throw cause;
      }
    });
  }

  /** The pixels of a frame; null when there is none. @throws ExportError storage/frame-corrupted besides */
  read(id: GoldenFrameId): Promise<ArrayBuffer | null> {
    return attempt(async () => {
      const file = await openFile(id);
      if (file === null) return null;
      const hash = await loadByteHash();
      const layout = await readIndex(file, hash);
      // A file that was made and never written to.
      if (layout === null && file.size === 0) return null;
      if (layout?.width !== id.width || layout.height !== id.height) throw goldenFrameDamaged(id);
      const pixels = new ArrayBuffer(id.width * id.height * 4);
      await new FrameReader(file, layout, hash).read(layout.segment.first, pixels).catch((cause: unknown) => {
        throw cause instanceof ExportError && cause.detail === 'frame-corrupted' ? goldenFrameDamaged(id) : cause;
      });
      return pixels;
    });
  }

  /** All golden frames, or those of a composition, by composition, frame and size. */
  list(compositionId?: string): Promise<StoredGoldenFrame[]> {
    return attempt(async () => {
      const found: StoredGoldenFrame[] = [];
      for (const id of compositionId === undefined ? await compositions() : [compositionId]) {
        const folder = await openFolder(id);
        if (folder === null) continue;
        for await (const name of folder.keys()) {
          const file = await openNamed(folder, name);
          const numbers = /^(\d+)-(\d+)x(\d+)$/.exec(name);
          if (file === null || file.size === 0 || numbers === null) continue;
          const [frame, width, height] = numbers.slice(1).map(Number) as [number, number, number];
          found.push({ compositionId: id, frame, width, height, bytes: file.size, savedAt: file.lastModified });
        }
      }
      return found.sort(inOrder);
    });
  }

  /** Removes a composition's golden frames, or one. What is gone already is no error. */
  remove(compositionId: string, one?: Omit<GoldenFrameId, 'compositionId'>): Promise<void> {
    return attempt(async () => {
      try {
        if (one) await (await openFolder(compositionId))?.removeEntry(nameOf(one));
        else await (await openRoot()).removeEntry(folderOf(compositionId), { recursive: true });
      } catch (cause) {
        nullIfNotFound(cause);
      }
    });
  }
}

/** Ids are any text; names of files are not. */
function folderOf(compositionId: string): string {
  return `c-${encodeURIComponent(compositionId)}`;
}

function nameOf({ frame, width, height }: Omit<GoldenFrameId, 'compositionId'>): string {
  return `${frame}-${width}x${height}`;
}

function openRoot(): Promise<FileSystemDirectoryHandle> {
  return navigator.storage.getDirectory().then((root) => root.getDirectoryHandle(folderName, { create: true }));
}

async function openFolder(compositionId: string): Promise<FileSystemDirectoryHandle | null> {
  return (await openRoot()).getDirectoryHandle(folderOf(compositionId)).catch(nullIfNotFound);
}

async function openFile(id: GoldenFrameId): Promise<File | null> {
  const folder = await openFolder(id.compositionId);
  return folder && openNamed(folder, nameOf(id));
}

/** Null when it is not there, or was removed meanwhile. */
function openNamed(folder: FileSystemDirectoryHandle, name: string): Promise<File | null> {
  return folder
    .getFileHandle(name)
    .then((handle) => handle.getFile())
    .catch(nullIfNotFound);
}

async function compositions(): Promise<string[]> {
  const ids: string[] = [];
  for await (const name of (await openRoot()).keys()) ids.push(decodeURIComponent(name.slice('c-'.length)));
  return ids;
}

function inOrder(one: GoldenFrameId, other: GoldenFrameId): number {
  if (one.compositionId !== other.compositionId) return one.compositionId < other.compositionId ? -1 : 1;
  return one.frame - other.frame || one.width - other.width || one.height - other.height;
}

/** A frame in the layout of captured ones. */
async function fileOf(
  { frame, width, height }: GoldenFrameId,
  pixels: ArrayBuffer,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const memory = new MemoryFile();
  const writer = new FrameWriter(memory, {
    segment: { index: 0, first: frame, count: 1 },
    width,
    height,
    hash: await loadByteHash(),
    remove: () => Promise.resolve(),
    onFinished: () => undefined,
  });
  writer.append(pixels);
  await writer.finish();
  return memory.parts;
}

/** What is written from the beginning to the end, in memory: pages may not open files the way workers do. */
class MemoryFile implements SyncAccessHandle {
  readonly parts: Uint8Array<ArrayBuffer>[] = [];

  write(data: Uint8Array): number {
    this.parts.push(new Uint8Array(data));
    return data.length;
  }

  truncate(): void {
    this.parts.length = 0;
  }

  getSize(): number {
    return this.parts.reduce((sum, { length }) => sum + length, 0);
  }

  flush(): void {}

  close(): void {}
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw ExportError.from(cause, 'storage', {
      detail: 'golden-frame-store-failed',
      stage: 'store',
      message: "The browser's private file system refused the golden frames.",
      remedy: 'Close other tabs of this page and try again; in a private window, use a normal one.',
      recoverable: true,
    });
  }
}

function nullIfNotFound(cause: unknown): null {
  if (cause instanceof DOMException && cause.name === 'NotFoundError') return null;
  throw cause;
}
