import type { SessionSnapshot, SessionSnapshots } from '../composition/session-snapshot';
import { ExportError } from '../errors';
import type { ExportJob } from './export-job';
import type { Prepared } from './prepare-export';
import type { ProgressTracker } from './progress-tracker';
import { snapshotBefore, type ResumePlan } from './resume-plan';

/** Stores where a stateful composition stands before each segment, and takes it back there. */
export class SnapshotKeeper {
  private readonly job: ExportJob;
  private readonly plan: ResumePlan;
  private readonly tracker: ProgressTracker;
  private session: SessionSnapshots | null;
  private readonly storing = new Set<Promise<void>>();
  private failure: { cause: unknown } | undefined;

  constructor(job: ExportJob, { snapshots, outputs }: Prepared, tracker: ProgressTracker) {
    this.job = job;
    this.plan = outputs[0]!.plan;
    this.tracker = tracker;
    this.session = job.composition.stateful === true ? snapshots : null;
  }

  /**
   * Takes the session as near as can be before frame `earliest`, counted from the first exported; infinite: none is drawn.
   *
   * @returns the frame it would draw next, on the composition's timeline
   * @throws ExportError `capture` (snapshot-refused), which trying again mends; `storage`
   */
  async goBack(earliest: number): Promise<number> {
    const { session, plan, job } = this;
    const { segmentFrames = 1 } = job.stored.record ?? {};
    const isMissing = Number.isFinite(earliest);
    const index = session && isMissing ? snapshotBefore(plan, Math.floor(earliest / segmentFrames)) : undefined;
    if (index === undefined || !session) return 0;
    const snapshot = (await job.store.getSnapshot(job.id, index)) as SessionSnapshot;
    try {
      session.restore(snapshot);
    } catch (cause) {
      // The next attempt takes the one before, or begins at the start.
      await job.store.removeParts(job.id, 'snapshots', [index]);
      throw snapshotRefused(cause);
    }
    return job.settings.range.first + index * segmentFrames;
  }

  /** Keeps the state before the first frame of segment `index`. Does not wait: what fails shows in `finish`. */
  keep(index: number): void {
    const isStart = index === 0 && this.job.settings.range.first === 0;
    if (!this.session || isStart || this.plan.snapshots.includes(index)) return;
    let snapshot: SessionSnapshot;
    try {
      // At once, since the session goes on to change it.
      snapshot = structuredClone(this.session.take());
    } catch (cause) {
      this.session = null;
      this.tracker.warn({
        code: 'snapshot-failed',
        message: `The composition's state cannot be kept (${cause instanceof Error ? cause.message : String(cause)}): if the export is interrupted, all of it is drawn again.`,
      });
      return;
    }
    const stored = this.job.store.putSnapshot(this.job.id, index, snapshot).catch((cause: unknown) => {
      this.failure ??= { cause };
    });
    this.storing.add(stored);
    void stored.then(() => this.storing.delete(stored));
  }

  /** Resolves when all are stored. @throws ExportError `storage`, `storage-quota` */
  async finish(): Promise<void> {
    await Promise.all(this.storing);
    if (this.failure) throw this.failure.cause;
  }
}

function snapshotRefused(cause: unknown): ExportError {
  return new ExportError('capture', {
    detail: 'snapshot-refused',
    stage: 'prepare',
    message: `The composition did not take its own state back: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: 'Resume the export: it goes on from an earlier state, or from the start.',
    recoverable: true,
    cause,
  });
}
