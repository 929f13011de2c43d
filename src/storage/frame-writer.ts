import type { SegmentSpan } from '../encode/segment-encoder';
import { ExportError } from '../errors';
import type { ByteHash } from './checksum';
import { encodeFrame, encodingMarginBytes } from './frame-codec';
import { serialiseIndex, type FrameCoding, type StoredFrame } from './frame-file';
import { frameStoreFailed, isOutOfSpace } from './frame-store-errors';
import type { SyncAccessHandle } from './sync-access-handle';

/** Frames from one key frame to the next: what reading one at random may have to decode. */
export const keyFrameInterval = 30;

export interface FrameWriterOptions {
  segment: SegmentSpan;
  width: number;
  height: number;
  hash: ByteHash;
  /** Removes the file, once it is closed. */
  remove: () => Promise<void>;
  /** Told of the length of the finished file. */
  onFinished: (bytes: number) => void;
}

/** Writes one segment's frames into its file. Whatever happens, the file is offered only when `finish` said true. */
export class FrameWriter {
  private readonly before: Int32Array<ArrayBuffer>;
  private readonly coded: Uint8Array<ArrayBuffer>;
  /** A coded frame longer than this is not worth its decoding. */
  private readonly codedLimit: number;
  private readonly frames: StoredFrame[] = [];
  private position = 0;
  /** `full`: closed and emptied, still to be removed. */
  private state: 'open' | 'full' | 'ended' = 'open';

  constructor(
    private readonly access: SyncAccessHandle,
    private readonly options: FrameWriterOptions,
  ) {
    const pixels = options.width * options.height;
    this.before = new Int32Array(pixels);
    this.codedLimit = Math.floor((pixels * 4 * 7) / 8);
    this.coded = new Uint8Array(this.codedLimit + encodingMarginBytes);
  }

  /**
   * Stores the segment's next frame: blue, green, red and a fourth byte, all kept exactly, top row first, no padding.
   * The buffer is the caller's again at once.
   *
   * @returns false when there is no room for it. Then nothing of the segment is kept, and every further call is in vain.
   * @throws ExportError storage/frame-store-failed; then `abort` is left to do
   */
  append(pixels: ArrayBuffer): boolean {
    if (this.state !== 'open') return false;
    const { frame, bytes } = this.encode(new Int32Array(pixels, 0, this.before.length));
    if (this.write(bytes)) {
      this.frames.push(frame);
      return true;
    }
    this.state = 'full';
    this.close({ empty: true });
    return false;
  }

  /**
   * Ends the file. Resolves with its length in bytes, null when there was no room; then it is gone.
   *
   * @throws ExportError internal/frames-missing, storage/frame-store-failed; then, too, it is gone
   */
  async finish(): Promise<number | null> {
    const { segment, width, height, hash } = this.options;
    if (this.state === 'open' && this.frames.length !== segment.count) {
      await this.abort();
      throw framesMissing(segment, this.frames.length);
    }
    if (this.state !== 'open' || !this.write(serialiseIndex({ segment, width, height, frames: this.frames }, hash))) {
      await this.abort();
      return null;
    }
    this.state = 'ended';
    this.close({ empty: false });
    this.options.onFinished(this.position);
    return this.position;
  }

  /** Removes what was written. Idempotent; a finished file stays. @throws ExportError storage/frame-store-failed */
  async abort(): Promise<void> {
    const { state } = this;
    if (state === 'ended') return;
    this.state = 'ended';
    if (state === 'open') this.close({ empty: true });
    await this.options.remove();
  }

  private encode(pixels: Int32Array<ArrayBuffer>): { frame: StoredFrame; bytes: Uint8Array<ArrayBuffer> } {
    const coding = this.nextCoding();
    if (coding === 'key') this.before.fill(0);
    const length = coding === 'raw' ? null : encodeFrame(pixels, this.before, this.coded, this.codedLimit);
    const bytes =
      length === null
        ? new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)
        : this.coded.subarray(0, length);
    const stored = { byteLength: bytes.length, checksum: this.options.hash(bytes) };
    return { frame: { coding: length === null ? 'raw' : coding, ...stored }, bytes };
  }

  /** After a frame that could not be made smaller, none is tried until the next key frame is due. */
  private nextCoding(): FrameCoding {
    if (this.frames.length % keyFrameInterval === 0) return 'key';
    return this.frames.at(-1)!.coding === 'raw' ? 'raw' : 'delta';
  }

  /** False when the disk is full, which browsers say by an error or by a wrong length. */
  private write(bytes: Uint8Array): boolean {
    try {
      if (this.access.write(bytes, { at: this.position }) !== bytes.length) return false;
      this.position += bytes.length;
      return true;
    } catch (cause) {
      if (isOutOfSpace(cause)) return false;
      throw frameStoreFailed(cause);
    }
  }

  private close({ empty }: { empty: boolean }): void {
    try {
      if (empty) this.access.truncate(0);
      else this.access.flush();
    } catch (cause) {
      throw frameStoreFailed(cause);
    } finally {
      this.access.close();
    }
  }
}

function framesMissing({ index, count }: SegmentSpan, given: number): ExportError {
  return new ExportError('internal', {
    detail: 'frames-missing',
    stage: 'store',
    message: `Segment ${index} has ${count} frames, and ${given} were given to be kept.`,
    remedy: 'Report this; the frames of this segment are not kept.',
  });
}
