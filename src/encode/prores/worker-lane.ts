import * as Comlink from 'comlink';
import { ExportError } from '../../errors';
import type { EncodedFrame, PixelBuffer, ProResLane, ProResLaneApi } from './frame-lanes';
import type { ProResSettings } from './settings';

/**
 * A lane in another thread: a worker that answers `ProResLaneApi`, or a port to one. It counts as lost when the worker
 * throws where nobody catches, when its end of the port goes away, and when `lose` is called.
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
    endpoint.addEventListener('close', () => this.lose('its port was closed'), { signal });
    this.#remote = Comlink.wrap<ProResLaneApi>(endpoint);
    this.#ready = Promise.race([this.#remote.open(settings), this.#lost]);
    this.#ready.catch(() => undefined); // Told by the first frame.
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
