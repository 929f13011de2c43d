import { defaultTimecode } from '../../formats/timecode';
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

const maker = 'Stepframe';

/** How ffmpeg is to write the file. @throws ExportError `unsupported` */
export function ffmpegFilePlan(
  video: VideoEncoderSettings,
  { kind }: ContainerPlan,
  metadata: FileMetadata,
  animation: AnimationOptions | undefined,
): FfmpegFilePlan {
  const container = video.codec === 'imx' ? 'mxf-d10' : containers[kind];
  if (container === undefined) throw new TypeError(`ffmpeg is not asked to write ${kind}.`);
  const isBroadcast = container === 'mxf';
  return {
    container,
    settings: ffmpegSettings(video),
    ...described(metadata),
    ...(isBroadcast ? { monoTracks: broadcastTracks } : {}),
    ...(animation === undefined ? {} : { animation }),
  };
}

function described(metadata: FileMetadata): Partial<FfmpegFilePlan> {
  const { title, author, description, reel, productVersion, materialPackageName, umid, date } = metadata;
  const { timecode = defaultTimecode, company = maker, product = maker } = metadata;
  return {
    timecode,
    companyName: company,
    productName: product,
    ...(title === undefined ? {} : { title }),
    ...(author === undefined ? {} : { author }),
    ...(description === undefined ? {} : { description }),
    ...(reel === undefined ? {} : { reelName: reel }),
    ...(productVersion === undefined ? {} : { productVersion }),
    ...(materialPackageName === undefined ? {} : { materialName: materialPackageName }),
    ...(umid === undefined ? {} : { umid }),
    // In UTC: ffmpeg takes a time without a zone for the machine's.
    ...(date === undefined ? {} : { creationDate: new Date(date).toISOString() }),
  };
}
