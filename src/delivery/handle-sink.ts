import type { FileSink } from './file-sink';

/**
 * A file the user picked. The browser writes to a swap file of its own and puts it under the chosen name at `close`, so
 * what stood there before survives a failure.
 */
export async function createHandleSink(handle: FileSystemFileHandle): Promise<FileSink> {
  const stream = await handle.createWritable({ keepExistingData: false });
  let open = true;
  return {
    write: (position, data) => stream.write({ type: 'write', position, data }),
    async close() {
      open = false;
      await stream.close();
      return null;
    },
    async abort() {
      if (!open) return;
      open = false;
      await stream.abort().catch(() => undefined);
    },
  };
}
