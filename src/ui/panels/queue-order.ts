import type { Job } from '../../queue/job';

/** What can be moved, and among what: jobs of one priority that have not begun to run, in the order of the list. */
export function besides(job: Job, jobs: readonly Job[]): readonly Job[] {
  return isMovable(job) ? jobs.filter((each) => isMovable(each) && each.priority === job.priority) : [];
}

export function isMovable({ state, wish }: Pick<Job, 'state' | 'wish'>): boolean {
  return (state === 'waiting' || state === 'paused') && wish !== 'remove' && wish !== 'cancel';
}

/** The job that it is to come before to be one place earlier or later, null: after all; undefined: it cannot. */
export function stepTarget(job: Job, jobs: readonly Job[], by: -1 | 1): string | null | undefined {
  const others = besides(job, jobs);
  const at = others.findIndex(({ id }) => id === job.id);
  if (at === -1 || at + by < 0 || at + by >= others.length) return undefined;
  return by === -1 ? others[at - 1]!.id : (others[at + 2]?.id ?? null);
}

/** The place of a job among all that are to run, from 1. */
export function placeOf(id: string, jobs: readonly Job[]): { place: number; of: number } {
  const left = jobs.filter(({ state }) => state === 'running' || state === 'waiting' || state === 'paused');
  return { place: left.findIndex((each) => each.id === id) + 1, of: left.length };
}
