import type { SerialisedExportError } from '../errors';
import type { ExportSettings } from '../formats/format';
import type { QualityCheck } from '../orchestrator/export-job';

export const jobPriorities = ['low', 'normal', 'high', 'urgent'] as const;

/** `urgent` takes the place of lower ones that run; the others only begin earlier. */
export type JobPriority = (typeof jobPriorities)[number];

/**
 * Where a job stands. Over are `complete`, `failed` and `cancelled`; `failed` and `cancelled` can be tried again.
 *
 * - `waiting`: for its turn, for jobs it comes after, for room, or for the time of its next try
 * - `running`: an export is under way
 * - `paused`: by the user, or for something that only the user can mend
 */
export type JobState = 'waiting' | 'running' | 'paused' | 'complete' | 'failed' | 'cancelled';

/** What a job takes up while it runs. */
export interface JobNeeds {
  /** Bytes, at the most, in the page and its workers. */
  memory: number;
  /** Encoders of the browser. */
  encoders: number;
  /** Workers of one core each, beyond the one that each export has: ffmpeg's and ProRes' lanes. */
  lanes: number;
}

/** Where the file of a job goes; what a database can keep. */
export type JobDestination =
  | { kind: 'browser' }
  | { kind: 'handle'; handle: FileSystemFileHandle }
  | { kind: 'folder'; handle: FileSystemDirectoryHandle }
  /** A place of the host's, which it gives by its key each time the job begins. */
  | { kind: 'host'; key: string };

/** What a finished job has left. */
export interface JobResult {
  /** Of the file; '' where none is known. */
  name: string;
  byteLength: number;
  durationSeconds: number;
  /** SHA-256, in hexadecimal digits; null: it is unchecked. */
  sha256: string | null;
  /** 0 … 100; null: it is unchecked. */
  score: number | null;
  engine: string;
}

/** How far a job is. Written down now and then: it may be a second old. */
export interface JobProgress {
  phase: string;
  framesDone: number;
  /** Those that need not be drawn again, whatever happens. Absent: none. */
  framesStored?: number;
  framesTotal: number;
  framesPerSecond: number;
  /** Seconds, null before there is a measurement. */
  secondsLeft: number | null;
}

/** One export that waits, runs or is over. Structured-cloneable: it is kept in IndexedDB. */
export interface Job {
  readonly id: string;
  /** By which the host knows the composition. */
  readonly compositionId: string;
  readonly compositionName: string;
  readonly settings: ExportSettings;
  /** The preset it was made of; null: none. */
  readonly presetId: string | null;
  /** Of the file, with its extension. */
  readonly fileName: string;
  readonly destination: JobDestination;
  /** What is done about its file. Absent: what the queue's `options` say. */
  readonly check?: QualityCheck;
  readonly priority: JobPriority;
  /** Jobs that must be complete before it begins. Where one of them fails or is cancelled, so does this one. */
  readonly after: readonly string[];
  /** What belongs together, such as a batch; null: nothing. */
  readonly group: string | null;
  /** Jobs of its group that may run when it does, itself included. Absent: as many as there is room for. */
  readonly groupLimit?: number;
  /** Its place among those of its priority: smaller ones come first. */
  readonly order: number;
  readonly state: JobState;
  /** What someone asked for and the tab at work has not done yet. */
  readonly wish: 'pause' | 'resume' | 'cancel' | 'remove' | null;
  /** The export that it is, once it has begun: what is stored of it is under this id. */
  readonly exportId: string | null;
  /** Times it was begun by itself, after failures that may pass. */
  readonly tries: number;
  /** Times that the page ended under it since something of it was last finished. Absent: 0. */
  readonly crashes?: number;
  /** Milliseconds since the epoch before which it does not begin; 0: none. */
  readonly notBefore: number;
  readonly progress: JobProgress | null;
  /** Why it failed, or what it waits for. */
  readonly error: SerialisedExportError | null;
  readonly result: JobResult | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Milliseconds it has run in all, pauses not counted. */
  readonly ranMs: number;
}

/** A job to be. */
export interface NewJob {
  /** Default: a new one. */
  id?: string;
  compositionId: string;
  compositionName: string;
  settings: ExportSettings;
  presetId?: string;
  /** Default: the composition's name with the format's extension, none that the queue has. */
  fileName?: string;
  /** Default: kept by the browser. */
  destination?: JobDestination;
  /**
   * What is done about its file, as `ExportOptions.check`. With `fail_export` one that fails is held back, and the job with it:
   * `retry` then takes the file as it is. Default: what the queue's `options` say.
   */
  check?: QualityCheck;
  /** Default `normal`. */
  priority?: JobPriority;
  after?: readonly string[];
  group?: string;
  /** Jobs of its group that may run when it does, itself included. Default: as many as there is room for. */
  groupLimit?: number;
}
