import * as Comlink from 'comlink';
import { realClearTimeout, realSetTimeout } from '../../composition/real-time';
import { ExportError } from '../../errors';
import type { EncodedFrame, PixelBuffer, ProResLane, ProResLaneApi } from './frame-lanes';
import type { ProResSettings } from './settings';

/** Milliseconds a worker may take to answer for the first time. Loading one takes well below a second. */
const startLimitMs = 30_000;

/**
 * A lane in another thread: a worker that answers `ProResLaneApi`, or a port to one. It counts as lost when the worker
 * throws where nobody catches, when it frees the lock it holds for as long as it lives (no event tells of a worker that was
 * ended), and when `lose` is called.
 */
export class WorkerLane implements ProResLane {
  readonly #endpoint: Worker | MessagePort;
  readonly #remote: Comlink.Remote<ProResLaneApi>;
  readonly #ready: Promise<void>;
  readonly #lost: Promise<never>;
  readonly #watch = new AbortController();
  #reject: (reason: ExportError) => void = () => undefined;

  constructor(endpoint: Worker | MessagePort, settings: ProResSettings) {
    this.#endpoint = endpoint;
    this.#lost = new Promise<never>((_, reject) => {
      this.#reject = reject;
    });
    this.#lost.catch(() => undefined); // Told by whichever call is under way, or the next.
    const { signal } = this.#watch;
    endpoint.addEventListener('error', (event) => this.lose((event as ErrorEvent).message), { signal });
    this.#remote = Comlink.wrap<ProResLaneApi>(endpoint);
    this.#ready = Promise.race([this.#open(settings), this.#lost]);
    this.#ready.catch(() => undefined); // Told by the first frame.
  }

  async #open(settings: ProResSettings): Promise<void> {
    const lock = `stepframe-prores:${crypto.randomUUID()}`;
    const { signal } = this.#watch;
    const timer = realSetTimeout(() => this.lose('it did not start in time'), startLimitMs);
    signal.addEventListener('abort', () => realClearTimeout(timer));
    await this.#remote.holdLock(lock);
    realClearTimeout(timer);
    navigator.locks.request(lock, { signal }, () => this.lose('it was ended from outside')).catch(() => undefined); // Aborted: it is no longer watched.
    await this.#remote.open(settings);
  }

  async encode(frame: number, pixels: PixelBuffer): Promise<EncodedFrame> {
    await this.#ready;
    const moved = pixels instanceof ArrayBuffer ? [pixels] : [];
    return Promise.race([this.#remote.encode(frame, Comlink.transfer(pixels, moved)), this.#lost]);
  }

  /** For whoever learns that the worker has ended. Idempotent. */
  lose(reason: string): void {
    this.#watch.abort();
    this.#reject(
      new ExportError('worker-crash', {
        detail: 'prores-worker-crashed',
        stage: 'encode',
        message: `A ProRes worker stopped: ${reason === '' ? 'no reason given' : reason}.`,
        remedy: 'Try again; close other tabs if memory is short.',
        recoverable: true,
      }),
    );
  }

  close(): void {
    this.lose('it was closed');
    if ('terminate' in this.#endpoint) this.#endpoint.terminate();
    else this.#endpoint.close();
  }
}
