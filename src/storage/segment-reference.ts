import { decodeFrame } from './frame-codec';

/** A captured frame, lossless. */
export interface ReferenceSample {
  /** Of the file, counted from its first. */
  frame: number;
  /** `raw`: the pixels themselves. `key`: by `frame-codec.ts`, against zeros. */
  coding: 'raw' | 'key';
  bytes: Uint8Array<ArrayBuffer>;
}

/** What was captured for a segment, to compare the finished file with. */
export interface SegmentReference {
  index: number;
  width: number;
  height: number;
  /** Of the file. Absent: it was stored when every frame had a fingerprint. */
  frames?: number;
  /** Of every one of them, packed by `quality/packed-fingerprints.ts`; empty: none were wanted. */
  fingerprints: Uint8Array<ArrayBuffer>;
  /** Of a few. */
  samples: ReferenceSample[];
  /** Checksums of its packets by `openPacketHash`. Absent: it was stored before there were any. */
  packets?: string[];
}

/** Blue, green, red and a fourth byte, top row first; null when the bytes are no such frame. */
export function samplePixels({ coding, bytes }: ReferenceSample, pixelCount: number): Uint8Array<ArrayBuffer> | null {
  if (coding === 'raw') return bytes.length === pixelCount * 4 ? bytes : null;
  const pixels = new Int32Array(pixelCount);
  return decodeFrame(bytes, pixels) ? new Uint8Array(pixels.buffer) : null;
}
