import { createStore } from 'zustand/vanilla';
import type { Composition } from '../composition/composition';
import type { ExportError } from '../errors';
import type { ExportEstimate, ExportIssue, UnfinishedExport } from '../exporter';
import type { ExportSettings } from '../formats/format';
import { defaultCheck, type QualityCheck } from '../orchestrator/export-job';
import type { ExportProgress, ExportResult } from '../orchestrator/export-run';
import type { QualityReport } from '../quality/report';
import type { OwnPresets } from '../presets/preset-library';
import { presets } from '../presets/registry';
import { nextPhase, type DialogEvent, type DialogPhase } from './dialog-phase';
import { wholeRange, type FrameRange } from './frame-range';
import { draftNameOf } from './output-naming';
import { noSample, type SettingsSample } from './settings-sample';
import { adaptDraft, applySettings, draftFor, settingsFrom, type SettingsDraft } from './settings-draft';

/** What is exported, and what the form says about it. */
export interface ExportSubject {
  readonly composition: Composition;
  /** The editor's in and out in native frames; null: none, or all there is. */
  readonly inOut: FrameRange | null;
  readonly draft: SettingsDraft;
}

export interface FinishedFile {
  readonly result: ExportResult;
  readonly fileName: string;
}

export interface FinishedExport extends FinishedFile {
  /** The other files of the same pass. */
  readonly also: readonly FinishedFile[];
}

/** A snapshot of the dialog. The views draw it and nothing else. */
export interface ExportState {
  readonly phase: DialogPhase;
  /** Null while idle, and when there was no composition to open. */
  readonly subject: ExportSubject | null;
  readonly issues: readonly ExportIssue[];
  /** True until `issues` speaks of the draft as it is now. */
  readonly checking: boolean;
  /** Why the settings could not be checked. */
  readonly checkError: ExportError | null;
  /** Exports of earlier sessions that wait to be gone on with; none until it is known. */
  readonly unfinished: readonly UnfinishedExport[];
  /** Why they could not be listed. */
  readonly unfinishedError: ExportError | null;
  /** Frames are shown before and after they are encoded. */
  readonly previewing: boolean;
  readonly sample: SettingsSample;
  /** The native frame that is looked at. */
  readonly playhead: number;
  /** Names of the files this dialog has saved, whose names a counter passes over. */
  readonly made: readonly string[];
  /** What the person has of presets; nothing until it is known. */
  readonly presets: OwnPresets;
  /** Why the last thing that was done to presets was not. */
  readonly presetError: ExportError | null;
  /** All presets are looked at, in place of the settings. */
  readonly browsing: boolean;
  /** Whether the person is told when the export is over, and may be asked if they want to be. */
  readonly notices: 'none' | 'offered' | 'on' | 'refused';
  /** Of the export that runs or is paused; null before it has started. */
  readonly progress: ExportProgress | null;
  /** A pause was asked for; the export is about to stop. */
  readonly pausing: boolean;
  /** The export is letting go of what it holds: to be gone, or to be resumed another time. */
  readonly stopping: 'cancel' | 'leave' | null;
  /** What is finished goes to the file and nowhere else, so that it cannot be paused or resumed. */
  readonly straightToFile: boolean;
  readonly finished: FinishedExport | null;
  /** What was measured before the export began; null: nothing. */
  readonly expected: ExportEstimate | null;
  readonly error: ExportError | null;
  /** What a failed export had finished is kept. */
  readonly resumable: boolean;
  /** What was found of a file that is kept, as it failed its check. */
  readonly withheld: QualityReport | null;
  /** The report that is looked at, in place of what there is to see otherwise. */
  readonly report: QualityReport | null;
}

/** What is left of a failed export. */
export interface Remains {
  /** Whether what it had finished is kept. */
  readonly resumable: boolean;
  /** Of a file that is kept, as it failed its check. */
  readonly withheld?: QualityReport | null;
}

export interface ExportModel {
  readonly state: ExportState;
  subscribe(listener: (state: ExportState) => void): () => void;
  open(composition: Composition, range: FrameRange | null): void;
  edit(draft: SettingsDraft): void;
  preview(previewing: boolean): void;
  /** What is known of the settings by a sample. */
  sample(change: Partial<SettingsSample>): void;
  /** Looks at another native frame. */
  seek(frame: number): void;
  /** The answer to a check of the draft as it is now. */
  checked(issues: readonly ExportIssue[], error: ExportError | null): void;
  /** What the browser holds of earlier exports. */
  offer(unfinished: readonly UnfinishedExport[], error: ExportError | null): void;
  /** What the person has of presets. */
  shelve(presets: OwnPresets): void;
  presetsFail(error: ExportError | null): void;
  /** Shows all presets, while it shows settings. */
  browse(browsing: boolean): void;
  /** Shows the list of unfinished exports. */
  review(): void;
  /** Names that files have got besides those the dialog saved. */
  named(names: readonly string[]): void;
  start(): void;
  /** Goes on with an export begun earlier, whose settings become those of the dialog. */
  takeUp(composition: Composition, settings: ExportSettings): void;
  report(progress: ExportProgress): void;
  notify(notices: ExportState['notices']): void;
  pausing(): void;
  goesStraightToFile(): void;
  stopping(why: 'cancel' | 'leave'): void;
  finish(finished: FinishedExport): void;
  fail(error: ExportError, remains?: Remains): void;
  /** Of a file that is finished, or withheld. */
  showReport(report: QualityReport): void;
  closeReport(): void;
  stop(): void;
  leave(): void;
  back(): void;
  close(): void;
}

const idle: ExportState = {
  phase: 'idle',
  subject: null,
  issues: [],
  checking: false,
  checkError: null,
  unfinished: [],
  unfinishedError: null,
  previewing: false,
  sample: noSample,
  playhead: 0,
  made: [],
  presets: { own: [], favourites: [], recent: [] },
  presetError: null,
  browsing: false,
  notices: 'none',
  progress: null,
  pausing: false,
  stopping: null,
  straightToFile: false,
  finished: null,
  expected: null,
  error: null,
  resumable: false,
  withheld: null,
  report: null,
};

/**
 * The state of one dialog. Every change of phase goes through the table in `dialog-phase.ts`.
 *
 * @param usualCheck what drafts begin with, asked whenever it opens; null: as the exporter does it
 */
export function createExportModel(usualCheck: () => QualityCheck | null = () => null): ExportModel {
  const store = createStore<ExportState>(() => idle);
  // Outlives closing, so that the next export starts from the settings of the last one.
  let lastDraft: SettingsDraft | null = null;
  let lastComposition: string | null = null;
  /** As a draft was last begun with it. */
  let check: QualityCheck | null = null;

  const send = (event: DialogEvent, changes: Partial<ExportState> = {}): void => {
    store.setState((state) => ({
      report: null,
      browsing: false,
      presetError: null,
      ...changes,
      phase: nextPhase(state.phase, event),
    }));
  };
  /** What a person has of presets, and of files, is theirs whatever the dialog shows. */
  const afresh = (): Partial<ExportState> => {
    const { presets: owned, made, previewing, sample } = store.getState();
    return { ...idle, presets: owned, made, previewing, sample };
  };
  const ended = { progress: null, pausing: false, stopping: null, straightToFile: false } as const;
  const untold = { error: null, finished: null, resumable: false, withheld: null } as const;
  const fresh = { ...ended, ...untold };

  return {
    get state() {
      return store.getState();
    },
    subscribe: (listener) => store.subscribe(listener),
    open(composition, range) {
      const inOut = range === null || isWhole(range, composition) ? null : range;
      const adapted = adaptDraft(lastDraft ?? draftFor(composition, presets[0]!), composition, inOut, lastComposition);
      const usual = usualCheck();
      const draft = usual === check ? adapted : { ...adapted, check: usual ?? defaultCheck };
      check = usual;
      if (lastDraft !== null) lastDraft = draft;
      lastComposition = composition.id;
      send('open', {
        ...afresh(),
        subject: { composition, inOut, draft },
        playhead: inOut?.first ?? 0,
        checking: true,
      });
    },
    edit(draft) {
      lastDraft = draft;
      const { subject } = store.getState();
      if (subject !== null) store.setState({ subject: { ...subject, draft }, checking: true, presetError: null });
    },
    preview: (previewing) => store.setState({ previewing }),
    sample: (change) => store.setState(({ sample }) => ({ sample: { ...sample, ...change } })),
    seek: (playhead) => store.setState({ playhead }),
    checked: (issues, checkError) => store.setState({ issues, checkError, checking: false }),
    offer: (unfinished, unfinishedError) => store.setState({ unfinished, unfinishedError }),
    shelve: (owned) => store.setState({ presets: owned }),
    presetsFail: (presetError) => store.setState({ presetError }),
    browse(browsing) {
      if (store.getState().phase === 'configuring') store.setState({ browsing, presetError: null });
    },
    review: () => send('review', { unfinishedError: null }),
    named: (names) => store.setState(({ made }) => ({ made: [...made, ...names] })),
    start: () => send('start', { ...fresh, expected: store.getState().sample.estimate }),
    takeUp(composition, settings) {
      const blank = draftFor(composition, presets[0]!);
      const draft = applySettings(
        { ...blank, check: lastDraft?.check ?? usualCheck() ?? blank.check },
        settings,
        composition,
      );
      const subject = { composition, inOut: null, draft };
      // Checked when the dialog comes back to the settings: they were sound when the export was begun.
      send('take-up', { ...fresh, expected: null, subject, issues: [], checking: true, checkError: null });
    },
    report(progress) {
      const { phase, stopping } = store.getState();
      const paused = progress.phase === 'paused';
      if (phase === 'running' && paused) send('pause', { progress, pausing: false });
      else if (phase === 'paused' && !paused && stopping === null) send('go-on', { progress });
      else store.setState({ progress });
    },
    notify: (notices) => store.setState({ notices }),
    pausing: () => store.setState({ pausing: true }),
    goesStraightToFile: () => store.setState({ straightToFile: true }),
    stopping: (stopping) => store.setState({ stopping }),
    finish(finished) {
      const names = [finished, ...finished.also].map(({ fileName }) => fileName);
      send('finish', { ...ended, finished, made: [...store.getState().made, ...names] });
    },
    fail: (error, { resumable, withheld = null } = { resumable: false }) =>
      send('fail', { ...ended, error, resumable, withheld }),
    showReport: (report) => store.setState({ report }),
    closeReport: () => store.setState({ report: null }),
    stop: () => send('stop', ended),
    leave: () => send('leave', afresh()),
    back: () => send('back', untold),
    close: () => send('close', afresh()),
  };
}

export function settingsOf({ draft, composition, inOut }: ExportSubject): ExportSettings {
  return settingsFrom(draft, composition, inOut);
}

/** Whether what is finished of an export outlives its end. */
export function isKept({ progress, straightToFile }: Pick<ExportState, 'progress' | 'straightToFile'>): boolean {
  return !straightToFile && progress !== null && (progress.resumable || progress.segmentsStored > 0);
}

export function canStart(state: ExportState): boolean {
  const { subject, checking, issues, made, presets: owned } = state;
  if (subject === null || checking || issues.some(({ severity }) => severity === 'error')) return false;
  return draftNameOf(subject, { made, own: owned.own }).error === null;
}

function isWhole(range: FrameRange, composition: Composition): boolean {
  const whole = wholeRange(composition);
  return range.first === whole.first && range.end === whole.end;
}
