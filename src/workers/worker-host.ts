import * as Comlink from 'comlink';
import { realClearTimeout, realNow, realSetTimeout, withRealRandom } from '../composition/real-time';
import { ExportError, type ExportStage } from '../errors';
import type { WorkerLife } from './expose';
import { registerTransferHandlers } from './transfer-handlers';
import type { WorkerLoad } from './worker-load';

registerTransferHandlers();

/** What stops with a worker. Those that are not here encode. */
const stages: Readonly<Partial<Record<string, ExportStage>>> = { mux: 'mux', audio: 'audio', quality: 'check' };

/** Milliseconds a worker may take to answer for the first time. Loading one takes well below a second. */
const startLimitMs = 30_000;

/** Beats that a worker may miss: with nothing to do, and at work, which is then a fault as good as certain. */
const beatsMissed = { idle: 3, busy: 60 } as const;

/** What is to be known of a worker's use. */
export interface WorkerUse {
  /** Milliseconds from one question whether it lives to the next. */
  beatMs: number;
  /** Whether it is lent to someone, who notices by himself where a long piece of work does not get on. */
  lent: boolean;
  /** Called when a worker has died. */
  changed?: () => void;
}

/**
 * - `starting`: it has not answered yet
 * - `idle`, `busy`: it has nothing, or something, to do
 * - `unresponsive`: it has not answered for some time
 * - `ended`: it has died; whoever calls it next gets another one
 */
export type WorkerState = 'starting' | 'idle' | 'busy' | 'unresponsive' | 'ended';

/** How a worker does, and those that it took the place of. */
export interface WorkerHealth extends WorkerLoad {
  state: WorkerState;
  /** Milliseconds that there was one. */
  aliveMs: number;
  /** Workers that ended by themselves. */
  faults: number;
  /** Why the last of them did; null: none has. */
  lastFault: string | null;
}

/** One worker of ours: started when first called, and replaced by a new one when called after it ended. */
export class WorkerHost<Api> {
  private running: Promise<Running<Api>> | undefined;
  /** What is known of the one that runs, from when it is being started. */
  private current: Pulse | null = null;
  /** Of those before it. */
  private readonly past = { tasks: 0, busyMs: 0, aliveMs: 0 };
  private faults = 0;
  private lastFault: string | null = null;

  /** @param isLane its calls last as long as it does, what it has to do comes by another way */
  constructor(
    private readonly name: string,
    private readonly create: () => Promise<Worker>,
    private readonly use: WorkerUse = { beatMs: defaultBeatMs, lent: true },
    private readonly isLane = false,
  ) {}

  /** Null: none was ever needed, or it was ended when it no longer was. */
  get health(): WorkerHealth | null {
    const { current, past, faults, lastFault } = this;
    if (!current) return faults > 0 ? { state: 'ended', ...past, faults, lastFault } : null;
    const { tasks, busyMs } = current.load;
    return {
      state: current.state,
      tasks: past.tasks + tasks,
      busyMs: past.busyMs + busyMs,
      aliveMs: past.aliveMs + current.aliveMs,
      ...{ faults, lastFault },
    };
  }

  /**
   * Makes a call. It settles even when the worker dies, which Comlink's own promises do not.
   *
   * @throws ExportError `worker-crash`, or whatever the call throws
   */
  async call<T>(work: (api: Comlink.Remote<Api>) => Promise<T>): Promise<T> {
    const { remote, pending, ready, pulse } = await this.start();
    return new Promise((resolve, reject) => {
      pending.add(reject);
      pulse.begin();
      ready
        // Comlink numbers its messages at random, in this very call.
        .then(() => withRealRandom(() => work(remote)))
        .then(resolve, reject)
        .finally(() => {
          pending.delete(reject);
          pulse.end();
        });
    });
  }

  /** Stops the worker at once, whatever it does; calls under way fail with `reason`. Idempotent. */
  terminate(reason: ExportError): void {
    const { running, current, past } = this;
    this.running = undefined;
    this.current = null;
    if (current) {
      past.tasks += current.load.tasks;
      past.busyMs += current.load.busyMs;
      past.aliveMs += current.aliveMs;
    }
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
    const pulse = new Pulse(this.isLane);
    this.current = pulse;
    try {
      worker = await this.create();
    } catch (cause) {
      this.running = undefined;
      this.current = null;
      throw this.crash('The worker could not be started.', cause);
    }
    const { running } = this;
    const watch = new AbortController();
    const ended = (message: string, cause?: unknown): void => {
      // A worker that was ended on purpose is no news.
      if (this.running !== running) return;
      this.faults++;
      this.lastFault = message === '' ? 'no reason given' : message;
      this.terminate(this.crash(message, cause));
      this.use.changed?.();
    };
    const remote = Comlink.wrap<Api & WorkerLife>(worker);
    worker.addEventListener('error', (event) => ended(event.message, event.error), { signal: watch.signal });
    const ready = watchLife(remote, watch.signal, ended);
    void ready.then(() => this.listen(remote, pulse, watch.signal, ended));
    return { worker, remote, pending: new Set(), watch, ready, pulse };
  }

  /** Asks again and again whether the worker lives, and ends one that does not answer. */
  private listen(
    remote: Comlink.Remote<WorkerLife>,
    pulse: Pulse,
    signal: AbortSignal,
    ended: (message: string) => void,
  ): void {
    const { use, isLane } = this;
    let timer = 0;
    signal.addEventListener('abort', () => realClearTimeout(timer));
    const beat = (): void => {
      if (signal.aborted) return;
      const mayMiss = use.lent && isLane ? Infinity : pulse.hasCalls && use.lent ? beatsMissed.busy : beatsMissed.idle;
      // By answers missed, not by time: of a machine that slept none was.
      if (pulse.missed > mayMiss) {
        ended('It did not answer.');
        return;
      }
      if (pulse.missed === 0) withRealRandom(() => remote.beat()).then((load) => pulse.answered(load), ignore);
      pulse.missed++;
      timer = realSetTimeout(beat, use.beatMs);
    };
    pulse.started();
    beat();
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

const defaultBeatMs = 5000;

/** It was ended meanwhile, which shows elsewhere. */
function ignore(): void {}

/** How one worker does. */
class Pulse {
  /** Questions that were not answered since the last that was. */
  missed = 0;
  private readonly createdAt = realNow();
  private ready = false;
  private calls = 0;
  private busySince = 0;
  private done: WorkerLoad = { tasks: 0, busyMs: 0 };
  private before: WorkerLoad = { tasks: 0, busyMs: 0 };

  constructor(private readonly isLane: boolean) {}

  get aliveMs(): number {
    return realNow() - this.createdAt;
  }

  get hasCalls(): boolean {
    return this.calls > 0;
  }

  get load(): WorkerLoad {
    const { done, calls, busySince, isLane } = this;
    return calls > 0 && !isLane ? { ...done, busyMs: done.busyMs + realNow() - busySince } : done;
  }

  get state(): WorkerState {
    if (!this.ready) return 'starting';
    // A lane at work answers between two pieces of it.
    if (this.isLane) return this.missed > 1 || this.done.tasks > this.before.tasks ? 'busy' : 'idle';
    if (this.missed > beatsMissed.idle) return 'unresponsive';
    return this.hasCalls ? 'busy' : 'idle';
  }

  started(): void {
    this.ready = true;
  }

  answered(load: WorkerLoad): void {
    this.missed = 0;
    if (!this.isLane) return;
    this.before = this.done;
    this.done = load;
  }

  begin(): void {
    if (this.calls++ === 0) this.busySince = realNow();
  }

  end(): void {
    this.calls--;
    if (this.isLane) return;
    this.done.tasks++;
    if (this.calls === 0) this.done.busyMs += realNow() - this.busySince;
  }
}

interface Running<Api> {
  worker: Worker;
  remote: Comlink.Remote<Api>;
  /** How to fail the calls under way, should the worker end before they do. */
  pending: Set<(reason: ExportError) => void>;
  /** Ends the watch over it. */
  watch: AbortController;
  pulse: Pulse;
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
