import type { HostCallbacks } from './host-callbacks';
import { nativeMethod, type PropertyPatches } from './property-patches';
import type { VirtualTime } from './virtual-time';

const firstId = 2 ** 30;

/** `requestAnimationFrame`: one call per exported frame, at the time of that frame. */
export class VirtualAnimationFrames {
  readonly #page: Window;
  readonly #time: VirtualTime;
  readonly #callbacks: HostCallbacks;
  readonly #request: (page: Window, callback: FrameRequestCallback) => number;
  readonly #pending = new Map<number, FrameRequestCallback>();
  #nextId = firstId;

  constructor(page: Window, patches: PropertyPatches, time: VirtualTime, callbacks: HostCallbacks) {
    this.#page = page;
    this.#time = time;
    this.#callbacks = callbacks;
    this.#request = nativeMethod(page, 'requestAnimationFrame');
    const cancel = nativeMethod(page, 'cancelAnimationFrame');
    patches.value(page, 'requestAnimationFrame', (callback) => {
      const id = this.#nextId++;
      this.#pending.set(id, callback);
      return id;
    });
    patches.value(page, 'cancelAnimationFrame', (id) => {
      if (!this.#pending.delete(id) && id < firstId) cancel(page, id);
    });
  }

  /** Calls what was requested until now; what the callbacks request is for the next frame. */
  run(): void {
    for (const [id, callback] of [...this.#pending]) {
      // One callback may have cancelled another.
      if (this.#pending.delete(id)) this.#callbacks.run(() => callback.call(this.#page, this.#time.now));
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
