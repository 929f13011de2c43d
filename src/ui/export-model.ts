import { createStore } from 'zustand/vanilla';
import type { Composition } from '../composition/composition';
import type { ExportError } from '../errors';
import type { ExportIssue } from '../exporter';
import type { ExportSettings } from '../formats/format';
import type { ExportProgress, ExportResult } from '../orchestrator/export-run';
import { presets } from '../presets/registry';
import { nextPhase, type DialogEvent, type DialogPhase } from './dialog-phase';
import { wholeRange, type FrameRange } from './frame-range';
import { adaptDraft, draftFor, settingsFrom, type SettingsDraft } from './settings-draft';

/** What is exported, and what the form says about it. */
export interface ExportSubject {
  readonly composition: Composition;
  /** The editor's in and out in native frames; null: none, or all there is. */
  readonly inOut: FrameRange | null;
  readonly draft: SettingsDraft;
}

export interface FinishedExport {
  readonly result: ExportResult;
  readonly fileName: string;
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
  readonly progress: ExportProgress | null;
  /** Cancel was asked for; the export is letting go of what it holds. */
  readonly cancelling: boolean;
  readonly finished: FinishedExport | null;
  readonly error: ExportError | null;
}

export interface ExportModel {
  readonly state: ExportState;
  subscribe(listener: (state: ExportState) => void): () => void;
  open(composition: Composition, range: FrameRange | null): void;
  edit(draft: SettingsDraft): void;
  /** The answer to a check of the draft as it is now. */
  checked(issues: readonly ExportIssue[], error: ExportError | null): void;
  start(): void;
  report(progress: ExportProgress): void;
  cancelling(): void;
  finish(finished: FinishedExport): void;
  fail(error: ExportError): void;
  stop(): void;
  back(): void;
  close(): void;
}

const idle: ExportState = {
  phase: 'idle',
  subject: null,
  issues: [],
  checking: false,
  checkError: null,
  progress: null,
  cancelling: false,
  finished: null,
  error: null,
};

/** The state of one dialog. Every change of phase goes through the table in `dialog-phase.ts`. */
export function createExportModel(): ExportModel {
  const store = createStore<ExportState>(() => idle);
  // Outlives closing, so that the next export starts from the settings of the last one.
  let lastDraft: SettingsDraft | null = null;

  const send = (event: DialogEvent, changes: Partial<ExportState> = {}): void => {
    store.setState((state) => ({ ...changes, phase: nextPhase(state.phase, event) }));
  };
  const ended = { progress: null, cancelling: false };

  return {
    get state() {
      return store.getState();
    },
    subscribe: (listener) => store.subscribe(listener),
    open(composition, range) {
      const inOut = range === null || isWhole(range, composition) ? null : range;
      const draft = adaptDraft(lastDraft ?? draftFor(composition, presets[0]!), composition, inOut);
      send('open', { ...idle, subject: { composition, inOut, draft }, checking: true });
    },
    edit(draft) {
      lastDraft = draft;
      const { subject } = store.getState();
      if (subject !== null) store.setState({ subject: { ...subject, draft }, checking: true });
    },
    checked: (issues, checkError) => store.setState({ issues, checkError, checking: false }),
    start: () => send('start', { ...ended, error: null, finished: null }),
    report: (progress) => store.setState({ progress }),
    cancelling: () => store.setState({ cancelling: true }),
    finish: (finished) => send('finish', { ...ended, finished }),
    fail: (error) => send('fail', { ...ended, error }),
    stop: () => send('stop', ended),
    back: () => send('back', { error: null, finished: null }),
    close: () => send('close', idle),
  };
}

export function settingsOf({ draft, composition, inOut }: ExportSubject): ExportSettings {
  return settingsFrom(draft, composition, inOut);
}

export function canStart(state: ExportState): boolean {
  return state.subject !== null && !state.checking && !state.issues.some(({ severity }) => severity === 'error');
}

function isWhole(range: FrameRange, composition: Composition): boolean {
  const whole = wholeRange(composition);
  return range.first === whole.first && range.end === whole.end;
}
