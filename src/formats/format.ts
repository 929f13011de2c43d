import type { AudioCodec } from '../audio/audio-source';
import type { ColourSpaceId } from '../colour/colour-space';
import type { FrameRate } from '../composition/frame-rate';
import type { FormatOption } from './option';
import type { AlphaMode, RateControl, Scan, VideoCodec } from '../encode/segment-encoder';
import type { LoudnessSettings } from './loudness-targets';

export type FormatId =
  | 'mp4'
  | 'mp4-fragmented'
  | 'mov'
  | 'webm'
  | 'mkv'
  | 'mkv-archive'
  | 'mxf'
  | 'gif'
  | 'apng'
  | 'webp'
  | 'png'
  | 'png-sequence'
  | 'tiff-sequence'
  | 'exr-sequence'
  | 'dng-sequence';

/** What a file can be asked to say about itself. */
export interface FileMetadata {
  title?: string;
  author?: string;
  description?: string;
  /** Of the first frame, `hh:mm:ss:ff`, with `;` before the frames for drop frame; kept where the format can. */
  timecode?: string;
  /** The name of the reel or tape, kept where the format can. */
  reel?: string;
  /** Who made the file; MXF. Default: Stepframe. */
  company?: string;
  /** What made the file; MXF. Default: Stepframe. */
  product?: string;
  /** Of `product`; MXF. */
  productVersion?: string;
  /** What the material is called in an archive; MXF. Default: the title. */
  materialPackageName?: string;
  /**
   * The number by which an archive knows the material, as 64 hexadecimal digits: a basic UMID (SMPTE ST 330); MXF.
   * Default: one made from the pictures, so that the same content has the same number.
   */
  umid?: string;
  /** ISO 8601. Absent: the file has none, so that the same project and settings give the same bytes on any day. */
  date?: string;
}

export type MetadataField = keyof FileMetadata;

/** Where a part of the film begins that has a name. */
export interface Chapter {
  /**
   * Frame of the composition at the export's rate, as `range` counts them: a chapter begins on a frame, whatever fraction of
   * a second that is. It lasts until the next one begins.
   */
  start: number;
  title: string;
}

/** Captions in one language. Plain data. */
export interface CaptionTrack {
  /** BCP 47, such as `en` or `pt-BR`. Files keep the language alone. */
  language: string;
  /** What a player calls them. */
  label?: string;
  /** A WebVTT or SubRip file, with times from the beginning of the composition. */
  text: string;
  /** In the film where its format can, or as a file beside it, which is what becomes of them where it cannot. */
  mode: 'embedded' | 'sidecar';
  /** Of a file beside the film. Default `vtt`. */
  sidecarType?: 'vtt' | 'srt';
  /** Shown unless the viewer decides otherwise; one track at the most. Default false. */
  default?: boolean;
}

/** Everything one export needs to know. Plain data: stored with the export and sent to workers. */
export interface ExportSettings {
  format: FormatId;
  width: number;
  height: number;
  frameRate: FrameRate;
  /** Frames at `frameRate`, end exclusive. */
  range: { first: number; end: number };
  video: {
    codec: VideoCodec;
    /** By id, of those the codec has. Default: its first. */
    profile?: string;
    rateControl: RateControl;
    /** Keeps transparency, where codec and profile can. Default: pictures lie over black. */
    alpha?: AlphaMode;
    /** Default `progressive`. Interlaced: `frameRate` is the field rate, twice what the file says. */
    scan?: Scan;
    /** Seconds. Default 2. Without meaning for codecs whose every frame is a key frame. */
    keyFrameInterval?: number;
    /**
     * What colours are converted to and the file says of them; wider ones are clipped. Default `bt709`: what canvases
     * without a colour space of their own show. In codecs of RGB, `bt709` stands for sRGB.
     */
    colourSpace?: ColourSpaceId;
    /**
     * Bits of a component that frames are read with. 16: as half floats, for canvases of the `colorType` `float16` and
     * codecs with more than 8 bits, which otherwise get what 8 bits hold. Default 8.
     */
    captureDepth?: 8 | 16;
  };
  /** Null: no sound, whatever the composition has. */
  audio: {
    codec: AudioCodec;
    /** bits/s */
    bitrate?: number;
    /** Hz */
    sampleRate?: number;
    /** Default: as loud as the composition is. What a composition sees of its sound stays as it was. */
    loudness?: LoudnessSettings;
  } | null;
  /** Of GIF, APNG and animated WebP. */
  animation?: AnimationOptions;
  /** Of pictures as files. */
  sequence?: SequenceOptions;
  metadata?: FileMetadata;
  /** In the order of their starts; those outside `range` are left out, and the file counts from its first frame. */
  chapters?: readonly Chapter[];
  /** Cut to `range` like the picture. */
  captions?: readonly CaptionTrack[];
  /** Frame kept as the file's cover picture where the format has one, counted from the first exported. Default: none. */
  posterFrame?: number | null;
  /**
   * Demands an encoder that gives the same bytes for the same frames, however often and wherever it runs. Fails as
   * `unsupported` where there is none. Default false.
   */
  deterministic?: boolean;
}

/** How an animation is made. */
export interface AnimationOptions {
  /** Times it is played; 0: for ever. Default 0. */
  loops?: number;
  /** GIF. `global`: one for all frames. `per-frame`: for each its own. Default `global`. */
  palette?: 'global' | 'per-frame';
  /** GIF. 2 … 256, transparency included. Default 256. */
  colours?: number;
  /** GIF. Default `sierra`. */
  dithering?: 'none' | 'bayer' | 'floyd-steinberg' | 'sierra';
  /** WebP: 0 … 100; `lossless`. Default 80. */
  quality?: number | 'lossless';
  /** Of the size that was exported: below 1 to make the file smaller. Default 1. */
  scale?: number;
  /** Bytes the file may have: colours, then size are reduced until it fits. GIF and WebP. */
  sizeLimit?: number;
}

/** How pictures of a sequence are numbered. */
export interface SequenceOptions {
  /** Of the first exported frame. Default 0. */
  firstNumber?: number;
  /** Digits at the least. Default 4. */
  digits?: number;
}

/** What pictures of a sequence are called: `name.0000.extension`. Structured-cloneable. */
export interface SequencePlan {
  name: string;
  extension: string;
  firstNumber: number;
  digits: number;
}

/** A container and what may go into it. One file per format, one line in the registry. */
export interface Format {
  readonly id: FormatId;
  readonly label: string;
  /** Without the dot. */
  readonly extension: string;
  readonly mimeType: string;
  readonly videoCodecs: readonly VideoCodec[];
  readonly audioCodecs: readonly AudioCodec[];
  /** What a file can say about itself. */
  readonly metadata: readonly MetadataField[];
  /** Whether it has a place for chapters. */
  readonly chapters: boolean;
  /** Where captions go at best. */
  readonly captions: CaptionTrack['mode'];
  /** What can be chosen of it beyond codecs, in the order a form shows it. */
  readonly options: readonly FormatOption[];
  /** How the container is written. */
  readonly container: ContainerPlan;
}

/** The muxer's part of a plan. */
export interface ContainerPlan {
  kind: 'isobmff' | 'quicktime' | 'webm' | 'matroska' | 'mxf' | 'gif' | 'apng' | 'webp' | 'picture' | 'sequence';
  /** `fast-start`: index before the data. `fragmented`: playable while written. `none` where it does not apply. */
  layout: 'fast-start' | 'fragmented' | 'none';
  /** Whether the container can carry a cover picture. */
  cover: boolean;
}
