import { ExportError } from '../../errors';
import { codecs, ffmpegCodecIdOf } from '../../formats/codecs';
import type { VideoEncoderSettings } from '../segment-encoder';
import { fieldsPerFrame, type FfmpegEncoderSettings } from './ffmpeg-settings';

/** Our settings in the words of the ffmpeg engine. @throws ExportError `unsupported` */
export function ffmpegSettings(settings: VideoEncoderSettings): FfmpegEncoderSettings {
  const { codec, profile, width, height, frameRate, scan, colourSpace, alpha } = settings;
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
    frameRate: codedRate(frameRate, scan),
    scan,
    colourSpace,
    alpha: alpha ?? 'none',
  };
}

/** Frames come twice as fast as they are coded where two make one. */
function codedRate(
  { num, den }: VideoEncoderSettings['frameRate'],
  scan: VideoEncoderSettings['scan'],
): VideoEncoderSettings['frameRate'] {
  const fields = fieldsPerFrame(scan);
  return num % fields === 0 ? { num: num / fields, den } : { num, den: den * fields };
}
