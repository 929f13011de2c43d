import type { ExportError } from '../errors';
import { plain } from './job-dependencies';
import { pageEnded } from './job-errors';
import { isPassing, verdictOn, type RetryRule } from './job-retry';
import type { JobEnd } from './job-run';
import type { Job, JobProgress } from './job';
import { isOver } from './turn';

/** Times that the page may end under a job without anything more of it being finished. */
const mostCrashes = 8;

/** What changes a job. Pure: each is applied to the job as it is stored at that moment. */

/** Undefined: it is not to begin any more. */
export function begun(job: Job, exportId: string, now: number): Job | undefined {
  if (job.state !== 'waiting' || job.wish !== null) return undefined;
  return { ...job, state: 'running', exportId: job.exportId ?? exportId, startedAt: job.startedAt ?? now, error: null };
}

/** What is true of a run when it ends. */
export interface RunFigures {
  ranMs: number;
  progress: JobProgress | null;
  /** More of it is stored than when it began. */
  progressed: boolean;
  now: number;
}

export function ended(job: Job, end: JobEnd, figures: RunFigures, rule: RetryRule): Job {
  const counted: Job = {
    ...job,
    ranMs: job.ranMs + figures.ranMs,
    progress: figures.progress ?? job.progress,
  };
  switch (end.kind) {
    case 'complete':
      // Whoever wanted it stopped came too late.
      return over({ ...counted, result: end.result, error: null }, 'complete', figures.now);
    case 'stopped':
      return afterWish(end.discarded ? { ...counted, exportId: null, progress: null } : counted, figures.now);
    case 'failed':
      if (job.wish !== null) return afterWish(counted, figures.now);
      return failed(figures.progressed ? { ...counted, tries: 0 } : counted, end.error, figures.now, rule);
  }
}

function failed(job: Job, error: ExportError, now: number, rule: RetryRule): Job {
  const verdict = verdictOn(error, job.tries, rule);
  const why = { error: plain(error) };
  switch (verdict.kind) {
    case 'again':
      return { ...job, ...why, state: 'waiting', ...again(job, error, now + verdict.afterMs) };
    case 'pause':
      return { ...job, ...why, state: 'paused' };
    case 'fail':
      return over({ ...job, ...why }, 'failed', now);
  }
}

/** What passes by itself is no failure of the job's. */
function again(job: Job, error: ExportError, notBefore: number): Pick<Job, 'tries' | 'notBefore'> {
  return { tries: job.tries + (isPassing(error) ? 0 : 1), notBefore };
}

/** Where a job stands that no longer runs. */
function afterWish(job: Job, now: number): Job {
  switch (job.wish) {
    case 'pause':
      return { ...job, wish: null, state: 'paused', error: null };
    case 'cancel':
    case 'remove':
      return cancelled(job, now);
    default:
      return { ...job, wish: null, state: 'waiting' };
  }
}

/** The page of a job that runs is gone. */
export function takenOver(job: Job, now: number): Job | undefined {
  if (job.state !== 'running') return undefined;
  const crashes = (job.crashes ?? 0) + 1;
  if (job.wish !== null || crashes < mostCrashes) return afterWish({ ...job, crashes }, now);
  return over({ ...job, crashes: 0, error: plain(pageEnded(crashes)) }, 'failed', now);
}

/** What the tab at work has to do first is wished for; a wish to remove stays until that is done. */
export function cancelled(job: Job, now: number): Job {
  return over({ ...job, error: null }, 'cancelled', now);
}

function over(job: Job, state: 'complete' | 'failed' | 'cancelled', now: number): Job {
  return { ...job, state, wish: job.wish === 'remove' ? 'remove' : null, endedAt: now, notBefore: 0 };
}

export function asPaused(job: Job): Job | undefined {
  if (job.state === 'running') return wished(job, 'pause');
  return job.state === 'waiting' ? { ...job, state: 'paused', error: null } : undefined;
}

export function asResumed(job: Job): Job | undefined {
  if (job.state === 'running') return job.wish === 'pause' ? { ...job, wish: null } : undefined;
  if (job.state !== 'paused') return undefined;
  return { ...job, state: 'waiting', error: null, tries: 0, crashes: 0, notBefore: 0 };
}

export function asCancelled(job: Job, now: number): Job | undefined {
  if (job.state === 'running') return wished(job, 'cancel');
  // Of a failed one what is stored goes as well.
  return job.state === 'complete' || job.state === 'cancelled' ? undefined : cancelled(job, now);
}

export function asRemoved(job: Job, now: number): Job | undefined {
  if (job.wish === 'remove') return undefined;
  return isOver(job) || job.state === 'running'
    ? { ...job, wish: 'remove' }
    : cancelled({ ...job, wish: 'remove' }, now);
}

/** @param anew with what is stored of it gone */
export function asRetried(job: Job, anew: boolean): Job | undefined {
  if ((job.state !== 'failed' && job.state !== 'cancelled') || job.wish === 'remove') return undefined;
  const fresh = {
    state: 'waiting',
    wish: null,
    error: null,
    endedAt: null,
    tries: 0,
    crashes: 0,
    notBefore: 0,
  } as const;
  // A file that was held back is taken as it is: the same check would say the same.
  const isHeldBack = job.error?.detail === 'quality-failed';
  return {
    ...job,
    ...fresh,
    ...(isHeldBack ? { check: 'warn_user' as const } : {}),
    ...(anew ? { exportId: null, progress: null } : {}),
  };
}

/** A later wish takes the place of an earlier one, but nothing undoes a removal. */
function wished(job: Job, wish: 'pause' | 'cancel'): Job | undefined {
  if (job.wish === 'remove' || job.wish === wish || job.wish === 'cancel') return undefined;
  return { ...job, wish };
}
