import type { Job } from './job';
import type { QueueLimits, Room } from './queue-limits';
import { roomKeys } from './queue-limits';
import { speedOf, usualPixelsPerSecond, type Speed } from './speeds';
import { isOver } from './turn';

/** Seconds from now until each job is done, by id; those of which nothing can be said are left out. */
export type Estimates = ReadonlyMap<string, number>;

export interface EstimateInput {
  /** In the order in which they run. */
  jobs: readonly Job[];
  speeds: ReadonlyMap<string, Speed>;
  limits: QueueLimits;
  needsOf: (job: Job) => Room;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * Lays the jobs out in time, each as early as its composition, the jobs it comes after and room allow, in their order.
 * Exports beside each other share the device: two at once take twice as long each. Jobs that are paused, and those that come
 * after them, have no estimate.
 */
export function estimate({ jobs, speeds, limits, needsOf, now }: EstimateInput): Estimates {
  const ends = new Map<string, number>();
  const usual = usualPixelsPerSecond(speeds);
  const left = jobs.filter((job) => job.state === 'running' || job.state === 'waiting');
  const beside = Math.max(1, Math.min(limits.exports, new Set(left.map(({ compositionId }) => compositionId)).size));
  const known = new Map(jobs.map((job) => [job.id, job]));
  const compositions = new Map<string, number>();
  const lanes = new Map<keyof Room, number[]>();
  for (const job of left) {
    const seconds = secondsOf(job, speedOf(job, speeds, usual), beside);
    if (seconds === null) continue;
    const before = job.state === 'running' ? [] : job.after.filter((id) => !isDone(known.get(id)));
    if (before.some((id) => !ends.has(id))) continue;
    let begin = job.state === 'running' ? 0 : Math.max(0, (job.notBefore - now) / 1000);
    begin = Math.max(begin, compositions.get(job.compositionId) ?? 0, ...before.map((id) => ends.get(id)!));
    const needs = needsOf(job);
    const places = roomKeys
      .filter((key) => needs[key] > 0)
      .map((key) => placesFor(lanes, key, needs[key], limits[key]));
    for (const place of places) begin = Math.max(begin, Math.min(...place));
    const end = begin + seconds;
    for (const place of places) place[place.indexOf(Math.min(...place))] = end;
    compositions.set(job.compositionId, end);
    ends.set(job.id, end);
  }
  return ends;
}

/** Of all that is to run; null where nothing can be said of any of it. 0: nothing is to run. */
export function secondsForAll(jobs: readonly Job[], estimates: Estimates): number | null {
  const left = jobs.filter(({ state }) => state === 'running' || state === 'waiting');
  if (left.length === 0) return 0;
  const known = left.flatMap(({ id }) => estimates.get(id) ?? []);
  return known.length === 0 ? null : Math.max(...known);
}

function secondsOf(job: Job, framesPerSecond: number | null, beside: number): number | null {
  const { progress, settings, state } = job;
  if (state === 'running' && progress !== null && progress.secondsLeft !== null) return progress.secondsLeft;
  if (framesPerSecond === null) return null;
  const left = Math.max(0, settings.range.end - settings.range.first - (progress?.framesDone ?? 0));
  return (left * beside) / framesPerSecond;
}

/** As many as fit of jobs like this one: when each is free. */
function placesFor(lanes: Map<keyof Room, number[]>, key: keyof Room, need: number, limit: number): number[] {
  const wanted = Math.max(1, Math.floor(limit / need));
  const known = lanes.get(key) ?? [];
  // Memory holds any number of small ones, which others bound before.
  while (known.length < Math.min(wanted, 64)) known.push(0);
  lanes.set(key, known);
  return known;
}

function isDone(job: Job | undefined): boolean {
  return job === undefined || (isOver(job) && job.state === 'complete');
}
