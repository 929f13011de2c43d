import type { ChosenEngine } from '../encode/segment-encoder';
import type { ExportSettings } from '../formats/format';

/** What must be known of an export to go on with it in another session of the page. Structured-cloneable. */
export interface ExportRecord {
  id: string;
  compositionId: string;
  compositionName: string;
  settings: ExportSettings;
  engine: ChosenEngine;
  /** Frames of a segment; boundaries follow from it and the frame index alone. */
  segmentFrames: number;
  /** Milliseconds since the epoch; also the creation time written into the file. */
  createdAt: number;
  /** JPEG bytes of the cover picture, once it was taken. */
  cover: Uint8Array<ArrayBuffer> | null;
}
