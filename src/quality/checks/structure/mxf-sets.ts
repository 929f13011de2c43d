import { viewOf } from '../byte-reader';
import { hexOf } from './klv';

/** A set of metadata: values by their local tags (SMPTE ST 377-1, 9.3). */
export interface MxfSet {
  /** Hexadecimal. */
  key: string;
  values: ReadonlyMap<number, Uint8Array<ArrayBuffer>>;
}

/** Null where its values do not fill it. */
export function readSet(key: string, bytes: Uint8Array<ArrayBuffer>): MxfSet | null {
  const view = viewOf(bytes);
  const values = new Map<number, Uint8Array<ArrayBuffer>>();
  let at = 0;
  while (at + 4 <= bytes.length) {
    const length = view.getUint16(at + 2);
    values.set(view.getUint16(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return at === bytes.length ? { key, values } : null;
}

export function numberIn({ values }: MxfSet, tag: number): number | null {
  const value = values.get(tag);
  return value === undefined || value.length > 8 ? null : value.reduce((sum, byte) => sum * 256 + byte, 0);
}

export function rationalIn({ values }: MxfSet, tag: number): readonly [number, number] | null {
  const value = values.get(tag);
  return value?.length === 8 ? [viewOf(value).getUint32(0), viewOf(value).getUint32(4)] : null;
}

export function textIn({ values }: MxfSet, tag: number): string | null {
  const value = values.get(tag);
  return value === undefined ? null : new TextDecoder('utf-16be').decode(value).replace(/\0+$/, '');
}

export function labelIn({ values }: MxfSet, tag: number): string {
  return hexOf(values.get(tag) ?? new Uint8Array(0));
}
