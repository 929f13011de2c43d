import type { AnimationOptions } from '../../formats/format';
import type { FrameRate } from '../../composition/frame-rate';
import type { FrameMemory } from './frame-batch';
import type { FfmpegEncoderSettings } from './ffmpeg-settings';

/** Where the host serves the single-thread build of `@ffmpeg/core`. */
export interface FfmpegCoreUrls {
  /** `ffmpeg-core.js`, as an ES module. */
  coreUrl: string;
  /** `ffmpeg-core.wasm`. */
  wasmUrl: string;
}

/** Frames to be encoded in one go. */
export interface FfmpegBatch {
  settings: FfmpegEncoderSettings;
  /** Of the first one, counted in coded frames from the beginning of the export. */
  firstFrame: number;
  /** In the settings' pixel format, straight alpha. Woven already where they are interlaced. */
  frames: readonly FrameMemory[];
  /** Shared memory that counts the frames that are there already; null: all are. */
  filled: SharedArrayBuffer | null;
}

/** What became of a batch: packets back to back, in decoding order. */
export interface FfmpegPackets {
  packets: { /** Which frame of the batch it shows. */ frame: number; byteLength: number; key: boolean }[];
  data: Uint8Array<ArrayBuffer>;
  /** What a decoder must know beforehand, where the codec keeps that apart from the packets. */
  extradata: Uint8Array<ArrayBuffer> | null;
}

/** Packets, and the memory of the frames they were made of, moved back; none of shared memory. */
export interface FfmpegEncoded {
  packets: FfmpegPackets;
  frames: ArrayBuffer[];
}

/** What ffmpeg is to make of files in the origin's private file system. */
export interface FfmpegFileJob {
  /** The folder of them, in {@link scratchFolder}. */
  folder: string;
  /** The file to be read: a QuickTime file in two parts, its index and its packets. */
  index: Uint8Array<ArrayBuffer>;
  picture: string;
  /** Raw interleaved PCM, little-endian. */
  sound: { file: string; format: 's16' | 's24' | 'f32'; sampleRate: number; channels: number } | null;
  output: string;
  plan: FfmpegFilePlan;
  frameRate: FrameRate;
  frameCount: number;
}

export type FfmpegContainer = 'mov' | 'mp4' | 'mxf' | 'mxf-d10' | 'matroska' | 'gif' | 'apng' | 'webp';

/** How a file is written. Structured-cloneable. */
export interface FfmpegFilePlan {
  container: FfmpegContainer;
  settings: FfmpegEncoderSettings;
  /** MXF: this many mono tracks, left and right first, silence after them. Absent: one track with all channels. */
  monoTracks?: number;
  /** PCM of the file; FLAC in Matroska. Default: 24 bits. */
  soundBits?: 16 | 24;
  /** Of the first frame: `01:00:00:00`, with `;` before the frames for drop frame. */
  timecode?: string;
  reelName?: string;
  /** MXF: what is told of the file's maker and content. */
  companyName?: string;
  productName?: string;
  productVersion?: string;
  materialName?: string;
  title?: string;
  author?: string;
  description?: string;
  /** ISO 8601. Absent: the file has none. */
  creationDate?: string;
  /** MXF: the material's UMID, 32 bytes as hexadecimal. Default: from the content. */
  umid?: string;
  animation?: AnimationOptions;
  /** In ffmpeg's own format of metadata. Absent: there are none. */
  chapters?: string;
  captions?: readonly FfmpegCaptions[];
}

/** A track of captions. */
export interface FfmpegCaptions {
  subRip: string;
  /** ISO 639-2/T. */
  language: string;
  label: string | null;
  isDefault: boolean;
}

/** Pictures to be decoded. The files are read where they lie, never as a whole. */
export type FfmpegDecodeJob =
  | {
      kind: 'film';
      file: Blob;
      demuxer: 'mov' | 'matroska' | 'mxf';
      /** In seconds of the file: the first picture is the first one shown from then on. */
      from: number;
      /** How many pictures, at most. */
      count: number;
    }
  | { kind: 'pictures'; files: readonly Blob[]; codec: 'tiff' | 'exr' };

/** A decoded picture in its own pixel format: planes one after the other, without padding. */
export interface FfmpegPicture {
  /** Seconds; of a picture that is a file, its number. */
  time: number;
  width: number;
  height: number;
  /** As ffmpeg calls it: `yuv422p10le`, `bgra`, … */
  pixelFormat: string;
  /** As the frame's tags say, in ffmpeg's words: `bt709`, `unknown`, … */
  matrix: string;
  fullRange: boolean;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Tells of progress while a call is under way: a number that grows. */
export type FfmpegProgress = MessagePort;

/** One worker with one core. One call at a time. */
export interface FfmpegLane {
  /**
   * Loads the core, once; again where it has crashed since.
   *
   * @param module the core's code as another lane compiled it; null: compile it.
   * @returns the code, for other lanes
   * @throws ExportError `unsupported`
   */
  load(core: FfmpegCoreUrls, module: WebAssembly.Module | null): Promise<WebAssembly.Module>;
  /** @throws ExportError `encoder` with the end of ffmpeg's log */
  encode(batch: FfmpegBatch, progress: FfmpegProgress): Promise<FfmpegEncoded>;
  /** Reads and writes files in the origin's private file system. @returns bytes written. @throws ExportError `muxer` */
  writeFile(job: FfmpegFileJob, progress: FfmpegProgress): Promise<number>;
  /** Fewer pictures than asked for: the film ends before. @throws ExportError `encoder`, also for a damaged picture */
  decode(job: FfmpegDecodeJob, progress: FfmpegProgress): Promise<FfmpegPicture[]>;
}

/** Whoever can have a file put together. */
export interface FfmpegFileWriter {
  /** @returns bytes written. @throws ExportError `muxer`, `storage-quota` */
  writeFile(job: FfmpegFileJob): Promise<number>;
}

/** Whoever can have pictures decoded. */
export interface FfmpegDecoder {
  /** As {@link FfmpegLane.decode}. */
  decode(job: FfmpegDecodeJob): Promise<FfmpegPicture[]>;
}

/** Folder of the origin's private file system for files that last as long as a file is being put together. */
export const scratchFolder = 'stepframe-ffmpeg';
