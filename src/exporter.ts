import { assertComposition } from './composition/load-module';
import type { CaptureWarning } from './capture/frame-capture';
import type { Composition } from './composition/composition';
import { removeOpfsFile } from './delivery/opfs-sink';
import type { ChosenEngine, VideoEncoderSettings } from './encode/segment-encoder';
import { cancelled, ExportError } from './errors';
import type { ExportSettings } from './formats/format';
import { abandon } from './orchestrator/delivery-step';
import { videoEncoderSettings, type ExportJob, type ExportOptions } from './orchestrator/export-job';
import type { ExportProgress, ExportResult } from './orchestrator/export-run';
import { isOver } from './orchestrator/phase-table';
import { ProgressTracker } from './orchestrator/progress-tracker';
import { runExport } from './orchestrator/run-export';
import { checkSettings, type ExportIssue } from './orchestrator/settings-check';
import { ExportStore } from './storage/export-store';
import type { ExportWorkers, WorkerName } from './workers/export-workers';
import { WorkerPool } from './workers/worker-pool';

export type { Destination, ExportOptions } from './orchestrator/export-job';
export type { ExportIssue } from './orchestrator/settings-check';

/** A running export. */
export interface ExportHandle {
  readonly id: string;
  /** How it stands now. */
  readonly progress: ExportProgress;
  /** Called at every change, at most some 4 times a second. Returns how to stop. */
  subscribe(listener: (progress: ExportProgress) => void): () => void;
  /** The finished export. @throws ExportError */
  readonly result: Promise<ExportResult>;
  /** Stops the export; resolves when everything it held is free. */
  cancel(): Promise<void>;
  /** Frees the browser's copy of the finished file; `ExportResult.file` cannot be read afterwards. Idempotent. */
  release(): Promise<void>;
}

export interface ExporterOptions {
  /** Worker constructors to use in place of the inlined ones, where a CSP forbids blob workers. */
  workers?: Partial<Record<WorkerName, () => Worker>>;
}

export interface Exporter {
  /**
   * Everything that would keep these settings from being exported: a look at the settings, and where they are sound, a
   * real trial of the encoder.
   */
  canExport(composition: Composition, settings: ExportSettings): Promise<ExportIssue[]>;
  /** Starts at once. What is wrong with the settings shows in `result`. */
  start(composition: Composition, settings: ExportSettings, options?: ExportOptions): ExportHandle;
  /** Stops what runs, ends the workers and frees the finished files. Idempotent. */
  dispose(): Promise<void>;
}

/** Makes an exporter. One is enough for a page; it starts its workers when they are first needed. */
export function createExporter(options: ExporterOptions = {}): Exporter {
  const pool = new WorkerPool(options.workers);
  const store = new ExportStore();
  const running = new Set<ExportHandle>();
  const finished = new Set<ExportHandle>();
  const chooseEngine = engineChooser();

  const start = (
    composition: Composition,
    settings: ExportSettings,
    exportOptions: ExportOptions = {},
  ): ExportHandle => {
    const workers = pool.take();
    const abort = new AbortController();
    const id = crypto.randomUUID();
    const tracker = new ProgressTracker(Math.max(0, settings.range.end - settings.range.first), 0);
    const stop = (reason: ExportError): void => {
      if (abort.signal.aborted || isOver(tracker.current.phase)) return;
      abort.abort(reason);
      pool.end(workers, reason);
    };
    const job: ExportJob = {
      id,
      composition,
      settings,
      options: exportOptions,
      workers,
      store,
      chooseEngine: (wanted) => chooseEngine(wanted, workers),
      signal: abort.signal,
    };
    const onOuterAbort = (): void => stop(cancelled('render', exportOptions.signal?.reason));
    exportOptions.signal?.addEventListener('abort', onOuterAbort, { once: true });
    if (exportOptions.signal?.aborted) onOuterAbort();

    const run = async (): Promise<ExportResult> => {
      try {
        const result = await runExport(job, tracker);
        pool.give(workers);
        finished.add(handle);
        return result;
      } catch (cause) {
        const error = failureOf(cause, abort.signal);
        pool.end(workers, error);
        await abandon(job);
        tracker.enter(error.code === 'cancelled' ? 'cancel' : 'fail', error);
        throw error;
      } finally {
        // Not before the workers are at rest: one at work would store more.
        await store.discard(id).catch((cause: unknown) => tracker.warn(leftBehind(cause)));
        running.delete(handle);
        exportOptions.signal?.removeEventListener('abort', onOuterAbort);
      }
    };
    const handle: ExportHandle = {
      id,
      get progress() {
        return tracker.current;
      },
      subscribe: (listener) => tracker.subscribe(listener),
      // The first steps run in a task of their own, so that whoever started has the handle by then.
      result: Promise.resolve().then(run),
      async cancel() {
        stop(cancelled('render'));
        await handle.result.catch(() => undefined);
      },
      async release() {
        finished.delete(handle);
        await removeOpfsFile(id);
      },
    };
    running.add(handle);
    handle.result.catch(() => undefined); // A host that only watches the progress must not see an unhandled rejection.
    return handle;
  };

  return {
    start,
    async canExport(composition, settings) {
      assertComposition(composition);
      const issues = checkSettings(composition, settings);
      if (issues.some(({ severity }) => severity === 'error')) return issues;
      const workers = pool.take();
      try {
        await chooseEngine(videoEncoderSettings(settings), workers);
      } catch (cause) {
        if (!(cause instanceof ExportError) || cause.code !== 'unsupported') throw cause;
        issues.push(codecIssue(cause));
      } finally {
        pool.give(workers);
      }
      return issues;
    },
    async dispose() {
      await Promise.all([...running].map((handle) => handle.cancel()));
      await Promise.all([...finished].map((handle) => handle.release()));
      pool.dispose();
      await store.close();
    },
  };
}

/** Remembers what the trials found: a browser's encoders do not change while the page is open. */
function engineChooser(): (settings: VideoEncoderSettings, workers: ExportWorkers) => Promise<ChosenEngine> {
  const found = new Map<string, ChosenEngine>();
  return async (settings, workers) => {
    const key = JSON.stringify(settings);
    const known = found.get(key);
    if (known) return known;
    const engine = await workers.encode.call((api) => api.chooseEngine(settings));
    found.set(key, engine);
    return engine;
  };
}

/** What an export failed with: the reason it was stopped for, where it was, since that is what the failure came from. */
function failureOf(cause: unknown, signal: AbortSignal): ExportError {
  const reason: unknown = signal.aborted ? signal.reason : undefined;
  if (reason instanceof ExportError) return reason;
  return ExportError.from(cause, 'internal', {
    detail: 'unexpected',
    stage: 'prepare',
    message: `The export stopped for a reason it did not expect: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: 'Try again; if it happens again, please report it.',
    recoverable: true,
  });
}

function leftBehind(cause: unknown): CaptureWarning {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return { code: 'cleanup-failed', message: `The export's temporary data could not be removed: ${reason}` };
}

function codecIssue({ detail, message, remedy }: ExportError): ExportIssue {
  return { severity: 'error', code: 'unsupported', detail, path: 'video.codec', message, remedy };
}
