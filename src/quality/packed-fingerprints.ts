import { gridColumns, gridRows } from '../kernels/quality/frame-meter';
import type { FrameFingerprint } from './metrics/fingerprint';

const lumaCells = gridColumns * gridRows;
const chromaCells = lumaCells / 2;
const figures = 4;
const figureBytes = 8 * figures;

/** Bytes of one fingerprint: its numbers as float64, luma in 2 bytes a cell, chroma in one. A multiple of 8. */
const packedBytes = figureBytes + 2 * lumaCells + chromaCells;

/** Fingerprints back to back: one value a database clones and hashes faster than hundreds. */
export function packFingerprints(fingerprints: readonly FrameFingerprint[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fingerprints.length * packedBytes);
  for (const [index, { luma, chroma, ...rest }] of fingerprints.entries()) {
    const at = index * packedBytes;
    const { mean, sharpness, darkest, brightest } = rest;
    new Float64Array(bytes.buffer, at, figures).set([mean, sharpness, darkest, brightest]);
    new Uint16Array(bytes.buffer, at + figureBytes, lumaCells).set(luma);
    bytes.set(chroma, at + figureBytes + 2 * lumaCells);
  }
  return bytes;
}

/** As they were. Bytes that are no whole fingerprint are left out. */
export function unpackFingerprints(packed: Uint8Array<ArrayBuffer>): FrameFingerprint[] {
  const bytes = packed.slice();
  return Array.from({ length: Math.floor(bytes.length / packedBytes) }, (_, index) => {
    const at = index * packedBytes;
    const [mean, sharpness, darkest, brightest] = new Float64Array(bytes.buffer, at, figures) as unknown as [
      number,
      number,
      number,
      number,
    ];
    return {
      luma: new Uint16Array(bytes.buffer, at + figureBytes, lumaCells),
      chroma: bytes.subarray(at + figureBytes + 2 * lumaCells, at + packedBytes),
      ...{ mean, sharpness, darkest, brightest },
    };
  });
}
