import type { ExportQueue, QueueStatus } from './queue/export-queue';
import type { Job } from './queue/job';
import type { StoredQueueOptions } from './queue/stored-queue';

export type { ExportQueue, QueueStatus } from './queue/export-queue';
export type { Job, JobDestination, JobNeeds, JobPriority, JobProgress, JobResult, JobState, NewJob } from './queue/job';
export type { RetryRule } from './queue/job-retry';
export type { QueueExporter, QueuedExport } from './queue/queue-exporter';
export type { QueueLimits } from './queue/queue-limits';

/** What a queue needs of its host. Each tab that opens it gives the same. */
export type ExportQueueOptions = StoredQueueOptions;

const noJobs: readonly Job[] = [];
const nothingKnown: QueueStatus = {
  role: 'watching',
  ...{ waiting: 0, running: 0, paused: 0, complete: 0, failed: 0, cancelled: 0 },
  ...{ secondsLeft: null, utilisation: null, overhead: null },
};

/**
 * Opens the queue of this origin: one is enough for a page. It begins to work at once, unless another tab does, and what it
 * needs for that is loaded now. Close it before its exporter.
 */
export function openExportQueue(options: ExportQueueOptions): ExportQueue {
  let queue: ExportQueue | null = null;
  const loading = import('./queue/stored-queue').then(({ StoredQueue }) => (queue = new StoredQueue(options)));
  const ready = loading.then((loaded) => loaded.ready);
  ready.catch(() => undefined); // Every method says it too.
  return {
    get jobs() {
      return queue?.jobs ?? noJobs;
    },
    get status() {
      return queue?.status ?? nothingKnown;
    },
    ready,
    eta: (id) => queue?.eta(id) ?? null,
    subscribe(listener) {
      let stop = (): void => undefined;
      let stopped = false;
      loading.then(
        (loaded) => !stopped && (stop = loaded.subscribe(listener)),
        () => undefined,
      );
      return () => {
        stopped = true;
        stop();
      };
    },
    add: async (jobs) => (await loading).add(jobs),
    pause: async (id) => (await loading).pause(id),
    resume: async (id) => (queue ?? (await loading)).resume(id),
    cancel: async (id) => (await loading).cancel(id),
    retry: async (id) => (queue ?? (await loading)).retry(id),
    remove: async (id) => (await loading).remove(id),
    setPriority: async (id, priority) => (await loading).setPriority(id, priority),
    move: async (id, before) => (await loading).move(id, before),
    pauseAll: async () => (await loading).pauseAll(),
    resumeAll: async () => (await loading).resumeAll(),
    clear: async (group) => (await loading).clear(group),
    file: async (id) => (await loading).file(id),
    over: async (ids) => (await loading).over(ids),
    configure: async (limits) => (await loading).configure(limits),
    dispose: async () => (await loading).dispose(),
  };
}
