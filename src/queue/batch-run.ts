import { realDateNow, realNow } from '../composition/real-time';
import { ExportError, type SerialisedExportError } from '../errors';
import { afterFailed, plainError, stoppedEarly, unknownFailure } from './batch-errors';
import { batchError, hasErrors, type BatchIssue } from './batch-issue';
import { openDelivery, type BatchDelivery, type BatchOutput } from './batch-output';
import type { BatchPlan, PlannedItem } from './batch-plan';
import { reportBatch, reportItem, type BatchReport, type ItemOutcome, type ItemReport } from './batch-report';
import { batchStatus, pixelsDone, type BatchStatus } from './batch-status';
import type { ExportQueue } from './export-queue';
import type { Job, NewJob } from './job';

export interface BatchResult {
  report: BatchReport;
  /** The zip, where the browser keeps it; null: files went elsewhere, or there are none. */
  file: File | null;
}

export interface RunOptions {
  id: string;
  output: BatchOutput;
  /** No one is there to mend what an export waits for: it fails instead. */
  unattended: boolean;
  onItem: ((item: ItemReport) => void) | null;
}

/** A batch on its way through a queue. */
export class RunningBatch {
  private readonly delivery: BatchDelivery;
  private items: readonly PlannedItem[] = [];
  private issues: readonly BatchIssue[] = [];
  private onError: BatchPlan['onError'] = 'continue';
  private maxConcurrent: number | null = null;
  private phase: 'preparing' | 'running' | 'delivering' | 'over' = 'preparing';
  private isPaused = false;
  private wasCancelled = false;
  private report: BatchReport | null = null;
  /** As last seen in the queue, by the item's id. */
  private readonly jobs = new Map<string, Job>();
  private readonly outcomes = new Map<string, ItemOutcome>();
  /** Items whose files are being brought to their place. */
  private readonly inHand = new Set<string>();
  private readonly blamed = new Map<string, SerialisedExportError>();
  /** Set at the first failure of a batch that stops at one; milliseconds since the epoch. */
  private stoppedAt: number | null = null;
  private speedFrom = { ms: realNow(), pixels: 0 };
  private taking: Promise<void> = Promise.resolve();
  private allOver: () => void = () => undefined;
  private broken: (error: unknown) => void = () => undefined;

  constructor(
    private readonly queue: ExportQueue,
    private readonly options: RunOptions,
    private readonly onStatus: (status: BatchStatus) => void,
  ) {
    this.delivery = openDelivery(options.output, `${options.id}.zip`);
  }

  /** @throws ExportError `invalid-input` (batch-invalid), `storage` */
  async run(planning: Promise<BatchPlan>): Promise<BatchResult> {
    const startedAt = realDateNow();
    const began = realNow();
    const plan = await planning;
    this.issues = plan.issues;
    if (hasErrors(plan.issues)) throw batchError(plan.issues);
    this.items = plan.items;
    this.onError = plan.onError;
    this.maxConcurrent = plan.maxConcurrent;
    await this.queue.ready;
    await this.enqueue();
    await this.follow();
    this.phase = 'delivering';
    this.show();
    const items = this.items.map((item) => this.reportOf(item));
    const ms = realNow() - began;
    this.report = reportBatch(this.options.id, items, { startedAt, ms, wasCancelled: this.wasCancelled });
    try {
      const file = await this.delivery.finish(this.report, (id) => this.queue.file(this.jobId(id)));
      return { report: this.report, file };
    } finally {
      await this.tidyUp();
      this.phase = 'over';
      this.show();
    }
  }

  async pause(): Promise<void> {
    this.isPaused = true;
    await this.eachLeft((id) => this.queue.pause(id));
    this.look();
  }

  async resume(): Promise<void> {
    this.isPaused = false;
    this.restartSpeed();
    await this.eachLeft((id) => this.queue.resume(id));
    this.look();
  }

  async cancel(): Promise<void> {
    if (this.phase === 'delivering' || this.phase === 'over') return;
    this.wasCancelled = true;
    await this.eachLeft((id) => this.queue.cancel(id));
  }

  /** Puts into the queue what it does not have of an earlier run of the same batch. */
  private async enqueue(): Promise<void> {
    if (this.wasCancelled) {
      for (const { id } of this.items) this.outcomes.set(id, { state: 'cancelled', error: null });
      return;
    }
    const known = new Map(this.queue.jobs.map((job) => [job.id, job]));
    const asked = this.items.map((item) => this.newJob(item));
    const fresh: NewJob[] = [];
    for (const job of asked) {
      const there = known.get(job.id);
      if (there && isSame(there, job)) {
        if (there.state === 'failed' || there.state === 'cancelled') await this.queue.retry(job.id);
        continue;
      }
      if (there) await this.queue.remove(job.id);
      fresh.push(job);
    }
    if (fresh.length > 0) await this.queue.add(fresh);
    this.restartSpeed();
  }

  private newJob(item: PlannedItem): NewJob & { id: string } {
    const { id, compositionName, composition, settings, preset, out, priority, after } = item;
    return {
      id: this.jobId(id),
      compositionId: compositionName,
      compositionName: composition.name,
      settings,
      presetId: preset.id,
      fileName: out.slice(out.lastIndexOf('/') + 1),
      destination: this.delivery.destination(item),
      priority,
      after: after.map((each) => this.jobId(each)),
      group: this.options.id,
      ...(this.maxConcurrent === null ? {} : { groupLimit: this.maxConcurrent }),
    };
  }

  private jobId(item: string): string {
    return `${this.options.id}:${item}`;
  }

  /** Resolves when every item has ended and what it left is where it was to go. */
  private async follow(): Promise<void> {
    this.phase = 'running';
    const over = new Promise<void>((resolve, reject) => {
      this.allOver = resolve;
      this.broken = reject;
    });
    const unsubscribe = this.queue.subscribe(() => this.look());
    try {
      this.look();
      // Asked for while it was put into the queue.
      if (this.wasCancelled) await this.cancel();
      else if (this.isPaused) await this.pause();
      await over;
    } finally {
      unsubscribe();
      await this.taking;
    }
  }

  private look(): void {
    if (this.phase !== 'running') return;
    const jobs = new Map(this.queue.jobs.map((job) => [job.id, job]));
    for (const item of this.items) {
      if (this.outcomes.has(item.id) || this.inHand.has(item.id)) continue;
      const job = jobs.get(this.jobId(item.id));
      if (job) this.jobs.set(item.id, job);
      this.lookAt(item, job);
    }
    this.show();
    if (this.outcomes.size === this.items.length) this.allOver();
  }

  private lookAt(item: PlannedItem, job: Job | undefined): void {
    // Someone has taken it out of the queue.
    if (!job) {
      this.settle(item, { state: 'cancelled', error: null });
      return;
    }
    const blamed = this.blamed.get(item.id);
    switch (job.state) {
      case 'complete':
        this.inHand.add(item.id);
        this.taking = this.taking.then(() => this.take(item, job));
        return;
      case 'failed': {
        this.settle(item, { state: 'failed', error: job.error ?? unknownFailure() });
        return;
      }
      case 'cancelled':
        if (blamed && blamed.code !== 'cancelled') {
          this.settle(item, { state: 'failed', error: blamed });
          return;
        }
        {
          this.settle(item, { state: 'cancelled', error: blamed ?? job.error });
          return;
        }
      case 'paused':
        if (this.options.unattended && job.error && !blamed) this.giveUp(item, job.error);
        break;
      case 'waiting':
      case 'running':
        break;
    }
    this.stopLate(item, job);
  }

  /** A batch that stops at an error begins nothing more; what runs is finished. */
  private stopLate(item: PlannedItem, job: Job): void {
    if (this.stoppedAt === null || this.blamed.has(item.id)) return;
    if (job.state === 'running' && (job.startedAt ?? 0) < this.stoppedAt) return;
    this.giveUp(item, stoppedEarly());
  }

  private giveUp(item: PlannedItem, why: SerialisedExportError): void {
    this.blamed.set(item.id, why);
    this.guard(this.queue.cancel(this.jobId(item.id)));
  }

  private async take(item: PlannedItem, job: Job): Promise<void> {
    const id = this.jobId(item.id);
    try {
      const source = job.destination.kind === 'browser' ? await this.queue.file(id) : null;
      const file = await this.delivery.take(item, job, source);
      this.settle(item, { state: 'complete', file });
      if (this.delivery.takesAtOnce) this.guard(this.queue.remove(id));
    } catch (thrown) {
      const error = plainError(thrown);
      this.settle(item, { state: 'failed', error });
      for (const other of this.items) {
        if (other.after.includes(item.id) && !this.outcomes.has(other.id)) this.giveUp(other, afterFailed(item, error));
      }
    } finally {
      this.inHand.delete(item.id);
      this.look();
    }
  }

  private settle(item: PlannedItem, outcome: ItemOutcome): void {
    this.outcomes.set(item.id, outcome);
    this.options.onItem?.(this.reportOf(item));
    if (outcome.state !== 'failed' || this.onError !== 'stop' || this.stoppedAt !== null) return;
    // What the queue began before the batch heard of it is stopped as well.
    this.stoppedAt = this.jobs.get(item.id)?.endedAt ?? realDateNow();
    for (const other of this.items) {
      const job = this.jobs.get(other.id);
      if (job && !this.outcomes.has(other.id) && !this.inHand.has(other.id)) this.stopLate(other, job);
    }
  }

  private reportOf(item: PlannedItem): ItemReport {
    return reportItem(item, this.outcomes.get(item.id)!, this.jobs.get(item.id) ?? null);
  }

  /** @param work of a job, which may have gone meanwhile */
  private async eachLeft(work: (id: string) => Promise<void>): Promise<void> {
    const left = this.items.filter(({ id }) => !this.outcomes.has(id) && this.jobs.has(id));
    await Promise.all(left.map(({ id }) => unlessGone(work(this.jobId(id)))));
  }

  /** What the queue cannot do ends the batch. */
  private guard(work: Promise<void>): void {
    unlessGone(work).catch((error: unknown) => this.broken(error));
  }

  /** All of it: what the browser kept of files that were delivered, and of exports that came to nothing. */
  private async tidyUp(): Promise<void> {
    const there = new Set(this.queue.jobs.map(({ id }) => id));
    const own = this.items.map(({ id }) => this.jobId(id)).filter((id) => there.has(id));
    await Promise.all(own.map((id) => unlessGone(this.queue.remove(id))));
  }

  private restartSpeed(): void {
    this.speedFrom = { ms: realNow(), pixels: pixelsDone(this.items, this.makeStatus()) };
  }

  private show(): void {
    this.onStatus(this.makeStatus());
  }

  private makeStatus(): BatchStatus {
    const input = { items: this.items, issues: this.issues, jobs: this.jobs, outcomes: this.outcomes };
    const before = batchStatus({ ...input, state: this.state, pixelsPerSecond: null });
    const seconds = (realNow() - this.speedFrom.ms) / 1000;
    const pixels = pixelsDone(this.items, before) - this.speedFrom.pixels;
    if (seconds <= 0 || pixels <= 0) return before;
    return batchStatus({ ...input, state: this.state, pixelsPerSecond: pixels / seconds });
  }

  private get state(): BatchStatus['state'] {
    if (this.phase === 'over') return this.report?.state ?? 'failed';
    return this.phase === 'running' && this.isPaused ? 'paused' : this.phase;
  }
}

/** Whether a job of an earlier run is what is asked for now. */
function isSame(there: Job, asked: NewJob): boolean {
  const parts = ({ compositionId, settings, after = [], destination }: NewJob | Job): string =>
    JSON.stringify([compositionId, settings, after, destination?.kind === 'host' ? destination.key : null]);
  return parts(there) === parts(asked);
}

/** That a job is no longer there is what was wanted of it. */
async function unlessGone(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ExportError && error.detail === 'job-unknown')) throw error;
  }
}
