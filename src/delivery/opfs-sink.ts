import { realSetTimeout } from '../composition/real-time';
import { ExportError } from '../errors';
import type { FileSink } from './file-sink';

const folderName = 'stepframe';

/** The part of `FileSystemSyncAccessHandle` that is used; TypeScript's DOM library leaves it to workers. */
interface SyncAccessHandle {
  write(data: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/**
 * A file in the origin's private file system, written through a sync handle (three times faster than a stream; workers
 * only). It stays there, unseen by the user, until `removeOpfsFile`.
 */
export async function createOpfsSink(name: string): Promise<FileSink> {
  const folder = await openFolder();
  const handle = await folder.getFileHandle(name, { create: true });
  const access = await (
    handle as unknown as { createSyncAccessHandle(): Promise<SyncAccessHandle> }
  ).createSyncAccessHandle();
  access.truncate(0);
  let open = true;
  const closeAccess = (): void => {
    if (open) access.close();
    open = false;
  };
  return {
    write(position, data) {
      const written = access.write(data, { at: position });
      if (written === data.byteLength) return Promise.resolve();
      return Promise.reject(shortWrite());
    },
    async close() {
      access.flush();
      closeAccess();
      return handle.getFile();
    },
    async abort() {
      closeAccess();
      await removeOpfsFile(name);
    },
  };
}

export async function openOpfsFile(name: string, mimeType: string, displayName: string): Promise<File> {
  const file = await (await (await openFolder()).getFileHandle(name)).getFile();
  // A file over a file: no bytes are copied.
  return new File([file], displayName, { type: mimeType });
}

/** Milliseconds after which a file that a worker held until it was ended is let go at the latest. */
const releaseTimes = [0, 20, 100, 500];

/** Never rejects: a file that is gone is what was wanted. */
export async function removeOpfsFile(name: string): Promise<void> {
  for (const wait of releaseTimes) {
    if (wait > 0) await new Promise<void>((resolve) => realSetTimeout(resolve, wait));
    try {
      await (await openFolder()).removeEntry(name);
      return;
    } catch (cause) {
      // Not there, or the browser has no private file system: nothing is left either way.
      if (!(cause instanceof DOMException) || cause.name !== 'NoModificationAllowedError') return;
    }
  }
}

/** The names of all files there are; none where the browser has no private file system. */
export async function listOpfsFiles(): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const name of (await openFolder()).keys()) names.push(name);
  } catch {
    // Private windows of some browsers have none.
  }
  return names;
}

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(folderName, { create: true });
}

function shortWrite(): ExportError {
  return new ExportError('storage-quota', {
    detail: 'disk-full',
    stage: 'deliver',
    message: 'The browser could not store all of the file.',
    remedy: 'Free some disk space, then try again.',
    recoverable: true,
  });
}
