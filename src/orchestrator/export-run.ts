import type { CaptureWarning } from '../capture/frame-capture';
import type { ExportError } from '../errors';

/** Where an export stands. The table in `phase-table.ts` says which may follow which. */
export type ExportPhase =
  'idle' | 'preparing' | 'rendering' | 'encoding' | 'muxing' | 'complete' | 'failed' | 'cancelled';

export interface ExportProgress {
  phase: ExportPhase;
  /** Frames rendered and handed to the encoder. */
  framesDone: number;
  framesTotal: number;
  /** Frames a second over the last seconds; 0 before there is a measurement. */
  framesPerSecond: number;
  /** Seconds left, null before there is a measurement. */
  secondsLeft: number | null;
  secondsElapsed: number;
  /** Segments that are stored and need not be rendered again. */
  segmentsStored: number;
  segmentsTotal: number;
  /** A small picture of a recent frame; renewed at most twice a second. Owned by the run: do not close it. */
  thumbnail: ImageBitmap | null;
  warnings: readonly CaptureWarning[];
  error: ExportError | null;
}

/** Milliseconds spent. Rendering, capturing and encoding overlap, so they may sum to more than `total`. */
export interface ExportTimings {
  render: number;
  capture: number;
  /** From the first frame handed to the encoder until the last packet. */
  encode: number;
  audio: number;
  mux: number;
  total: number;
}

export interface ExportResult {
  /** The file, when it was made inside the browser; null when it went straight to its destination. */
  file: File | null;
  byteLength: number;
  width: number;
  height: number;
  frames: number;
  frameRate: { num: number; den: number };
  durationSeconds: number;
  engine: string;
  codecString: string;
  timings: ExportTimings;
  warnings: readonly CaptureWarning[];
}
