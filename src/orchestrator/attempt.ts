import type { Composition } from '../composition/composition';
import { ExportError } from '../errors';
import type { ExportStore } from '../storage/export-store';
import type { ExportWorkers } from '../workers/export-workers';
import type { WorkerPool } from '../workers/worker-pool';
import { abandon } from './delivery-step';
import type { ExportJob, ExportOptions } from './export-job';
import type { ExportResult } from './export-run';
import type { KeptFrames } from './kept-frames';
import type { Output } from './output';
import { guardPage } from './page-guard';
import type { ProgressTracker } from './progress-tracker';

/** What every export of a page shares. */
export interface ExportTools {
  pool: WorkerPool;
  store: ExportStore;
}

export interface AttemptInput {
  tools: ExportTools;
  composition: Composition;
  options: ExportOptions;
  files: readonly Output[];
  /** Frames that another export has kept. */
  framesFrom: KeptFrames | null;
}

/** One attempt, from outside: with workers of its own, and to be stopped at any time. */
export class Attempt {
  private readonly input: AttemptInput;
  private readonly workers: ExportWorkers[];
  private readonly abort = new AbortController();

  constructor(input: AttemptInput) {
    this.input = input;
    this.workers = input.files.map(() => input.tools.pool.take());
  }

  /** Ends whatever is under way; `run` then rejects. */
  stop(reason: ExportError): void {
    this.abort.abort(reason);
    this.endWorkers(reason);
  }

  /**
   * @throws whatever ended it, with everything it held freed. `asError` says as what to fail
   */
  async run(tracker: ProgressTracker, asError: (cause: unknown) => ExportError): Promise<ExportResult> {
    const { files, tools } = this.input;
    const releasePage = guardPage();
    const jobs = files.map((file, i) => this.jobOf(file, this.workers[i]!));
    try {
      // All that draws, captures and stores is loaded when the first export begins.
      const { runExport } = await import('./run-export');
      const result = await runExport(jobs, tracker);
      for (const workers of this.workers) tools.pool.give(workers);
      return result;
    } catch (cause) {
      const error = asError(cause);
      // Ending its worker lets every encoder fail: that is not why this attempt did.
      for (const file of files) file.end();
      // First, since a worker at work would store more.
      this.endWorkers(error);
      await Promise.all(jobs.map(abandon));
      throw error;
    } finally {
      releasePage();
    }
  }

  /** @param workers lent to it for this attempt */
  private jobOf(file: Output, workers: ExportWorkers): ExportJob {
    const { composition, tools, files, framesFrom } = this.input;
    const { settings, stored, destination, failedEngines } = file;
    const isFirst = file === files[0];
    const options = isFirst ? { ...this.input.options } : optionsBeside(this.input.options);
    file.begin();
    return {
      ...{ id: stored.id, composition, settings, workers, store: tools.store, stored, failedEngines },
      options: destination === undefined ? options : { ...options, destination },
      framesFrom: isFirst ? framesFrom : null,
      encoderFailed: () => file.encoderFailed(),
      signal: this.abort.signal,
    };
  }

  private endWorkers(reason: ExportError): void {
    for (const workers of this.workers) this.input.tools.pool.end(workers, reason);
  }
}

/** Of a file beside the first, for which frames are drawn, seen and kept. */
function optionsBeside({ releaseSegments, check }: ExportOptions): ExportOptions {
  return {
    keepFrames: 'never',
    ...(releaseSegments === undefined ? {} : { releaseSegments }),
    ...(check === undefined ? {} : { check }),
  };
}
