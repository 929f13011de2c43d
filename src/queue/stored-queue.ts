import { realDateNow } from '../composition/real-time';
import { finishedFile } from '../orchestrator/delivery-step';
import { formatOf } from '../formats/registry';
import { estimate, secondsForAll, type Estimates } from './estimates';
import type { ExportQueue, QueueStatus } from './export-queue';
import { FileNames } from './file-names';
import { asCancelled, asPaused, asRemoved, asResumed, asRetried } from './job-changes';
import { circleIn, endedBecauseOf } from './job-dependencies';
import { jobAfterCircle, jobDuplicate, jobNotBeside, jobUnknown, queueDisposed, tooLarge } from './job-errors';
import { needsOf } from './job-needs';
import { defaultRetryRule, type RetryRule } from './job-retry';
import { askPermission, type JobSource } from './job-run';
import { checkedNewJobs, isDamaged, jobOf } from './job-schema';
import type { Job, JobPriority, NewJob } from './job';
import { claimLead } from './lead-claim';
import { QueueLeader } from './queue-leader';
import { defaultLimits, type QueueLimits, type Room } from './queue-limits';
import { QueueMirror } from './queue-mirror';
import { QueueStore, type JobChange } from './queue-store';
import { byTurn, isOver, reordered } from './turn';

export interface StoredQueueOptions extends JobSource {
  limits?: Partial<QueueLimits>;
  retry?: Partial<RetryRule>;
}

/** What is stored of these does not go with what there is now. */
const stale = ['composition-changed', 'record-damaged', 'record-missing'];

/** The queue of an origin as one tab has it. */
export class StoredQueue implements ExportQueue {
  readonly ready: Promise<void>;
  private readonly store = new QueueStore();
  private readonly mirror = new QueueMirror(this.store);
  private readonly limits: QueueLimits;
  private readonly retryRule: RetryRule;
  private readonly needs = new WeakMap<Job['settings'], Room>();
  private readonly giveUpLead: () => void;
  private leader: QueueLeader | null = null;
  /** It takes over. */
  private taking: Promise<void> = Promise.resolve();
  private known: { jobs: readonly Job[]; status: QueueStatus; estimates: Estimates } | null = null;
  private disposing: Promise<void> | null = null;

  constructor(private readonly options: StoredQueueOptions) {
    this.limits = { ...defaultLimits(), ...options.limits };
    this.retryRule = { ...defaultRetryRule, ...options.retry };
    this.ready = this.mirror.open();
    this.ready.catch(() => undefined); // Whoever waits for it hears of it; so does whoever calls a method.
    this.giveUpLead = claimLead(() => this.lead());
  }

  get jobs(): readonly Job[] {
    return this.mirror.list;
  }

  get status(): QueueStatus {
    return this.summary().status;
  }

  eta(id: string): number | null {
    return this.summary().estimates.get(id) ?? null;
  }

  subscribe(listener: () => void): () => void {
    return this.mirror.subscribe(listener);
  }

  async add(asked: readonly NewJob[]): Promise<readonly Job[]> {
    await this.open();
    const checked = checkedNewJobs(asked);
    const all = [...this.mirror.jobs.values()];
    const names = new FileNames(all.map(({ fileName }) => fileName));
    for (const { fileName } of checked) if (fileName !== undefined) names.add(fileName);
    const first = all.reduce((last, { order }) => Math.max(last, order), 0) + 1;
    const jobs = checked.map((each, i) => jobOf(each, Math.floor(first) + i, names));
    const ids = new Set<string>();
    for (const job of jobs) {
      if (ids.has(job.id)) throw jobDuplicate(job.id);
      ids.add(job.id);
      const error = tooLarge(job.fileName, this.needsOf(job), this.limits);
      if (error) throw error;
    }
    const circle = circleIn(jobs);
    if (circle.length > 0) throw jobAfterCircle(circle);
    await this.mirror.add(jobs);
    return jobs;
  }

  async pause(id: string): Promise<void> {
    await this.changeOne(id, asPaused);
    await this.mirror.until(() => this.job(id)?.state !== 'running' || this.job(id)?.wish !== 'pause');
  }

  async resume(id: string): Promise<void> {
    const job = this.job(id);
    if (job?.state === 'paused') await askPermission(job.destination);
    await this.changeOne(id, asResumed);
  }

  async cancel(id: string): Promise<void> {
    await this.changeOne(id, (job) => asCancelled(job, realDateNow()));
    await this.mirror.until(() => {
      const job = this.job(id);
      return job === undefined || (isOver(job) && (job.state !== 'cancelled' || job.exportId === null));
    });
  }

  async retry(id: string): Promise<void> {
    await this.open();
    const job = this.job(id);
    if (!job) throw jobUnknown(id);
    if (isDamaged(job)) return;
    const anew = job.state === 'failed' && stale.includes(job.error?.detail ?? '');
    if (anew && job.exportId !== null) await this.options.exporter.discard(job.exportId);
    await askPermission(job.destination);
    const others = endedBecauseOf(id, this.mirror.jobs);
    await this.mirror.change([id, ...others], (each) => asRetried(each, anew && each.id === id));
  }

  async remove(id: string): Promise<void> {
    await this.changeOne(id, (job) => asRemoved(job, realDateNow()));
    await this.mirror.until(() => this.job(id) === undefined);
  }

  async setPriority(id: string, priority: JobPriority): Promise<void> {
    await this.changeOne(id, (job) => (isOver(job) ? undefined : { ...job, priority }));
  }

  async move(id: string, before: string | null): Promise<void> {
    await this.open();
    const job = this.job(id);
    if (!job) throw jobUnknown(id);
    if (before === id) return;
    const others = [...this.mirror.jobs.values()]
      .filter((each) => !isOver(each) && each.priority === job.priority && each.id !== id)
      .sort(byTurn(0));
    if (isOver(job) || (before !== null && !others.some((each) => each.id === before))) {
      throw jobNotBeside(id, before ?? '');
    }
    const orders = reordered(id, others, before);
    await this.mirror.change([...orders.keys()], (each) => ({ ...each, order: orders.get(each.id)! }));
  }

  async pauseAll(): Promise<void> {
    await this.open();
    await this.mirror.setStopped(true);
    await this.mirror.until(() => ![...this.mirror.jobs.values()].some(({ state }) => state === 'running'));
  }

  async resumeAll(): Promise<void> {
    await this.open();
    await this.mirror.setStopped(false);
  }

  async clear(group?: string): Promise<void> {
    await this.open();
    const all = [...this.mirror.jobs.values()];
    const ids = all.filter((job) => isOver(job) && (group === undefined || job.group === group)).map(({ id }) => id);
    const now = realDateNow();
    await this.mirror.change(ids, (job) => (isOver(job) ? asRemoved(job, now) : undefined));
    await this.mirror.until(() => ids.every((id) => this.job(id)?.wish !== 'remove'));
  }

  async file(id: string): Promise<File | null> {
    await this.open();
    const job = this.job(id);
    if (!job) throw jobUnknown(id);
    if (job.state !== 'complete' || job.destination.kind !== 'browser' || job.exportId === null) return null;
    const { mimeType } = formatOf(job.settings.format);
    const byteLength = job.result?.byteLength ?? 0;
    return finishedFile(job.exportId, { name: job.fileName, mimeType, byteLength });
  }

  async over(ids: readonly string[]): Promise<readonly Job[]> {
    await this.open();
    const there = (): Job[] => ids.flatMap((id) => this.job(id) ?? []);
    await this.mirror.until(() => there().every(isOver));
    return there();
  }

  async configure(limits: Partial<QueueLimits>): Promise<void> {
    await this.open();
    // The leader and its meter have the same ones.
    Object.assign(this.limits, limits);
    this.known = null;
    this.leader?.limitsChanged();
  }

  dispose(): Promise<void> {
    return (this.disposing ??= this.close());
  }

  private async close(): Promise<void> {
    await this.leader?.stop();
    this.giveUpLead();
    this.mirror.dispose();
    await Promise.allSettled([this.ready, this.taking]);
    await this.store.close();
  }

  /** This tab works the queue from now on, until it is closed. */
  private async lead(): Promise<void> {
    const { mirror, limits, options, retryRule: retry } = this;
    await this.ready.catch(() => undefined);
    if (this.disposing) return;
    const leader = new QueueLeader({ mirror, source: options, limits, retry, needsOf: (job) => this.needsOf(job) });
    this.leader = leader;
    this.taking = leader.begin();
    try {
      await this.taking;
    } catch (thrown) {
      this.leader = null;
      await leader.stop();
      throw thrown;
    }
  }

  private async open(): Promise<void> {
    if (this.disposing) throw queueDisposed();
    await this.ready;
  }

  private job(id: string): Job | undefined {
    return this.mirror.jobs.get(id);
  }

  /** @throws ExportError `invalid-input` (job-unknown) */
  private async changeOne(id: string, change: JobChange): Promise<void> {
    await this.open();
    const found: Job[] = [];
    await this.mirror.change([id], (job) => {
      found.push(job);
      return change(job);
    });
    if (found.length === 0) throw jobUnknown(id);
  }

  private needsOf(job: Job): Room {
    const known = this.needs.get(job.settings);
    if (known) return known;
    const needs = { ...needsOf(job.settings), exports: 1 };
    this.needs.set(job.settings, needs);
    return needs;
  }

  /** What follows from the jobs, once for each state of them. */
  private summary(): { status: QueueStatus; estimates: Estimates } {
    const jobs = this.mirror.list;
    if (this.known?.jobs === jobs) return this.known;
    const { limits, leader, mirror } = this;
    const needs = (job: Job): Room => this.needsOf(job);
    const estimates = estimate({ jobs, speeds: mirror.speeds, limits, needsOf: needs, now: realDateNow() });
    const counts = { waiting: 0, running: 0, paused: 0, complete: 0, failed: 0, cancelled: 0 };
    for (const { state } of jobs) counts[state]++;
    const isWorking = leader?.isWorking === true;
    const status: QueueStatus = {
      role: mirror.state.stopped ? 'stopped' : isWorking ? 'working' : 'watching',
      ...counts,
      secondsLeft: secondsForAll(jobs, estimates),
      utilisation: isWorking ? leader.meter.utilisation : null,
      overhead: isWorking ? leader.meter.overhead : null,
    };
    this.known = { jobs, status, estimates };
    return this.known;
  }
}
