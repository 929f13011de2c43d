import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { ExportError } from '../errors';

const open = promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open);

/**
 * Puts the files of a zip into a folder, all or none: they lie in `partial` until the last one is there. Files of the same
 * names are replaced, others in the folder stay.
 *
 * @returns their names
 * @throws ExportError `storage` (write-failed)
 */
export async function unpackZip(zip: string, folder: string, partial: string): Promise<string[]> {
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    await extract(zip, partial);
    await mkdir(folder, { recursive: true });
    const names = (await readdir(partial)).sort();
    for (const name of names) await rename(join(partial, name), join(folder, name));
    await rmdir(partial);
    return names;
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    throw new ExportError('storage', {
      detail: 'write-failed',
      stage: 'deliver',
      message: `The pictures were not written to ${folder}: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: 'Check that the folder can be written to and that the disk has room.',
      recoverable: true,
      cause,
    });
  }
}

async function extract(zip: string, folder: string): Promise<void> {
  const archive = await open(zip, { lazyEntries: true, autoClose: false });
  try {
    const openEntry = promisify<yauzl.Entry, Readable>(archive.openReadStream.bind(archive));
    await new Promise<void>((resolve, reject) => {
      archive.on('error', reject);
      archive.on('end', resolve);
      archive.on('entry', (entry: yauzl.Entry) => {
        openEntry(entry)
          .then((stream) => pipeline(stream, createWriteStream(join(folder, entry.fileName))))
          .then(() => archive.readEntry(), reject);
      });
      archive.readEntry();
    });
  } finally {
    archive.close();
  }
}
