import * as Comlink from 'comlink';
import { withRealRandom } from '../composition/real-time';
import { ExportError } from '../errors';
import { registerTransferHandlers } from './transfer-handlers';

registerTransferHandlers();

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
    const { remote, pending } = await this.start();
    return new Promise((resolve, reject) => {
      pending.add(reject);
      // Comlink numbers its messages at random, in this very call.
      withRealRandom(() => work(remote))
        .then(resolve, reject)
        .finally(() => pending.delete(reject));
    });
  }

  /** Stops the worker at once, whatever it does; calls under way fail with `reason`. Idempotent. */
  terminate(reason: ExportError): void {
    const { running } = this;
    this.running = undefined;
    running?.then(
      ({ worker, pending }) => {
        worker.terminate();
        for (const reject of pending) reject(reason);
      },
      () => undefined, // It never started: nothing to stop.
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
    worker.addEventListener('error', (event) => this.terminate(this.crash(event.message, event.error)));
    return { worker, remote: Comlink.wrap<Api>(worker), pending: new Set() };
  }

  private crash(message: string, cause: unknown): ExportError {
    return new ExportError('worker-crash', {
      detail: `${this.name}-worker-crashed`,
      stage: this.name === 'mux' ? 'mux' : this.name === 'audio' ? 'audio' : 'encode',
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
}
