import * as Comlink from 'comlink';
import { realClearTimeout, realSetTimeout, withRealRandom } from '../composition/real-time';
import { ExportError, type ExportStage } from '../errors';
import type { WorkerLife } from './expose';
import { registerTransferHandlers } from './transfer-handlers';

registerTransferHandlers();

/** What stops with a worker. Those that are not here encode. */
const stages: Readonly<Partial<Record<string, ExportStage>>> = { mux: 'mux', audio: 'audio', quality: 'check' };

/** Milliseconds a worker may take to answer for the first time. Loading one takes well below a second. */
const startLimitMs = 30_000;

/** One worker of ours: started when first called, and replaced by a new one when called after it ended. */
export class WorkerHost<Api> {
  private readonly create: () => Promise<Worker>;
  private readonly name: string;
  private running: Promise<Running<Api>> | undefined;

  constructor(name: string, create: () => Promise<Worker>) {
    this.name = name;
    this.create = create;
  }

  /**
   * Makes a call. It settles even when the worker dies, which Comlink's own promises do not.
   *
   * @throws ExportError `worker-crash`, or whatever the call throws
   */
  async call<T>(work: (api: Comlink.Remote<Api>) => Promise<T>): Promise<T> {
    const { remote, pending, ready } = await this.start();
    return new Promise((resolve, reject) => {
      pending.add(reject);
      ready
        // Comlink numbers its messages at random, in this very call.
        .then(() => withRealRandom(() => work(remote)))
        .then(resolve, reject)
        .finally(() => pending.delete(reject));
    });
  }

  /** Stops the worker at once, whatever it does; calls under way fail with `reason`. Idempotent. */
  terminate(reason: ExportError): void {
    const { running } = this;
    this.running = undefined;
    running?.then(
      ({ worker, pending, watch }) => {
        watch.abort();
        worker.terminate();
        for (const reject of pending) reject(reason);
      },
      () => undefined, // It was never made: nothing to stop.
    );
  }

  private start(): Promise<Running<Api>> {
    this.running ??= this.spawn();
    return this.running;
  }

  private async spawn(): Promise<Running<Api>> {
    let worker: Worker;
    try {
      worker = await this.create();
    } catch (cause) {
      this.running = undefined;
      throw this.crash('The worker could not be started.', cause);
    }
    const { running } = this;
    const watch = new AbortController();
    const ended = (message: string, cause?: unknown): void => {
      // A worker that was ended on purpose is no news.
      if (this.running === running) this.terminate(this.crash(message, cause));
    };
    const remote = Comlink.wrap<Api & WorkerLife>(worker);
    worker.addEventListener('error', (event) => ended(event.message, event.error), { signal: watch.signal });
    const ready = watchLife(remote, watch.signal, ended);
    return { worker, remote: remote, pending: new Set(), watch, ready };
  }

  private crash(message: string, cause: unknown): ExportError {
    return new ExportError('worker-crash', {
      detail: `${this.name}-worker-crashed`,
      stage: stages[this.name] ?? 'encode',
      message: `The ${this.name} worker stopped: ${message === '' ? 'no reason given' : message}.`,
      remedy:
        'Try again. If workers cannot start at all, the page forbids blob workers: give createExporter worker constructors of your own.',
      recoverable: true,
      cause,
    });
  }
}

interface Running<Api> {
  worker: Worker;
  remote: Comlink.Remote<Api>;
  /** How to fail the calls under way, should the worker end before they do. */
  pending: Set<(reason: ExportError) => void>;
  /** Ends the watch over it. */
  watch: AbortController;
  /** Resolves when it has started. Pends for ever where it never does: then `pending` is told. */
  ready: Promise<void>;
}

/**
 * Notices the end of a worker that no event tells of: it never answers, it was killed, it closed itself.
 *
 * @returns resolves at its first answer
 */
async function watchLife(
  remote: Comlink.Remote<WorkerLife>,
  signal: AbortSignal,
  ended: (message: string) => void,
): Promise<void> {
  const lock = `stepframe-worker:${crypto.randomUUID()}`;
  const timer = realSetTimeout(() => ended('It did not start in time.'), startLimitMs);
  signal.addEventListener('abort', () => realClearTimeout(timer));
  await withRealRandom(() => remote.holdLock(lock));
  realClearTimeout(timer);
  navigator.locks.request(lock, { signal }, () => ended('It was ended from outside.')).catch(() => undefined); // Aborted: it is no longer watched.
}
