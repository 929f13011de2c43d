import type { SegmentSpan } from '../encode/segment-encoder';
import type { ByteHash } from './checksum';

/**
 * The file of a segment's frames: the coded frames back to back, a row of the index for each of them, and a trailer. The
 * trailer is written last: a file without a valid one was never finished.
 */
export interface FrameFileIndex {
  segment: SegmentSpan;
  width: number;
  height: number;
  /** In order, as many as the segment has. */
  frames: readonly StoredFrame[];
}

export interface StoredFrame {
  coding: FrameCoding;
  byteLength: number;
  /** Of the coded bytes. */
  checksum: number;
}

/** `raw`: the pixels themselves; `key`: coded against zeros; `delta`: coded against the frame before, no raw one. */
export type FrameCoding = 'raw' | 'key' | 'delta';

const codings: readonly FrameCoding[] = ['raw', 'key', 'delta'];

const rowBytes = 12;
const trailerBytes = 32;
/** "SFRM" and the version of the layout, little-endian. */
const magic = 0x4d524653;
const version = 1;

/** The end of the file: index and trailer. */
export function serialiseIndex(
  { segment, width, height, frames }: FrameFileIndex,
  hash: ByteHash,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(frames.length * rowBytes + trailerBytes);
  const view = new DataView(bytes.buffer);
  const words = [
    ...frames.flatMap((frame) => [codings.indexOf(frame.coding), frame.byteLength, frame.checksum]),
    ...[magic, version, width, height, segment.index, segment.first, segment.count],
  ];
  words.forEach((word, index) => view.setUint32(index * 4, word, true));
  view.setUint32(bytes.length - 4, hash(bytes.subarray(0, -4)), true);
  return bytes;
}

/** Reads the end of a file; null when the file is unfinished or its index is damaged. */
export async function readIndex(file: Blob, hash: ByteHash): Promise<FrameFileIndex | null> {
  const trailer = await viewOf(file, file.size - trailerBytes, file.size);
  if (trailer === null) return null;
  const [found, foundVersion, width, height, index, first, count, sum] = wordsOf(trailer);
  if (found !== magic || foundVersion !== version) return null;
  const indexStart = file.size - trailerBytes - count * rowBytes;
  const view = await viewOf(file, indexStart, file.size);
  if (view === null || hash(new Uint8Array(view.buffer, 0, view.byteLength - 4)) !== sum) return null;
  const frames = Array.from({ length: count }, (_, row) => ({
    coding: codings[view.getUint32(row * rowBytes, true)]!,
    byteLength: view.getUint32(row * rowBytes + 4, true),
    checksum: view.getUint32(row * rowBytes + 8, true),
  }));
  const framesEnd = frames.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return framesEnd === indexStart ? { segment: { index, first, count }, width, height, frames } : null;
}

async function viewOf(file: Blob, start: number, end: number): Promise<DataView<ArrayBuffer> | null> {
  return start < 0 ? null : new DataView(await file.slice(start, end).arrayBuffer());
}

type TrailerWords = [number, number, number, number, number, number, number, number];

function wordsOf(trailer: DataView): TrailerWords {
  return Array.from({ length: trailerBytes / 4 }, (_, word) => trailer.getUint32(word * 4, true)) as TrailerWords;
}
