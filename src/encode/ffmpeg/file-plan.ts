import { defaultTimecode } from '../../formats/timecode';
import { withoutOverlaps } from '../../formats/captions/caption-moments';
import type { FilmCaptions } from '../../formats/captions/film-captions';
import { writeSrt } from '../../formats/captions/srt';
import type { FilmChapter } from '../../formats/chapters';
import type { AnimationOptions, ContainerPlan, FileMetadata } from '../../formats/format';
import type { VideoEncoderSettings } from '../segment-encoder';
import { ffmpegSettings } from './ffmpeg-settings-of';
import type { FfmpegCaptions, FfmpegContainer, FfmpegFilePlan } from './ffmpeg-lane';

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
  file: {
    container: ContainerPlan;
    metadata: FileMetadata;
    chapters: readonly FilmChapter[];
    captions: readonly FilmCaptions[];
    animation: AnimationOptions | undefined;
  },
): FfmpegFilePlan {
  const { metadata, animation, chapters, captions } = file;
  const { kind } = file.container;
  const container = video.codec === 'imx' ? 'mxf-d10' : containers[kind];
  if (container === undefined) throw new TypeError(`ffmpeg is not asked to write ${kind}.`);
  const isBroadcast = container === 'mxf';
  return {
    container,
    settings: ffmpegSettings(video),
    ...described(metadata),
    ...(isBroadcast ? { monoTracks: broadcastTracks } : {}),
    ...(animation === undefined ? {} : { animation }),
    ...(chapters.length === 0 ? {} : { chapters: chapterMetadata(chapters, video) }),
    ...(captions.length === 0 ? {} : { captions: captions.map((track) => ffmpegCaptions(track, container)) }),
  };
}

function ffmpegCaptions(track: FilmCaptions, container: FfmpegContainer): FfmpegCaptions {
  const { language, label, isDefault } = track;
  // In QuickTime ffmpeg ends a caption where the next one begins.
  const cues = container === 'mov' ? withoutOverlaps(track.cues) : track.cues;
  return { subRip: writeSrt({ head: [], cues }), language, label, isDefault };
}

/** As ffmpeg's `ffmetadata` has them, with exact times. */
function chapterMetadata(chapters: readonly FilmChapter[], { frameRate: { num, den } }: VideoEncoderSettings): string {
  const escaped = (text: string): string => text.replace(/[=;#\\\n]/g, (character) => `\\${character}`);
  const written = chapters.map(
    ({ title, first, end }) =>
      `[CHAPTER]\nTIMEBASE=${den}/${num}\nSTART=${first}\nEND=${end}\ntitle=${escaped(title)}\n`,
  );
  return `;FFMETADATA1\n${written.join('')}`;
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
