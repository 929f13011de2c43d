import type { ColourSpaceId } from '../colour/colour-space';
import type { PixelFormat } from '../colour/pixel-format';
import type { FfmpegCodecId } from '../formats/ffmpeg-codecs';

/** Codecs that browsers encode. */
export type WebVideoCodec = 'h264' | 'h265' | 'vp8' | 'vp9' | 'av1';

export type VideoCodec =
  | WebVideoCodec
  | 'prores'
  | 'dnxhd'
  | 'dnxhr'
  | 'xdcam-hd422'
  | 'avc-intra'
  | 'xavc'
  | 'imx'
  | 'ffv1'
  | 'png'
  | 'tiff'
  | 'exr'
  | 'dng'
  | 'gif'
  | 'apng'
  | 'webp';

/**
 * How lines become frames. `interlaced`: the top field comes first, frames arrive at field rate (twice the rate of coded
 * frames), and each two are woven into one: the even lines of the first, the odd lines of the second.
 */
export type Scan = 'progressive' | 'interlaced';

export type QualityPreset = 'high' | 'medium' | 'low';

/** A rate to be met. */
export interface BitrateControl {
  mode: 'bitrate';
  /** Average bits/s. */
  bitrate: number;
  /** `constant`: every second costs about the same. Default `variable`. */
  variability?: 'variable' | 'constant';
  /** Bits/s that no second may exceed by much. H.264 by ffmpeg alone, which is slow. */
  maxBitrate?: number;
  /**
   * 2: frames are looked at before they are encoded, a second or two at a time, so that the rate is met nearer and goes
   * where it is needed. H.264 by ffmpeg alone, which is slow. Default 1.
   */
  passes?: 1 | 2;
}

/** How many bits a picture may cost. */
export type RateControl =
  | { mode: 'quality'; quality: QualityPreset }
  | BitrateControl
  /** Constant quantizer: VP9 and AV1 0 … 63, lower is better. */
  | { mode: 'quantizer'; quantizer: number }
  /** As the codec's profile prescribes. */
  | { mode: 'profile' };

/** What the colours of a translucent pixel are: the paint's own, or multiplied by its alpha. */
export type AlphaMode = 'straight' | 'premultiplied';

export interface VideoEncoderSettings {
  codec: VideoCodec;
  /** One of the codec's profiles by id; null where it has none to choose from. */
  profile: string | null;
  width: number;
  height: number;
  /** Null: pictures are opaque. */
  alpha: AlphaMode | null;
  scan: Scan;
  /** At which frames come. */
  frameRate: { num: number; den: number };
  rateControl: RateControl;
  /** Frames from one key frame to the next at the most; a segment always starts with one. */
  keyFrameInterval: number;
  /** What comes is in the colour space captured for it. */
  colourSpace: ColourSpaceId;
  /** Of frames as they come. Default `bgra8`. */
  pixelFormat?: PixelFormat;
  /** Of the first frame, where frames themselves count hours, minutes, seconds and frames. */
  timecode?: string;
  /** Only an engine that always gives the same bytes for the same frames will do. */
  deterministic: boolean;
}

/** Frames come twice as fast as they are coded where two of them are the fields of one. */
export function codedRate({ frameRate: { num, den }, scan }: Pick<VideoEncoderSettings, 'frameRate' | 'scan'>): {
  num: number;
  den: number;
} {
  if (scan === 'progressive') return { num, den };
  return num % 2 === 0 ? { num: num / 2, den } : { num, den: den * 2 };
}

/** Whether a rate is asked for that browsers' encoders cannot promise. */
export function needsX264({ rateControl }: Pick<VideoEncoderSettings, 'rateControl'>): boolean {
  if (rateControl.mode !== 'bitrate') return false;
  return rateControl.maxBitrate !== undefined || rateControl.passes === 2;
}

export type WebVideoSettings = VideoEncoderSettings & { codec: WebVideoCodec };

/** A run of frames `[first, first + count)` of an export that one fresh encoder turns into packets. */
export interface SegmentSpan {
  index: number;
  /** Counted from the first exported frame. */
  first: number;
  count: number;
}

/**
 * The pixels of one frame in the settings' format, top row first, no padding, with alpha where the settings keep it. In
 * bytes, colours are multiplied by alpha, as canvases have them; a `straight` engine divides.
 */
export interface RawFrame {
  /** Counted from the first exported frame. */
  frame: number;
  pixels: ArrayBuffer;
  timestampUs: number;
  durationUs: number;
}

export interface EncodedPacket {
  key: boolean;
  /** Counted from the first exported frame. */
  frame: number;
  byteLength: number;
}

/** What a segment became: packets back to back in `data`, in decoding order. */
export interface EncodedSegment {
  span: SegmentSpan;
  packets: EncodedPacket[];
  data: Uint8Array<ArrayBuffer>;
  decoderConfig: VideoDecoderConfig;
}

/** Encodes one segment after another, each from a clean state. */
export interface SegmentEncoder {
  begin(span: SegmentSpan): void;
  /**
   * Takes the frame, its buffer included. Resolves when there is room for another, with a buffer as large for it.
   *
   * @throws ExportError `encoder`
   */
  encode(frame: RawFrame): Promise<ArrayBuffer>;
  /** Ends the segment begun last. Another may begin before this resolves. @throws ExportError `encoder` */
  end(): Promise<EncodedSegment>;
  /** Frees encoders and frames. Idempotent, never rejects. */
  dispose(): void;
}

/**
 * How an engine takes pixels: the browser converts tagged BGRX, or we convert to Y′CbCr ourselves, of 8 bits and 4:2:0, or
 * of 10 bits.
 */
export type PixelRoute = 'bgrx' | 'i420' | 'planar10';

/** A browser's encoder that a trial proved to work for some settings. */
export interface WebCodecsEngine {
  engine: 'webcodecs';
  /** The codec string of WebCodecs, e.g. `avc1.640028`. */
  codecString: string;
  pixelRoute: PixelRoute;
  config: VideoEncoderConfig;
  /** Set when frames are encoded at a constant quantizer. */
  quantizer?: number;
}

/** Our own ProRes encoder. */
export interface ProResEngine {
  engine: 'prores';
  /** The four-character code of the profile. */
  codecString: string;
}

/** ffmpeg, as WebAssembly. */
export interface FfmpegEngine {
  engine: 'ffmpeg';
  /** Our name of the codec and its profile. */
  codecString: FfmpegCodecId;
  /** By which of our conversions to Y′CbCr frames were made: segments of different ones differ. Absent: by ffmpeg's own. */
  conversion?: number;
}

/** Pictures that we write ourselves. */
export interface PictureEngine {
  engine: 'pictures';
  codecString: 'dng';
}

/** What encodes an export's picture. Structured-cloneable. */
export type ChosenEngine = WebCodecsEngine | ProResEngine | FfmpegEngine | PictureEngine;

/** Tells engines apart when one has failed and another is wanted. */
export function engineKey(chosen: ChosenEngine): string {
  const { engine, codecString } = chosen;
  if (engine !== 'webcodecs') return `${engine} ${codecString}`;
  return [engine, codecString, chosen.config.hardwareAcceleration ?? 'any', chosen.pixelRoute].join(' ');
}
