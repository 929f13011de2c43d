import { realClearTimeout, realDateNow, realNow, realSetTimeout } from '../composition/real-time';
import { ExportError } from '../errors';
import { begun, ended, takenOver } from './job-changes';
import { doomed, mayBegin, plain } from './job-dependencies';
import { tooLarge } from './job-errors';
import type { RetryRule } from './job-retry';
import { JobRun, progressOf, type JobEnd, type JobSource } from './job-run';
import type { Job } from './job';
import type { QueueLimits, Room } from './queue-limits';
import { QueueMeter } from './queue-meter';
import type { QueueMirror } from './queue-mirror';
import { schedule, type ReadyJob, type RunningJob } from './schedule';
import { measured, speedKey } from './speeds';
import { isOver } from './turn';

/** Milliseconds between two looks at what runs; each is written down. */
const lookMs = 1000;
/** Milliseconds between two times that all is read anew. */
const rereadMs = 60_000;
/** Milliseconds until something that storage refused is tried again. */
const troubleMs = 2000;
/** And until an export is, that has ended and has not let go of what is stored yet. */
const inUseMs = 100;

interface Running {
  readonly run: JobRun;
  readonly needs: Room;
  readonly startedAt: number;
  /** Milliseconds since the page began. */
  readonly began: number;
  /** How many ran beside it, by time: the sum of both. */
  besideMs: number;
}

export interface LeaderInput {
  mirror: QueueMirror;
  source: JobSource;
  limits: QueueLimits;
  retry: RetryRule;
  needsOf: (job: Job) => Room;
}

/** The tab that works a queue: begins and interrupts exports, carries out what any tab wishes, and cleans up. */
export class QueueLeader {
  readonly meter: QueueMeter;
  private readonly running = new Map<string, Running>();
  /** Jobs whose beginning or end is being written down. */
  private readonly inHand = new Set<string>();
  private readonly tidying = new Set<string>();
  /** Compositions that take the page's clock, and so cannot be drawn beside others that do. */
  private readonly alone = new Set<string>();
  private readonly work = new Set<Promise<void>>();
  private readonly unobserve: () => void;
  private wakeTimer: number | null = null;
  private lookTimer: number | null = null;
  private rereadTimer: number | null = null;
  private looked = false;
  private besideAt = realNow();
  private stopping = false;
  /** Ends of jobs that never ran are being written down. */
  private ending = false;

  constructor(private readonly input: LeaderInput) {
    this.meter = new QueueMeter(input.limits);
    this.unobserve = input.mirror.observe(() => this.turn());
  }

  /** Takes over from whoever worked it before. @throws ExportError `storage` */
  async begin(): Promise<void> {
    const { mirror } = this.input;
    await mirror.open();
    if (this.stopping) return;
    const stale = [...mirror.jobs.values()].filter(({ state }) => state === 'running').map(({ id }) => id);
    const now = realDateNow();
    if (stale.length > 0) await mirror.change(stale, (job) => takenOver(job, now));
    // What the one before has changed last it may have told no one of.
    mirror.tellAll();
    this.looked = true;
    this.turn();
    this.keep(this.discardOrphans());
    this.rereadLater();
  }

  get isWorking(): boolean {
    return this.looked && !this.stopping;
  }

  /** Interrupts what runs, and resolves when that is written down. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.unobserve();
    for (const timer of [this.wakeTimer, this.lookTimer, this.rereadTimer]) if (timer !== null) realClearTimeout(timer);
    for (const { run } of this.running.values()) run.stop('keep');
    while (this.work.size > 0) await Promise.all(this.work);
  }

  /** There may be room for more. */
  limitsChanged(): void {
    this.turn();
  }

  /** Does whatever is to be done now. Called at every change. */
  private turn(): void {
    if (!this.isWorking) return;
    this.meter.own(() => {
      const { jobs } = this.input.mirror;
      const doom = doomed(jobs);
      if (doom.size > 0) {
        // What is removed waits until those that come after it have ended too.
        if (!this.ending) this.keep(this.end(doom));
        return;
      }
      this.stopWished();
      this.tidy();
      this.begins();
    });
  }

  private begins(): void {
    const { mirror, limits } = this.input;
    const now = realDateNow();
    const { ready, next, impossible } = this.readyJobs(now);
    if (impossible.size > 0 && !this.ending) this.keep(this.end(impossible));
    const running: RunningJob[] = Array.from(this.running.values(), ({ run, needs, startedAt }) => ({
      ...turnOf(mirror.jobs.get(run.job.id) ?? run.job, needs),
      startedAt,
      stopping: run.isStopping,
    }));
    const plan = mirror.state.stopped ? { begin: [], interrupt: [] } : schedule(ready, running, limits, now);
    for (const id of plan.interrupt) this.running.get(id)?.run.stop('keep');
    for (const id of plan.begin) this.keep(this.start(id));
    const left = ready.filter(({ id }) => !plan.begin.includes(id));
    this.meter.stands(Array.from(this.running.values(), metered), mirror.state.stopped ? [] : left);
    this.wakeAt(next);
  }

  /** What could begin now, when the next one could, and what never can. */
  private readyJobs(now: number): {
    ready: ReadyJob[];
    next: number;
    impossible: Map<string, Pick<Job, 'state' | 'error'>>;
  } {
    const { mirror, needsOf, limits } = this.input;
    const ready: ReadyJob[] = [];
    const impossible = new Map<string, Pick<Job, 'state' | 'error'>>();
    let next = Infinity;
    for (const job of mirror.jobs.values()) {
      if (job.state !== 'waiting' || job.wish !== null || this.inHand.has(job.id)) continue;
      if (!mayBegin(job, mirror.jobs)) continue;
      if (job.notBefore > now) {
        next = Math.min(next, job.notBefore);
        continue;
      }
      const needs = this.alone.has(job.compositionId) ? { ...needsOf(job), exports: limits.exports } : needsOf(job);
      const error = tooLarge(job.fileName, needs, limits);
      if (error) impossible.set(job.id, { state: 'failed', error: plain(error) });
      else ready.push(turnOf(job, needs));
    }
    return { ready, next, impossible };
  }

  private wakeAt(next: number): void {
    if (this.wakeTimer !== null) realClearTimeout(this.wakeTimer);
    this.wakeTimer = null;
    if (!Number.isFinite(next)) return;
    this.wakeTimer = realSetTimeout(() => this.turn(), Math.max(0, next - realDateNow()) + 1);
  }

  private async start(id: string): Promise<void> {
    const { mirror, source, needsOf, limits } = this.input;
    const known = mirror.jobs.get(id)!;
    const needs = this.alone.has(known.compositionId) ? { ...needsOf(known), exports: limits.exports } : needsOf(known);
    const wasBegun = known.exportId !== null;
    const exportId = crypto.randomUUID();
    const startedAt = realDateNow();
    this.inHand.add(id);
    const run = new JobRun(source, { ...known, exportId: known.exportId ?? exportId }, wasBegun, () =>
      // Written down before there is anything of it, so that it is found whatever happens.
      this.insist(async () => {
        const { changed } = await mirror.change([id], (job) => begun(job, exportId, startedAt));
        return changed.length > 0;
      }),
    );
    this.countBeside();
    const running: Running = { run, needs, startedAt, began: realNow(), besideMs: 0 };
    this.running.set(id, running);
    this.meter.began();
    this.lookSoon();
    const end = await run.end;
    await this.finish(id, running, end);
  }

  private async finish(id: string, running: Running, end: JobEnd): Promise<void> {
    const { mirror, retry } = this.input;
    const { run, began } = running;
    const ranMs = realNow() - began;
    this.countBeside();
    this.running.delete(id);
    const passed = this.meter.ended(run.job.compositionId);
    if (end.kind === 'failed' && end.error.detail === 'clock-busy') this.alone.add(run.job.compositionId);
    const { progress } = run;
    const figures = {
      ...{ ranMs, now: realDateNow(), progressed: run.hasProgressed },
      progress: progress === null ? null : progressOf(progress),
    };
    if (end.kind === 'complete') this.learn(running, ranMs);
    await this.insist(() =>
      mirror.change([id], (job) => (job.state === 'running' ? ended(job, end, figures, retry) : undefined)),
    );
    this.inHand.delete(id);
    this.turn();
    passed();
  }

  /** How fast it was, where it says something. */
  private learn({ run, besideMs }: Running, ranMs: number): void {
    const { mirror } = this.input;
    const { range } = run.job.settings;
    const frames = range.end - range.first - (run.job.progress?.framesStored ?? 0);
    if (frames <= 0 || ranMs <= 0) return;
    const key = speedKey(run.job);
    const speed = measured(run.job, (frames * 1000) / ranMs, besideMs / ranMs, mirror.speeds.get(key));
    this.keep(mirror.setSpeed(key, speed));
  }

  private countBeside(): void {
    const now = realNow();
    for (const running of this.running.values()) running.besideMs += (now - this.besideAt) * this.running.size;
    this.besideAt = now;
  }

  /** Ends what runs where someone wishes it. */
  private stopWished(): void {
    const { jobs, state } = this.input.mirror;
    for (const [id, { run }] of this.running) {
      const wish = jobs.get(id)?.wish;
      if (wish === 'cancel' || wish === 'remove') run.stop('discard');
      else if (wish === 'pause' || state.stopped) run.stop('keep');
    }
  }

  /** Removes what is stored of jobs that need it no longer, and the jobs that someone wishes to be removed. */
  private tidy(): void {
    for (const job of this.input.mirror.jobs.values()) {
      if (!isOver(job) || this.inHand.has(job.id) || this.tidying.has(job.id)) continue;
      const { exportId, wish, state, destination } = job;
      const isElsewhere = state === 'complete' && destination.kind !== 'browser';
      if (wish === 'remove' || (exportId !== null && (state === 'cancelled' || isElsewhere))) {
        this.tidying.add(job.id);
        this.keep(this.discard(job));
      }
    }
  }

  private async discard({ id, exportId, wish }: Job): Promise<void> {
    const { mirror, source } = this.input;
    await this.insist(async () => {
      if (exportId !== null) await source.exporter.discard(exportId);
      await mirror.change([id], (job) => {
        if (!isOver(job) || job.exportId !== exportId) return undefined;
        return wish === 'remove' ? null : { ...job, exportId: null };
      });
    });
    this.tidying.delete(id);
    this.turn();
  }

  /** Exports that were a queue's, and of which no job knows. */
  private async discardOrphans(): Promise<void> {
    const { mirror, source } = this.input;
    try {
      const stored = await source.exporter.unfinished('queue');
      const known = new Set(Array.from(mirror.jobs.values(), ({ exportId }) => exportId));
      for (const { id } of stored) if (!known.has(id)) await source.exporter.discard(id);
    } catch {
      // They take up room and do no other harm; whoever works the queue next tries again.
    }
  }

  private async end(ends: ReadonlyMap<string, Pick<Job, 'state' | 'error'>>): Promise<void> {
    const endedAt = realDateNow();
    this.ending = true;
    await this.insist(() =>
      this.input.mirror.change([...ends.keys()], (job) =>
        isOver(job) || job.state === 'running' ? undefined : { ...job, ...ends.get(job.id)!, endedAt },
      ),
    );
    this.ending = false;
    this.turn();
  }

  /** Writes down how far things are. */
  private lookSoon(): void {
    if (this.lookTimer !== null || this.stopping) return;
    this.lookTimer = realSetTimeout(() => {
      this.lookTimer = null;
      if (this.running.size === 0) return;
      this.keep(this.look());
      this.lookSoon();
    }, lookMs);
  }

  /** A tab that dies just when it has changed something tells no one: it is found now and then. */
  private rereadLater(): void {
    if (this.stopping) return;
    this.rereadTimer = realSetTimeout(() => {
      this.keep(this.input.mirror.open());
      this.rereadLater();
    }, rereadMs);
  }

  private async look(): Promise<void> {
    for (const { run } of this.running.values()) run.look();
    await this.input.mirror.change([...this.running.keys()], (job) => {
      const run = this.running.get(job.id)?.run;
      if (job.state !== 'running' || !run?.progress) return undefined;
      return { ...job, progress: progressOf(run.progress), ...(run.hasProgressed ? { crashes: 0 } : {}) };
    });
  }

  /** Repeats what storage refuses until it does not, or the queue is closed: without it the queue would lose its place. */
  private async insist<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (thrown) {
        if (this.stopping || !(thrown instanceof ExportError)) throw thrown;
        const wait = thrown.detail === 'export-in-use' ? inUseMs : troubleMs;
        await new Promise<void>((resolve) => realSetTimeout(resolve, wait));
      }
    }
  }

  /** Lets something go on by itself, until the queue is closed. */
  private keep(work: Promise<unknown>): void {
    const kept: Promise<void> = work
      .then(
        () => undefined,
        () => undefined, // What cannot be written shows as not done, and is done again by whoever works the queue next.
      )
      .finally(() => this.work.delete(kept));
    this.work.add(kept);
  }
}

function turnOf(job: Job, needs: Room): ReadyJob {
  const { id, priority, order, createdAt, compositionId, group, groupLimit } = job;
  return { id, priority, order, createdAt, compositionId, group, groupLimit, needs };
}

function metered({ run, needs }: Running): { compositionId: string; needs: Room } {
  return { compositionId: run.job.compositionId, needs };
}
