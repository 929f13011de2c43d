import { throwIfAborted } from '../../errors';
import { clockRunaway } from './clock-errors';
import type { HostCallbacks } from './host-callbacks';
import { nativeMethod, type PropertyPatches } from './property-patches';
import type { VirtualTime } from './virtual-time';

interface Timer {
  readonly id: number;
  readonly run: () => unknown;
  /** Virtual ms. */
  readonly due: number;
  /** Null: fires once. */
  readonly period: number | null;
  readonly nesting: number;
}

type RealTimer = (page: Window, handler: () => void, delay: number) => number;

/** Far from the small numbers browsers count from, so that real and virtual handles cannot be confused. */
const firstId = 2 ** 30;

/** HTML, "timer initialization steps": timers nested deeper than this wait at least 4 ms. */
const clampedNesting = 5;
const clampedDelayMs = 4;

/** Callbacks one step may run: this many, and some for every millisecond it spans. */
const maxCallbacks = 10_000;
const maxCallbacksPerMs = 10;

/** `setTimeout` and `setInterval` on virtual time. */
export class VirtualTimers {
  readonly #page: Window;
  readonly #time: VirtualTime;
  readonly #callbacks: HostCallbacks;
  readonly #setTimeout: RealTimer;
  readonly #setInterval: RealTimer;
  /** By due time; first come, first served among equals. */
  readonly #queue: Timer[] = [];
  /** The timer whose callback, or what its promises led to, is running. */
  #current: Timer | null = null;
  #nextId = firstId;

  constructor(page: Window, patches: PropertyPatches, time: VirtualTime, callbacks: HostCallbacks) {
    this.#page = page;
    this.#time = time;
    this.#callbacks = callbacks;
    this.#setTimeout = nativeMethod(page, 'setTimeout');
    this.#setInterval = nativeMethod(page, 'setInterval');
    const clearTimeout = nativeMethod(page, 'clearTimeout');

    const start =
      (repeats: boolean) =>
      (handler: TimerHandler, delay?: number, ...args: unknown[]) => {
        if (typeof handler !== 'function') {
          throw new TypeError('Timers that run a string of code are not supported during an export.');
        }
        return this.#start(() => handler.apply(page, args) as unknown, toDelay(delay), repeats);
      };
    // Real handles stay valid: what was started before the clock can still be stopped.
    const clear = (id?: number): void => {
      if (!this.#clear(id)) clearTimeout(page, id);
    };
    patches.value(page, 'setTimeout', start(false));
    patches.value(page, 'setInterval', start(true));
    patches.value(page, 'clearTimeout', clear);
    patches.value(page, 'clearInterval', clear);
  }

  /**
   * Fires what is due until `timeMs`, each at its own time and with all promises settled before the next.
   *
   * @throws ExportError `capture` (render-threw, clock-runaway), `cancelled`
   */
  async runUntil(timeMs: number, signal: AbortSignal): Promise<void> {
    let left = maxCallbacks + (timeMs - this.#time.now) * maxCallbacksPerMs;
    for (let timer = this.#queue[0]; timer !== undefined && timer.due <= timeMs; timer = this.#queue[0]) {
      if (--left < 0) throw clockRunaway('The composition starts timers faster than time passes.');
      this.#time.set(timer.due);
      await this.#fire(timer);
      throwIfAborted(signal, 'render');
    }
  }

  /** Nothing pending fires any more. */
  drop(): void {
    this.#queue.length = 0;
  }

  /** Starts what is pending as real timers with the time they have left. Their old handles no longer stop them. */
  handOver(): void {
    for (const { run, due, period } of this.#queue.splice(0)) {
      const left = due - this.#time.now;
      if (period === null) this.#setTimeout(this.#page, run, left);
      else {
        const repeat = (): void => {
          this.#setInterval(this.#page, run, period);
          run();
        };
        this.#setTimeout(this.#page, repeat, left);
      }
    }
  }

  #start(run: () => unknown, delay: number, repeats: boolean): number {
    const id = this.#nextId++;
    this.#schedule({ id, run, repeats, delay, nesting: this.#current?.nesting ?? 0 });
    return id;
  }

  #schedule(timer: { id: number; run: () => unknown; delay: number; repeats: boolean; nesting: number }): void {
    const { id, run, repeats, nesting } = timer;
    const delay = nesting > clampedNesting ? Math.max(clampedDelayMs, timer.delay) : timer.delay;
    const due = this.#time.now + delay;
    const entry: Timer = { id, run, due, period: repeats ? timer.delay : null, nesting: nesting + 1 };
    this.#queue.splice(this.#firstAfter(due), 0, entry);
  }

  async #fire(timer: Timer): Promise<void> {
    const { id, run, period, nesting } = timer;
    this.#queue.shift();
    // Before the callback runs, so that it can clear its own interval.
    if (period !== null) this.#schedule({ id, run, delay: period, repeats: true, nesting });
    this.#current = timer;
    try {
      this.#callbacks.run(run);
      await this.#callbacks.settle();
    } finally {
      this.#current = null;
    }
  }

  #clear(id: number | undefined): boolean {
    const index = this.#queue.findIndex((timer) => timer.id === id);
    if (index >= 0) this.#queue.splice(index, 1);
    return id !== undefined && id >= firstId;
  }

  /** Binary search for where a timer due at `due` belongs. */
  #firstAfter(due: number): number {
    let low = 0;
    let high = this.#queue.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#queue[middle]!.due <= due) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A delay as WebIDL's `long` takes it: whole milliseconds, never negative. */
function toDelay(delay: number | undefined): number {
  return Math.max(0, (delay ?? 0) | 0);
}
