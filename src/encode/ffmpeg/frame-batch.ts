import type { FfmpegBatch } from './ffmpeg-lane';
import type { FfmpegEncoderSettings } from './ffmpeg-settings';

/** Where a frame lies: in memory that workers share where the page is isolated, else in memory that is copied to them. */
export type FrameMemory = ArrayBuffer | SharedArrayBuffer;

/** What `filled` holds when no more frames will come. */
const givenUp = -1;

/** Frame memory of one size, used again and again: it is large, and would be new for every frame. */
export class FrameMemoryPool {
  private readonly spare: FrameMemory[] = [];

  take(byteLength: number): FrameMemory {
    return this.spare.pop() ?? (isIsolated() ? new SharedArrayBuffer(byteLength) : new ArrayBuffer(byteLength));
  }

  give(frames: readonly FrameMemory[]): void {
    this.spare.push(...frames);
  }
}

/**
 * Frames of one batch as they come. In shared memory the batch can be handed over with its first frame: the lane waits
 * for the others, encoding while they are drawn.
 */
export class FrameBatch {
  private readonly frames: FrameMemory[] = [];
  private readonly filled: Int32Array<SharedArrayBuffer> | null;
  private count = 0;

  /** @param size how many frames it will have */
  constructor(
    readonly first: number,
    private readonly size: number,
    private readonly pool: FrameMemoryPool,
    frameBytes: number,
  ) {
    for (let index = 0; index < size; index++) this.frames.push(pool.take(frameBytes));
    this.filled = isIsolated() ? new Int32Array(new SharedArrayBuffer(4)) : null;
  }

  get isFull(): boolean {
    return this.count === this.size;
  }

  /** Whether a lane can begin with it. */
  get canBegin(): boolean {
    return this.filled !== null || this.isFull;
  }

  /** Copies the frame. */
  add(pixels: ArrayBuffer): void {
    new Uint8Array(this.frames[this.count]!).set(new Uint8Array(pixels));
    this.count++;
    this.tell(this.count);
  }

  /** Whether a lane that asked for frame `index` waits for us: it is not at fault then. */
  isAwaited(index: number): boolean {
    return index >= this.count;
  }

  job(settings: FfmpegEncoderSettings, firstFrame: number): FfmpegBatch {
    return { settings, firstFrame, frames: this.frames, filled: this.filled?.buffer ?? null };
  }

  /** No more frames come: a lane that waits fails. */
  giveUp(): void {
    this.tell(givenUp);
  }

  /** It has been encoded, or never will be. */
  free(): void {
    this.pool.give(this.frames.splice(0));
  }

  private tell(value: number): void {
    if (!this.filled) return;
    Atomics.store(this.filled, 0, value);
    Atomics.notify(this.filled, 0);
  }
}

/** On the lane's side: returns when frame `index` is there. @throws Error when it never will be */
export function awaitFrame(filled: SharedArrayBuffer | null, index: number): void {
  if (filled === null) return;
  const count = new Int32Array(filled);
  for (;;) {
    const there = Atomics.load(count, 0);
    if (there === givenUp) throw new Error('The frames of the batch were given up.');
    if (there > index) return;
    Atomics.wait(count, 0, there);
  }
}

function isIsolated(): boolean {
  return globalThis.crossOriginIsolated;
}
