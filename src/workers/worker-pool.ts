import { realClearTimeout, realSetTimeout } from '../composition/real-time';
import { cancelled, ExportError } from '../errors';
import { createExportWorkers, laneBytes, type ExportWorkers, type WorkerSetup } from './export-workers';
import { laneCount } from './lane-hosts';
import { workersOf, type WorkerStatus } from './worker-status';

/** What a pool of workers may use of this device; what is not said stays as it is. */
export interface PoolLimits {
  /** Workers of one core each, for an engine that encodes on several at once. Default: what cores and memory allow. */
  lanes?: number;
  /** Bytes that the lanes of one export may take together. Default: half of what the browser tells of the device. */
  memory?: number;
  /** Seconds that workers nobody uses are kept. Default 20. */
  keepIdle?: number;
}

const defaultKeepIdle = 20;
/** Workers that died are remembered, so many of them. */
const mostLost = 10;

/**
 * Lends sets of workers to exports, one set to one export: there are as many as there are exports, and those that lie idle
 * are ended.
 */
export class WorkerPool {
  private readonly setup: WorkerSetup;
  private readonly idle = new Map<ExportWorkers, number>();
  private readonly lent = new Set<ExportWorkers>();
  /** For people to tell sets apart. */
  private readonly numbers = new WeakMap<ExportWorkers, number>();
  private count = 0;
  /** Workers that died under an export, which then took others; the last ones. */
  private lost: WorkerStatus[] = [];
  private limits: PoolLimits = {};
  private readonly listeners = new Set<() => void>();

  constructor(setup: WorkerSetup = {}) {
    this.setup = setup;
  }

  /** Every worker that there is, and the last that died. */
  get status(): WorkerStatus[] {
    const there = [...this.lent, ...this.idle.keys()].flatMap((workers) => this.workersOf(workers));
    return [...this.lost, ...there].sort((one, other) => one.set - other.set);
  }

  /** Called when sets of workers are lent, given back or ended. Returns how to stop. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Holds for exports that begin from now on. What is not named stays as it is.
   *
   * @throws ExportError `invalid-input` (limits-invalid)
   */
  configure(limits: PoolLimits): void {
    for (const [name, value] of Object.entries(limits)) if (!isLimit(name, value)) throw limitInvalid(name, value);
    this.limits = { ...this.limits, ...limits };
    for (const [workers, timer] of this.idle) {
      this.fit(workers);
      realClearTimeout(timer);
      this.idle.set(workers, this.endLater(workers));
    }
    this.tell();
  }

  take(): ExportWorkers {
    const [waiting] = this.idle.keys();
    const workers = waiting ?? createExportWorkers(this.setup);
    if (waiting) {
      realClearTimeout(this.idle.get(waiting)!);
      this.idle.delete(waiting);
    } else {
      this.numbers.set(workers, ++this.count);
      workers.use.changed = () => this.tell();
    }
    this.fit(workers);
    workers.use.lent = true;
    this.lent.add(workers);
    this.tell();
    return workers;
  }

  /** Gives back workers that have nothing under way. */
  give(workers: ExportWorkers): void {
    if (!this.lent.delete(workers)) return;
    workers.use.lent = false;
    this.idle.set(workers, this.endLater(workers));
    this.tell();
  }

  /** Ends workers whatever they do; calls under way fail with `reason`. */
  end(workers: ExportWorkers, reason: ExportError): void {
    this.lent.delete(workers);
    const died = this.workersOf(workers).filter(({ faults }) => faults > 0);
    this.lost = [...this.lost, ...died.map((worker) => ({ ...worker, state: 'ended' as const, lent: false }))].slice(
      -mostLost,
    );
    terminate(workers, reason);
    this.tell();
  }

  /** Ends all workers. Idempotent. */
  dispose(): void {
    for (const [workers, timer] of this.idle) {
      realClearTimeout(timer);
      terminate(workers, cancelled('prepare'));
    }
    for (const workers of this.lent) terminate(workers, cancelled('prepare'));
    this.idle.clear();
    this.lent.clear();
    this.lost = [];
    this.tell();
  }

  private endLater(workers: ExportWorkers): number {
    return realSetTimeout(
      () => {
        this.idle.delete(workers);
        terminate(workers, cancelled('prepare'));
        this.tell();
      },
      1000 * (this.limits.keepIdle ?? defaultKeepIdle),
    );
  }

  /** As many lanes as may be. */
  private fit({ lanes }: ExportWorkers): void {
    const { lanes: most = Infinity, memory } = this.limits;
    for (const engine of ['prores', 'ffmpeg'] as const) {
      const bytes = laneBytes[engine];
      const within = memory === undefined ? Infinity : Math.floor(memory / bytes);
      lanes[engine].resize(Math.max(1, Math.min(laneCount(bytes), most, within)));
    }
  }

  private workersOf(workers: ExportWorkers): WorkerStatus[] {
    return workersOf(workers, this.numbers.get(workers)!);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

function isLimit(name: string, value: unknown): boolean {
  const isNumber = typeof value === 'number' && value >= 0;
  switch (name) {
    case 'lanes':
      return Number.isInteger(value) && Number(value) >= 1;
    case 'memory':
    case 'keepIdle':
      return isNumber;
    default:
      return false;
  }
}

function limitInvalid(name: string, value: unknown): ExportError {
  return new ExportError('invalid-input', {
    detail: 'limits-invalid',
    stage: 'configure',
    message: `A limit “${name}” of ${String(value)} cannot be set.`,
    remedy: 'Give lanes as a whole number from 1 on, memory in bytes, keepIdle in seconds.',
  });
}

function terminate(workers: ExportWorkers, reason: ExportError): void {
  workers.encode.terminate(reason);
  workers.audio.terminate(reason);
  workers.mux.terminate(reason);
  workers.quality.terminate(reason);
  for (const lanes of Object.values(workers.lanes)) lanes.terminate(reason);
}
