import type { AudioEncoderSettings } from '../audio/audio-source';
import type { ChosenEngine, RawFrame, SegmentSpan, VideoEncoderSettings } from '../encode/segment-encoder';
import type { EngineConditions } from '../encode/engines';
import type { LaneSource } from '../encode/lane-source';
import type { FileSink } from '../delivery/file-sink';
import type { FilmCaptions } from '../formats/captions/film-captions';
import type { FilmChapter } from '../formats/chapters';
import type { AnimationOptions, ContainerPlan, FileMetadata, SequencePlan } from '../formats/format';
import type { ExportSettings } from '../formats/format';
import type { LoudnessTarget } from '../formats/loudness-targets';
import type { FileFacts } from '../quality/checks/file-facts';
import type { ExportComparison } from '../quality/compare-exports';
import type { DigestRequest, FileDigests, ReadDigests } from '../quality/file-digests';
import type { Gate } from '../quality/gates';
import type { CapturedPicture, GoldenComparison, GoldenFrameFiles, GoldenFrameKey } from '../quality/golden-frames';
import type { FileToCheck } from '../quality/file-to-check';
import type { PicturedFilm, ReferencePictures } from '../quality/reference-pictures';
import type { QualityReport } from '../quality/report';
import type { SegmentReferencePlan } from '../quality/sample-plan';
import type { StoredPart } from '../storage/export-database';
import type { DrawnFilm } from './drawn-reference';
import type { SamplePicture } from './sample-pictures';

/** What the page asks of the worker that encodes the picture and stores its segments. */
export interface EncodeWorkerApi {
  /** @throws ExportError `unsupported` */
  chooseEngine(settings: VideoEncoderSettings, conditions: EngineConditions): Promise<ChosenEngine>;
  /** What an engine chosen earlier makes here and now; null when it no longer works. */
  tryEngine(engine: ChosenEngine, settings: VideoEncoderSettings): Promise<VideoDecoderConfig | null>;
  /** Reads all that is stored of an export and removes what is damaged. @returns what was removed. @throws ExportError `storage` */
  removeDamaged(exportId: string): Promise<StoredPart[]>;
  /**
   * Encodes and stores the frames that come through `port`, a raw one since a call a frame would cost more than encoding
   * a small picture. Resolves when all segments are in the store. @throws ExportError `encoder`, `storage`
   */
  encode(
    exportId: string,
    engine: ChosenEngine,
    settings: VideoEncoderSettings,
    port: MessagePort,
    /** Of an engine that has lanes. Apart from the rest, since Comlink finds proxies among the arguments alone. */
    lanes?: LaneSource,
  ): Promise<void>;
}

/** What the page asks of a worker that is a lane. */
export interface LaneWorkerApi {
  /** Serves the engine's own protocol over the port, until the worker ends. */
  connect(port: MessagePort): Promise<void>;
}

/**
 * Down the port, in order: for every segment `begin`, its frames or word of where they are kept, and `end`; after the last
 * one `finish`.
 */
export type FrameMessage =
  /**
   * `keep`: its frames are kept as well. `reference`: what of them the file will be compared with; null: it will not be.
   */
  | { kind: 'begin'; span: SegmentSpan; keep: boolean; reference: SegmentReferencePlan | null }
  | { kind: 'frame'; frame: RawFrame }
  | { kind: 'stored-frames'; span: SegmentSpan; source: FrameSource }
  | { kind: 'end' }
  | { kind: 'finish' };

/** Frames kept of an export, this one or another. */
export interface FrameSource {
  exportId: string;
  /** Frames of its segments. */
  segmentFrames: number;
  /** What this export's first frame is there. */
  offset: number;
}

/** Up the port. */
export type FrameReply =
  /** A frame's buffer, to be used again: there is room for another. */
  | { kind: 'room'; pixels: ArrayBuffer }
  /** A frame came from where it was kept. */
  | { kind: 'encoded' }
  /** A segment is in the store. */
  | { kind: 'stored'; index: number }
  /** Frames are no longer kept. */
  | { kind: 'frames-dropped'; reason: string }
  /** What the file was to be compared with could not be stored. */
  | { kind: 'reference-dropped'; reason: string };

export type StereoChunk = [left: Float32Array<ArrayBuffer>, right: Float32Array<ArrayBuffer>];

/** What the page asks of the worker that encodes the sound and stores both the mix and what became of it. */
export interface AudioWorkerApi {
  /**
   * `read` gives the run of the mix that begins `at` samples after its first one, null at its end. Where it is to have a
   * loudness, it is read several times. Resolves when all of it is in the store, with excerpts of what was encoded.
   *
   * @param sound with its length in samples
   */
  encode(
    exportId: string,
    settings: AudioEncoderSettings,
    sound: { loudness: LoudnessTarget | null; length: number },
    read: (at: number) => Promise<StereoChunk | null>,
  ): Promise<void>;
}

/** A file to be made from what the store holds. Structured-cloneable. */
export interface MuxRequest {
  exportId: string;
  container: ContainerPlan;
  video: VideoEncoderSettings;
  frameCount: number;
  segmentCount: number;
  hasAudio: boolean;
  metadata: FileMetadata;
  /** Those that go into the file. */
  chapters: readonly FilmChapter[];
  captions: readonly FilmCaptions[];
  animation: AnimationOptions | undefined;
  sequence: SequencePlan;
  /** Segments are removed from the store as soon as the file has them: for want of space, and of the way back. */
  releaseSegments: boolean;
}

/** When the parts of a file are there to be taken. Called from the worker. */
export interface MuxSource {
  /** Resolves when the segment is in the store. */
  segment(index: number): Promise<void>;
  /** Resolves when the sound is in the store. */
  sound(): Promise<void>;
  /** JPEG bytes, as soon as the frame they show was captured; null: no cover. */
  cover(): Promise<Uint8Array<ArrayBuffer> | null>;
}

/** Where the worker writes. Handles and names are opened there; a host's own sink is called back on the page. */
export type MuxTarget =
  | { kind: 'opfs'; name: string }
  | { kind: 'handle'; handle: FileSystemFileHandle }
  | { kind: 'folder'; handle: FileSystemDirectoryHandle }
  | { kind: 'sink' };

/** What the page asks of the worker that puts the file together. */
export interface MuxWorkerApi {
  /**
   * Takes the parts as they come to be, so that little is left to do after the last one. Resolves with the length in
   * bytes when the file is closed; on failure nothing is left of it.
   */
  mux(
    request: MuxRequest,
    target: MuxTarget,
    source: MuxSource,
    /** Of a `sink` target. Apart from it, since Comlink finds proxies among the arguments alone. */
    sink?: FileSink,
    /** Of a file that ffmpeg puts together. */
    lanes?: LaneSource,
  ): Promise<number>;
  /** Of a finished file, read once more. @throws Error where it cannot be read */
  digest(file: Blob, request: DigestRequest): Promise<FileDigests>;
}

/** A finished file to be looked at. Structured-cloneable. */
export interface QualityRequest extends Pick<FileToCheck, 'pictures'> {
  /** Under which the frames captured for it are stored. */
  exportId: string;
  segmentCount: number;
  settings: ExportSettings;
  name: string;
  mimeType: string;
  /** See `FileToCheck`. */
  budgetMs: number | null;
}

/** Any media file to be looked at. Structured-cloneable. */
export interface FileCheckRequest {
  name: string;
  mimeType: string;
  /** What it is held to; null: to nothing but itself. */
  settings: ExportSettings | null;
  gates?: readonly Gate[];
  platforms: readonly string[];
  /** What pictures must fit; null: the file has no picture. */
  film: PicturedFilm | null;
  reference:
    /** As a sentence: why there is none. */
    | { kind: 'none'; reason: string }
    | { kind: 'pictures'; pictures: ReferencePictures }
    /** What was drawn under this id. */
    | { kind: 'drawn'; id: string };
}

/** What the page asks of the worker that checks finished files. */
export interface QualityWorkerApi {
  /** Whatever is wrong with the file is in the report. */
  check(
    request: QualityRequest,
    file: Blob,
    /** Of ffmpeg, which decodes what no browser does; absent: none can be had. */
    lanes?: LaneSource,
    /** A proxy, where another worker reads the file meanwhile. */
    readDigests?: ReadDigests,
  ): Promise<QualityReport>;
  /**
   * Frames of a file, by their number in it, beside what was stored of them as they were captured.
   *
   * @throws ExportError unsupported/film-undecodable, validation/film-unreadable
   */
  samplePictures(
    request: Pick<QualityRequest, 'exportId' | 'segmentCount' | 'settings'>,
    frames: readonly number[],
    file: Blob,
    lanes?: LaneSource,
  ): Promise<SamplePicture[]>;
  /** What a file says of itself, broken ones too. */
  facts(file: Blob): Promise<FileFacts>;
  /** Frames are going to be drawn that a file will be held against: what is taken of them is kept until it is dropped. */
  openReference(id: string, film: DrawnFilm): void;
  /** The pixels of its next frame. @returns the buffer, to be used again */
  takeReference(id: string, frame: number, pixels: ArrayBuffer): Promise<ArrayBuffer>;
  dropReference(id: string): void;
  /**
   * Whatever is wrong with the file is in the report. @throws ExportError invalid-input for pictures that do not fit or
   * cannot be read; RangeError for a platform that there is not
   */
  checkFile(request: FileCheckRequest, file: Blob, lanes?: LaneSource): Promise<QualityReport>;
  /** @throws ExportError invalid-input/sizes-differ, unsupported/film-undecodable, validation/film-unreadable, file-damaged */
  compareFiles(
    first: Blob,
    second: Blob,
    gates: readonly Gate[] | undefined,
    lanes?: LaneSource,
  ): Promise<ExportComparison>;
  /** @throws ExportError as `GoldenFrames` does */
  writeGolden(
    how: 'register' | 'update',
    key: GoldenFrameName,
    picture: CapturedPicture,
    /** A proxy; absent: the browser's own store. */
    files?: GoldenFrameFiles,
  ): Promise<void>;
  compareGolden(
    key: GoldenFrameName,
    picture: CapturedPicture,
    gates: readonly Gate[] | undefined,
    files?: GoldenFrameFiles,
  ): Promise<GoldenComparison>;
}

/** A golden frame, of whatever size its picture has. */
export type GoldenFrameName = Pick<GoldenFrameKey, 'compositionId' | 'frame'>;
