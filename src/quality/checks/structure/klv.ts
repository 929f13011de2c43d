import type { ByteReader } from '../byte-reader';

/** A triplet of key, length and value (SMPTE ST 336). */
export interface Klv {
  /** Hexadecimal, 32 digits. */
  key: string;
  start: number;
  from: number;
  end: number;
}

/** Null where there is no key of SMPTE's. */
export async function klvAt(reader: ByteReader, at: number): Promise<Klv | null> {
  const bytes = await reader.read(at, 25);
  if (bytes.length < 17) return null;
  const key = hexOf(bytes.subarray(0, 16));
  if (!key.startsWith('060e2b34')) return null;
  const first = bytes[16]!;
  if (first < 0x80) return { key, start: at, from: at + 17, end: at + 17 + first };
  const count = first & 0x7f;
  if (count === 0 || count > 8 || bytes.length < 17 + count) return null;
  const length = bytes.subarray(17, 17 + count).reduce((sum, byte) => sum * 256 + byte, 0);
  return { key, start: at, from: at + 17 + count, end: at + 17 + count + length };
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
