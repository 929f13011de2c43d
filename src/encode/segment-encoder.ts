import type { ColourSpaceId } from '../colour/colour-space';

export type VideoCodec = 'h264' | 'vp8' | 'vp9' | 'av1';
export type QualityPreset = 'high' | 'medium' | 'low';

/** How many bits a picture may cost. */
export type RateControl =
  | { mode: 'quality'; quality: QualityPreset }
  /** Average bits/s. */
  | { mode: 'bitrate'; bitrate: number }
  /** Constant quantizer: VP9 and AV1 0 … 63, lower is better. */
  | { mode: 'quantizer'; quantizer: number };

export interface VideoEncoderSettings {
  codec: VideoCodec;
  width: number;
  height: number;
  frameRate: { num: number; den: number };
  rateControl: RateControl;
  /** Frames from one key frame to the next at the most; a segment always starts with one. */
  keyFrameInterval: number;
  colourSpace: ColourSpaceId;
  /** Only an engine that always gives the same bytes for the same frames will do. */
  deterministic: boolean;
}

/** A run of frames `[first, first + count)` of an export that one fresh encoder turns into packets. */
export interface SegmentSpan {
  index: number;
  /** Counted from the first exported frame. */
  first: number;
  count: number;
}

/** The pixels of one frame, top row first, no padding: blue, green, red, unused. */
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
  /** Takes the frame; resolves when there is room for another. @throws ExportError `encoder` */
  encode(frame: RawFrame): Promise<void>;
  /** Ends the segment begun last. Another may begin before this resolves. @throws ExportError `encoder` */
  end(): Promise<EncodedSegment>;
  /** Frees encoders and frames. Idempotent, never rejects. */
  dispose(): void;
}

/** How an engine takes pixels: the browser converts tagged BGRX, or we convert to I420 ourselves. */
export type PixelRoute = 'bgrx' | 'i420';

/** One engine that a trial proved to work for some settings. Structured-cloneable. */
export interface ChosenEngine {
  engine: 'webcodecs';
  /** The codec string of WebCodecs, e.g. `avc1.640028`. */
  codecString: string;
  pixelRoute: PixelRoute;
  config: VideoEncoderConfig;
  /** Set when frames are encoded at a constant quantizer. */
  quantizer?: number;
}

/** Tells engines apart when one has failed and another is wanted. */
export function engineKey({ engine, codecString, config, pixelRoute }: ChosenEngine): string {
  return [engine, codecString, config.hardwareAcceleration ?? 'any', pixelRoute].join(' ');
}
