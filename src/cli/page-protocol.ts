import type { FrameRate } from '../composition/frame-rate';
import type { SerialisedExportError } from '../errors';
import type { LoudnessSettings } from '../formats/loudness-targets';
import type { ExportProgress, ExportResult } from '../orchestrator/export-run';
import type { FileMetadata } from '../formats/format';
import type { Preset } from '../presets/preset';

/** What the page puts on `globalThis` as `stepframePage`, and the command calls. Everything that passes is JSON. */
export interface ExportPage {
  /** The demo's compositions. */
  list(): CompositionSummary[];
  /** Runs one export. Never rejects while the page lives. */
  start(request: PageRequest): Promise<PageOutcome>;
}

/** What the command puts on the page's `globalThis` as `stepframeProgress`. */
export type ProgressBinding = (progress: PageProgress) => Promise<void>;

export interface CompositionSummary {
  id: string;
  name: string;
  width: number;
  height: number;
  /** Exact, as `--fps` takes it. */
  frameRate: string;
  durationInFrames: number;
  seconds: number;
  hasAudio: boolean;
}

export interface PageRequest {
  /** `version` tells one state of a module's code from another. */
  composition:
    { kind: 'id'; id: string } | { kind: 'module'; url: string; stylesheetUrl: string | null; version: string };
  preset: Preset;
  asked: AskedSettings;
  /** Continue what an earlier page left in this profile; else begin anew. */
  resume: boolean;
  /** Takes `PUT ?position=` with bytes of the file. */
  sinkUrl: string;
  /** Files made of the same frames. */
  also: { preset: Preset; asked: AskedSettings; sinkUrl: string }[];
  /** Takes `PUT ?frame=&width=&height=` with the pixels of a captured frame; null: none are kept. */
  referencesUrl: string | null;
}

/** What the command line asks for beyond the preset. */
export interface AskedSettings {
  width?: number;
  height?: number;
  frameRate?: FrameRate;
  /** Both ends included. */
  frames?: { first: number; last: number };
  metadata?: FileMetadata;
  loudness?: LoudnessSettings;
}

/** `file` in the result is null: the bytes went to the sink. */
export type PageOutcome = { ok: true; result: ExportResult } | { ok: false; error: SerialisedExportError };

export type PageProgress = Pick<
  ExportProgress,
  'phase' | 'framesDone' | 'framesTotal' | 'framesPerSecond' | 'secondsLeft' | 'segmentsStored'
>;
