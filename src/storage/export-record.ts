import type { ChosenEngine } from '../encode/segment-encoder';
import type { SerialisedExportError } from '../errors';
import type { QualityReport } from '../quality/report';
import type { ExportSettings } from '../formats/format';

/** What must be known of an export to go on with it in another session of the page. Structured-cloneable. */
export interface ExportRecord {
  id: string;
  compositionId: string;
  compositionName: string;
  /** The host's own mark for the state of its document; null: it gives none. */
  compositionVersion: string | null;
  settings: ExportSettings;
  engine: ChosenEngine;
  /** The browser the segments were made by: another one may make others. */
  userAgent: string;
  /** Frames of a segment; boundaries follow from it and the frame index alone. */
  segmentFrames: number;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** JPEG bytes of the cover picture, once it was taken. */
  cover: Uint8Array<ArrayBuffer> | null;
  /** The file the user picked, to be written to again; null: the browser keeps the file, or the host's own sink has it. */
  file: FileSystemFileHandle | null;
  /** The folder the user picked for pictures as files. Absent: none. */
  folder?: FileSystemDirectoryHandle;
  /** Why it stopped last, where it had the time to say so. */
  stopped: SerialisedExportError | null;
  /** Set when the file is finished and waits in the browser for someone to fetch it. */
  finished: FinishedFile | null;
  /** True: a queue keeps its books, and whoever lists unfinished exports passes it over. Absent: false. */
  queued?: boolean;
  /** Of a queue's export whose file went to a place of its own: that it is there. Absent: it is not. */
  delivered?: { byteLength: number };
  /** Set while a file is kept that did not pass its check. Absent or null: there is none. */
  withheld?: WithheldFile | null;
}

/** A file in the same place as a finished one, that was not handed over. */
export interface WithheldFile {
  file: FinishedFile;
  report: QualityReport;
}

/** A finished file in the origin's private file system, under the export's id. */
export interface FinishedFile {
  byteLength: number;
  name: string;
  mimeType: string;
}
