import { viewOf, type ByteReader } from '../byte-reader';

/** An element of EBML (RFC 8794) by where it lies. */
export interface EbmlElement {
  id: number;
  /** In the file, from the identifier on. */
  start: number;
  /** Of its data. */
  from: number;
  /** Its end; infinite where its size is not known. */
  end: number;
}

/** Reads identifier and size at a place. Null where there is none. */
export async function ebmlElement(reader: ByteReader, at: number): Promise<EbmlElement | null> {
  const bytes = await reader.read(at, 12);
  const idBytes = lengthOf(bytes[0]);
  if (idBytes === 0 || idBytes > 4) return null;
  const sizeBytes = lengthOf(bytes[idBytes]);
  if (sizeBytes === 0 || idBytes + sizeBytes > bytes.length) return null;
  const id = bytes.subarray(0, idBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  const size = bytes.subarray(idBytes, idBytes + sizeBytes);
  const first = size[0]! & (0xff >> sizeBytes);
  const value = size.subarray(1).reduce((sum, byte) => sum * 256 + byte, first);
  const from = at + idBytes + sizeBytes;
  const isOpen = first === 0xff >> sizeBytes && size.subarray(1).every((byte) => byte === 0xff);
  return { id, start: at, from, end: isOpen ? Number.POSITIVE_INFINITY : from + value };
}

/** Bytes of a number by the zeros it begins with; 0: none. */
function lengthOf(byte: number | undefined): number {
  return byte === undefined || byte === 0 ? 0 : Math.clz32(byte) - 23;
}

export function unsignedOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

export function floatOf(bytes: Uint8Array<ArrayBuffer>): number {
  if (bytes.length === 4) return viewOf(bytes).getFloat32(0);
  return bytes.length === 8 ? viewOf(bytes).getFloat64(0) : Number.NaN;
}
