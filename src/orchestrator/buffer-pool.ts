import type { ExportError } from '../errors';

/**
 * A fixed number of equal buffers that travel to the encoder and back. Taking one waits until one is free: this is the
 * export's only backpressure, so rendering never runs further ahead than there are buffers.
 */
export class BufferPool {
  private readonly free: ArrayBuffer[] = [];
  private readonly waiting: { resolve: (buffer: ArrayBuffer) => void; reject: (reason: ExportError) => void }[] = [];
  private unmade: number;
  private readonly byteLength: number;
  private failure: ExportError | undefined;

  constructor(count: number, byteLength: number) {
    this.unmade = count;
    this.byteLength = byteLength;
  }

  /** @throws what `fail` was called with */
  take(): Promise<ArrayBuffer> {
    if (this.failure) return Promise.reject(this.failure);
    const buffer = this.free.pop() ?? this.make();
    if (buffer) return Promise.resolve(buffer);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  give(buffer: ArrayBuffer): void {
    const next = this.waiting.shift();
    if (next) next.resolve(buffer);
    else this.free.push(buffer);
  }

  /** No buffer will come back: whoever waits, and whoever asks from now on, learns why. The first reason stands. */
  fail(reason: ExportError): void {
    this.failure ??= reason;
    for (const { reject } of this.waiting.splice(0)) reject(this.failure);
  }

  private make(): ArrayBuffer | undefined {
    if (this.unmade === 0) return undefined;
    this.unmade--;
    return new ArrayBuffer(this.byteLength);
  }
}
