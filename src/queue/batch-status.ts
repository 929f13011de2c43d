import type { SerialisedExportError } from '../errors';
import type { BatchIssue } from './batch-issue';
import type { PlannedItem } from './batch-plan';
import type { BatchEnd, ItemOutcome } from './batch-report';
import type { Job, JobProgress, JobState } from './job';

/** Where an item stands. */
export interface BatchItemStatus {
  id: string;
  out: string;
  state: JobState;
  progress: JobProgress | null;
  /** Why it failed, or what it waits for. */
  error: SerialisedExportError | null;
}

/** How a batch stands as a whole, in numbers. */
export interface BatchProgress {
  /**
   * - `preparing`: it is looked at, and put into the queue
   * - `running`, `paused`: as its items are
   * - `delivering`: all items are over; files are brought together, and what is not needed any more is removed
   */
  state: 'preparing' | 'running' | 'paused' | 'delivering' | BatchEnd;
  waiting: number;
  running: number;
  paused: number;
  complete: number;
  failed: number;
  cancelled: number;
  framesDone: number;
  framesTotal: number;
  /** By pixels, 0 … 1: what fails or is cancelled is done with. */
  fraction: number;
  /** Seconds; null before there is a measurement. */
  secondsLeft: number | null;
}

/** How a batch stands. */
export interface BatchStatus extends BatchProgress {
  /** In the order of the batch. */
  items: readonly BatchItemStatus[];
  /** What is odd about the batch, and did not keep it from being started. */
  issues: readonly BatchIssue[];
}

/** What the status of a batch is made of. */
export interface StatusInput {
  state: BatchStatus['state'];
  items: readonly PlannedItem[];
  issues: readonly BatchIssue[];
  /** By the id of the item. */
  jobs: ReadonlyMap<string, Job>;
  outcomes: ReadonlyMap<string, ItemOutcome>;
  /** Pixels a second over the whole of it, of what was done; null before there is a measurement. */
  pixelsPerSecond: number | null;
}

export function batchStatus({ state, items, issues, jobs, outcomes, pixelsPerSecond }: StatusInput): BatchStatus {
  const all = items.map((item) => itemStatus(item, jobs.get(item.id), outcomes.get(item.id)));
  const count = (of: JobState): number => all.filter((item) => item.state === of).length;
  const work = items.map((item, i) => workOf(item, all[i]!));
  const sum = (of: (work: Work) => number): number => work.reduce((total, each) => total + of(each), 0);
  const left = sum(({ pixels, share }) => pixels * (1 - share));
  const pixels = sum((each) => each.pixels);
  return {
    state,
    items: all,
    waiting: count('waiting'),
    running: count('running'),
    paused: count('paused'),
    complete: count('complete'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    framesDone: sum(({ framesDone }) => framesDone),
    framesTotal: sum(({ framesTotal }) => framesTotal),
    fraction: pixels === 0 ? 0 : 1 - left / pixels,
    secondsLeft: left === 0 ? 0 : pixelsPerSecond === null || pixelsPerSecond <= 0 ? null : left / pixelsPerSecond,
    issues,
  };
}

function itemStatus({ id, out }: PlannedItem, job?: Job, outcome?: ItemOutcome): BatchItemStatus {
  if (outcome) {
    const error = outcome.state === 'complete' ? null : outcome.error;
    return { id, out, state: outcome.state, progress: job?.progress ?? null, error };
  }
  if (!job) return { id, out, state: 'waiting', progress: null, error: null };
  // Complete is what has been brought where it was to go.
  const state = job.state === 'complete' ? 'running' : job.state;
  return { id, out, state, progress: job.progress, error: job.error };
}

interface Work {
  pixels: number;
  framesTotal: number;
  framesDone: number;
  /** 0 … 1. */
  share: number;
}

function workOf({ settings }: PlannedItem, { state, progress }: BatchItemStatus): Work {
  const { width, height, range } = settings;
  const framesTotal = range.end - range.first;
  const framesDone = state === 'complete' ? framesTotal : Math.min(framesTotal, progress?.framesDone ?? 0);
  const over = state === 'complete' || state === 'failed' || state === 'cancelled';
  return { pixels: width * height * framesTotal, framesTotal, framesDone, share: over ? 1 : framesDone / framesTotal };
}

/** Pixels of all frames that were drawn, of whatever item. */
export function pixelsDone(items: readonly PlannedItem[], { items: all }: Pick<BatchStatus, 'items'>): number {
  return items.reduce(
    (sum, item, i) => sum + workOf(item, all[i]!).framesDone * item.settings.width * item.settings.height,
    0,
  );
}
