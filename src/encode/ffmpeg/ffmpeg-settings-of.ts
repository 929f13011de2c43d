import { ExportError } from '../../errors';
import { codecs, ffmpegCodecIdOf } from '../../formats/codecs';
import { codedRate, type VideoEncoderSettings } from '../segment-encoder';
import type { FfmpegEncoderSettings } from './ffmpeg-settings';

/** Our settings in the words of the ffmpeg engine. @throws ExportError `unsupported` */
export function ffmpegSettings(settings: VideoEncoderSettings): FfmpegEncoderSettings {
  const { codec, profile, width, height, scan, colourSpace, alpha, pixelFormat, timecode } = settings;
  const id = ffmpegCodecIdOf(codec, profile);
  if (id === undefined) {
    throw new ExportError('unsupported', {
      detail: 'codec-unavailable',
      stage: 'prepare',
      message: `ffmpeg has no ${codecs[codec].label} ${profile ?? ''}.`,
      remedy: 'Choose another codec.',
    });
  }
  return {
    codec: id,
    width,
    height,
    frameRate: codedRate(settings),
    scan,
    colourSpace,
    ...(pixelFormat === undefined || pixelFormat === 'bgra8' ? {} : { pixelFormat }),
    alpha: alpha ?? 'none',
    ...(timecode === undefined ? {} : { timecode }),
    ...(codec === 'h264' ? { h264: h264Settings(settings) } : {}),
  };
}

/** Constant rate factors that look like what browsers make of the same words. */
const rateFactors = { high: 17, medium: 22, low: 27 } as const;

function h264Settings({ rateControl, keyFrameInterval }: VideoEncoderSettings): FfmpegEncoderSettings['h264'] & object {
  const rate =
    rateControl.mode === 'bitrate'
      ? rateControl
      : ({ mode: 'crf', crf: rateFactors[rateControl.mode === 'quality' ? rateControl.quality : 'high'] } as const);
  // What is slower is hardly better, and it is slow enough.
  return { rate, keyFrameInterval, speed: 'veryfast' };
}
