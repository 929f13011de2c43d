import { jobPriorities, type Job } from './job';

/** Milliseconds of waiting after which a job counts as one priority higher, so that none waits for ever. */
export const agingMs = 30 * 60_000;

/** What says whose turn it is. */
export type Turn = Pick<Job, 'id' | 'priority' | 'order' | 'createdAt'>;

const highestByAge = jobPriorities.indexOf('high');

/** Its priority as a number, larger ones first. Age makes none urgent. */
export function rankOf({ priority, createdAt }: Pick<Turn, 'priority' | 'createdAt'>, now: number): number {
  const rank = jobPriorities.indexOf(priority);
  if (rank >= highestByAge) return rank;
  return Math.min(highestByAge, rank + Math.max(0, Math.floor((now - createdAt) / agingMs)));
}

/** Sorts by turn, whose it is first. */
export function byTurn(now: number): (one: Turn, other: Turn) => number {
  return (one, other) =>
    rankOf(other, now) - rankOf(one, now) ||
    one.order - other.order ||
    one.createdAt - other.createdAt ||
    (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

/** As a list shows them: what runs, what is to run, in turn, and what is over, the latest first. */
export function inOrder(jobs: Iterable<Job>, now: number): Job[] {
  const turn = byTurn(now);
  const place = (job: Job): number => (isOver(job) ? 2 : job.state === 'running' ? 0 : 1);
  return [...jobs].sort((one, other) => {
    const apart = place(one) - place(other);
    if (apart !== 0) return apart;
    return (isOver(one) ? (other.endedAt ?? 0) - (one.endedAt ?? 0) : 0) || turn(one, other);
  });
}

export function isOver({ state }: Pick<Job, 'state'>): boolean {
  return state === 'complete' || state === 'failed' || state === 'cancelled';
}

/**
 * Orders that bring a job before another, or after all: of it alone where there is a number between, of all of its priority
 * where there is none left.
 *
 * @param others those of its priority that are not over, without it, in order
 * @param before the id of one of them; null: none
 */
export function reordered(
  id: string,
  others: readonly Pick<Job, 'id' | 'order'>[],
  before: string | null,
): Map<string, number> {
  const found = before === null ? -1 : others.findIndex((each) => each.id === before);
  const at = found === -1 ? others.length : found;
  const [left, right] = [others[at - 1]?.order, others[at]?.order];
  const between = middle(left, right);
  if (between !== null) return new Map([[id, between]]);
  const all = [...others.slice(0, at).map((each) => each.id), id, ...others.slice(at).map((each) => each.id)];
  const first = others[0]?.order ?? 0;
  return new Map(all.map((each, place) => [each, Math.floor(first) + place]));
}

/** Null where no number lies between. */
function middle(left: number | undefined, right: number | undefined): number | null {
  if (left === undefined) return right === undefined ? 0 : right - 1;
  if (right === undefined) return left + 1;
  const between = left + (right - left) / 2;
  return between > left && between < right ? between : null;
}
