import type { SegmentSpan } from '../encode/segment-encoder';
import { ExportError } from '../errors';
import type { ByteHash } from './checksum';
import { decodeFrame } from './frame-codec';
import type { FrameFileIndex, StoredFrame } from './frame-file';
import { frameCorrupted, frameStoreFailed } from './frame-store-errors';

/** Reads the frames of one finished segment, on the page or in a worker. In order is fastest. */
export class FrameReader {
  readonly segment: SegmentSpan;
  readonly width: number;
  readonly height: number;
  private readonly frames: readonly StoredFrame[];
  /** Where each frame begins in the file. */
  private readonly offsets: readonly number[];
  private readonly pixels: Int32Array<ArrayBuffer>;
  /** Which frame of the segment `pixels` shows; null: none. */
  private shown: number | null = null;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly file: Blob,
    { segment, width, height, frames }: FrameFileIndex,
    private readonly hash: ByteHash,
  ) {
    this.segment = segment;
    this.width = width;
    this.height = height;
    this.frames = frames;
    let at = 0;
    this.offsets = frames.map(({ byteLength }) => (at += byteLength) - byteLength);
    this.pixels = new Int32Array(width * height);
  }

  /**
   * Puts a frame's pixels into `into`, as they were when it was stored. Calls wait for one another.
   *
   * @param frame counted from the first exported frame, one of the segment's
   * @param into at least `width × height × 4` bytes
   * @throws ExportError `storage`: frame-corrupted, frame-store-failed; internal/frame-out-of-range
   */
  read(frame: number, into: ArrayBuffer): Promise<void> {
    const reading = this.turn.then(async () => {
      await this.show(frame - this.segment.first);
      new Int32Array(into).set(this.pixels);
    });
    this.turn = reading.catch(() => undefined); // The caller is told; the next one's turn comes all the same.
    return reading;
  }

  private async show(wanted: number): Promise<void> {
    if (!(wanted in this.frames)) throw outOfRange(this.segment, wanted);
    if (wanted === this.shown) return;
    let start = wanted;
    while (this.frames[start]!.coding === 'delta' && start - 1 !== this.shown) start--;
    for (let at = start; at <= wanted; at++) {
      const bytes = await this.bytesOf(at);
      this.shown = null;
      if (!this.decode(this.frames[at]!, bytes)) throw frameCorrupted(this.segment.first + at);
      this.shown = at;
    }
  }

  private async bytesOf(index: number): Promise<Uint8Array<ArrayBuffer>> {
    const start = this.offsets[index]!;
    try {
      return new Uint8Array(await this.file.slice(start, start + this.frames[index]!.byteLength).arrayBuffer());
    } catch (cause) {
      throw frameStoreFailed(cause);
    }
  }

  private decode({ coding, checksum: expected }: StoredFrame, bytes: Uint8Array<ArrayBuffer>): boolean {
    if (this.hash(bytes) !== expected) return false;
    if (coding === 'raw') {
      if (bytes.length !== this.pixels.byteLength) return false;
      this.pixels.set(new Int32Array(bytes.buffer));
      return true;
    }
    if (coding === 'key') this.pixels.fill(0);
    return decodeFrame(bytes, this.pixels);
  }
}

function outOfRange({ index, first, count }: SegmentSpan, wanted: number): ExportError {
  return new ExportError('internal', {
    detail: 'frame-out-of-range',
    stage: 'store',
    message: `Frame ${first + wanted} is not of segment ${index}, which holds ${count} frames from ${first} on.`,
    remedy: 'Report this.',
  });
}
