import type { DomRenderer } from '../capture/frame-capture';
import type { Composition } from '../composition/composition';
import type { FileSink } from '../delivery/file-sink';
import { codecs } from '../formats/codecs';
import type { VideoCodec, VideoEncoderSettings } from '../encode/segment-encoder';
import type { ExportSettings } from '../formats/format';
import { defaultTimecode } from '../formats/timecode';
import type { ExportStore } from '../storage/export-store';
import type { ExportWorkers } from '../workers/export-workers';
import type { KeptFrames } from './kept-frames';
import { keyFrameIntervalInFrames } from './segment-plan';
import type { StoredExport } from './stored-export';

/** Where the file goes. */
export type Destination =
  /** Kept by the browser until it is handed over as `ExportResult.file`. The default. */
  | { kind: 'browser' }
  /** A file the user has picked. */
  | { kind: 'handle'; handle: FileSystemFileHandle }
  /** A folder the user has picked, for pictures as files. */
  | { kind: 'folder'; handle: FileSystemDirectoryHandle }
  /** Anywhere else. After a pause or a fault it is aborted, and written to from the beginning. */
  | { kind: 'sink'; sink: FileSink };

export interface ExportOptions {
  destination?: Destination;
  signal?: AbortSignal;
  /** Milliseconds a frame may take to render. Default 30 000. */
  frameTimeoutMs?: number;
  domRenderer?: DomRenderer;
  /**
   * Given every captured frame before it is encoded: blue, green, red, unused, top row first; with a `captureDepth` of 16
   * half floats, red, green, blue and alpha. Colours are those of the capture, Display P3 for BT.2020. The bytes are the
   * listener's only until its promise resolves, which the export waits for; `frame` counts from the first exported one.
   * A frame whose segment is drawn again comes again; one that an earlier session has stored does not.
   */
  onCapturedFrame?: (frame: number, pixels: Uint8Array<ArrayBuffer>) => Promise<void> | void;
  /**
   * Removes each segment from the browser's storage as soon as it is in the file: for a disk too small to hold both. What
   * was done is then lost with a pause or a fault. Default false.
   */
  releaseSegments?: boolean;
  /**
   * Whether every captured frame is kept, lossless, until the export is released: `framesFrom` of another export, and a
   * segment that has to be encoded again, then need no drawing. A frame takes from some kB (flat graphics) to a few MB at
   * 1080p; they are the first to go when space runs out. `auto`, the default, keeps them while the export is under way
   * where drawing is slow.
   */
  keepFrames?: 'always' | 'never' | 'auto';
  /**
   * Whether each finished file is looked at: decoded again and compared with what was captured for it, its container, its
   * sound. `warn_user`, the default: what is wrong with it is told as a warning, `quality`. `fail_export`: a file that fails
   * is withheld, and the export fails as `validation`; until it passed, it is kept by the browser, whatever its destination.
   * `off`: nothing is looked at, and `ExportResult.quality` is null. What goes to a sink can be looked at only while the
   * browser keeps it: by default it does not, and the file is unchecked.
   */
  check?: QualityCheck;
  /**
   * How much of its picture is decoded for the check: `some`, the default, the first frame, the last, and as many
   * samples and stretches, spread over the film, as 3 % of the export's time allow (bits of all packets are compared
   * whatever is decoded; SHA-256 is left out of files that are too large for that time and for memory); `all`, every frame.
   */
  checkFrames?: 'some' | 'all';
  /**
   * Something else keeps its books, as a queue does: it is not among the `unfinished` of the page, and what is left of it
   * when it is finished stays, a closed exporter or not, until it is discarded or released. Default false.
   */
  queued?: boolean;
}

export const qualityChecks = ['off', 'warn_user', 'fail_export'] as const;

export type QualityCheck = (typeof qualityChecks)[number];

/** Where nothing is said about it. */
export const defaultCheck: QualityCheck = 'warn_user';

/** Another file that is made of the same frames, as they are drawn. */
export interface AlsoExport {
  /**
   * At the same frame rate, of frames that the first file has too. Another size has the same aspect ratio: its frames are
   * scaled.
   */
  settings: ExportSettings;
  destination?: Destination;
}

/** One attempt at a file of an export as the orchestrator takes it: what, how, and with which tools. */
export interface ExportJob {
  id: string;
  composition: Composition;
  settings: ExportSettings;
  options: ExportOptions;
  workers: ExportWorkers;
  store: ExportStore;
  stored: StoredExport;
  /** Frames that another export has kept. */
  framesFrom: KeptFrames | null;
  /** Engines that failed in earlier attempts, by `engineKey`. */
  failedEngines: readonly string[];
  /** Called when it is the encoder of this file that failed. */
  encoderFailed: () => void;
  signal: AbortSignal;
}

const defaultKeyFrameSeconds = 2;

/** MPEG-2 has the timecode in its groups of pictures as well as in the file. */
const timecodedStreams: readonly VideoCodec[] = ['xdcam-hd422', 'imx'];

/** The part of the settings that the video encoder needs. */
export function videoEncoderSettings(settings: ExportSettings): VideoEncoderSettings {
  const { width, height, frameRate, video, deterministic, metadata } = settings;
  return {
    codec: video.codec,
    profile: video.profile ?? codecs[video.codec].profiles[0]?.id ?? null,
    alpha: video.alpha ?? null,
    scan: video.scan ?? 'progressive',
    width,
    height,
    frameRate,
    rateControl: video.rateControl,
    keyFrameInterval: keyFrameIntervalInFrames(video.keyFrameInterval ?? defaultKeyFrameSeconds, frameRate),
    colourSpace: video.colourSpace ?? 'bt709',
    pixelFormat: video.captureDepth === 16 ? 'rgba-f16' : 'bgra8',
    ...(timecodedStreams.includes(video.codec) ? { timecode: metadata?.timecode ?? defaultTimecode } : {}),
    deterministic: deterministic ?? false,
  };
}
