import type { DomRenderer } from '../capture/frame-capture';
import type { Composition } from '../composition/composition';
import type { FileSink } from '../delivery/file-sink';
import type { ChosenEngine, VideoEncoderSettings } from '../encode/segment-encoder';
import type { ExportSettings } from '../formats/format';
import type { ExportStore } from '../storage/export-store';
import type { ExportWorkers } from '../workers/export-workers';
import { keyFrameIntervalInFrames } from './segment-plan';

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
   * Given every captured frame before it is encoded: blue, green, red, unused, top row first. The bytes are the
   * listener's only until its promise resolves, which the export waits for; `frame` counts from the first exported one.
   */
  onCapturedFrame?: (frame: number, pixels: Uint8Array<ArrayBuffer>) => Promise<void> | void;
}

/** One export as the orchestrator takes it: what, how, and with which tools. */
export interface ExportJob {
  id: string;
  composition: Composition;
  settings: ExportSettings;
  options: ExportOptions;
  workers: ExportWorkers;
  store: ExportStore;
  /** Finds the video engine. @throws ExportError `unsupported` */
  chooseEngine: (settings: VideoEncoderSettings) => Promise<ChosenEngine>;
  signal: AbortSignal;
}

const defaultKeyFrameSeconds = 2;

/** The part of the settings that the video encoder needs. */
export function videoEncoderSettings({ width, height, frameRate, video }: ExportSettings): VideoEncoderSettings {
  return {
    codec: video.codec,
    width,
    height,
    frameRate,
    rateControl: video.rateControl,
    keyFrameInterval: keyFrameIntervalInFrames(video.keyFrameInterval ?? defaultKeyFrameSeconds, frameRate),
    colourSpace: video.colourSpace ?? 'bt709',
  };
}
