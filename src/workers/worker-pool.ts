import { realClearTimeout, realSetTimeout } from '../composition/real-time';
import { cancelled, type ExportError } from '../errors';
import { createExportWorkers, type ExportWorkers, type WorkerSetup } from './export-workers';

/** Milliseconds after which workers nobody uses are ended. */
const idleMs = 20_000;

/** Lends sets of workers to exports, one set to one export, and ends those that lie idle. */
export class WorkerPool {
  private readonly setup: WorkerSetup;
  private readonly idle = new Map<ExportWorkers, number>();
  private readonly lent = new Set<ExportWorkers>();

  constructor(setup: WorkerSetup = {}) {
    this.setup = setup;
  }

  take(): ExportWorkers {
    const [waiting] = this.idle.keys();
    const workers = waiting ?? createExportWorkers(this.setup);
    if (waiting) {
      realClearTimeout(this.idle.get(waiting)!);
      this.idle.delete(waiting);
    }
    this.lent.add(workers);
    return workers;
  }

  /** Gives back workers that have nothing under way. */
  give(workers: ExportWorkers): void {
    if (!this.lent.delete(workers)) return;
    const timer = realSetTimeout(() => {
      this.idle.delete(workers);
      terminate(workers, cancelled('prepare'));
    }, idleMs);
    this.idle.set(workers, timer);
  }

  /** Ends workers whatever they do; calls under way fail with `reason`. */
  end(workers: ExportWorkers, reason: ExportError): void {
    this.lent.delete(workers);
    terminate(workers, reason);
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
  }
}

function terminate(workers: ExportWorkers, reason: ExportError): void {
  workers.encode.terminate(reason);
  workers.audio.terminate(reason);
  workers.mux.terminate(reason);
  workers.quality.terminate(reason);
  for (const lanes of Object.values(workers.lanes)) lanes.terminate(reason);
}
