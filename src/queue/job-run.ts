import type { Composition } from '../composition/composition';
import type { FileSink } from '../delivery/file-sink';
import { ExportError } from '../errors';
import { formatOf } from '../formats/registry';
import type { Destination, ExportOptions } from '../orchestrator/export-job';
import type { ExportProgress, ExportResult } from '../orchestrator/export-run';
import { compositionMissing, permissionMissing, sinkMissing } from './job-errors';
import type { Job, JobDestination, JobProgress, JobResult } from './job';
import type { QueuedExport, QueueExporter } from './queue-exporter';

/** What a host gives jobs. */
export interface JobSource {
  exporter: QueueExporter;
  composition: (id: string) => Composition | Promise<Composition>;
  sink?: (key: string, job: Job) => FileSink | Promise<FileSink>;
  options?: (job: Job) => ExportOptions;
}

/** How the export of a job ended, or was ended. */
export type JobEnd =
  | { kind: 'complete'; result: JobResult }
  | { kind: 'stopped'; discarded: boolean }
  | { kind: 'failed'; error: ExportError };

/** What is left of it when it is stopped: what is stored, or nothing. */
type Stop = 'keep' | 'discard';

/** One export of a job, from what is stored of it, which may be nothing or all. */
export class JobRun {
  readonly end: Promise<JobEnd>;
  private handle: QueuedExport | null = null;
  private stopped: Stop | null = null;
  /** What the export waits for the user to mend. */
  private waitsFor: ExportError | null = null;
  private over = false;

  private abandon = (): void => undefined;

  /**
   * @param begun whether it was begun before, under its `exportId`
   * @param note writes down that it begins; false: it is not to
   */
  constructor(
    private readonly source: JobSource,
    readonly job: Job & { readonly exportId: string },
    begun: boolean,
    note: () => Promise<boolean>,
  ) {
    this.end = this.run(begun, note).finally(() => (this.over = true));
  }

  get progress(): ExportProgress | null {
    return this.handle?.progress ?? null;
  }

  /** Whether more of it is stored than when it began. */
  get hasProgressed(): boolean {
    return (this.progress?.framesStored ?? 0) > (this.job.progress?.framesStored ?? 0);
  }

  get isStopping(): boolean {
    return this.stopped !== null;
  }

  /** Ends it. What is told later is not heard, but that nothing is to be kept. */
  stop(how: Stop): void {
    if (this.over || this.stopped === how || this.stopped === 'discard') return;
    this.stopped = how;
    this.abandon();
    this.endHandle();
  }

  /** To be called now and then: an export that waits for the user is ended, so that others have its place. */
  look(): void {
    const { phase, error } = this.handle?.progress ?? {};
    if (phase !== 'paused' || !error || this.waitsFor) return;
    this.waitsFor = error;
    void this.handle?.interrupt();
  }

  private endHandle(): void {
    if (!this.handle) return;
    void (this.stopped === 'discard' ? this.handle.cancel() : this.handle.interrupt());
  }

  private async run(begun: boolean, note: () => Promise<boolean>): Promise<JobEnd> {
    try {
      if (!(await note())) return this.ended();
      const prepared = Promise.all([this.composition(), this.destination()]);
      // What the host gives may never come.
      const abandoned = new Promise<null>((resolve) => (this.abandon = () => resolve(null)));
      const given = await Promise.race([prepared, abandoned]);
      if (!given || this.isStopping) return this.ended();
      const [composition, destination] = given;
      const { check } = this.job;
      const own = check === undefined ? {} : { check };
      const options = { ...this.source.options?.(this.job), ...own, destination, queued: true };
      const result = await this.export(composition, options, begun);
      return { kind: 'complete', result: resultOf(this.job, result) };
    } catch (thrown) {
      if (this.stopped) return this.ended();
      return { kind: 'failed', error: this.waitsFor ?? asExportError(thrown) };
    }
  }

  private ended(): JobEnd {
    return { kind: 'stopped', discarded: this.stopped === 'discard' && this.handle !== null };
  }

  private async export(composition: Composition, options: ExportOptions, begun: boolean): Promise<ExportResult> {
    const { exporter } = this.source;
    const { exportId, settings } = this.job;
    if (begun) {
      try {
        return await this.follow(exporter.resume(exportId, composition, options));
      } catch (thrown) {
        // It was begun, and nothing of it was stored yet.
        const nothing = thrown instanceof ExportError && thrown.detail === 'nothing-to-resume';
        if (!nothing || this.stopped) throw thrown;
      }
    }
    return this.follow(exporter.start(composition, settings, { ...options, id: exportId }));
  }

  private follow(handle: QueuedExport): Promise<ExportResult> {
    this.handle = handle;
    if (this.stopped) this.endHandle();
    return handle.result;
  }

  private async composition(): Promise<Composition> {
    try {
      return await this.source.composition(this.job.compositionId);
    } catch (cause) {
      throw compositionMissing(this.job.compositionName, cause);
    }
  }

  private async destination(): Promise<Destination> {
    const { destination, fileName, settings } = this.job;
    if (destination.kind === 'browser') return destination;
    if (destination.kind === 'host') return { kind: 'sink', sink: await this.sink(destination.key) };
    if ((await permissionOf(destination)) !== 'granted') throw permissionMissing(fileName);
    if (destination.kind === 'handle') return destination;
    try {
      if (formatOf(settings.format).container.kind === 'sequence') {
        // Pictures of several jobs would bear the same names.
        const stem = fileName.replace(/\.[^.]*$/, '');
        return { kind: 'folder', handle: await destination.handle.getDirectoryHandle(stem, { create: true }) };
      }
      return { kind: 'handle', handle: await destination.handle.getFileHandle(fileName, { create: true }) };
    } catch (cause) {
      throw ExportError.from(cause, 'storage', {
        detail: 'write-failed',
        stage: 'deliver',
        message: `“${fileName}” could not be made in the folder.`,
        remedy: 'Check that the folder still exists and has free space, then try again.',
        recoverable: true,
      });
    }
  }

  private async sink(key: string): Promise<FileSink> {
    try {
      if (!this.source.sink) throw new Error('The page that works the queue gives none.');
      return await this.source.sink(key, this.job);
    } catch (cause) {
      throw sinkMissing(key, cause);
    }
  }
}

/** Asks nothing; see `askPermission`. Where browsers ask for none, it is there. */
async function permissionOf(destination: JobDestination): Promise<PermissionState> {
  if (!('handle' in destination)) return 'granted';
  const handle = destination.handle as FileSystemHandle & Partial<PermissionHandle>;
  return (await handle.queryPermission?.({ mode: 'readwrite' })) ?? 'granted';
}

/** Lets the browser ask whether the page may write there; to be called in a click. */
export async function askPermission(destination: JobDestination): Promise<void> {
  if (!('handle' in destination) || (await permissionOf(destination)) === 'granted') return;
  const handle = destination.handle as FileSystemHandle & Partial<PermissionHandle>;
  await handle.requestPermission?.({ mode: 'readwrite' });
}

/** Not in the DOM's types yet. */
interface PermissionHandle {
  queryPermission: (descriptor: { mode: 'readwrite' }) => Promise<PermissionState>;
  requestPermission: (descriptor: { mode: 'readwrite' }) => Promise<PermissionState>;
}

/** What a job shows of an export's progress. */
export function progressOf(progress: ExportProgress): JobProgress {
  const { phase, framesDone, framesStored, framesTotal, framesPerSecond, secondsLeft } = progress;
  return { phase, framesDone, framesStored, framesTotal, framesPerSecond, secondsLeft };
}

function resultOf(job: Job, { byteLength, durationSeconds, quality, engine }: ExportResult): JobResult {
  const { sha256 = '' } = quality?.file ?? {};
  return {
    name: job.fileName,
    byteLength,
    durationSeconds,
    sha256: sha256 === '' ? null : sha256,
    score: quality?.score.total ?? null,
    engine,
  };
}

function asExportError(thrown: unknown): ExportError {
  return ExportError.from(thrown, 'internal', {
    detail: 'unexpected',
    stage: 'prepare',
    message: `The queue could not run the export: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    remedy: 'Try again; if it happens again, please report it.',
  });
}
