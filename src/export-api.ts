import type { Composition } from './composition/composition';
import { assertComposition } from './composition/load-module';
import { ExportError } from './errors';
import {
  createExporter,
  type Exporter,
  type ExporterOptions,
  type ExportIssue,
  type FramePreview,
  type PoolLimits,
  type SettingsPreview,
  type SettingsPreviewOptions,
  type WorkerStatus,
} from './exporter';
import type { ExportSettings } from './formats/format';
import type { QualityProfile } from './orchestrator/quality-profiles';
import type { SupportedFormat } from './orchestrator/supported-formats';
import { settingsFor, type Preset } from './presets/preset';
import { openExportQueue, type ExportQueueOptions } from './queue-api';
import type { BatchHandle, BatchOptions } from './queue/batch';
import { batchExport } from './queue/batch';
import type { BatchStatus } from './queue/batch-status';
import type { ExportQueue, QueueStatus } from './queue/export-queue';
import type { Job, JobResult, NewJob } from './queue/job';
import { watchQueue, type QueueEvents } from './queue/job-events';
import type { QueueLimits } from './queue/queue-limits';

export type { QualityProfile } from './orchestrator/quality-profiles';
export type { SupportedCodec, SupportedFormat } from './orchestrator/supported-formats';

export interface ExportAPIOptions extends ExporterOptions {
  /** Default: one of its own, made with the other options, which ends with the API. */
  exporter?: Exporter;
  /** Default: the queue of this origin, over the exporter, which ends with the API. */
  queue?: ExportQueue;
  /**
   * Compositions of jobs that are stored from an earlier session, by their ids: those given to `exportComposition` are known
   * for as long as the page is there. Not asked for by a queue that is given.
   */
  composition?: ExportQueueOptions['composition'];
  /** Of the queue that is opened here: where jobs of the destination `host` go, and their further options. */
  sink?: ExportQueueOptions['sink'];
  options?: ExportQueueOptions['options'];
  limits?: ExportQueueOptions['limits'];
  retry?: ExportQueueOptions['retry'];
}

/** How an export is put into the queue. */
export type QueueingOptions = Pick<NewJob, 'id' | 'fileName' | 'destination' | 'priority' | 'after' | 'group'>;

/** A job, and how long it takes until it is done. */
export interface ExportStatus extends Job {
  /** Seconds, the wait included; null where nothing can be said of it. */
  readonly secondsLeft: number | null;
}

export interface FinishedJob extends JobResult {
  /** Null where it went elsewhere. */
  readonly file: File | null;
}

/** What may be used of this device. What is not said stays as it is. */
export interface RenderFarmLimits extends PoolLimits {
  /** How many exports of the queue run beside each other. */
  exports?: number;
  /** Bytes that all running exports of the queue may take together, the lanes of one of them included. */
  memory?: number;
}

/** What listeners are told. */
export interface ExportEvents extends QueueEvents {
  /** Workers were lent, given back, ended, or have died. */
  workers: WorkerStatus[];
}

/**
 * Exports, one after the other or beside each other, through the queue of this origin: they outlive reloads, and every tab
 * sees them. Methods throw ExportError; of a queue's methods see `ExportQueue`.
 */
export interface ExportAPI {
  /**
   * Puts an export into the queue.
   *
   * @param settings or a preset, which is applied to the composition
   * @throws ExportError `invalid-input` (composition-invalid, job-invalid, job-duplicate, job-after-unknown), `unsupported`
   * (job-too-large), `storage`
   */
  exportComposition(
    composition: Composition,
    settings: ExportSettings | Preset,
    options?: QueueingOptions,
  ): Promise<Job>;
  /** Null: there is no such job. */
  getExportStatus(id: string): Promise<ExportStatus | null>;
  /** Ends an export, and removes what is stored of it. @throws ExportError `invalid-input` (job-unknown) */
  cancelExport(id: string): Promise<void>;
  /** Of one that failed or was cancelled: it waits again. @throws ExportError `invalid-input` (job-unknown) */
  retryExport(id: string): Promise<void>;
  /**
   * Resolves when the export is complete.
   *
   * @throws ExportError why it failed; `cancelled`; `invalid-input` (job-unknown)
   */
  getExportResult(id: string): Promise<FinishedJob>;
  /** Puts a batch into the queue: many compositions in many formats. What is wrong with it shows in the handle's `result`. */
  batchExport(options: BatchOptions): BatchHandle;
  /** Null: this page has begun no such batch. */
  getBatchStatus(id: string): BatchStatus | null;
  /** @throws ExportError `invalid-input` (batch-unknown) */
  cancelBatch(id: string): Promise<void>;
  /** All formats, and what of them this browser can make: codecs are really tried, which takes a second or two. */
  getSupportedFormats(): Promise<SupportedFormat[]>;
  /**
   * Everything that is wrong with settings or a preset, of whatever shape, each with its path and what to do about it. No
   * encoder is tried: that does `Exporter.canExport`.
   *
   * @param composition to whose length the range is held
   * @throws ExportError `invalid-input` (composition-invalid)
   */
  validateFormatSettings(settings: unknown, composition?: Composition): Promise<ExportIssue[]>;
  /** What files are held to that are made by the presets of the package. */
  getQualityProfiles(): Promise<QualityProfile[]>;
  /** As `Exporter.previewExportSettings`: what an export will be like, measured on a sample of it. */
  previewExportSettings(
    composition: Composition,
    settings: ExportSettings,
    options?: SettingsPreviewOptions,
  ): Promise<SettingsPreview>;
  /** As `Exporter.previewFrame`: one frame before and after it is encoded. */
  previewFrame: (
    composition: Composition,
    settings: ExportSettings,
    frame: number,
    options?: Pick<SettingsPreviewOptions, 'signal' | 'domRenderer'>,
  ) => Promise<FramePreview>;
  getQueueStatus(): Promise<QueueStatus>;
  /** The workers of this page. */
  getWorkerStatus(): WorkerStatus[];
  /** Holds for exports that begin from now on. @throws ExportError `invalid-input` (limits-invalid) */
  configureRenderFarm(limits: RenderFarmLimits): Promise<void>;
  /** Hears of what happens from now on, in whatever tab, at most some 4 times a second. Returns how to stop. */
  on<Name extends keyof ExportEvents>(event: Name, listener: (told: ExportEvents[Name]) => void): () => void;
  readonly queue: ExportQueue;
  readonly exporter: Exporter;
  /** Ends what was opened here: exports are interrupted and stay stored. Idempotent. */
  dispose(): Promise<void>;
}

/** Opens the API. One is enough for a page; whatever is heavy loads when it is first needed. */
export function openExportAPI(given: ExportAPIOptions = {}): ExportAPI {
  const { exporter: ownExporter, queue: ownQueue, composition, sink, options, limits, retry, ...setup } = given;
  const exporter = ownExporter ?? createExporter(setup);
  const compositions = new Map<string, Composition>();
  const find = (id: string): Composition | Promise<Composition> => {
    const known = compositions.get(id);
    if (known) return known;
    if (composition) return composition(id);
    throw compositionUnknown(id);
  };
  const queue =
    ownQueue ??
    openExportQueue({
      ...{ exporter, composition: find },
      ...(sink && { sink }),
      ...(options && { options }),
      ...(limits && { limits }),
      ...(retry && { retry }),
    });
  const batches = new Map<string, BatchHandle>();
  const events = new Listeners<ExportEvents>();
  const stopWatching = [
    watchQueue(queue, (name, told) => events.tell(name, told as ExportEvents[typeof name])),
    exporter.workers.subscribe((workers) => events.tell('workers', workers)),
  ];
  const jobOf = async (id: string): Promise<Job | undefined> => {
    await queue.ready;
    return queue.jobs.find((job) => job.id === id);
  };
  return {
    queue,
    exporter,
    async exportComposition(subject, asked, queueing = {}) {
      assertComposition(subject);
      const isPreset = 'schema' in asked;
      compositions.set(subject.id, subject);
      const [job] = await queue.add([
        {
          ...{ compositionId: subject.id, compositionName: subject.name },
          settings: isPreset ? settingsFor(asked, subject) : asked,
          ...(isPreset ? { presetId: asked.id } : {}),
          ...queueing,
        },
      ]);
      return job!;
    },
    async getExportStatus(id) {
      const job = await jobOf(id);
      return job ? { ...job, secondsLeft: queue.eta(id) } : null;
    },
    cancelExport: (id) => queue.cancel(id),
    retryExport: (id) => queue.retry(id),
    async getExportResult(id) {
      if (!(await jobOf(id))) throw unknown('job', id);
      const [job] = await queue.over([id]);
      if (!job || job.state === 'cancelled') throw endedEarly(id);
      if (!job.result) throw job.error ? ExportError.fromJSON(job.error) : endedEarly(id);
      return { ...job.result, file: await queue.file(id) };
    },
    batchExport(batch) {
      for (const each of batch.compositions) compositions.set(each.id, each);
      const handle = batchExport(queue, batch);
      batches.set(handle.id, handle);
      return handle;
    },
    getBatchStatus: (id) => batches.get(id)?.status ?? null,
    async cancelBatch(id) {
      const batch = batches.get(id);
      if (!batch) throw unknown('batch', id);
      await batch.cancel();
    },
    async getSupportedFormats() {
      const { supportedFormats } = await import('./orchestrator/supported-formats');
      return supportedFormats((subject, settings) => exporter.canExport(subject, settings));
    },
    validateFormatSettings: (settings, subject) => exporter.validateFormatSettings(settings, subject),
    async getQualityProfiles() {
      return (await import('./orchestrator/quality-profiles')).qualityProfiles();
    },
    previewExportSettings: (subject, settings, previewOptions) =>
      exporter.previewExportSettings(subject, settings, previewOptions),
    previewFrame: (subject, settings, frame, previewOptions) =>
      exporter.previewFrame(subject, settings, frame, previewOptions),
    async getQueueStatus() {
      await queue.ready;
      return queue.status;
    },
    getWorkerStatus: () => exporter.workers.getWorkerStatus(),
    async configureRenderFarm({ exports: beside, ...pool }) {
      if (beside !== undefined && !(Number.isInteger(beside) && beside >= 1)) throw exportsInvalid(beside);
      exporter.workers.configureRenderFarm(pool);
      const { lanes, memory } = pool;
      const ofQueue: Partial<QueueLimits> = {
        ...(beside !== undefined && { exports: beside }),
        ...(lanes !== undefined && { lanes }),
        ...(memory !== undefined && { memory }),
      };
      if (Object.keys(ofQueue).length > 0) await queue.configure(ofQueue);
    },
    on: (event, listener) => events.add(event, listener),
    async dispose() {
      for (const stop of stopWatching.splice(0)) stop();
      if (!ownQueue) await queue.dispose();
      if (!ownExporter) await exporter.dispose();
    },
  };
}

/** Who hears of what. */
class Listeners<Events> {
  private readonly all = new Map<keyof Events, Set<(told: never) => void>>();

  add<Name extends keyof Events>(event: Name, listener: (told: Events[Name]) => void): () => void {
    const same = this.all.get(event) ?? new Set();
    this.all.set(event, same.add(listener));
    return () => same.delete(listener);
  }

  /** One that throws keeps no other from hearing of it. */
  tell<Name extends keyof Events>(event: Name, told: Events[Name]): void {
    for (const listener of this.all.get(event) ?? []) {
      try {
        (listener as (told: Events[Name]) => void)(told);
      } catch (error) {
        reportError(error);
      }
    }
  }
}

function compositionUnknown(id: string): ExportError {
  return new ExportError('invalid-input', {
    detail: 'composition-unknown',
    stage: 'configure',
    message: `No composition ${id} was given since the page was opened.`,
    remedy: 'Give openExportAPI a function `composition` that finds compositions by their ids.',
  });
}

function unknown(what: 'job' | 'batch', id: string): ExportError {
  return new ExportError('invalid-input', {
    detail: `${what}-unknown`,
    stage: 'configure',
    message: `There is no ${what} ${id}.`,
    remedy: 'Look at the list of jobs: it may have been removed.',
  });
}

function endedEarly(id: string): ExportError {
  return new ExportError('cancelled', {
    detail: 'job-cancelled',
    stage: 'deliver',
    message: `The job ${id} was cancelled or removed.`,
    remedy: 'Try it again, or add it anew.',
  });
}

function exportsInvalid(exports: number): ExportError {
  return new ExportError('invalid-input', {
    detail: 'limits-invalid',
    stage: 'configure',
    message: `${exports} exports cannot run beside each other.`,
    remedy: 'Give a whole number from 1 on.',
  });
}
