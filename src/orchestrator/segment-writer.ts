import * as Comlink from 'comlink';
import { frameTimestampUs, type FrameRate } from '../composition/frame-rate';
import type { SegmentSpan } from '../encode/segment-encoder';
import type { ExportWorkers } from '../workers/export-workers';
import { ExportError } from '../errors';
import { BufferPool } from './buffer-pool';

/** Raw frames under way between page and encoder: one being filled, one travelling, two waiting. */
const poolSize = 4;

export interface SegmentWriterOptions {
  worker: ExportWorkers['encode'];
  segments: readonly SegmentSpan[];
  frameRate: FrameRate;
  /** Bytes of a raw frame. */
  frameBytes: number;
  onSegmentStored: () => void;
}

/** Sends frames, in order, to the encoding worker, cut into segments, and knows when all of them are stored. */
export class SegmentWriter {
  private readonly options: SegmentWriterOptions;
  private readonly pool: BufferPool;
  private readonly ended: Promise<void>[] = [];

  constructor(options: SegmentWriterOptions) {
    this.options = options;
    this.pool = new BufferPool(poolSize, options.frameBytes);
  }

  /** A buffer for the next frame, as soon as there is one. @throws ExportError what made the worker fail */
  takeBuffer(): Promise<ArrayBuffer> {
    return this.pool.take();
  }

  /** `frame` counts from the first exported one. Does not wait: a failure shows at the next `takeBuffer`. */
  write(frame: number, pixels: ArrayBuffer): void {
    const { frameRate, segments, worker } = this.options;
    const segment = segments[Math.floor(frame / segments[0]!.count)]!;
    if (frame === segment.first) this.send(worker.call((api) => api.begin(segment)));
    const timestampUs = frameTimestampUs(frame, frameRate);
    const durationUs = frameTimestampUs(frame + 1, frameRate) - timestampUs;
    const raw = { frame, pixels, timestampUs, durationUs };
    this.send(
      worker.call((api) => api.encode(Comlink.transfer(raw, [pixels]))).then((buffer) => this.pool.give(buffer)),
    );
    if (frame === segment.first + segment.count - 1) this.endSegment();
  }

  /** Resolves when every segment is in the store. @throws ExportError */
  async finished(): Promise<void> {
    await Promise.all(this.ended);
  }

  private endSegment(): void {
    const { worker, onSegmentStored } = this.options;
    const stored = worker.call((api) => api.end()).then(() => onSegmentStored());
    this.ended.push(stored);
    this.send(stored);
  }

  private send(call: Promise<unknown>): void {
    call.catch((cause: unknown) => this.pool.fail(encodingFailed(cause)));
  }
}

function encodingFailed(cause: unknown): ExportError {
  return ExportError.from(cause, 'encoder', {
    detail: 'encoding-failed',
    stage: 'encode',
    message: 'The picture could not be encoded.',
    remedy: 'Try again; if it happens again, choose another codec.',
    recoverable: true,
  });
}
