import { realSetTimeout } from '../composition/real-time';
import { scratchFolder } from '../encode/ffmpeg/ffmpeg-lane';

/** Milliseconds after which a file that a worker held until it was ended is let go at the latest. */
const releaseTimes = [0, 20, 100, 500];

/** A folder of the origin's private file system for the files one file is made of. Workers only. */
export class ScratchFolder {
  readonly name: string;
  private readonly folder: FileSystemDirectoryHandle;

  private constructor(name: string, folder: FileSystemDirectoryHandle) {
    this.name = name;
    this.folder = folder;
  }

  /** Makes it anew: what an earlier try left under the name is removed. */
  static async create(name: string): Promise<ScratchFolder> {
    await removeScratchFolder(name);
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(scratchFolder, { create: true });
    return new ScratchFolder(name, await root.getDirectoryHandle(name, { create: true }));
  }

  /** A new file, written from its beginning on. */
  async writer(name: string): Promise<ScratchWriter> {
    const file = await this.folder.getFileHandle(name, { create: true });
    return new ScratchWriter(
      await (file as unknown as { createSyncAccessHandle(): Promise<SyncWriter> }).createSyncAccessHandle(),
    );
  }

  async file(name: string): Promise<File> {
    return (await this.folder.getFileHandle(name)).getFile();
  }

  /** Frees what it takes up before the folder goes. */
  async removeFile(name: string): Promise<void> {
    await this.folder.removeEntry(name);
  }
}

interface SyncWriter {
  write(data: Uint8Array, options: { at: number }): number;
  close(): void;
}

export class ScratchWriter {
  private readonly access: SyncWriter;
  byteLength = 0;

  constructor(access: SyncWriter) {
    this.access = access;
  }

  write(bytes: Uint8Array): void {
    this.byteLength += this.access.write(bytes, { at: this.byteLength });
  }

  /** Idempotent. */
  close(): void {
    this.access.close();
  }
}

/** The names of all folders there are; none where the browser has no private file system. */
export async function scratchFolders(): Promise<string[]> {
  const names: string[] = [];
  try {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(scratchFolder);
    for await (const name of root.keys()) names.push(name);
  } catch {
    // No file was ever put together by ffmpeg here, or the browser has no private file system.
  }
  return names;
}

/** Removes a folder and all in it. That it is gone already is no error. */
export async function removeScratchFolder(name: string): Promise<void> {
  for (const wait of releaseTimes) {
    if (wait > 0) await new Promise<void>((resolve) => realSetTimeout(resolve, wait));
    try {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(scratchFolder);
      await root.removeEntry(name, { recursive: true });
      return;
    } catch (cause) {
      const code = cause instanceof DOMException ? cause.name : '';
      if (code === 'NotFoundError') return;
      if (code !== 'NoModificationAllowedError' || wait === releaseTimes.at(-1)) throw cause;
    }
  }
}
