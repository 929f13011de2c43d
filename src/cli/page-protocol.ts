import type { FrameRate } from '../composition/frame-rate';
import type { SerialisedExportError } from '../errors';
import type { LoudnessSettings } from '../formats/loudness-targets';
import type { ExportProgress, ExportResult } from '../orchestrator/export-run';
import type { CaptionTrack, FileMetadata } from '../formats/format';
import type { QualityCheck } from '../orchestrator/export-job';
import type { GoldenFrameComparison } from '../quality-api';
import type { ExportComparison } from '../quality/compare-exports';
import type { GoldenFrameKey } from '../quality/golden-frames';
import type { QualityReport } from '../quality/report';
import type { Preset } from '../presets/preset';
import type { BatchDryRun } from '../queue/batch-dry-run';
import type { BatchIssue } from '../queue/batch-issue';
import type { BatchFile, BatchReport, ItemReport } from '../queue/batch-report';
import type { BatchProgress } from '../queue/batch-status';

/** What the page puts on `globalThis` as `stepframePage`, and the command calls. Everything that passes is JSON. */
export interface ExportPage {
  /** The demo's compositions. */
  list(): CompositionSummary[];
  /** Runs one export. Never rejects while the page lives. */
  start(request: PageRequest): Promise<PageOutcome>;
  /** What a batch comes to, and all that is wrong with it. */
  planBatch(request: PageBatchRequest): Promise<CheckOutcome<PageBatchPlan>>;
  /** As `planBatch`, with a trial of the encoders and what files are likely to be. */
  tryBatch(request: PageBatchRequest): Promise<CheckOutcome<BatchDryRun>>;
  /** Exports a batch that nothing is wrong with. */
  runBatch(request: PageBatchRun): Promise<CheckOutcome<BatchReport>>;
  /** Checks what is picked in the inputs `file` and `pictures`. Never rejects while the page lives. */
  check(request: PageCheckRequest): Promise<CheckOutcome<QualityReport>>;
  /** Compares what is picked in the inputs `file` and `against`. */
  compare(): Promise<CheckOutcome<ExportComparison>>;
  /** Draws golden frames, which the command keeps. */
  golden(request: PageGoldenRequest): Promise<CheckOutcome<GoldenResult>>;
}

export interface PageBatchRequest {
  /** As it stands in the file. */
  batch: unknown;
  /** What items name besides the demo's compositions, found or not. */
  compositions: [name: string, found: Found<PageComposition>][];
  /** All that items may name. */
  presets: [name: string, found: Found<Preset>][];
}

export type Found<T> = { ok: true; value: T } | { ok: false; error: SerialisedExportError };

export interface PageBatchRun extends PageBatchRequest {
  /** Takes files by the ids of their items, see `batch-outputs.ts`. */
  sinksUrl: string;
  /** Absent: the exporter's default. */
  check?: QualityCheck;
}

export interface PageBatchPlan {
  issues: readonly BatchIssue[];
  /** Those whose settings are sound. */
  items: { id: string; index: number; out: string; format: Preset['format'] }[];
}

/** What the command puts on the page's `globalThis` as `stepframeBatch`. */
export type BatchBinding = (message: BatchMessage) => Promise<BatchFile | null>;

export type BatchMessage =
  /** Asks for the file of an item that was written just now, or, with its length, by an earlier command. */
  | { kind: 'file'; id: string; byteLength: number | null }
  /** An item has ended. */
  | { kind: 'item'; item: ItemReport }
  | { kind: 'status'; status: BatchProgress };

/** Ids of the page's file inputs. */
export type FileInput = 'file' | 'against' | 'pictures';

export interface PageCheckRequest {
  /** What the report calls the file. */
  name: string;
  /** Of presets and platforms. */
  profile: string[];
  /** Null: nothing is drawn. */
  composition: PageComposition | null;
  /** Those of the composition that the file has, both ends included; null: all. */
  frames: { first: number; last: number } | null;
  /** Which frame of the file each of the picked pictures shows; null: there are none. */
  pictureFrames: number[] | null;
}

export interface PageGoldenRequest {
  /** `identify` only says what the composition is called. */
  action: 'register' | 'update' | 'compare' | 'identify';
  composition: PageComposition;
  frames?: number[];
  width?: number;
  height?: number;
  /** Where golden frames are kept: takes and gives them, see `golden-routes.ts`. */
  framesUrl: string;
}

export interface GoldenResult {
  compositionId: string;
  frames: readonly (GoldenFrameKey | GoldenFrameComparison)[];
}

export type CheckOutcome<T> = { ok: true; result: T } | { ok: false; error: SerialisedExportError };

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

/** Where the page finds a composition. `version` tells one state of a module's code from another. */
export type PageComposition =
  { kind: 'id'; id: string } | { kind: 'module'; url: string; stylesheetUrl: string | null; version: string };

export interface PageRequest {
  composition: PageComposition;
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
  /** Absent: the exporter's default. */
  check?: QualityCheck;
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
  chapters?: AskedChapter[];
  captions?: CaptionTrack[];
  /** Frame kept as the file's cover, counted as `frames` is. */
  poster?: number;
}

/** A chapter by the clock, before the exported rate is known. */
export interface AskedChapter {
  startMs: number;
  title: string;
}

/** A result as it passes. `file` is null: its bytes went to the sink. */
export interface PageResult extends Omit<ExportResult, 'sidecars' | 'also'> {
  sidecars: PageSidecar[];
  also: PageResult[];
}

/** A text that belongs beside the file. */
export interface PageSidecar {
  /** What its name ends with where the file's has its extension. */
  suffix: string;
  text: string;
}

/** `quality` is of a file that was kept back. */
export type PageOutcome =
  { ok: true; result: PageResult } | { ok: false; error: SerialisedExportError; quality: QualityReport | null };

export type PageProgress = Pick<
  ExportProgress,
  'phase' | 'framesDone' | 'framesTotal' | 'framesPerSecond' | 'secondsLeft' | 'segmentsStored'
>;
