import { realClearTimeout, realNow, realSetTimeout } from '../composition/real-time';
import { ExportError } from '../errors';
import type { Exporter, ExportHandle } from '../exporter';
import { formatOf } from '../formats/registry';
import type { ExportProgress, ExportResult } from '../orchestrator/export-run';
import { announceStart, dispatchExportEvent } from './export-events';
import { settingsOf, type ExportModel, type ExportSubject } from './export-model';
import {
  chooseSaveLocation,
  discardPicked,
  downloadFile,
  downloadReadMs,
  type SaveLocation,
  type SaveMode,
} from './save-location';

/** An encoder slows down while the page renders beside it, so the dialog is renewed at most this often. */
const paintIntervalMs = 250;

/** Takes one dialog through an export: where to save, start, progress, end. Tells the model, and the host by events. */
export class ExportFlow {
  private readonly model: ExportModel;
  /** Where events are dispatched. */
  private readonly target: EventTarget;
  private running: AbortController | null = null;
  private choosing = false;
  /** The export whose file the dialog offers. */
  private finished: ExportHandle | null = null;

  constructor(model: ExportModel, target: EventTarget) {
    this.model = model;
    this.target = target;
    model.subscribe(({ phase }) => {
      if (phase !== 'complete') this.releaseFinished();
    });
  }

  /** Exports what the model's draft asks for. Call it in the click: the save picker needs one. Never rejects. */
  async start(exporter: Pick<Exporter, 'start'>, saveMode: SaveMode): Promise<void> {
    const { subject } = this.model.state;
    if (subject === null || this.choosing || this.running !== null) return;
    try {
      const location = await this.choose(subject, saveMode);
      if (location === null) return;
      // The dialog may have left the page while the picker was open.
      if (this.model.state.subject === null) await discardPicked(location.destination);
      else await this.run(exporter, subject, location);
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  /** Stops the running export, if there is one. The model hears of it when the export has let go of everything. */
  cancel(): void {
    if (this.running === null || this.running.signal.aborted) return;
    this.model.cancelling();
    this.running.abort();
  }

  private async choose(subject: ExportSubject, saveMode: SaveMode): Promise<SaveLocation | null> {
    const format = formatOf(subject.draft.format);
    this.choosing = true;
    try {
      return await chooseSaveLocation(saveMode, subject.composition.name, format);
    } finally {
      this.choosing = false;
    }
  }

  private async run(exporter: Pick<Exporter, 'start'>, subject: ExportSubject, location: SaveLocation): Promise<void> {
    const { composition } = subject;
    const { destination, fileName } = location;
    const settings = settingsOf(subject);
    const running = new AbortController();
    const { signal } = running;
    this.running = running;
    this.model.start();
    let handle: ExportHandle;
    let result: ExportResult;
    try {
      await announceStart(this.target, { composition, settings }, signal);
      handle = exporter.start(composition, settings, { destination, signal });
      result = await this.follow(handle);
    } catch (thrown) {
      await discardPicked(destination);
      throw thrown;
    } finally {
      this.running = null;
    }
    this.model.finish({ result, fileName });
    this.finished = handle;
    if (result.file !== null) downloadFile(result.file, fileName);
    dispatchExportEvent(this.target, 'stepframe-export-complete', result);
  }

  /** The result of a running export, its progress shown meanwhile. */
  private async follow(handle: ExportHandle): Promise<ExportResult> {
    const paced = atIntervals(paintIntervalMs, (progress: ExportProgress) => this.model.report(progress));
    paced.push(handle.progress);
    const unsubscribe = handle.subscribe((progress) => paced.push(progress));
    try {
      return await handle.result;
    } finally {
      unsubscribe();
      paced.stop();
    }
  }

  /** Frees the browser's copy of a file no longer offered, once a download of it has been read. */
  private releaseFinished(): void {
    const { finished } = this;
    if (finished === null) return;
    this.finished = null;
    realSetTimeout(() => void finished.release(), downloadReadMs);
  }

  private fail(thrown: unknown): void {
    const error = ExportError.from(thrown, 'internal', {
      detail: 'export-failed',
      stage: 'prepare',
      message: 'The export stopped unexpectedly.',
      remedy: 'Try again; reload the page if it happens once more.',
      recoverable: true,
    });
    if (error.code === 'cancelled') {
      this.model.stop();
      return;
    }
    this.model.fail(error);
    dispatchExportEvent(this.target, 'stepframe-export-error', error);
  }
}

/** Passes values on at most once per interval; the latest of those held back follows when the interval is over. */
function atIntervals<T>(intervalMs: number, pass: (value: T) => void): { push(value: T): void; stop(): void } {
  let lastMs = -Infinity;
  let timer = 0;
  let held: T;
  const flush = (): void => {
    timer = 0;
    lastMs = realNow();
    pass(held);
  };
  return {
    push(value) {
      held = value;
      if (timer !== 0) return;
      const waitMs = lastMs + intervalMs - realNow();
      if (waitMs <= 0) flush();
      else timer = realSetTimeout(flush, waitMs);
    },
    stop() {
      realClearTimeout(timer);
    },
  };
}
