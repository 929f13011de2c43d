import { realSetTimeout } from '../../composition/real-time';
import { removeFile, mountInput, mountOutput, type CoreInput } from './core-files';
import { corePaths } from './ffmpeg-args';
import { fileRuns } from './ffmpeg-file-args';
import type { FfmpegCore } from './ffmpeg-core';
import { scratchFolder, type FfmpegFileJob } from './ffmpeg-lane';
import { ffmpegFailed } from './ffmpeg-failed';
import { smallerAnimations, tooLarge } from './size-limit';

/** The part of `FileSystemSyncAccessHandle` that is used; TypeScript's DOM library leaves it to workers. */
interface SyncAccess {
  read(into: Uint8Array, options: { at: number }): number;
  write(data: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  close(): void;
}

/**
 * Puts a file together. ffmpeg reads and writes files on disk while it runs, so that neither is ever in memory whole.
 *
 * @returns bytes written
 * @throws ExportError `muxer`, and whatever the file system throws
 */
export async function writeFile(
  core: FfmpegCore,
  job: FfmpegFileJob,
  onProgress: (bytes: number) => void,
): Promise<number> {
  const open: SyncAccess[] = [];
  try {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(scratchFolder);
    const folder = await root.getDirectoryHandle(job.folder);
    const access = async (name: string, create = false): Promise<SyncAccess> => {
      const handle = await openWhenReleased(await folder.getFileHandle(name, { create }));
      open.push(handle);
      return handle;
    };
    let moved = 0;
    const count = (bytes: number): number => {
      onProgress((moved += bytes));
      return bytes;
    };
    mountInput(core.files, corePaths.picture, indexed(job.index, await access(job.picture), count));
    if (job.sound) mountInput(core.files, corePaths.sound, whole(await access(job.sound.file), count));
    for (const [path, text] of textFiles(job)) core.files.writeFile(path, new TextEncoder().encode(text));
    const output = await access(job.output, true);
    let failure: unknown;
    mountOutput(core.files, corePaths.output, {
      read: (into, position) => output.read(into, { at: position }),
      write: (position, bytes) => {
        try {
          count(output.write(bytes, { at: position }));
        } catch (cause) {
          failure = cause;
          throw cause;
        }
      },
    });
    for (const animation of smallerAnimations(job.plan)) {
      for (const args of fileRuns(animation ? { ...job, plan: { ...job.plan, animation } } : job)) {
        output.truncate(0);
        const run = core.run(args);
        // A disk that is full says so better than ffmpeg does.
        if (failure !== undefined) throw failure as Error;
        if (!run.ok) throw ffmpegFailed(run, 'muxer');
      }
      if (output.getSize() <= (animation?.sizeLimit ?? Infinity)) return output.getSize();
    }
    throw tooLarge(output.getSize(), job.plan);
  } finally {
    for (const handle of open) handle.close();
    const own = [corePaths.picture, corePaths.sound, corePaths.output, corePaths.palette];
    for (const path of [...own, ...textFiles(job).map(([text]) => text)]) removeFile(core.files, path);
  }
}

/** Small enough to be in the core's own memory. */
function textFiles({ plan: { chapters, captions = [] } }: FfmpegFileJob): (readonly [path: string, text: string])[] {
  return [
    ...(chapters === undefined ? [] : [[corePaths.chapters, chapters] as const]),
    ...captions.map(({ subRip }, index) => [corePaths.captions(index), subRip] as const),
  ];
}

/** Milliseconds after which a file that a worker held until it was ended is let go at the latest. */
const releaseTimes = [20, 100, 500];

async function openWhenReleased(file: FileSystemFileHandle): Promise<SyncAccess> {
  const open = (): Promise<SyncAccess> =>
    (file as unknown as { createSyncAccessHandle(): Promise<SyncAccess> }).createSyncAccessHandle();
  for (const wait of releaseTimes) {
    try {
      return await open();
    } catch (cause) {
      if (!(cause instanceof DOMException && cause.name === 'NoModificationAllowedError')) throw cause;
      await new Promise<void>((resolve) => realSetTimeout(resolve, wait));
    }
  }
  return open();
}

/** An index, then the packets it tells of. */
function indexed(index: Uint8Array, packets: SyncAccess, count: (bytes: number) => number): CoreInput {
  return {
    byteLength: index.length + packets.getSize(),
    read: (into, position) => {
      if (position >= index.length) return count(packets.read(into, { at: position - index.length }));
      const part = index.subarray(position, position + into.length);
      into.set(part);
      return part.length;
    },
  };
}

function whole(file: SyncAccess, count: (bytes: number) => number): CoreInput {
  return { byteLength: file.getSize(), read: (into, position) => count(file.read(into, { at: position })) };
}
