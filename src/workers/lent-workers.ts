import { cancelled, type ExportStage } from '../errors';
import type { ExportWorkers } from './export-workers';
import type { WorkerPool } from './worker-pool';

/** Lends workers to one piece of work. They are ended with it where it is stopped, whatever they do. */
export async function withWorkers<T>(
  pool: WorkerPool,
  { signal, stage }: { signal: AbortSignal | undefined; stage: ExportStage },
  run: (workers: ExportWorkers) => Promise<T>,
): Promise<T> {
  const workers = pool.take();
  const stop = (): void => pool.end(workers, cancelled(stage, signal?.reason));
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (signal?.aborted) throw cancelled(stage, signal.reason);
    return await run(workers);
  } catch (cause) {
    throw signal?.aborted ? cancelled(stage, cause) : cause;
  } finally {
    signal?.removeEventListener('abort', stop);
    pool.give(workers);
  }
}
