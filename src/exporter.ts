import type { AuditTrail } from './audit/audit-entry';
import { AuditWriter, openAuditTrail, type UserId } from './audit/audit-writer';
import { assertComposition } from './composition/load-module';
import type { Composition } from './composition/composition';
import type { ChosenEngine } from './encode/segment-encoder';
import { ExportError } from './errors';
import type { ExportSettings } from './formats/format';
import {
  videoEncoderSettings,
  type AlsoExport,
  type ExportOptions,
  type QualityCheck,
} from './orchestrator/export-job';
import type { ExportProgress, ExportResult } from './orchestrator/export-run';
import { RunningExport, type ExportRequest, type ResumeOptions } from './orchestrator/running-export';
import type { ExportIssue } from './orchestrator/export-issue';
import type { FramePreview, SettingsPreview, SettingsPreviewOptions } from './orchestrator/settings-preview';
import { slownessOf } from './orchestrator/slowness';
import {
  discardUnfinished,
  listUnfinished,
  removeOrphans,
  storageUse,
  unfinishedPicture,
  withheldExport,
  type StorageUse,
  type UnfinishedExport,
  type WithheldExport,
} from './orchestrator/unfinished-exports';
import { ExportStore } from './storage/export-store';
import type { ExportWorkers, WorkerSetup } from './workers/export-workers';
import { withWorkers } from './workers/lent-workers';
import { WorkerPool, type PoolLimits } from './workers/worker-pool';
import type { WorkerStatus } from './workers/worker-status';

export type * from './audit/audit-entry';
export type { UserId } from './audit/audit-writer';
export type { AlsoExport, Destination, ExportOptions, QualityCheck } from './orchestrator/export-job';
export type { ResumeOptions } from './orchestrator/running-export';
export type { ExportIssue } from './orchestrator/export-issue';
export type {
  ExportEstimate,
  FigureRange,
  FramePreview,
  SampledFigure,
  SettingsPreview,
  SettingsPreviewOptions,
} from './orchestrator/settings-preview';
export type { PoolLimits } from './workers/worker-pool';
export type { WorkerStatus } from './workers/worker-status';
export type { StorageUse, UnfinishedExport, WithheldExport } from './orchestrator/unfinished-exports';

/** The workers of one page: started as exports need them, replaced when they die, ended when they lie idle. */
export interface RenderFarmAPI {
  /** Every worker there is, and those that died and were not needed since. */
  getWorkerStatus(): WorkerStatus[];
  /** From the next export on. @throws ExportError `invalid-input` (limits-invalid) */
  configureRenderFarm(limits: PoolLimits): void;
  /** Called when workers are lent to an export, given back, ended, or die. Returns how to stop. */
  subscribe(listener: (workers: WorkerStatus[]) => void): () => void;
}

/** A running export. */
export interface ExportHandle {
  readonly id: string;
  /** How it stands now. */
  readonly progress: ExportProgress;
  /** Called at every change, at most some 4 times a second. Returns how to stop. */
  subscribe(listener: (progress: ExportProgress) => void): () => void;
  /** The finished export. It stays pending while the export is paused. @throws ExportError */
  readonly result: Promise<ExportResult>;
  /**
   * Stops the export and frees the page, its workers and its encoders; what is finished stays stored. Of what is not, at
   * most one segment, some four seconds of the file, is drawn again later. Resolves when it is paused, or over.
   */
  pause(): Promise<void>;
  /** Goes on, after `pause` or after a fault that only the user could mend. Without effect in any other phase. */
  resume(change?: ResumeOptions): void;
  /** Stops the export and removes all of it; resolves when everything it held is free. */
  cancel(): Promise<void>;
  /**
   * Ends the export as if the tab were closed: it is then among the `unfinished`, unless no part of it is stored yet, in
   * which case nothing of it is left. `result` rejects as for a cancelled one. Resolves when everything it held is free.
   */
  interrupt(): Promise<void>;
  /** Frees the browser's copy of the finished file; `ExportResult.file` cannot be read afterwards. Idempotent. */
  release(): Promise<void>;
}

export interface ExporterOptions extends WorkerSetup {
  /**
   * Asks the browser, at the first export, not to evict what is stored when the disk gets full. Some browsers ask the
   * user in turn. Default true.
   */
  persist?: boolean;
  /** For exports that do not say themselves: see `ExportOptions`. */
  check?: QualityCheck;
  checkFrames?: ExportOptions['checkFrames'];
  /** Whom the audit trail names; a function is asked at each event. Default: no one. */
  userId?: UserId;
}

export interface StartOptions extends ExportOptions {
  /** Under which it is stored, where the host must know it beforehand; a UUID that no other export has. Default: a new one. */
  id?: string;
  /**
   * An export of this exporter, with `keepFrames: 'always'` and not released yet, whose frames are used in place of
   * drawing them: the same composition in another format, at another bitrate, or a part of its range.
   */
  framesFrom?: ExportHandle;
  /**
   * More files of the same frames, such as a proxy beside a master: a frame is drawn once for all of them. Pausing,
   * cancelling and releasing is of all; after a crash each is among the `unfinished` by itself. At most five.
   */
  also?: readonly AlsoExport[];
}

export interface Exporter {
  /**
   * Everything that would keep these settings from being exported: a look at the settings, and where they are sound, a
   * real trial of the encoder.
   *
   * @param also other files to be made in the same pass; what concerns one has the path `also.<index>.…`
   */
  canExport(
    composition: Composition,
    settings: ExportSettings,
    also?: readonly Pick<AlsoExport, 'settings'>[],
  ): Promise<ExportIssue[]>;
  /**
   * Encodes a short sample, runs of frames spread over the range, as an export would encode all of it, and says by it how
   * large the file will be, how long it will take and how good it will look: measured, not guessed. Nothing is left of it,
   * and exports that run go on beside it, at the price of some of their speed.
   *
   * @throws ExportError as an export does; `cancelled`
   */
  previewExportSettings(
    composition: Composition,
    settings: ExportSettings,
    options?: SettingsPreviewOptions,
  ): Promise<SettingsPreview>;
  /**
   * One frame before and after it is encoded with these settings, to be laid over each other. A call takes the place of
   * one before it that is still under way, which rejects as `cancelled`.
   *
   * @param frame one of the exported range, counted from the composition's first at the settings' frame rate
   * @throws ExportError as an export does; `invalid-input` (frame-outside), `unsupported` (film-undecodable), `cancelled`
   */
  previewFrame(
    composition: Composition,
    settings: ExportSettings,
    frame: number,
    options?: Pick<SettingsPreviewOptions, 'signal' | 'domRenderer'>,
  ): Promise<FramePreview>;
  /** As `ExportAPI.validateFormatSettings`. */
  validateFormatSettings(settings: unknown, composition?: Composition): Promise<ExportIssue[]>;
  /** Starts at once. What is wrong with the settings shows in `result`. */
  start(composition: Composition, settings: ExportSettings, options?: StartOptions): ExportHandle;
  /**
   * Exports of this origin that were begun and not done, by whatever session: interrupted, crashed, failed, or finished
   * and never fetched. Those that some tab works on are not among them. Newest first.
   *
   * @param of `queue`: those that a queue keeps the books of, which are not among the others
   * @throws ExportError `storage`
   */
  unfinished(of?: 'queue'): Promise<UnfinishedExport[]>;
  /** A small picture of an unfinished export, null where nothing is finished of it. The caller closes it. */
  unfinishedPicture(id: string): Promise<ImageBitmap | null>;
  /**
   * Goes on with an unfinished export from its last stored segment. The composition must be the one it was begun with.
   * The file goes where it was to go, unless `options` names another place: a host's own sink must be given again, and a
   * picked file the browser may ask for again, so call this in a click. What is wrong shows in `result`.
   */
  resume(id: string, composition: Composition, options?: ExportOptions): ExportHandle;
  /**
   * A file that `check: 'fail_export'` kept back, and its report; null where there is none. It is gone when the export is
   * discarded, and made anew when it is resumed. @throws ExportError `storage`
   */
  withheld(id: string): Promise<WithheldExport | null>;
  /**
   * Removes an unfinished export, and notes that in the audit trail.
   *
   * @throws ExportError `storage` (export-in-use; audit-failed: it is removed, and the trail does not say so)
   */
  discard(id: string): Promise<void>;
  /** @throws ExportError `storage` */
  storageUse(): Promise<StorageUse>;
  /** What the workers of this page do, and how many there may be. */
  readonly workers: RenderFarmAPI;
  /** What happened to all exports of this origin. Where it cannot be written, an export warns (`audit-failed`). */
  readonly audit: AuditTrail;
  /**
   * Stops what runs, ends the workers and frees the finished files. What an unfinished export has stored stays, to be
   * resumed. Idempotent.
   */
  dispose(): Promise<void>;
}

/** Makes an exporter. One is enough for a page; it starts its workers when they are first needed. */
export function createExporter(options: ExporterOptions = {}): Exporter {
  const pool = new WorkerPool(options);
  const store = new ExportStore();
  const auditor = new AuditWriter(options.userId ?? null);
  const running = new Set<RunningExport>();
  const finished = new Set<RunningExport>();
  const handles = new WeakMap<ExportHandle, RunningExport>();
  const defaults: ExportOptions = {
    ...(options.check === undefined ? {} : { check: options.check }),
    ...(options.checkFrames === undefined ? {} : { checkFrames: options.checkFrames }),
  };
  let asked = options.persist === false;

  const run = (request: ExportRequest): ExportHandle => {
    if (!asked) void navigator.storage.persist().catch(() => false); // Either answer will do.
    asked = true;
    const started = new RunningExport({ pool, store }, request);
    const { composition } = request;
    auditor.watch(started, { composition, settings: request.kind === 'start' ? request.settings : null });
    running.add(started);
    started.result
      .then(
        () => finished.add(started),
        () => undefined,
      )
      .finally(() => running.delete(started));
    if (request.options.queued === true) void started.letGo().finally(() => finished.delete(started));
    const handle: ExportHandle = {
      id: started.id,
      result: started.result,
      get progress() {
        return started.progress;
      },
      subscribe: (listener) => started.subscribe(listener),
      pause: () => started.pause(),
      resume: (change) => started.resume(change),
      cancel: () => started.cancel(),
      interrupt: () => started.interrupt(),
      async release() {
        await started.release();
        finished.delete(started);
      },
    };
    handles.set(handle, started);
    return handle;
  };

  let frameInWork: AbortController | undefined;
  const previews = new Set<Promise<unknown>>();
  const disposed = new AbortController();
  /** Has something encoded to be looked at, which ends with the exporter. */
  const sampled = async <T>(
    asked: AbortSignal | undefined,
    run: (workers: ExportWorkers, signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const signal = asked ? AbortSignal.any([asked, disposed.signal]) : disposed.signal;
    const preview = withWorkers(pool, { signal, stage: 'encode' }, (workers) => run(workers, signal));
    previews.add(preview);
    return preview.finally(() => previews.delete(preview));
  };

  return {
    start(composition, settings, { id, framesFrom, also = [], ...exportOptions } = {}) {
      const source = framesFrom === undefined ? null : (handles.get(framesFrom) ?? null);
      const own = { ...defaults, ...exportOptions };
      const known = id === undefined ? {} : { id };
      return run({ kind: 'start', ...known, composition, settings, options: own, framesFrom: source, also });
    },
    resume: (id, composition, exportOptions = {}) =>
      run({ kind: 'resume', id, composition, options: { ...defaults, ...exportOptions } }),
    async canExport(composition, settings, also = []) {
      assertComposition(composition);
      const { checkOutputs, ofAlso } = await import('./orchestrator/outputs-check');
      const issues = checkOutputs(composition, [{ settings }, ...also]);
      if (issues.some(({ severity }) => severity === 'error')) return issues;
      const workers = pool.take();
      try {
        issues.push(...(await encoderIssues(workers, settings)));
        for (const [i, other] of also.entries()) {
          issues.push(...(await encoderIssues(workers, other.settings)).map((issue) => ofAlso(issue, i)));
        }
      } finally {
        pool.give(workers);
      }
      return issues;
    },
    previewExportSettings: (composition, settings, previewOptions = {}) =>
      sampled(previewOptions.signal, async (workers, signal) => {
        const { previewSettings } = await import('./orchestrator/settings-preview');
        return previewSettings(composition, settings, { ...previewOptions, signal }, { workers, store });
      }),
    previewFrame(composition, settings, frame, previewOptions = {}) {
      const superseded = new AbortController();
      frameInWork?.abort();
      frameInWork = superseded;
      const either = AbortSignal.any([superseded.signal, ...(previewOptions.signal ? [previewOptions.signal] : [])]);
      return sampled(either, async (workers, signal) => {
        const { previewFrame } = await import('./orchestrator/settings-preview');
        return previewFrame(composition, settings, frame, { ...previewOptions, signal }, { workers, store });
      });
    },
    async validateFormatSettings(settings, composition) {
      const { validateSettings } = await import('./orchestrator/settings-validation');
      return validateSettings(settings, { composition, hasFfmpeg: options.ffmpeg !== undefined });
    },
    async unfinished(of) {
      await removeOrphans(store);
      return listUnfinished(store, of === 'queue');
    },
    unfinishedPicture: (id) => unfinishedPicture(store, id),
    withheld: (id) => withheldExport(store, id),
    async discard(id) {
      const discarded = await discardUnfinished(store, id);
      if (discarded) await auditor.noteDiscarded(discarded);
    },
    storageUse: () => storageUse(store),
    workers: {
      getWorkerStatus: () => pool.status,
      configureRenderFarm: (limits) => pool.configure(limits),
      subscribe: (listener) => pool.subscribe(() => listener(pool.status)),
    },
    audit: openAuditTrail(auditor),
    async dispose() {
      disposed.abort();
      await Promise.allSettled(previews);
      await Promise.all([...running].map((each) => each.interrupt()));
      await Promise.all([...finished].map((each) => each.letGo()));
      pool.dispose();
      await Promise.all([store.close(), auditor.written]);
    },
  };
}

/** What a real trial of the encoder finds. */
async function encoderIssues({ lanes, encode }: ExportWorkers, settings: ExportSettings): Promise<ExportIssue[]> {
  try {
    const conditions = { failed: [], hasFfmpeg: lanes.ffmpeg.core !== null };
    const asked = videoEncoderSettings(settings);
    const engine = await encode.call<ChosenEngine>((api) => api.chooseEngine(asked, conditions));
    const slow = slownessOf(engine, settings, lanes.ffmpeg.count);
    return slow === null ? [] : [slowIssue(slow)];
  } catch (cause) {
    if (!(cause instanceof ExportError) || cause.code !== 'unsupported') throw cause;
    return [codecIssue(cause)];
  }
}

function slowIssue(message: string): ExportIssue {
  const remedy = 'Wait, export at a smaller size, or choose another codec.';
  return { severity: 'warning', code: 'unsupported', detail: 'slow-encoder', path: 'video.codec', message, remedy };
}

function codecIssue({ detail, message, remedy }: ExportError): ExportIssue {
  return { severity: 'error', code: 'unsupported', detail, path: 'video.codec', message, remedy };
}
