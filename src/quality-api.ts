import type { Composition } from './composition/composition';
import { ExportError } from './errors';
import type { FileCheckOptions } from './orchestrator/file-check';
import type { GoldenFrameChecks, GoldenFrameComparison, GoldenFrameOptions } from './orchestrator/golden-frame-checks';
import type { ExportComparison } from './quality/compare-exports';
import type { Gate } from './quality/gates';
import type { GoldenFrameFiles, GoldenFrameKey } from './quality/golden-frames';
import type { QualityReport } from './quality/report';
import { decodingLanes } from './workers/decoding-lanes';
import type { ExportWorkers, WorkerSetup } from './workers/export-workers';
import { withWorkers } from './workers/lent-workers';
import { WorkerPool } from './workers/worker-pool';

export type { FileCheckOptions, FileReference } from './orchestrator/file-check';
export type { GoldenFrameComparison, GoldenFrameOptions } from './orchestrator/golden-frame-checks';

export interface QualityOptions extends WorkerSetup {
  /**
   * Where golden frames are kept, such as a server's folder that all who work on a composition share. Default: the
   * browser's private file system, for this origin.
   */
  goldenFrames?: GoldenFrameFiles;
}

/**
 * How good media files are: those of an exporter and any other. It works in a worker, which starts when it is first needed
 * and ends when it has lain idle; only compositions are drawn on the page. Calls at the same time have a worker each.
 */
export interface QualityAPI {
  /**
   * Reads a file again, decodes it and says all that is found, in a report whose figures are units of the field: dB, ΔE2000,
   * LUFS, bits/s. Whatever is wrong with the file is in the report, also where it is no media file at all.
   *
   * @throws ExportError `invalid-input` for what it is to be held to (unknown-profile, profile-twice, range-outside,
   * reference-size, reference-unreadable); as an export does where a composition is drawn; `worker-crash`, `cancelled`
   */
  checkFile(file: Blob, options?: FileCheckOptions): Promise<QualityReport>;
  /**
   * Decodes two files and compares the frames that are shown at the same time, in SSIM, PSNR (dB) and ΔE2000.
   *
   * @throws ExportError `invalid-input` (sizes-differ), `unsupported` (film-undecodable), `validation` (film-unreadable,
   * file-damaged), `worker-crash`, `cancelled`
   */
  compareExports(first: Blob, second: Blob, options?: ComparisonOptions): Promise<ExportComparison>;
  /** Frames of compositions that were found right, to hold later ones to. */
  readonly golden: GoldenFrameAPI;
  /** A report, of whatever check, as one page of HTML that needs nothing from elsewhere. */
  reportPage(report: QualityReport): Promise<string>;
  /** Ends what is under way, as `cancelled`. Idempotent. */
  dispose(): void;
}

export interface ComparisonOptions {
  /** What frames are held to. Default: SSIM 0.98, 40 dB, a mean ΔE2000 of 1. */
  gates?: readonly Gate[];
  signal?: AbortSignal;
}

/**
 * Frames are counted at the composition's own rate and drawn as an export captures them, in 8 bits over black. Every method
 * throws ExportError: `storage` where they are kept, and as an export does where the composition is drawn.
 */
export interface GoldenFrameAPI {
  /** Draws frames and keeps them. @throws ExportError `invalid-input` (golden-frame-exists); then none is kept */
  register(
    composition: Composition,
    frames: readonly number[],
    options?: GoldenFrameOptions,
  ): Promise<readonly GoldenFrameKey[]>;
  /**
   * Draws frames in place of those that are kept; all of them where none are named.
   *
   * @throws ExportError `invalid-input` (golden-frame-missing)
   */
  update(
    composition: Composition,
    frames?: readonly number[],
    options?: GoldenFrameOptions,
  ): Promise<readonly GoldenFrameKey[]>;
  /**
   * Draws frames and compares them with those that are kept; with all of them where none are named.
   *
   * @throws ExportError `invalid-input` (golden-frame-missing)
   */
  compare(
    composition: Composition,
    frames?: readonly number[],
    options?: GoldenFrameOptions & { gates?: readonly Gate[] },
  ): Promise<readonly GoldenFrameComparison[]>;
  /** All that are kept, or a composition's, by composition, frame and size. */
  list(compositionId?: string): Promise<readonly GoldenFrameKey[]>;
  /** Removes a composition's, or one of them. What is gone already is no error. */
  remove(compositionId: string, one?: Omit<GoldenFrameKey, 'compositionId'>): Promise<void>;
}

/** Opens the checks. One is enough for a page. */
export function openQuality({ goldenFrames, ...setup }: QualityOptions = {}): QualityAPI {
  const pool = new WorkerPool(setup);
  let checks: Promise<GoldenFrameChecks> | undefined;
  const golden = (): Promise<GoldenFrameChecks> => (checks ??= openGoldenFrames(goldenFrames));
  const work = <T>(signal: AbortSignal | undefined, run: (workers: ExportWorkers) => Promise<T>): Promise<T> =>
    withWorkers(pool, { signal, stage: 'check' }, run).catch((cause: unknown) => {
      throw asExportError(cause);
    });
  return {
    checkFile: (file, options = {}) =>
      work(options.signal, async (workers) => {
        const { checkAnyFile } = await import('./orchestrator/file-check');
        return checkAnyFile(file, options, workers);
      }),
    compareExports: (first, second, { gates, signal } = {}) =>
      work(signal, (workers) =>
        workers.quality.call((api) => api.compareFiles(first, second, gates, decodingLanes(workers))),
      ),
    golden: {
      register: (composition, frames, options = {}) =>
        work(options.signal, async (workers) => (await golden()).register(workers, { composition, frames, options })),
      update: (composition, frames, options = {}) =>
        work(options.signal, async (workers) => (await golden()).update(workers, { composition, frames, options })),
      compare: (composition, frames, { gates, ...options } = {}) =>
        work(options.signal, async (workers) =>
          (await golden()).compare(workers, { composition, frames, options }, gates),
        ),
      list: async (compositionId) => (await golden()).list(compositionId),
      remove: async (compositionId, one) => (await golden()).remove(compositionId, one),
    },
    reportPage: async (report) => (await import('./quality/report-page')).reportPage(report),
    dispose: () => pool.dispose(),
  };
}

async function openGoldenFrames(own: GoldenFrameFiles | undefined): Promise<GoldenFrameChecks> {
  const { GoldenFrameChecks: Checks } = await import('./orchestrator/golden-frame-checks');
  return new Checks(own);
}

function asExportError(cause: unknown): ExportError {
  return ExportError.from(cause, 'internal', {
    detail: 'check-failed',
    stage: 'check',
    message: `The check itself failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: 'Try again; if it happens again, report it with the file.',
  });
}
