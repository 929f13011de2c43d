import { clockRunaway } from './clock-errors';

/** Reads of the clock inside one callback after which it is taken for a loop that waits for time to pass. */
const maxReadsPerCallback = 2_000_000;

/** The instant the page believes in: milliseconds since the clock was installed. It moves only between callbacks. */
export class VirtualTime {
  #now = 0;
  #frame = 0;
  #reads = 0;

  constructor(readonly epochMs: number) {}

  /** For the clock itself. */
  get now(): number {
    return this.#now;
  }

  /**
   * For the page. Time stands still inside a callback, so a script that spins until a moment has come would hang the
   * tab; it is stopped instead.
   *
   * @throws ExportError `capture` (clock-runaway)
   */
  read(): number {
    if (++this.#reads > maxReadsPerCallback) {
      throw clockRunaway('The composition waits in a loop for the time to pass.');
    }
    return this.#now;
  }

  set(timeMs: number): void {
    this.#now = timeMs;
  }

  /** When the frame shown last began: what a document's timeline says until the next one. */
  get frame(): number {
    return this.#frame;
  }

  beginFrame(timeMs: number): void {
    this.#now = this.#frame = timeMs;
  }

  beginCallback(): void {
    this.#reads = 0;
  }
}
