import { cancelled, ExportError } from '../../errors';
import type { ProResSettings } from './settings';

/** Pixels that are handed over, or where the page is isolated shared. */
export type PixelBuffer = ArrayBuffer | SharedArrayBuffer;

export interface EncodedFrame {
  data: Uint8Array<ArrayBuffer>;
  /** The buffer the frame came in, to be used again. */
  pixels: PixelBuffer;
}

/** What a worker that encodes frames can be asked. */
export interface ProResLaneApi {
  /** @throws ExportError `invalid-input` */
  open(settings: ProResSettings): Promise<void>;
  /** @throws ExportError `invalid-input` */
  encode(frame: number, pixels: PixelBuffer): EncodedFrame;
  /** Takes a Web Lock for as long as the worker lives, and resolves when it has it: its end frees the lock. */
  holdLock(name: string): Promise<void>;
}

/** One worker as the pool sees it. */
export interface ProResLane {
  /** @throws ExportError `worker-crash` when the lane is lost, and its frames are to be encoded elsewhere */
  encode(frame: number, pixels: PixelBuffer): Promise<EncodedFrame>;
  /** Stops it at once. Idempotent. */
  close(): void;
}

/** Frames a lane holds: one at work and one that waits, so that it never does. */
const framesPerLane = 2;

interface Job {
  frame: number;
  /** Ours until the frame is done: what another lane would start from. */
  held: PixelBuffer;
  resolve(data: Uint8Array<ArrayBuffer>): void;
  reject(reason: unknown): void;
}

/**
 * Spreads frames over lanes. What comes out does not depend on how many there are: a frame's bytes depend on its pixels
 * alone. Memory is bounded by two frames a lane, as long as callers wait for `room`.
 */
export class FrameLanes {
  readonly #lanes = new Map<ProResLane, number>();
  readonly #queue: Job[] = [];
  readonly #open = new Set<Job>();
  readonly #waiting: (() => void)[] = [];
  readonly #spare: PixelBuffer[] = [];
  readonly #capacity: number;
  /** Set once nothing can be encoded any more. */
  #end: ExportError | undefined;

  /** @param lanes at least one; they are closed with the pool */
  constructor(lanes: readonly ProResLane[]) {
    for (const lane of lanes) this.#lanes.set(lane, 0);
    this.#capacity = lanes.length * framesPerLane;
  }

  /**
   * Encodes a frame; its pixels are copied before this returns.
   *
   * @throws ExportError `worker-crash` when no lane is left, `cancelled`, or what the encoder throws
   */
  encode(frame: number, pixels: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
    return new Promise((resolve, reject) => {
      if (this.#end !== undefined) throw this.#end;
      const job: Job = { frame, held: this.#copy(pixels), resolve, reject };
      this.#open.add(job);
      this.#queue.push(job);
      this.#dispatch();
    });
  }

  /** Resolves when another frame may come, or nothing can be encoded any more. */
  async room(): Promise<void> {
    while (this.#end === undefined && this.#open.size >= this.#capacity) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Stops all lanes and fails what is under way. Idempotent. */
  dispose(reason: ExportError = cancelled('encode')): void {
    this.#finish(reason);
    for (const lane of this.#lanes.keys()) lane.close();
    this.#lanes.clear();
    this.#spare.length = 0;
  }

  #dispatch(): void {
    for (;;) {
      const [lane, frames] = this.#leastBusy();
      const job = frames < framesPerLane ? this.#queue.shift() : undefined;
      if (!lane || !job) return;
      this.#lanes.set(lane, frames + 1);
      void this.#run(lane, job);
    }
  }

  #leastBusy(): [lane: ProResLane | undefined, frames: number] {
    let least: [ProResLane | undefined, number] = [undefined, framesPerLane];
    for (const each of this.#lanes) if (each[1] < least[1]) least = each;
    return least;
  }

  async #run(lane: ProResLane, job: Job): Promise<void> {
    // Handed-over memory is lost with its lane, so that what is handed over is a copy.
    const pixels = job.held instanceof ArrayBuffer ? this.#copy(job.held) : job.held;
    try {
      const encoded = await lane.encode(job.frame, pixels);
      if (pixels !== job.held) this.#spare.push(encoded.pixels);
      this.#settle(job);
      job.resolve(encoded.data);
    } catch (error) {
      if (error instanceof ExportError && error.code === 'worker-crash') this.#lose(lane, job, error);
      else {
        this.#settle(job);
        job.reject(error);
      }
    }
    const frames = this.#lanes.get(lane);
    if (frames !== undefined) this.#lanes.set(lane, frames - 1);
    this.#dispatch();
  }

  /** The job is done with: there is room for another. */
  #settle(job: Job): void {
    if (!this.#open.delete(job)) return;
    this.#spare.push(job.held);
    this.#wake();
  }

  /** Its frames go to the others, first of all. */
  #lose(lane: ProResLane, job: Job, error: ExportError): void {
    lane.close();
    this.#lanes.delete(lane);
    if (!this.#open.has(job)) return;
    if (this.#lanes.size === 0) {
      this.#finish(error);
      return;
    }
    this.#queue.push(job);
    this.#queue.sort((a, b) => a.frame - b.frame);
  }

  #finish(reason: ExportError): void {
    this.#end ??= reason;
    this.#queue.length = 0;
    for (const job of this.#open) job.reject(reason);
    this.#open.clear();
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #copy(pixels: PixelBuffer): PixelBuffer {
    const { byteLength } = pixels;
    const isFit = (buffer: PixelBuffer): boolean => buffer.byteLength === byteLength;
    const index = this.#spare.findLastIndex(isFit);
    const buffer = index < 0 ? newBuffer(byteLength) : this.#spare.splice(index, 1)[0]!;
    new Uint8Array(buffer).set(new Uint8Array(pixels));
    return buffer;
  }
}

/** Shared where that is allowed: then nothing is copied on the way to a lane. */
function newBuffer(byteLength: number): PixelBuffer {
  return globalThis.crossOriginIsolated ? new SharedArrayBuffer(byteLength) : new ArrayBuffer(byteLength);
}
