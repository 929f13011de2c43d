import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { BrowserCommand } from 'vitest/node';
import yauzl from 'yauzl';

const open = promisify<Buffer, yauzl.Options, yauzl.ZipFile>(yauzl.fromBuffer);

/** A file of a zip, as yauzl unpacks it. */
export interface UnpackedFile {
  name: string;
  byteLength: number;
  sha256: string;
  /** Of those that are called .json or .txt. */
  text: string | null;
}

/** Unpacks a zip by yauzl, which checks sizes and checksums. */
const unpackedZip: BrowserCommand<[zipBase64: string]> = async (_context, zipBase64): Promise<UnpackedFile[]> => {
  const zip = await open(Buffer.from(zipBase64, 'base64'), { lazyEntries: false, autoClose: false });
  const entries = await new Promise<yauzl.Entry[]>((resolve, reject) => {
    const all: yauzl.Entry[] = [];
    zip.on('entry', (entry: yauzl.Entry) => all.push(entry));
    zip.once('end', () => resolve(all));
    zip.once('error', reject);
  });
  const files: UnpackedFile[] = [];
  for (const entry of entries) {
    const bytes = await buffer(await promisify(zip.openReadStream.bind(zip))(entry));
    const { fileName: name } = entry;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const text = /\.(json|txt)$/.test(name) ? bytes.toString('utf8') : null;
    files.push({ name, byteLength: bytes.length, sha256, text });
  }
  return files;
};

export const zipCommands = { unpackedZip };
