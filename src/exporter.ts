import type { Composition } from './composition/composition';
import type { DomRenderer } from './capture/frame-capture';
import type { FileSink } from './delivery/file-sink';
import type { ExportSettings } from './formats/format';
import type { ExportProgress, ExportResult } from './orchestrator/export-run';

/** Something in the settings that cannot be exported as asked. */
export interface ExportIssue {
  /** `error`: the export would refuse. `warning`: it would run, but not as one may think. */
  severity: 'error' | 'warning';
  code: 'invalid-input' | 'unsupported';
  detail: string;
  /** Where in the settings, e.g. `video.codec`. */
  path: string;
  message: string;
  remedy: string;
  /** Settings that would do instead, ready to be applied. */
  suggestion?: Partial<ExportSettings>;
}

/** Where the file goes. */
export type Destination =
  /** Kept by the browser until it is handed over as `ExportResult.file`. The default. */
  | { kind: 'browser' }
  /** A file the user has picked. */
  | { kind: 'handle'; handle: FileSystemFileHandle }
  /** Anywhere else. */
  | { kind: 'sink'; sink: FileSink };

export interface ExportOptions {
  destination?: Destination;
  signal?: AbortSignal;
  /** Milliseconds a frame may take to render. Default 30 000. */
  frameTimeoutMs?: number;
  domRenderer?: DomRenderer;
  /**
   * Given a copy of every captured frame before it is encoded: blue, green, red, unused, top row first.
   * The export waits for the promise.
   */
  onCapturedFrame?: (frame: number, pixels: Uint8Array<ArrayBuffer>) => Promise<void> | void;
}

/** A running export. */
export interface ExportHandle {
  readonly id: string;
  /** How it stands now. */
  readonly progress: ExportProgress;
  /** Called at every change, at most some 4 times a second. Returns how to stop. */
  subscribe(listener: (progress: ExportProgress) => void): () => void;
  /** The finished export. @throws ExportError */
  readonly result: Promise<ExportResult>;
  /** Stops the export; resolves when everything it held is free. */
  cancel(): Promise<void>;
}

export interface ExporterOptions {
  /** Worker constructors to use in place of the inlined ones, where a CSP forbids blob workers. */
  workers?: Partial<Record<'encode' | 'audio' | 'mux', () => Worker>>;
}

export interface Exporter {
  /** Everything that would keep these settings from being exported, from a cheap look at them plus a real encoder trial. */
  canExport(composition: Composition, settings: ExportSettings): Promise<ExportIssue[]>;
  start(composition: Composition, settings: ExportSettings, options?: ExportOptions): ExportHandle;
  /** Stops what runs and ends the workers. Idempotent. */
  dispose(): Promise<void>;
}
