import type { AnimationOptions, ContainerPlan, FileMetadata } from '../../formats/format';
import type { VideoEncoderSettings } from '../segment-encoder';
import { ffmpegSettings } from './ffmpeg-settings-of';
import type { FfmpegContainer, FfmpegFilePlan } from './ffmpeg-lane';

const containers: Readonly<Partial<Record<ContainerPlan['kind'], FfmpegContainer>>> = {
  quicktime: 'mov',
  matroska: 'matroska',
  mxf: 'mxf',
  gif: 'gif',
  apng: 'apng',
  webp: 'webp',
};

/** As broadcasters ask for it: the left and the right of the sound, and as many silent tracks. */
const broadcastTracks = 4;

/** How ffmpeg is to write the file. @throws ExportError `unsupported` */
export function ffmpegFilePlan(
  video: VideoEncoderSettings,
  { kind }: ContainerPlan,
  { timecode, reel }: FileMetadata,
  animation: AnimationOptions | undefined,
): FfmpegFilePlan {
  const container = video.codec === 'imx' ? 'mxf-d10' : containers[kind];
  if (container === undefined) throw new TypeError(`ffmpeg is not asked to write ${kind}.`);
  const isBroadcast = container === 'mxf';
  return {
    container,
    settings: ffmpegSettings(video),
    timecode: timecode ?? '01:00:00:00',
    ...(reel === undefined ? {} : { reelName: reel }),
    ...(isBroadcast ? { monoTracks: broadcastTracks } : {}),
    companyName: 'Stepframe',
    productName: 'Stepframe',
    ...(animation === undefined ? {} : { animation }),
  };
}
