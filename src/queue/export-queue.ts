import type { Job, JobPriority, NewJob } from './job';
import type { QueueLimits } from './queue-limits';

/** How a queue stands as a whole. */
export interface QueueStatus {
  /** `working`: this tab works it; `watching`: another one does; `stopped`: it is paused as a whole. */
  role: 'working' | 'watching' | 'stopped';
  waiting: number;
  running: number;
  paused: number;
  complete: number;
  failed: number;
  cancelled: number;
  /** Seconds until all that waits and runs is done; null before there is a measurement. */
  secondsLeft: number | null;
  /**
   * Of the bottleneck, since this tab works the queue: how much of the time in which there was work for it it was used,
   * 0 … 1. Null before there was any.
   */
  utilisation: number | null;
  /** What the queue itself took of the time that exports took, 0 … 1. */
  overhead: number | null;
}

/**
 * Exports one after the other, or beside each other where there is room, by priority. Kept in IndexedDB: it outlives
 * reloads and crashes. One tab of the origin works it; the others see it live, and may change it as well.
 *
 * Every method throws ExportError: `storage`, `storage-quota`; `invalid-input` (job-unknown) of a job that is not there;
 * `cancelled` (queue-disposed).
 */
export interface ExportQueue {
  /** As of the last change, in the order in which they are to run; those that are over last. */
  readonly jobs: readonly Job[];
  readonly status: QueueStatus;
  /** Seconds until a job is done, its wait included; null where nothing can be said of it, as of those paused and over. */
  eta(id: string): number | null;
  /** Called after changes, at most some 4 times a second. Returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** Resolves when what is stored is read. @throws ExportError `storage` */
  readonly ready: Promise<void>;
  /**
   * All of them, or none.
   *
   * @throws ExportError `invalid-input` (job-duplicate, job-after-unknown, job-after-circle, job-invalid), `unsupported`
   * (job-too-large: alone it needs more than the queue's limits), `storage`
   */
  add(jobs: readonly NewJob[]): Promise<readonly Job[]>;
  /** Resolves when it has stopped. */
  pause(id: string): Promise<void>;
  /** To be called in a click where the job waits for leave to write its file. */
  resume(id: string): Promise<void>;
  /** What is stored of it is gone afterwards. */
  cancel(id: string): Promise<void>;
  /** Of a failed or cancelled job: it waits again, and goes on from what is stored of it. */
  retry(id: string): Promise<void>;
  /** Takes a job out, and what is stored of it, its file too; one that runs is cancelled first. */
  remove(id: string): Promise<void>;
  setPriority(id: string, priority: JobPriority): Promise<void>;
  /**
   * @param before the job it is to come before, of the same priority; null: after all of them
   * @throws ExportError `invalid-input` (job-not-beside)
   */
  move(id: string, before: string | null): Promise<void>;
  /** Pauses what runs and begins nothing, in whatever tab, until `resumeAll`. */
  pauseAll(): Promise<void>;
  resumeAll(): Promise<void>;
  /** Removes those that are over: all, or those of a group. */
  clear(group?: string): Promise<void>;
  /** The file of a complete job the browser keeps; null where it went elsewhere. @throws ExportError `storage` */
  file(id: string): Promise<File | null>;
  /** Resolves when the jobs are over, however. */
  over(ids: readonly string[]): Promise<readonly Job[]>;
  /** What all running jobs of this tab together may take up, from now on; what runs already goes on. */
  configure(limits: Partial<QueueLimits>): Promise<void>;
  /** Lets another tab work; exports of this one are interrupted and stay stored. Idempotent. */
  dispose(): Promise<void>;
}
