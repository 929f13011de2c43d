import { pixelBytes } from '../../colour/pixel-format';
import { ffmpegCodec, openGopFrames } from '../../formats/ffmpeg-codecs';
import { fieldsPerFrame, type FfmpegEncoderSettings } from './ffmpeg-settings';

/** Raw bytes of one batch at the most. */
const batchBytes = 256e6;
/** Where every frame stands alone, few are enough to pay for the start of a run. */
const intraBytes = 72e6;
const intraFrames = 24;
/** GOPs of a batch at the most: at its end one is cut short. */
const openGops = 3;

/**
 * Coded frames that one lane encodes in one go, from a clean state. Depends on the settings alone, so the packets do not
 * depend on how many lanes there are.
 */
export function batchFramesFor(settings: FfmpegEncoderSettings): number {
  const frameBytes = rawFrameBytes(settings);
  const within = (bytes: number): number => Math.max(1, Math.floor(bytes / frameBytes));
  switch (ffmpegCodec(settings.codec).gop) {
    case 'intra':
      return Math.min(intraFrames, within(intraBytes));
    case 'open-gop': {
      const gop = openGopFrames(settings.frameRate);
      return gop * Math.min(openGops, Math.max(1, Math.floor(within(batchBytes) / gop)));
    }
    case 'key-frame-interval':
      return Math.min(settings.h264?.keyFrameInterval ?? Infinity, within(batchBytes));
  }
}

/**
 * Frames of a segment, as they come: whole batches, enough of them to keep `lanes` busy with one segment. Longer segments
 * work as well; shorter ones cost speed, and long GOPs their compression.
 */
export function segmentFramesFor(settings: FfmpegEncoderSettings, lanes = 2): number {
  const batch = batchFramesFor(settings) * fieldsPerFrame(settings.scan);
  return ffmpegCodec(settings.codec).gop === 'intra' ? batch * lanes : batch;
}

/** Bytes a frame takes while it waits for a lane. */
export function rawFrameBytes({ width, height, pixelFormat = 'bgra8' }: FfmpegEncoderSettings): number {
  return width * height * pixelBytes[pixelFormat];
}
