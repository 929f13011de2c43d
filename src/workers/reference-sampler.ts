import type { SegmentSpan } from '../encode/segment-encoder';
import { openFingerprintTaker, type FingerprintTaker, type FrameFingerprint } from '../quality/metrics/fingerprint';
import { packFingerprints } from '../quality/packed-fingerprints';
import type { SegmentReferencePlan } from '../quality/sample-plan';
import { encodeFrame, encodingMarginBytes } from '../storage/frame-codec';
import type { ReferenceSample, SegmentReference } from '../storage/segment-reference';
import { ExpectedFrames, type FramesAsShown } from './expected-frames';

/**
 * Takes, of the frames of segments as they are captured, what the finished file is compared with: some whole, and of each
 * frame of the file a fingerprint where that is wanted. Two fields are one frame of the file.
 */
export class ReferenceSampler {
  private taker: FingerprintTaker | null = null;
  private isFingerprinting = false;
  private fingerprints: FrameFingerprint[] = [];
  private samples: ReferenceSample[] = [];
  private wanted: ReadonlySet<number> | null = null;

  private readonly expected: ExpectedFrames;

  constructor(private readonly film: FramesAsShown) {
    this.expected = new ExpectedFrames(film);
  }

  /**
   * Before the segment's first frame.
   *
   * @param plan of captured frames, of two fields the first; null: nothing is taken of the segment
   */
  async begin(plan: SegmentReferencePlan | null): Promise<void> {
    this.wanted = plan && new Set(plan.samples.map((frame) => frame / this.expected.perFrame));
    this.isFingerprinting = plan?.fingerprints === true;
    this.fingerprints = [];
    this.samples = [];
    const { width, height } = this.film;
    if (this.isFingerprinting) this.taker ??= await openFingerprintTaker({ width, height, pixelOrder: 'bgra' });
  }

  /** The buffer is the caller's again at once. */
  take(frame: number, pixels: ArrayBuffer): void {
    if (!this.wanted) return;
    // Of two fields both are needed.
    if (!this.isFingerprinting && this.expected.perFrame === 1 && !this.wanted.has(frame)) return;
    const shown = this.expected.add(pixels);
    if (shown) this.takeShown(Math.floor(frame / this.expected.perFrame), shown);
  }

  /** After the segment's last frame. Null: none was wanted of it. */
  end(span: SegmentSpan): SegmentReference | null {
    if (!this.wanted) return null;
    const half = this.expected.finish();
    if (half) this.takeShown(Math.floor((span.first + span.count - 1) / this.expected.perFrame), half);
    const { fingerprints, samples } = this;
    const { width, height } = this.film;
    this.wanted = null;
    const frames = Math.ceil(span.count / this.expected.perFrame);
    return { index: span.index, width, height, frames, fingerprints: packFingerprints(fingerprints), samples };
  }

  private takeShown(frame: number, pixels: ArrayBuffer): void {
    if (this.isFingerprinting) this.fingerprints.push(this.taker!.take(new Uint8Array(pixels)));
    if (this.wanted!.has(frame)) this.samples.push({ frame, ...coded(new Int32Array(pixels)) });
  }
}

/** Lossless, and never longer than the pixels. */
function coded(pixels: Int32Array<ArrayBuffer>): Omit<ReferenceSample, 'frame'> {
  const into = new Uint8Array(pixels.byteLength + encodingMarginBytes);
  const length = encodeFrame(pixels, new Int32Array(pixels.length), into, pixels.byteLength);
  if (length === null) return { coding: 'raw', bytes: new Uint8Array(pixels.buffer, 0, pixels.byteLength).slice() };
  return { coding: 'key', bytes: into.slice(0, length) };
}
