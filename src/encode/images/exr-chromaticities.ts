import type { ColourSpaceId } from '../../colour/colour-space';
import { chromaticities } from './chromaticities';

/** Bytes of the magic number and the version. */
const headerStart = 8;

/**
 * Adds the attribute that says which colours the values are of ("OpenEXR File Layout", chromaticities), and moves the
 * line offsets, which count from the beginning of the file.
 *
 * @throws RangeError when the header cannot be read
 */
export function withChromaticities(exr: Uint8Array, colourSpace: ColourSpaceId): Uint8Array<ArrayBuffer> {
  const { end, chunks } = readHeader(exr);
  const attribute = attributeOf(chromaticities(colourSpace));
  const whole = new Uint8Array(exr.length + attribute.length);
  whole.set(exr.subarray(0, end));
  whole.set(attribute, end);
  whole.set(exr.subarray(end), end + attribute.length);
  const view = new DataView(whole.buffer);
  const table = end + attribute.length + 1;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const at = table + chunk * 8;
    view.setBigUint64(at, view.getBigUint64(at, true) + BigInt(attribute.length), true);
  }
  return whole;
}

/** Lines of a chunk, by compression (none, RLE, ZIP1, ZIP16). */
const linesPerChunk = [1, 1, 1, 16];

/** Where the attributes end, and how many chunks follow. */
function readHeader(exr: Uint8Array): { end: number; chunks: number } {
  const view = new DataView(exr.buffer, exr.byteOffset, exr.byteLength);
  let at = headerStart;
  let lines = 0;
  let perChunk = 1;
  const text = (): string => {
    const end = exr.indexOf(0, at);
    const value = String.fromCharCode(...exr.subarray(at, end));
    at = end + 1;
    return value;
  };
  while (exr[at] !== 0) {
    const name = text();
    text(); // Its type.
    const size = view.getInt32(at, true);
    at += 4;
    if (name === 'dataWindow') lines = view.getInt32(at + 12, true) - view.getInt32(at + 4, true) + 1;
    if (name === 'compression') perChunk = linesPerChunk[exr[at]!] ?? 1;
    at += size;
  }
  return { end: at, chunks: Math.ceil(lines / perChunk) };
}

function attributeOf(values: readonly number[]): Uint8Array {
  const name = new TextEncoder().encode('chromaticities\0chromaticities\0');
  const attribute = new Uint8Array(name.length + 4 + 32);
  const view = new DataView(attribute.buffer);
  attribute.set(name);
  view.setInt32(name.length, 32, true);
  values.forEach((value, index) => view.setFloat32(name.length + 4 + index * 4, value, true));
  return attribute;
}
