import type { LoudnessReport } from '../audio/audio-source';
import type { CaptureWarning } from '../capture/frame-capture';
import type { ExportError } from '../errors';
import type { QualityReport } from '../quality/report';

/** Where an export stands. The table in `phase-table.ts` says which may follow which. */
export type ExportPhase =
  | 'idle'
  | 'preparing'
  | 'rendering'
  | 'encoding'
  | 'muxing'
  | 'validating'
  | 'paused'
  | 'complete'
  | 'failed'
  | 'cancelled';

export interface ExportProgress {
  phase: ExportPhase;
  /** Frames rendered and handed to the encoder, those of an earlier session included. */
  framesDone: number;
  /** Those whose segments are stored: they are not rendered again, whatever happens. */
  framesStored: number;
  framesTotal: number;
  /** Frames a second over the last seconds; 0 before there is a measurement. */
  framesPerSecond: number;
  /** Seconds left, null before there is a measurement. */
  secondsLeft: number | null;
  secondsElapsed: number;
  /** Segments that are stored and need not be rendered again. */
  segmentsStored: number;
  segmentsTotal: number;
  /**
   * How far a simulation is on its way back to where the export stopped, in frames; null when nothing is drawn again.
   */
  replay: { framesDone: number; framesTotal: number } | null;
  /** A small picture of a recent frame; renewed at most twice a second. Owned by the run: do not close it. */
  thumbnail: ImageBitmap | null;
  warnings: readonly CaptureWarning[];
  /** Why it failed, or what it waits for the user to mend while `paused`; null where the user paused it. */
  error: ExportError | null;
  /** True when what is finished stays stored, so that a failed export can be resumed. */
  resumable: boolean;
}

/** Milliseconds spent. Rendering, capturing and encoding overlap, so they may sum to more than `total`. */
export interface ExportTimings {
  render: number;
  capture: number;
  /** From the first frame handed to the encoder until the last packet. */
  encode: number;
  audio: number;
  mux: number;
  /** Looking at the finished file. */
  check: number;
  total: number;
}

export interface ExportResult {
  /** The file, when it was made inside the browser; null when it went straight to its destination. */
  file: File | null;
  byteLength: number;
  /**
   * What belongs beside the file: captions as WebVTT or SubRip, named after it. They are handed over here alone, wherever
   * the file itself went.
   */
  sidecars: readonly File[];
  width: number;
  height: number;
  frames: number;
  frameRate: { num: number; den: number };
  durationSeconds: number;
  engine: string;
  codecString: string;
  /** What became of the sound's loudness; absent where none was asked for, or there is no sound. */
  loudness?: LoudnessReport;
  timings: ExportTimings;
  /** What was found when the file was read again; null: it is unchecked, as was asked for or as it comes from an earlier session. */
  quality: QualityReport | null;
  warnings: readonly CaptureWarning[];
  /** The other files of the same pass, in the order they were asked for. */
  also: readonly ExportResult[];
}
