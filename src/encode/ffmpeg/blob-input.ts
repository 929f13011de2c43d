import type { CoreInput } from './core-files';

/** Of workers alone, so that TypeScript's DOM library leaves it out. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** Bytes that are read at once: a call of the browser's takes as long as many of them. */
const windowBytes = 1 << 20;

/** A file to be read here and there by synchronous code, in a worker. What it holds does not grow with the file. */
export function blobInput(file: Blob, onRead: (bytes: number) => void): CoreInput {
  const reader = new FileReaderSync();
  let window = new Uint8Array(0);
  let start = 0;
  return {
    byteLength: file.size,
    read(into, position) {
      if (position >= file.size) return 0;
      if (position < start || position >= start + window.length) {
        start = position;
        window = new Uint8Array(reader.readAsArrayBuffer(file.slice(position, position + windowBytes)));
      }
      const part = window.subarray(position - start, position - start + into.length);
      into.set(part);
      onRead(part.length);
      return part.length;
    },
  };
}
