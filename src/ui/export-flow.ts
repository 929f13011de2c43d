import type { Composition } from '../composition/composition';
import { realSetTimeout } from '../composition/real-time';
import { ExportError } from '../errors';
import type { Exporter, ExportHandle, ExportOptions, UnfinishedExport } from '../exporter';
import type { ExportSettings } from '../formats/format';
import { formatOf } from '../formats/registry';
import type { ExportProgress, ExportResult } from '../orchestrator/export-run';
import type { QualityReport } from '../quality/report';
import { alsoFilesOf, alsoFinished } from './also-files';
import { atIntervals } from './display-pacing';
import { announceStart, dispatchExportEvent } from './export-events';
import { isKept, settingsOf, type ExportModel, type FinishedExport } from './export-model';
import { draftNameOf } from './output-naming';
import {
  chooseSaveLocation,
  discardPicked,
  discardStoredFile,
  downloadFile,
  downloadReadMs,
  pickerRefused,
  resumedSaveLocation,
  type SaveLocation,
  type SaveMode,
} from './save-location';
import { withheldReport } from './withheld-report';

/** An encoder slows down while the page renders beside it, so the dialog is renewed at most this often. */
const paintIntervalMs = 250;

/** What must be known to go on with an export. */
type Resumable = Pick<UnfinishedExport, 'id' | 'settings' | 'file' | 'folder' | 'finished' | 'withheld'>;

/** The export that the dialog is about. */
interface ActiveExport {
  readonly composition: Composition;
  readonly settings: ExportSettings;
  /** Names of the other files of the same pass. */
  readonly alsoNames: readonly string[];
  /** Tells what was found of a file that is kept back. */
  readonly exporter: Pick<Exporter, 'withheld'>;
  location: SaveLocation;
  /** Stops it before it has a handle, and cancels it after. */
  readonly abort: AbortController;
  /** Null until the host has made room for it. */
  handle: ExportHandle | null;
}

/** Takes one dialog through an export: where to save, start, progress, end. Tells the model, and the host by events. */
export class ExportFlow {
  private readonly model: ExportModel;
  /** Where events are dispatched. */
  private readonly target: EventTarget;
  private active: ActiveExport | null = null;
  private choosing = false;
  /** The failed export that the dialog offers to resume. */
  private failed: (Resumable & { composition: Composition }) | null = null;
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
  async start(exporter: Pick<Exporter, 'start' | 'withheld'>, saveMode: SaveMode): Promise<void> {
    const { subject, made, presets } = this.model.state;
    if (subject === null || this.active !== null) return;
    const { fileName } = draftNameOf(subject, { made, own: presets.own });
    if (fileName === null) return;
    this.failed = null;
    const { composition, draft } = subject;
    const settings = settingsOf(subject);
    const also = alsoFilesOf(subject);
    const location = await this.choose(() =>
      chooseSaveLocation(saveMode, fileName, formatOf(draft.format), draft.sequencePlace),
    );
    if (location === null) return;
    // The dialog may have left the page while the picker was open.
    if (this.model.state.subject === null) {
      await discardPicked(location.destination);
      return;
    }
    this.model.start();
    const alsoNames = also.map(({ fileName }) => fileName);
    await this.run({ composition, settings, alsoNames, location, exporter }, (options) =>
      exporter.start(composition, settings, { ...options, check: draft.check, also }),
    );
  }

  /**
   * Goes on with an unfinished export; of one whose file was withheld, that file is made to be taken as it is. Call it in
   * the click, as `start`. Never rejects.
   */
  async takeUp(
    exporter: Pick<Exporter, 'resume' | 'withheld'>,
    saveMode: SaveMode,
    unfinished: Resumable,
    composition: Composition,
  ): Promise<void> {
    if (this.active !== null) return;
    const { id, settings, withheld } = unfinished;
    const { phase } = this.model.state;
    // Where the file is refused, the next try asks for another place.
    this.failed = { ...unfinished, composition, file: null, folder: null };
    const location = await this.choose(() => resumedSaveLocation(saveMode, composition.name, unfinished), true);
    if (location === null) return;
    if (this.model.state.phase !== phase) {
      if (unfinished.file === null) await discardPicked(location.destination);
      return;
    }
    this.model.takeUp(composition, settings);
    const check = withheld ? 'warn_user' : this.model.state.subject!.draft.check;
    await this.run({ composition, settings, alsoNames: [], location, exporter }, (options) =>
      exporter.resume(id, composition, { ...options, check }),
    );
  }

  /** Goes on with the export that failed, from what it had finished. Call it in the click. Never rejects. */
  async resumeFailed(exporter: Pick<Exporter, 'resume' | 'withheld'>, saveMode: SaveMode): Promise<void> {
    if (this.failed !== null) await this.takeUp(exporter, saveMode, this.failed, this.failed.composition);
  }

  /** Removes what the failed export had finished, and returns to the settings. Never rejects. */
  async discardFailed(exporter: Pick<Exporter, 'discard'>): Promise<void> {
    const { failed } = this;
    if (failed === null) return;
    this.failed = null;
    try {
      await exporter.discard(failed.id);
      await discardStoredFile(failed.file);
    } catch (thrown) {
      this.fail(thrown);
      return;
    }
    if (this.model.state.phase !== 'failed') return;
    if (this.model.state.subject === null) this.model.close();
    else this.model.back();
  }

  /** The model hears of it when the export has stopped. */
  pause(): void {
    this.model.pausing();
    void this.active?.handle?.pause();
  }

  resume(): void {
    this.active?.handle?.resume();
  }

  /**
   * Goes on with a paused export into a file that its parts need not wait for. Call it in the click.
   *
   * @throws ExportError `storage` (picker-failed), the export still paused
   */
  async saveStraight(): Promise<void> {
    const { active } = this;
    if (active === null || this.choosing) return;
    const { settings } = active;
    const { fileName } = active.location;
    const location =
      active.location.destination.kind !== 'browser'
        ? active.location
        : await this.pick(() => chooseSaveLocation('picker', fileName, formatOf(settings.format)));
    if (location === null) return;
    const { destination } = location;
    if (destination.kind === 'browser') throw pickerRefused();
    if (this.active !== active) {
      await discardPicked(destination);
      return;
    }
    active.location = location;
    this.model.goesStraightToFile();
    active.handle?.resume({ destination, releaseSegments: true });
  }

  /** Stops the export and removes all of it. The model hears of it when the export has let go of everything. */
  cancel(): void {
    if (this.active === null || this.model.state.stopping !== null) return;
    this.model.stopping('cancel');
    this.active.abort.abort();
  }

  /** Stops the export and keeps what is finished, if anything is, to be resumed another time. The model hears of it as with `cancel`. */
  leave(): void {
    if (this.active === null || this.model.state.stopping !== null) return;
    this.model.stopping('leave');
    const { handle, abort } = this.active;
    if (handle !== null && isKept({ ...this.model.state, progress: handle.progress })) void handle.interrupt();
    else abort.abort();
  }

  /** Null where the user closed the picker, or where it failed, which the model is then told. */
  private async choose(ask: () => Promise<SaveLocation | null>, resumable = false): Promise<SaveLocation | null> {
    try {
      return await this.pick(ask);
    } catch (thrown) {
      this.fail(thrown, resumable);
      return null;
    }
  }

  /** One picker at a time. */
  private async pick(ask: () => Promise<SaveLocation | null>): Promise<SaveLocation | null> {
    if (this.choosing) return null;
    this.choosing = true;
    try {
      return await ask();
    } finally {
      this.choosing = false;
    }
  }

  private async run(
    about: Omit<ActiveExport, 'abort' | 'handle'>,
    begin: (options: ExportOptions) => ExportHandle,
  ): Promise<void> {
    const { composition, settings } = about;
    const active: ActiveExport = { ...about, abort: new AbortController(), handle: null };
    const { signal } = active.abort;
    this.active = active;
    let result: ExportResult;
    try {
      await announceStart(this.target, { composition, settings }, signal);
      active.handle = begin({ destination: active.location.destination, signal });
      if (this.model.state.pausing) void active.handle.pause();
      result = await this.follow(active.handle);
    } catch (thrown) {
      await this.endedBy(thrown, active);
      return;
    }
    const { fileName } = active.location;
    const finished: FinishedExport = { result, fileName, also: alsoFinished(result, active.alsoNames) };
    this.active = null;
    this.failed = null;
    this.model.finish(finished);
    this.finished = active.handle;
    for (const each of [finished, ...finished.also]) {
      if (each.result.file !== null) downloadFile(each.result.file, each.fileName);
    }
    saveSidecars(composition.id, finished);
    dispatchExportEvent(this.target, 'stepframe-export-complete', result);
  }

  private async endedBy(thrown: unknown, active: ActiveExport): Promise<void> {
    const { handle, location, composition, settings } = active;
    const { destination } = location;
    const isKept = handle?.progress.resumable ?? false;
    // Where nothing of it could even be read, its file may be another tab's to write.
    const isOthers = this.failed !== null && !active.abort.signal.aborted;
    if (!isKept && !isOthers) await discardPicked(destination);
    const report = handle === null ? null : await withheldReport(active.exporter, handle.id, thrown);
    this.active = null;
    const reason = this.fail(thrown, isKept, report);
    if (handle === null || !isKept) return;
    // A file that could not be written to is not tried again.
    const usable = reason.stage !== 'deliver';
    const file = usable && destination.kind === 'handle' ? destination.handle : null;
    const folder = usable && destination.kind === 'folder' ? destination.handle : null;
    const withheld = report !== null;
    this.failed = { id: handle.id, settings, composition, file, folder, finished: false, withheld };
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

  /** Tells how an export ended that made no file. */
  private fail(thrown: unknown, resumable = false, withheld: QualityReport | null = null): ExportError {
    const error = ExportError.from(thrown, 'internal', {
      detail: 'export-failed',
      stage: 'prepare',
      message: 'The export stopped unexpectedly.',
      remedy: 'Try again; reload the page if it happens once more.',
      recoverable: true,
    });
    if (error.code !== 'cancelled') {
      this.model.fail(error, { resumable, withheld });
      dispatchExportEvent(this.target, 'stepframe-export-error', error);
    } else if (this.model.state.stopping === 'leave') {
      this.model.leave();
      dispatchExportEvent(this.target, 'stepframe-export-close', null);
    } else {
      this.model.stop();
    }
    return error;
  }
}

/** Captions beside the film are called as it is. A picker gives one file, so they come as downloads. */
function saveSidecars(compositionId: string, { result, fileName }: FinishedExport): void {
  for (const file of result.sidecars) {
    downloadFile(file, `${fileName.replace(/\.[^.]*$/, '')}${file.name.slice(compositionId.length)}`);
  }
}
