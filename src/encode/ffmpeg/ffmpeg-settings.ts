import type { ColourSpaceId } from '../../colour/colour-space';
import type { PixelFormat } from '../../colour/pixel-format';
import type { FrameRate } from '../../composition/frame-rate';
import type { BitrateControl, Scan } from '../segment-encoder';
import type { FfmpegCodecId } from '../../formats/ffmpeg-codecs';

/** What becomes of transparency. Frames always come with straight alpha. */
export type AlphaMode = 'none' | 'straight' | 'premultiplied';

/** What one export asks of the ffmpeg engine. Structured-cloneable. */
export interface FfmpegEncoderSettings {
  codec: FfmpegCodecId;
  /** Pixels of the frames as they come. */
  width: number;
  height: number;
  /** Of coded frames: where they are interlaced, half the rate at which frames come. */
  frameRate: FrameRate;
  scan: Scan;
  /** What frames come in, but for BT.601; formats in RGB keep their values and are tagged. */
  colourSpace: ColourSpaceId;
  /** Default `bgra8`; half floats where the codec has more than 8 bits. */
  pixelFormat?: PixelFormat;
  alpha: AlphaMode;
  /** H.264 alone. */
  h264?: {
    /** 0 … 51, lower is better, or bits/s. */
    rate: { mode: 'crf'; crf: number } | BitrateControl;
    /** Frames from one key frame to the next at the most. */
    keyFrameInterval: number;
    speed: 'ultrafast' | 'veryfast' | 'fast' | 'medium';
  };
  /** Codecs whose stream counts hours, minutes, seconds and frames: of the first frame, `01:00:00:00`, `;` for drop frame. */
  timecode?: string;
}

/** A setting that cannot be, and what can be instead. */
export interface FfmpegIssue {
  /** The member of the settings, e.g. `frameRate`. */
  path: string;
  message: string;
  remedy: string;
}

/** Frames that make one coded frame. */
export function fieldsPerFrame(scan: Scan): 1 | 2 {
  return scan === 'interlaced' ? 2 : 1;
}
