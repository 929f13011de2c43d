import { latin, type ByteReader } from '../byte-reader';
import type { Structure } from '../file-facts';
import { emptyStructure } from './empty-structure';
import { findForeign, readForeign } from './foreign-containers';
import { readGif } from './gif-structure';
import { readIsobmff } from './isobmff-structure';
import { readMatroska } from './matroska-structure';
import { readMxf } from './mxf-structure';
import { pngSignature, readPng } from './png-structure';
import { readWebP } from './webp-structure';
import { readZip } from './zip-structure';

/** Which container a file is by its first bytes, and how that is read. */
const containers: readonly { is: (head: Uint8Array) => boolean; read: (reader: ByteReader) => Promise<Structure> }[] = [
  { is: (head) => latin(head.subarray(4, 8)) === 'ftyp', read: readIsobmff },
  { is: (head) => begins(head, [0x1a, 0x45, 0xdf, 0xa3]), read: readMatroska },
  { is: (head) => begins(head, [0x06, 0x0e, 0x2b, 0x34, 0x02, 0x05, 0x01]), read: readMxf },
  { is: (head) => latin(head.subarray(0, 4)) === 'GIF8', read: readGif },
  { is: (head) => begins(head, pngSignature), read: readPng },
  { is: (head) => latin(head.subarray(0, 4)) === 'RIFF' && latin(head.subarray(8, 12)) === 'WEBP', read: readWebP },
  { is: (head) => begins(head, [0x50, 0x4b, 0x03, 0x04]), read: readZip },
];

export async function readStructure(reader: ByteReader): Promise<Structure> {
  const head = await reader.read(0, 16);
  const container = containers.find(({ is }) => is(head));
  if (container) return container.read(reader);
  const foreign = await findForeign(reader);
  if (foreign) return readForeign(foreign, reader);
  const problem =
    head.length === 0 ? 'The file is empty.' : 'The file begins like none of the containers that are known.';
  return { ...emptyStructure('unknown'), problems: [problem] };
}

function begins(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}
