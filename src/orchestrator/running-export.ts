import type { CaptureWarning } from '../capture/frame-capture';
import type { Composition } from '../composition/composition';
import { realClearTimeout, realSetTimeout } from '../composition/real-time';
import { cancelled, ExportError } from '../errors';
import type { ExportSettings } from '../formats/format';
import type { ExportRecord } from '../storage/export-record';
import { Attempt, type ExportTools } from './attempt';
import { finishedFile } from './delivery-step';
import type { AlsoExport, Destination, ExportOptions } from './export-job';
import type { ExportProgress, ExportResult } from './export-run';
import { dropKeptFrames, type KeptFrames } from './kept-frames';
import { discardAll, noteStop, Output } from './output';
import { isOver } from './phase-table';
import { ProgressTracker } from './progress-tracker';
import { assertSameComposition, resultOf } from './resume-check';
import { RetryCounter } from './retry-policy';
import { StoredExport } from './stored-export';

/** A new export, or one to be continued, by the id under which it is stored. */
export type ExportRequest = { composition: Composition; options: ExportOptions } & (
  | {
      kind: 'start';
      id?: string;
      settings: ExportSettings;
      framesFrom: RunningExport | null;
      also: readonly AlsoExport[];
    }
  | { kind: 'resume'; id: string }
);

/** What may be changed while an export is paused. */
export type ResumeOptions = Pick<ExportOptions, 'destination' | 'releaseSegments'>;

/** What is to become of an attempt that is stopped from outside. */
type Wish = 'pause' | 'cancel' | 'interrupt';

/**
 * One export from its start, or its resumption, to its end: attempt after attempt, each from what is stored, with
 * whatever pauses and faults lie between.
 */
export class RunningExport {
  readonly id: string;
  readonly result: Promise<ExportResult>;
  private readonly tools: ExportTools;
  private readonly composition: Composition;
  private readonly tracker = new ProgressTracker();
  private readonly retries = new RetryCounter();
  /** Why the last engine was given up. */
  private engineFailure: ExportError | null = null;
  private segmentsAtFailure = 0;
  private readonly framesFrom: RunningExport | null;
  private options: ExportOptions;
  /** The first is the export itself; the others are made beside it, each stored as an export of its own. */
  private files: Output[] = [];
  private wish: Wish | null = null;
  /** It was told to go on before it had stopped. */
  private pauseUndone = false;
  private stopAttempt: ((reason: ExportError) => void) | null = null;
  private goOn: (() => void) | null = null;
  private tidied: Promise<void> = Promise.resolve();

  constructor(tools: ExportTools, request: ExportRequest) {
    this.tools = tools;
    this.composition = request.composition;
    this.options = request.options;
    this.id = request.id ?? crypto.randomUUID();
    this.framesFrom = request.kind === 'start' ? request.framesFrom : null;
    if (request.kind === 'start') this.tracker.expect(framesOf(request.settings));
    const { signal } = this.options;
    const cancel = (): void => this.stop('cancel');
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    // The first steps run in a task of their own, so that whoever started has the handle by then.
    this.result = Promise.resolve()
      .then(() => this.run(request))
      .finally(() => signal?.removeEventListener('abort', cancel));
    this.result.catch(() => undefined); // A host that only watches the progress must not see an unhandled rejection.
  }

  get progress(): ExportProgress {
    return this.tracker.current;
  }

  /** Its files, the export itself first; none before the first attempt begins. */
  get outputs(): readonly Output[] {
    return this.files;
  }

  /** How another export can use the frames of this one; null before there are any. */
  get keptFrames(): KeptFrames | null {
    return this.files[0]?.stored.record ?? null;
  }

  subscribe(listener: (progress: ExportProgress) => void): () => void {
    return this.tracker.subscribe(listener);
  }

  /** For whoever keeps books: called at every change of phase, and must not throw. */
  onPhase(listener: (progress: ExportProgress) => void): void {
    this.tracker.onPhase(listener);
  }

  warn(warning: CaptureWarning): void {
    this.tracker.warn(warning);
  }

  async pause(): Promise<void> {
    this.stop('pause');
    await this.tracker.reached((phase) => phase === 'paused' || isOver(phase));
  }

  resume(change: ResumeOptions = {}): void {
    this.options = { ...this.options, ...change };
    if (change.destination && this.files[0]) this.files[0].destination = change.destination;
    if (this.wish === 'pause') {
      this.wish = null;
      this.pauseUndone = this.goOn === null;
    }
    this.goOn?.();
  }

  async cancel(): Promise<void> {
    this.stop('cancel');
    await this.result.catch(() => undefined);
  }

  /** Ends it and keeps what is stored, as if the tab were closed. */
  async interrupt(): Promise<void> {
    this.stop('interrupt');
    await this.result.catch(() => undefined);
    await this.tidied;
  }

  async release(): Promise<void> {
    await this.result.catch(() => undefined);
    await this.tidied;
    if (this.progress.phase === 'complete') await discardAll(this.files);
  }

  /** Its exporter is closed: what nobody keeps the books of is freed. */
  async letGo(): Promise<void> {
    if (this.options.queued !== true) return this.release();
    await this.result.catch(() => undefined);
    await this.tidied;
  }

  private stop(wish: Wish): void {
    // Whoever cancelled does not pause; whoever paused may still cancel.
    if (isOver(this.progress.phase) || this.wish === 'cancel' || this.wish === 'interrupt') return;
    this.wish = wish;
    this.stopAttempt?.(cancelled('render', this.options.signal?.reason));
    if (wish !== 'pause') this.goOn?.();
  }

  private async run(request: ExportRequest): Promise<ExportResult> {
    try {
      if (request.kind === 'start') {
        const { settings, also } = request;
        await this.addFile(this.id, settings, this.options.destination);
        for (const each of also) await this.addFile(crypto.randomUUID(), each.settings, each.destination);
        return await this.attempts();
      }
      const stored = await StoredExport.open(this.tools.store, this.id);
      this.files = [
        new Output(stored.record.settings, stored, this.options.destination ?? destinationOf(stored.record)),
      ];
      return await this.takeUp(stored.record);
    } catch (thrown) {
      for (const { stored } of this.files) stored.letGo();
      const error = this.failureOf(thrown);
      if (!isOver(this.progress.phase)) this.tracker.enter(error.code === 'cancelled' ? 'cancel' : 'fail', error);
      throw error;
    } finally {
      this.tracker.showThumbnail(null);
    }
  }

  private async addFile(id: string, settings: ExportSettings, destination: Destination | undefined): Promise<void> {
    this.files.push(new Output(settings, await StoredExport.create(this.tools.store, id), destination));
  }

  /** Goes on with an export of an earlier session, which may even have finished. */
  private async takeUp(record: ExportRecord): Promise<ExportResult> {
    const { settings, finished, delivered } = record;
    this.tracker.isResumable(true);
    this.tracker.expect(framesOf(settings));
    if (finished || delivered) {
      const file = finished && (await finishedFile(this.id, finished));
      const { sidecarFiles } = await import('./deliver-file');
      const result = resultOf(record, file, sidecarFiles(record.compositionId, settings));
      if (this.options.queued === true) this.files[0]?.stored.letGo();
      this.tracker.enter('found');
      return result;
    }
    assertSameComposition(this.composition, record);
    return this.attempts();
  }

  private async attempts(): Promise<ExportResult> {
    this.tracker.enter('start');
    for (;;) {
      try {
        const result = await this.attempt();
        this.tidied = this.tidyUp(result);
        this.tracker.enter('delivered');
        return result;
      } catch (thrown) {
        await this.recover(this.failureOf(thrown));
      }
    }
  }

  private async attempt(): Promise<ExportResult> {
    const { tools, composition, options, files } = this;
    const framesFrom = this.framesFrom?.keptFrames ?? null;
    const attempt = new Attempt({ tools, composition, options, files, framesFrom });
    this.stopAttempt = (reason) => attempt.stop(reason);
    if (this.wish) attempt.stop(cancelled('prepare', options.signal?.reason));
    try {
      return await attempt.run(this.tracker, (cause) => this.failureOf(cause));
    } finally {
      this.stopAttempt = null;
    }
  }

  /**
   * Waits until another attempt is due, with the phase that it begins in.
   *
   * @throws ExportError when there is to be none, with nothing left behind that nobody can use
   */
  private async recover(error: ExportError): Promise<void> {
    if (this.pauseUndone) {
      this.pauseUndone = false;
      this.tracker.enter('retry');
      return;
    }
    if (this.wish === 'pause') {
      await this.waitForUser(null);
      return;
    }
    if (this.wish) throw await this.endedBy(error, this.wish === 'interrupt');
    const { segmentsStored } = this.progress;
    if (segmentsStored > this.segmentsAtFailure) this.retries.progressed();
    this.segmentsAtFailure = segmentsStored;
    const reaction = this.retries.after(error);
    switch (reaction.kind) {
      case 'fail':
        throw await this.endedBy(this.reasonOf(error), true);
      case 'pause':
        if (error.code === 'storage-quota' && (await dropKeptFrames(this.id, this.tracker))) break;
        await noteStop(this.files, error).catch(() => undefined); // It may be storage that is broken.
        await this.waitForUser(error);
        return;
      case 'fallback':
        for (const file of this.files) file.giveUpEngine();
        this.engineFailure = error;
        break;
      case 'retry':
        await this.wait(reaction.afterMs);
        break;
    }
    this.tracker.enter('retry');
    this.tracker.warn({ code: 'retried', message: `${error.message} It was tried again.` });
  }

  /** @throws ExportError `cancelled` where the user will not go on */
  private async waitForUser(error: ExportError | null): Promise<void> {
    const resumed = new Promise<void>((resolve) => (this.goOn = resolve));
    this.tracker.enter('pause', error);
    await resumed;
    this.goOn = null;
    // It holds nothing, so there is nothing to stop.
    if (this.wish) throw await this.endedBy(this.failureOf(null), this.wish === 'interrupt');
    this.tracker.enter('resume');
  }

  /** Cut short by whoever stops the export. */
  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        realClearTimeout(timer);
        this.stopAttempt = null;
        resolve();
      };
      const timer = realSetTimeout(done, ms);
      this.stopAttempt = done;
    });
  }

  /** Leaves what can be resumed, where it is wanted, and nothing otherwise. */
  private async endedBy(error: ExportError, keep: boolean): Promise<ExportError> {
    const worthIt = keep && (this.progress.resumable || this.progress.segmentsStored > 0);
    this.tracker.isResumable(worthIt);
    try {
      if (worthIt) await noteStop(this.files, error);
      else await discardAll(this.files);
    } catch (cause) {
      this.warnLeftBehind(cause);
    }
    return error;
  }

  /** What a failure comes from: having been stopped, where it was. */
  private failureOf(cause: unknown): ExportError {
    const stopped = cause instanceof ExportError && cause.code === 'cancelled';
    if (this.wish && !stopped) return cancelled('render', this.options.signal?.reason);
    return ExportError.from(cause, 'internal', {
      detail: 'unexpected',
      stage: 'prepare',
      message: `The export stopped for a reason it did not expect: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: 'Try again; if it happens again, please report it.',
      recoverable: true,
    });
  }

  /** That no engine is left is news to no one; why the last one was given up is. */
  private reasonOf(error: ExportError): ExportError {
    return error.code === 'unsupported' ? (this.engineFailure ?? error) : error;
  }

  /** The host need not wait until what is no longer needed is gone. Never rejects. */
  private async tidyUp(result: ExportResult): Promise<void> {
    const keepFrames = this.options.keepFrames === 'always';
    try {
      const results = [result, ...result.also];
      await Promise.all(this.files.map((file, i) => file.tidyUp(results[i]!, keepFrames && i === 0)));
    } catch (cause) {
      this.warnLeftBehind(cause);
    }
  }

  private warnLeftBehind(cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : String(cause);
    this.tracker.warn({
      code: 'cleanup-failed',
      message: `The export's temporary data could not be removed: ${reason}`,
    });
  }
}

function framesOf({ range }: ExportSettings): number {
  return Math.max(0, range.end - range.first);
}

/** Where it went before, unless told otherwise. A host's own sink cannot be stored. */
function destinationOf({ file, folder }: ExportRecord): Destination {
  if (folder) return { kind: 'folder', handle: folder };
  return file ? { kind: 'handle', handle: file } : { kind: 'browser' };
}
