import { isOutOfSpace } from './frame-store-errors';
import { openSyncAccess } from './sync-access-handle';

/**
 * Whether the origin may store so many bytes more. Chromium's estimate always leaves 10 GB, so the bytes are asked for,
 * as the length of a file that is removed at once: some tenths of a millisecond on a disk, where no byte is written, and
 * up to one for each MB in a private window, which keeps its files in memory. Workers only.
 */
export async function hasRoomFor(bytes: number, folder: FileSystemDirectoryHandle): Promise<boolean> {
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
  if (quota - usage < bytes) return false;
  const name = `room-${crypto.randomUUID()}`;
  const access = await openSyncAccess(await folder.getFileHandle(name, { create: true }));
  try {
    access.truncate(bytes);
    // A private window refuses without a word.
    return access.getSize() === bytes;
  } catch (cause) {
    if (isOutOfSpace(cause)) return false;
    throw cause;
  } finally {
    access.close();
    await folder.removeEntry(name);
  }
}
