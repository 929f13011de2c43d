import { latin, viewOf } from '../byte-reader';
import type { ColourTags } from '../file-facts';

/** Own fields of a visual sample entry, before its boxes. */
const visualFields = 78;

/** The boxes inside a visual sample entry, by type. */
export function entryBoxes(body: Uint8Array<ArrayBuffer>): Map<string, Uint8Array<ArrayBuffer>> {
  const boxes = new Map<string, Uint8Array<ArrayBuffer>>();
  const view = viewOf(body);
  for (let at = visualFields; at + 8 <= body.length;) {
    const size = view.getUint32(at);
    if (size < 8 || at + size > body.length) break;
    boxes.set(latin(body.subarray(at + 4, at + 8)), body.subarray(at + 8, at + size));
    at += size;
  }
  return boxes;
}

/** `colr`: `nclx` of ISO/IEC 14496-12, 12.1.5, or `nclc` of QuickTime, which has no range. */
export function colourOf(body: Uint8Array<ArrayBuffer>): ColourTags | null {
  const colr = entryBoxes(body).get('colr');
  if (!colr || colr.length < 10) return null;
  const view = viewOf(colr);
  const type = latin(colr.subarray(0, 4));
  if (type !== 'nclx' && type !== 'nclc') return null;
  const [primaries, transfer, matrix] = [4, 6, 8].map((at) => view.getUint16(at));
  return {
    primaries: primaries!,
    transfer: transfer!,
    matrix: matrix!,
    fullRange: type === 'nclx' && colr.length >= 11 ? (colr[10]! & 0x80) !== 0 : null,
  };
}
