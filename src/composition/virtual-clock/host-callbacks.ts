import { yieldToEventLoop } from '../real-time';
import { renderThrew } from './clock-errors';
import type { VirtualTime } from './virtual-time';

/** Calls what the page scheduled, and turns whatever it throws into the failure of the frame. */
export class HostCallbacks {
  readonly #time: VirtualTime;
  #rejected: { reason: unknown } | null = null;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  /**
   * @throws ExportError `capture` (render-threw) with the callback's error as its cause. The rejection of an async
   * callback comes out of the next `settle`.
   */
  run(callback: () => unknown): void {
    this.#time.beginCallback();
    try {
      const result = callback();
      if (result instanceof Promise) result.catch((reason: unknown) => (this.#rejected ??= { reason }));
    } catch (thrown) {
      throw renderThrew(thrown);
    }
  }

  /** Lets every promise that can settle without waiting for time do so: a new task starts after all microtasks. */
  async settle(): Promise<void> {
    await yieldToEventLoop();
    const rejected = this.#rejected;
    if (rejected === null) return;
    this.#rejected = null;
    throw renderThrew(rejected.reason);
  }
}
