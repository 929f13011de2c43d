import type { SegmentSpan } from '../encode/segment-encoder';
import { openFingerprintTaker, type FingerprintTaker, type FrameFingerprint } from '../quality/metrics/fingerprint';
import { packFingerprints } from '../quality/packed-fingerprints';
import { encodeFrame, encodingMarginBytes } from '../storage/frame-codec';
import type { ReferenceSample, SegmentReference } from '../storage/segment-reference';

/**
 * Takes, of the frames of segments as they are captured, what the finished file is compared with: a fingerprint of each,
 * and some of them whole.
 */
export class ReferenceSampler {
  private taker: FingerprintTaker | null = null;
  private fingerprints: FrameFingerprint[] = [];
  private samples: ReferenceSample[] = [];
  private wanted: ReadonlySet<number> | null = null;

  constructor(private readonly size: { width: number; height: number }) {}

  /** Before the segment's first frame. @param wanted frames that are kept whole; null: nothing is taken of the segment */
  async begin(wanted: readonly number[] | null): Promise<void> {
    this.wanted = wanted && new Set(wanted);
    this.fingerprints = [];
    this.samples = [];
    if (wanted) this.taker ??= await openFingerprintTaker({ ...this.size, pixelOrder: 'bgra' });
  }

  /** The buffer is the caller's again at once. */
  take(frame: number, pixels: ArrayBuffer): void {
    if (!this.wanted || !this.taker) return;
    this.fingerprints.push(this.taker.take(new Uint8Array(pixels)));
    if (this.wanted.has(frame)) this.samples.push({ frame, ...coded(new Int32Array(pixels)) });
  }

  /** After the segment's last frame. Null: none was wanted of it. */
  end(span: SegmentSpan): SegmentReference | null {
    if (!this.wanted) return null;
    const { fingerprints, samples } = this;
    const { width, height } = this.size;
    this.wanted = null;
    return { index: span.index, width, height, fingerprints: packFingerprints(fingerprints), samples };
  }
}

/** Lossless, and never longer than the pixels. */
function coded(pixels: Int32Array<ArrayBuffer>): Omit<ReferenceSample, 'frame'> {
  const into = new Uint8Array(pixels.byteLength + encodingMarginBytes);
  const length = encodeFrame(pixels, new Int32Array(pixels.length), into, pixels.byteLength);
  if (length === null) return { coding: 'raw', bytes: new Uint8Array(pixels.buffer, 0, pixels.byteLength).slice() };
  return { coding: 'key', bytes: into.slice(0, length) };
}
