import type { HostCallbacks } from './host-callbacks';
import { nativeMethod, type PropertyPatches } from './property-patches';

const firstId = 2 ** 30;

/** The longest idle period the specification knows (Cooperative Scheduling of Background Tasks, 4.2). */
const idlePeriodMs = 50;

/** `requestIdleCallback`: called once the frame is drawn, with a whole idle period to spend. */
export class VirtualIdleCallbacks {
  readonly #page: Window;
  readonly #callbacks: HostCallbacks;
  readonly #request: (page: Window, callback: IdleRequestCallback) => number;
  readonly #pending = new Map<number, IdleRequestCallback>();
  #nextId = firstId;

  constructor(page: Window, patches: PropertyPatches, callbacks: HostCallbacks) {
    this.#page = page;
    this.#callbacks = callbacks;
    this.#request = nativeMethod(page, 'requestIdleCallback');
    const cancel = nativeMethod(page, 'cancelIdleCallback');
    patches.value(page, 'requestIdleCallback', (callback) => {
      const id = this.#nextId++;
      this.#pending.set(id, callback);
      return id;
    });
    patches.value(page, 'cancelIdleCallback', (id) => {
      if (!this.#pending.delete(id) && id < firstId) cancel(page, id);
    });
  }

  run(): void {
    const deadline: IdleDeadline = { didTimeout: false, timeRemaining: () => idlePeriodMs };
    for (const [id, callback] of [...this.#pending]) {
      if (this.#pending.delete(id)) this.#callbacks.run(() => callback.call(this.#page, deadline));
    }
  }

  drop(): void {
    this.#pending.clear();
  }

  handOver(): void {
    for (const callback of this.#pending.values()) this.#request(this.#page, callback);
    this.#pending.clear();
  }
}
