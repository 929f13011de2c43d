/** The parts of Emscripten's file system that are used. */
export interface CoreFileSystem {
  writeFile(path: string, data: Uint8Array): void;
  readFile(path: string): Uint8Array<ArrayBuffer>;
  unlink(path: string): void;
  mkdir(path: string): void;
  readdir(path: string): string[];
  lookupPath(path: string): { node: CoreNode };
}

interface CoreNode {
  usedBytes: number;
  stream_ops: {
    read(stream: unknown, into: Int8Array, offset: number, length: number, position: number): number;
    write(stream: unknown, from: Int8Array, offset: number, length: number, position: number): number;
  };
  node_ops: {
    setattr(node: CoreNode, attributes: { size?: number }): void;
    mknod(parent: CoreNode, name: string, mode: number, device: number): CoreNode;
  };
}

/** Bytes that are somewhere else. */
export interface CoreInput {
  byteLength: number;
  /** Fills `into` with what is there from `position` on. @returns bytes read, 0 at the end */
  read(into: Uint8Array, position: number): number;
}

export interface CoreOutput {
  write(position: number, bytes: Uint8Array): void;
  read(into: Uint8Array, position: number): number;
}

/** Puts a file into the core's file system whose bytes stay outside. It looks like any other: seekable, with a size. */
export function mountInput(files: CoreFileSystem, path: string, input: CoreInput): void {
  const node = emptyFile(files, path);
  node.usedBytes = input.byteLength;
  node.stream_ops = {
    ...node.stream_ops,
    read: (_stream, into, offset, length, position) =>
      input.read(new Uint8Array(into.buffer, into.byteOffset + offset, length), position),
    write: () => {
      throw new Error(`${path} is only read.`);
    },
  };
}

/** Puts a file into the core's file system whose bytes go outside. What was written can be read and replaced. */
export function mountOutput(files: CoreFileSystem, path: string, output: CoreOutput): void {
  const node = emptyFile(files, path);
  node.node_ops = {
    ...node.node_ops,
    setattr: (self, { size }) => {
      if (size !== undefined) self.usedBytes = size;
    },
  };
  node.stream_ops = {
    ...node.stream_ops,
    read: (_stream, into, offset, length, position) =>
      output.read(
        new Uint8Array(into.buffer, into.byteOffset + offset, Math.min(length, Math.max(0, node.usedBytes - position))),
        position,
      ),
    write: (_stream, from, offset, length, position) => {
      output.write(position, new Uint8Array(from.buffer, from.byteOffset + offset, length));
      node.usedBytes = Math.max(node.usedBytes, position + length);
      return length;
    },
  };
}

/** Makes an empty folder, and tells of every file that comes into it. */
export function watchedFolder(files: CoreFileSystem, path: string, onFile: () => void): void {
  const name = path.slice(1);
  if (!files.readdir('/').includes(name)) files.mkdir(path);
  for (const file of files.readdir(path)) if (!file.startsWith('.')) files.unlink(`${path}/${file}`);
  // The root's operations are those of every folder that is not watched.
  const own = files.lookupPath('/').node.node_ops;
  files.lookupPath(path).node.node_ops = {
    ...own,
    mknod: (...given) => {
      onFile();
      return own.mknod(...given);
    },
  };
}

/**
 * Frames back to back, each made when it is asked for: no more than one is held.
 *
 * @param frame makes a frame, which lasts until the next one is made; all are of one length
 */
export function framesInput(count: number, frame: (index: number) => Uint8Array): CoreInput {
  let held = { index: 0, bytes: frame(0) };
  const frameBytes = held.bytes.byteLength;
  return {
    byteLength: frameBytes * count,
    read: (into, position) => {
      let done = 0;
      while (done < into.byteLength && position + done < frameBytes * count) {
        const index = Math.floor((position + done) / frameBytes);
        if (held.index !== index) held = { index, bytes: frame(index) };
        const at = (position + done) % frameBytes;
        const length = Math.min(into.byteLength - done, frameBytes - at);
        into.set(held.bytes.subarray(at, at + length), done);
        done += length;
      }
      return done;
    },
  };
}

export function removeFile(files: CoreFileSystem, path: string): void {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (files.readdir(path.slice(0, path.length - name.length) || '/').includes(name)) files.unlink(path);
}

function emptyFile(files: CoreFileSystem, path: string): CoreNode {
  removeFile(files, path);
  files.writeFile(path, new Uint8Array());
  return files.lookupPath(path).node;
}
