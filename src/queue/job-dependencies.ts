import { ExportError, type SerialisedExportError } from '../errors';
import type { Job } from './job';
import { isOver } from './turn';

/** The details of what a job ends with because of another. */
const ofOthers = ['job-after-failed', 'job-after-cancelled'];

/**
 * Jobs of a list that come after themselves, by way of others; empty where there are none.
 *
 * @param jobs what each comes after; ids outside the list are taken to be before all of it
 */
export function circleIn(jobs: readonly { id: string; after: readonly string[] }[]): string[] {
  const waitsFor = new Map<string, number>();
  const next = new Map<string, string[]>();
  const listed = new Set(jobs.map(({ id }) => id));
  for (const { id, after } of jobs) {
    const before = new Set(after.filter((each) => listed.has(each)));
    waitsFor.set(id, before.size);
    for (const each of before) next.set(each, [...(next.get(each) ?? []), id]);
  }
  const free = jobs.flatMap(({ id }) => (waitsFor.get(id) === 0 ? [id] : []));
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    waitsFor.delete(id);
    for (const each of next.get(id) ?? []) {
      const left = waitsFor.get(each)! - 1;
      waitsFor.set(each, left);
      if (left === 0) free.push(each);
    }
  }
  return [...waitsFor.keys()];
}

/** Whether nothing is left that a job comes after. What is no longer in the queue was complete. */
export function mayBegin(job: Job, jobs: ReadonlyMap<string, Job>): boolean {
  return job.after.every((id) => (jobs.get(id)?.state ?? 'complete') === 'complete');
}

/** Jobs that will never begin, since another that they come after failed or was cancelled, and how they end. */
export function doomed(jobs: ReadonlyMap<string, Job>): Map<string, Pick<Job, 'state' | 'error'>> {
  const found = new Map<string, Pick<Job, 'state' | 'error'>>();
  const next = dependants(jobs);
  const ended = [...jobs.values()].filter(({ state }) => state === 'failed' || state === 'cancelled');
  for (let cause = ended.pop(); cause; cause = ended.pop()) {
    for (const job of next.get(cause.id) ?? []) {
      if (isOver(job) || job.state === 'running' || found.has(job.id)) continue;
      const end = endBy(cause);
      found.set(job.id, end);
      ended.push({ ...job, ...end });
    }
  }
  return found;
}

/** A job's dependants that ended because of it, and theirs: they wait again when it does. */
export function endedBecauseOf(id: string, jobs: ReadonlyMap<string, Job>): string[] {
  const found = new Set<string>();
  const next = dependants(jobs);
  const causes = [id];
  for (let cause = causes.pop(); cause !== undefined; cause = causes.pop()) {
    for (const job of next.get(cause) ?? []) {
      if (found.has(job.id) || job.wish !== null || !ofOthers.includes(job.error?.detail ?? '')) continue;
      found.add(job.id);
      causes.push(job.id);
    }
  }
  return [...found];
}

function dependants(jobs: ReadonlyMap<string, Job>): Map<string, Job[]> {
  const next = new Map<string, Job[]>();
  for (const job of jobs.values()) {
    for (const id of job.after) {
      const known = next.get(id);
      if (known) known.push(job);
      else next.set(id, [job]);
    }
  }
  return next;
}

function endBy({ state, fileName, error }: Job): Pick<Job, 'state' | 'error'> {
  const failed = state === 'failed';
  return {
    state: failed ? 'failed' : 'cancelled',
    error: plain(
      new ExportError(failed ? (error?.code ?? 'validation') : 'cancelled', {
        detail: failed ? 'job-after-failed' : 'job-after-cancelled',
        stage: 'prepare',
        message: failed
          ? `“${fileName}”, which comes first, failed: ${error?.message ?? 'it is not known why.'}`
          : `“${fileName}”, which comes first, was cancelled.`,
        remedy: `Try “${fileName}” again: this one then waits for it again.`,
      }),
    ),
  };
}

/** Without what is of use to developers only, and long. */
export function plain(error: ExportError): SerialisedExportError {
  const told = error.toJSON();
  delete told.stack;
  delete told.cause?.stack;
  return told;
}
