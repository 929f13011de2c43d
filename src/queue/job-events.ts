import type { ExportQueue, QueueStatus } from './export-queue';
import type { Job } from './job';

/** What happens in a queue, with what is told of it. */
export interface QueueEvents {
  /** More of a running job is done. */
  progress: Job;
  /** A job came to be, or another state of it. */
  state: Job;
  /** A job is complete. */
  complete: Job;
  /** A job failed; it can be tried again. */
  failed: Job;
  /** The queue as a whole is another. */
  queue: QueueStatus;
}

type Tell = <Name extends keyof QueueEvents>(name: Name, told: QueueEvents[Name]) => void;

/** Tells what happens in a queue from now on, by what it was before. Returns how to stop. */
export function watchQueue(queue: ExportQueue, tell: Tell): () => void {
  let before: ReadonlyMap<string, Job> | null = null;
  let status = '';
  const look = (): void => {
    const now = new Map(queue.jobs.map((job) => [job.id, job]));
    // What was stored when the queue was opened is no news.
    for (const job of before ? now.values() : []) {
      const was = before!.get(job.id);
      if (was?.state !== job.state) {
        tell('state', job);
        if (job.state === 'complete' || job.state === 'failed') tell(job.state, job);
      } else if (job.state === 'running' && was.progress !== job.progress) tell('progress', job);
    }
    before = now;
    const shown = JSON.stringify(queue.status);
    if (shown !== status) tell('queue', queue.status);
    status = shown;
  };
  let stop = (): void => undefined;
  let stopped = false;
  queue.ready.then(
    () => {
      if (stopped) return;
      look();
      stop = queue.subscribe(look);
    },
    () => undefined, // Whoever uses the queue hears of it.
  );
  return () => {
    stopped = true;
    stop();
  };
}
