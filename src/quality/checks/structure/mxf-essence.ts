import type { ByteReader } from '../byte-reader';
import { klvAt, type Klv } from './klv';

/** SMPTE ST 379-1: the kind of item. */
const essence = /^060e2b34010201..0d010301(..)/;

/** All essence of a kind, in the order of the file; ends where the file is broken. */
export async function* mxfElements(reader: ByteReader, items: readonly string[]): AsyncGenerator<Klv> {
  for (let at = 0; at < reader.size;) {
    const klv = await klvAt(reader, at);
    if (klv === null || klv.end > reader.size) return;
    if (items.includes(essence.exec(klv.key)?.[1] ?? '')) yield klv;
    at = klv.end;
  }
}

/** As much of the first frame as its headers take. */
export async function firstMxfFrame(reader: ByteReader): Promise<Uint8Array<ArrayBuffer> | null> {
  for await (const { from, end } of mxfElements(reader, ['05', '15']))
    return reader.read(from, Math.min(4096, end - from));
  return null;
}
