import * as Comlink from 'comlink';
import { pixelBytes } from '../colour/pixel-format';
import { frameTimestampUs, type FrameRate } from '../composition/frame-rate';
import type { LaneSource } from '../encode/lane-source';
import type { ChosenEngine, SegmentSpan, VideoEncoderSettings } from '../encode/segment-encoder';
import { ExportError } from '../errors';
import { segmentReferencePlan, type ReferencePlan } from '../quality/sample-plan';
import type { ExportWorkers } from '../workers/export-workers';
import type { FrameMessage, FrameReply, FrameSource } from '../workers/protocol';
import { BufferPool } from './buffer-pool';

/** Raw frames under way between page and encoder: one being filled, one travelling, two waiting. */
const poolSize = 4;

export interface SegmentWriterOptions {
  workers: Pick<ExportWorkers, 'encode' | 'lanes'>;
  exportId: string;
  engine: ChosenEngine;
  settings: VideoEncoderSettings;
  /** Those to be made. */
  segments: readonly SegmentSpan[];
  onSegmentStored: (span: SegmentSpan) => void;
  /** A frame was encoded that came from where it was kept. */
  onStoredFrame: () => void;
  onFramesDropped: (reason: string) => void;
  /** What the file will be compared with; null: it is not compared. */
  reference: ReferencePlan | null;
  onReferenceDropped: (reason: string) => void;
  /** The encoder, or its worker, failed. */
  onFailed: (reason: unknown) => void;
}

/** Sends frames, in order, to the encoding worker, cut into segments, and knows when all of them are stored. */
export class SegmentWriter {
  /** Not yet announced as stored. */
  private readonly underWay: Map<number, SegmentSpan>;
  private readonly frameRate: FrameRate;
  private readonly pool: BufferPool;
  private readonly port: MessagePort;
  private readonly done: Promise<void>;
  private readonly options: SegmentWriterOptions;
  private span: SegmentSpan | null = null;

  constructor(options: SegmentWriterOptions) {
    const { workers, exportId, engine, settings, segments } = options;
    this.options = options;
    this.underWay = new Map(segments.map((span) => [span.index, span]));
    this.frameRate = settings.frameRate;
    const { width, height, pixelFormat = 'bgra8' } = settings;
    this.pool = new BufferPool(poolSize, width * height * pixelBytes[pixelFormat]);
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    port1.onmessage = ({ data }: MessageEvent<FrameReply>) => {
      this.take(data);
    };
    const lanes =
      engine.engine === 'webcodecs' || engine.engine === 'pictures'
        ? undefined
        : Comlink.proxy<LaneSource>(workers.lanes[engine.engine]);
    this.done = workers.encode.call((api) =>
      api.encode(exportId, engine, settings, Comlink.transfer(port2, [port2]), lanes),
    );
    this.done.catch((cause: unknown) => {
      this.fail(cause);
      options.onFailed(cause);
    });
  }

  /** A buffer for the next frame, as soon as there is one. @throws ExportError what made the worker fail */
  takeBuffer(): Promise<ArrayBuffer> {
    return this.pool.take();
  }

  /** The frames of this segment come next, all of them. @param keep they are kept as well */
  begin(span: SegmentSpan, keep: boolean): void {
    this.span = span;
    const { reference } = this.options;
    this.send({ kind: 'begin', span, keep, reference: reference && segmentReferencePlan(reference, span) });
  }

  /** `frame` counts from the first exported one. Does not wait: a failure shows at the next `takeBuffer`. */
  write(frame: number, pixels: ArrayBuffer): void {
    const timestampUs = frameTimestampUs(frame, this.frameRate);
    const durationUs = frameTimestampUs(frame + 1, this.frameRate) - timestampUs;
    this.send({ kind: 'frame', frame: { frame, pixels, timestampUs, durationUs } }, [pixels]);
    if (this.span && frame === this.span.first + this.span.count - 1) this.send({ kind: 'end' });
  }

  /** A whole segment, from frames that are kept. Does not wait. */
  writeStored(span: SegmentSpan, source: FrameSource): void {
    this.begin(span, false);
    this.send({ kind: 'stored-frames', span, source });
    this.send({ kind: 'end' });
  }

  /** Resolves when every segment is in the store. @throws ExportError */
  async finish(): Promise<void> {
    this.send({ kind: 'finish' });
    await this.done;
    // That all are stored may be heard before the last ones are named: these come by another port.
    for (const index of [...this.underWay.keys()]) this.announce(index);
  }

  /** Gives up: whoever waits for a buffer, and whoever asks from now on, learns why. The first reason stands. */
  fail(reason: unknown): void {
    this.pool.fail(encodingFailed(reason));
  }

  /** Lets go of the worker's end. Idempotent. */
  dispose(): void {
    this.port.close();
  }

  private take(reply: FrameReply): void {
    switch (reply.kind) {
      case 'room':
        this.pool.give(reply.pixels);
        return;
      case 'encoded':
        this.options.onStoredFrame();
        return;
      case 'stored':
        this.announce(reply.index);
        return;
      case 'frames-dropped':
        this.options.onFramesDropped(reply.reason);
        return;
      case 'reference-dropped':
        this.options.onReferenceDropped(reply.reason);
    }
  }

  private announce(index: number): void {
    const span = this.underWay.get(index);
    if (!span) return;
    this.underWay.delete(index);
    this.options.onSegmentStored(span);
  }

  private send(message: FrameMessage, transfer: Transferable[] = []): void {
    this.port.postMessage(message, transfer);
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
