import { copyFile } from '../delivery/copy-file';
import { createHandleSink } from '../delivery/handle-sink';
import { openOpfsFile, removeOpfsFile } from '../delivery/opfs-sink';
import { ExportError } from '../errors';
import type { FinishedFile } from '../storage/export-record';
import type { ExportJob } from './export-job';

export interface Delivered {
  /** Null when the file went to a place of the host's. */
  file: File | null;
  byteLength: number;
}

/**
 * Whether the browser keeps the file until it was checked: what went to a sink cannot be read again, and what stands in a
 * picked file cannot be withheld any more. What goes into a folder is there at once: that it failed is told. Where there is
 * no room for a file and what it is made of, one is only kept to be withheld; nor is one kept for a check nobody asked for.
 */
export function isStaged({ check, destination, releaseSegments = false }: ExportJob['options']): boolean {
  if (destination?.kind === 'sink' && check === 'warn_user') return !releaseSegments;
  return check === 'fail_export' && (destination?.kind === 'handle' || destination?.kind === 'sink');
}

/** Brings a file that was kept back to its destination; any other is there. @throws ExportError `storage` */
export async function handOver(job: ExportJob, { file, byteLength }: Delivered): Promise<Delivered> {
  const { destination } = job.options;
  if (!file || !isStaged(job.options) || !destination) return { file, byteLength };
  try {
    if (destination.kind === 'handle') await copyFile(file, await createHandleSink(destination.handle));
    if (destination.kind === 'sink') await copyFile(file, destination.sink);
  } catch (cause) {
    throw ExportError.from(cause, 'storage', {
      detail: 'write-failed',
      stage: 'deliver',
      message: 'The file could not be written.',
      remedy: 'Check that the destination still exists and has free space, then try again.',
      recoverable: true,
    });
  }
  await removeOpfsFile(job.id);
  return { file: null, byteLength };
}

/** A file that was finished earlier and waits in the browser. @throws ExportError `storage` (record-missing) */
export async function finishedFile(id: string, { name, mimeType }: FinishedFile): Promise<File> {
  try {
    return await openOpfsFile(id, mimeType, name);
  } catch (cause) {
    throw ExportError.from(cause, 'storage', {
      detail: 'record-missing',
      stage: 'deliver',
      message: 'The browser no longer has the finished file.',
      remedy: 'Discard it and export again; do not clear the site data meanwhile.',
    });
  }
}

/** Leaves nothing of the file where it was to go, whatever part of it is there. Never rejects. */
export async function abandon({ options, id, stored }: ExportJob): Promise<void> {
  const { destination } = options;
  if (stored.record?.withheld) return; // To be looked at, until the export is resumed or discarded.
  if (destination?.kind === 'sink') await destination.sink.abort();
  // A picked file is untouched until it is closed: the browser drops what was written with the worker.
  if (destination === undefined || destination.kind === 'browser' || isStaged(options)) await removeOpfsFile(id);
}
