import { makeZip } from 'client-zip';
import { createSHA256 } from 'hash-wasm';
import { ExportError } from '../errors';
import type { PlannedItem } from './batch-plan';
import { describeBatch, manifestOf, type BatchFile, type BatchReport } from './batch-report';
import { manifestName, reportNames } from './batch-output-path';
import type { Job, JobDestination } from './job';

/** Where the files of a batch go. */
export type BatchOutput =
  /** One file: kept by the browser and given in the result, or written into the picked file. */
  | { kind: 'zip'; handle?: FileSystemFileHandle }
  /** A folder that the user has picked: each file is there as soon as it is whole. */
  | { kind: 'folder'; handle: FileSystemDirectoryHandle }
  /** Where the host says, by keys of its own queue; it is told of each file that is there, and says what it is. */
  | { kind: 'host'; key(id: string): string; delivered(id: string, job: Job): Promise<BatchFile> };

/** Brings files to where they are to go. */
export interface BatchDelivery {
  /** Of the job itself. */
  destination(item: PlannedItem): JobDestination;
  /** @param source the file, where the browser keeps it @throws ExportError `storage` */
  take(item: PlannedItem, job: Job, source: File | null): Promise<BatchFile>;
  /** Whether the browser's copy can go as soon as it was taken. */
  readonly takesAtOnce: boolean;
  /**
   * When all items are over. @param sourceOf the files again, by the item's id
   * @throws ExportError `storage`
   */
  finish(report: BatchReport, sourceOf: (id: string) => Promise<File | null>): Promise<File | null>;
}

export function openDelivery(output: BatchOutput, name: string): BatchDelivery {
  switch (output.kind) {
    case 'zip':
      return zipDelivery(output.handle ?? null, name);
    case 'folder':
      return folderDelivery(output.handle);
    case 'host':
      return {
        takesAtOnce: false,
        destination: ({ id }) => ({ kind: 'host', key: output.key(id) }),
        take: ({ id }, job) => output.delivered(id, job),
        finish: () => Promise.resolve(null),
      };
  }
}

function zipDelivery(handle: FileSystemFileHandle | null, name: string): BatchDelivery {
  return {
    takesAtOnce: false,
    destination: () => ({ kind: 'browser' }),
    async take({ out }, _job, source) {
      const file = present(source, out);
      return { path: out, byteLength: file.size, sha256: await copied(file, null) };
    },
    async finish(report, sourceOf) {
      // What nobody waits for any more is not packed.
      if (report.complete === 0 || report.state === 'cancelled') return null;
      try {
        const stream = makeZip(zipEntries(report, sourceOf));
        if (!handle) return new File([await new Response(stream).blob()], name, { type: 'application/zip' });
        // Closed when the stream is, and dropped when it fails.
        await stream.pipeTo(await handle.createWritable({ keepExistingData: false }));
        return null;
      } catch (cause) {
        throw writeFailed(name, cause);
      }
    },
  };
}

async function* zipEntries(
  report: BatchReport,
  sourceOf: (id: string) => Promise<File | null>,
): AsyncGenerator<{ name: string; lastModified: Date; input: File | string }> {
  const lastModified = new Date(report.startedAt);
  for (const { id, file } of report.items) {
    if (file !== null) yield { name: file, lastModified, input: present(await sourceOf(id), file) };
  }
  for (const [name, input] of ownFiles(report)) yield { name, lastModified, input };
}

/** What the batch says of itself, beside its files. */
function ownFiles(report: BatchReport): [name: string, text: string][] {
  return [
    [manifestName, json(manifestOf(report))],
    [reportNames.json, json(report)],
    [reportNames.text, `${describeBatch(report)}\n`],
  ];
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function folderDelivery(folder: FileSystemDirectoryHandle): BatchDelivery {
  return {
    takesAtOnce: true,
    destination: () => ({ kind: 'browser' }),
    async take({ out }, _job, source) {
      const file = present(source, out);
      return { path: out, byteLength: file.size, sha256: await writeInto(folder, out, file) };
    },
    async finish(report) {
      for (const [name, text] of ownFiles(report)) await writeInto(folder, name, new Blob([text]));
      return null;
    },
  };
}

/**
 * Writes a file under its path, with the folders it needs. The browser keeps what was there until the new one is whole.
 *
 * @returns its SHA-256 @throws ExportError `storage`; a file that was not there before is then not there
 */
async function writeInto(folder: FileSystemDirectoryHandle, path: string, file: Blob): Promise<string> {
  const names = path.split('/');
  const name = names.pop()!;
  try {
    let place = folder;
    for (const each of names) place = await place.getDirectoryHandle(each, { create: true });
    const wasThere = await exists(place, name);
    try {
      const handle = await place.getFileHandle(name, { create: true });
      return await copied(file, await handle.createWritable({ keepExistingData: false }));
    } catch (cause) {
      if (!wasThere) await place.removeEntry(name).catch(() => undefined); // The failure is the one to tell.
      throw cause;
    }
  } catch (cause) {
    throw writeFailed(path, cause);
  }
}

async function exists(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await folder.getFileHandle(name);
    return true;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'NotFoundError') return false;
    throw cause;
  }
}

/** Copies a file, where there is something to copy it into, and hashes what it reads. @returns SHA-256 */
async function copied(file: Blob, into: FileSystemWritableFileStream | null): Promise<string> {
  const hasher = (await createSHA256()).init();
  try {
    const reader = file.stream().getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      hasher.update(chunk.value);
      await into?.write(chunk.value);
    }
    await into?.close();
    return hasher.digest('hex');
  } catch (cause) {
    await into?.abort().catch(() => undefined); // As above.
    throw cause;
  }
}

function present(file: File | null, path: string): File {
  if (file) return file;
  throw new ExportError('storage', {
    detail: 'record-missing',
    stage: 'deliver',
    message: `The browser no longer has "${path}".`,
    remedy: 'Export it again; do not clear the site data meanwhile.',
  });
}

function writeFailed(path: string, cause: unknown): ExportError {
  return ExportError.from(cause, 'storage', {
    detail: 'write-failed',
    stage: 'deliver',
    message: `"${path}" could not be written.`,
    remedy: 'Check that the place for it is still there and has room, then try again.',
    recoverable: true,
  });
}
