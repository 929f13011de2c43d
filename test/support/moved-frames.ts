import { downloadZip } from 'client-zip';
import { zipEntries } from './zip-entries';

/** Where the packets of a file's picture lie, first byte to end. */
export type Extents = (bytes: Uint8Array<ArrayBuffer>) => [start: number, end: number][];

/** DNxHD and DNxHR in any container: by what every frame begins with (SMPTE ST 2019-1, 5.1). @param packetBytes of each */
export const dnxExtents =
  (packetBytes: number): Extents =>
  (bytes) =>
    starts(bytes, [0, 0, 2, 0x80]).map((start) => [start, start + packetBytes]);

/** Picture essence of an MXF file, each element with a length of four bytes as ffmpeg writes them. */
export const mxfExtents: Extents = (bytes) =>
  starts(bytes, [0x0d, 0x01, 0x03, 0x01, 0x15]).map((at) => {
    // The rest of the key, then the length.
    const length = new DataView(bytes.buffer).getUint32(at + 8);
    if (length >>> 24 !== 0x83) throw new Error('The length is not written in three bytes.');
    return [at + 12, at + 12 + (length & 0xffffff)];
  });

function starts(bytes: Uint8Array, magic: readonly number[]): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(magic.at(-1)!); at >= 0; at = bytes.indexOf(magic.at(-1)!, at + 1)) {
    const start = at - magic.length + 1;
    if (magic.every((byte, index) => bytes[start + index] === byte)) found.push(start);
  }
  return found;
}

/** The file with the bytes of two packets of one length exchanged. */
export async function withSwappedPackets(file: Blob, extents: Extents, one: number, other: number): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const all = extents(bytes);
  const [first, second] = [all[one]!, all[other]!];
  if (first[1] - first[0] !== second[1] - second[0]) throw new Error('The packets differ in length.');
  const kept = bytes.slice(...first);
  bytes.copyWithin(first[0], ...second);
  bytes.set(kept, second[0]);
  return new Blob([bytes]);
}

/** A zip with its pictures in another order, each under the name that stood there, or without one of them. */
export async function rezipped(file: Blob, order: (frames: number[]) => number[]): Promise<Blob> {
  const entries = zipEntries(new Uint8Array(await file.arrayBuffer()));
  const kept = order(entries.map((_, index) => index));
  const names = kept.length === entries.length ? entries.map(({ name }) => name) : kept.map((n) => entries[n]!.name);
  const files = kept.map((from, place) => ({ name: names[place]!, input: entries[from]!.bytes }));
  return downloadZip(files).blob();
}

/** The file with some bytes in its middle turned over. */
export async function withFlippedBytes(file: Blob): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  for (let at = bytes.length >> 1, count = 0; count < 64; at++, count++) bytes[at]! ^= 0x55;
  return new Blob([bytes]);
}
