import { corePaths, fraction, quiet } from './ffmpeg-args';
import type { FfmpegFileJob, FfmpegFilePlan } from './ffmpeg-lane';

/** Packets and sound to a file: the runs of ffmpeg it takes, one after the other. */
export function fileRuns(job: FfmpegFileJob): string[][] {
  const { plan, sound } = job;
  const input = [
    ...quiet,
    ...['-i', corePaths.picture],
    ...(sound === null
      ? []
      : [
          ...['-f', `${sound.format === 'f32' ? 'f32' : sound.format}le`, '-ar', String(sound.sampleRate)],
          ...['-ac', String(sound.channels), '-i', corePaths.sound],
        ]),
    ...textInputs(plan),
  ];
  // Chapters keep their titles, which are metadata too.
  const own = plan.chapters === undefined ? [''] : [':g', ':s'];
  const output = [...own.flatMap((of) => [`-map_metadata${of}`, '-1']), ...reproducible, ...describe(plan)];
  return containers[plan.container](job).map((run) =>
    run.palette
      ? [...input, ...run.arguments, corePaths.palette]
      : [
          ...input,
          ...(run.usesPalette ? ['-i', corePaths.palette] : []),
          ...run.arguments,
          ...output,
          corePaths.output,
        ],
  );
}

interface FileRun {
  arguments: string[];
  /** It makes the palette, not the file. */
  palette?: boolean;
  usesPalette?: boolean;
}

const reproducible = ['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'];

const copyPicture = ['-map', '0:v', '-c:v', 'copy'];

const containers: Readonly<Record<FfmpegFilePlan['container'], (job: FfmpegFileJob) => FileRun[]>> = {
  mov: (job) => [
    { arguments: [...copyPicture, ...pcm(job), ...timecode(job), ...texts(job, 'mov_text'), '-f', 'mov'] },
  ],
  mp4: (job) => [
    {
      arguments: [
        ...copyPicture,
        ...(job.sound === null ? [] : ['-map', '1:a', '-c:a', 'aac', '-b:a', '256k']),
        '-f',
        'mp4',
      ],
    },
  ],
  mxf: (job) => [{ arguments: [...copyPicture, ...rate(job), ...pcm(job), ...timecode(job), '-f', 'mxf'] }],
  'mxf-d10': (job) => [
    { arguments: [...copyPicture, ...rate(job), ...d10Sound(job), ...timecode(job), '-f', 'mxf_d10'] },
  ],
  matroska: (job) => [
    {
      arguments: [
        ...[...copyPicture, ...(job.sound === null ? [] : ['-map', '1:a', ...flac(job)])],
        ...[...texts(job, 'srt'), '-f', 'matroska'],
      ],
    },
  ],
  gif,
  apng: ({ plan }) => [
    {
      arguments: [
        ...[
          '-map',
          '0:v',
          '-c:v',
          'apng',
          '-pred',
          'mixed',
          '-plays',
          String(plan.animation?.loops ?? 0),
          '-f',
          'apng',
        ],
      ],
    },
  ],
  webp: ({ plan }) => {
    const { quality = 80, loops = 0, scale = 1 } = plan.animation ?? {};
    const rate = quality === 'lossless' ? ['-lossless', '1'] : ['-quality', String(quality)];
    const pixels = quality === 'lossless' ? [] : ['-pix_fmt', plan.settings.alpha === 'none' ? 'yuv420p' : 'yuva420p'];
    return [
      {
        arguments: [
          ...[
            '-map',
            '0:v',
            ...(scale === 1 ? [] : ['-vf', smaller(scale)]),
            '-c:v',
            'libwebp_anim',
            ...pixels,
            ...rate,
            '-compression_level',
            '4',
          ],
          ...['-loop', String(loops), '-f', 'webp'],
        ],
      },
    ];
  },
};

function smaller(scale: number): string {
  return `scale=ceil(iw*${scale}):-1:flags=lanczos`;
}

function gif({ plan }: FfmpegFileJob): FileRun[] {
  const { loops = 0, palette = 'global', colours = 256, dithering = 'sierra', scale = 1 } = plan.animation ?? {};
  const transparent = plan.settings.alpha !== 'none';
  const resize = scale === 1 ? '' : `${smaller(scale)},`;
  const generate = `palettegen=max_colors=${colours}:reserve_transparent=${transparent ? 1 : 0}`;
  const dither = { none: 'none', bayer: 'bayer', 'floyd-steinberg': 'floyd_steinberg', sierra: 'sierra2_4a' }[
    dithering
  ];
  const use = `paletteuse=dither=${dither}:diff_mode=rectangle`;
  // The count in the file is of repetitions after the first showing; none is told by leaving it out.
  const format = ['-loop', String(loops === 0 ? 0 : loops === 1 ? -1 : loops - 1), '-f', 'gif'];
  if (palette === 'per-frame') {
    const graph = `[0:v]${resize}split[a][b];[a]${generate}:stats_mode=single[p];[b][p]${use}:new=1`;
    return [{ arguments: ['-filter_complex', graph, ...format] }];
  }
  return [
    {
      palette: true,
      arguments: ['-map', '0:v', '-vf', `${resize}${generate}`, '-frames:v', '1', '-f', 'image2', '-update', '1'],
    },
    { usesPalette: true, arguments: ['-filter_complex', `[0:v]${resize}null[v];[v][1:v]${use}`, ...format] },
  ];
}

/** MXF counts in frames, and takes the clock of the index for their rate unless told. */
function rate({ frameRate }: FfmpegFileJob): string[] {
  return ['-r', fraction(frameRate)];
}

function pcm({ sound, plan }: FfmpegFileJob): string[] {
  if (sound === null) return [];
  const codec = `pcm_s${plan.soundBits ?? 24}le`;
  if (plan.monoTracks === undefined) return ['-map', '1:a', '-c:a', codec];
  const tracks = Array.from({ length: plan.monoTracks }, (_, track) => [
    ...['-map', '1:a', `-filter:a:${track}`, `pan=mono|c0=${channel(track, sound.channels)}`],
  ]);
  return [...tracks.flat(), '-c:a', codec];
}

/** D-10 has one track of 4 or 8 channels. */
function d10Sound({ sound, plan }: FfmpegFileJob): string[] {
  if (sound === null) return [];
  const channels = [0, 1, 2, 3].map((index) => `c${index}=${channel(index, sound.channels)}`);
  return [
    ...['-map', '1:a', '-filter:a', `pan=4.0|${channels.join('|')}`, '-c:a', `pcm_s${plan.soundBits ?? 24}le`],
    ...['-d10_channelcount', '8'],
  ];
}

function channel(index: number, channels: number): string {
  return index < channels ? `c${index}` : '0*c0';
}

function flac({ plan, sound }: FfmpegFileJob): string[] {
  // FLAC keeps 24 bits only when told that 32 hold no more.
  const bits = plan.soundBits ?? (sound?.format === 's16' ? 16 : 24);
  return ['-c:a', 'flac', '-sample_fmt', bits === 16 ? 's16' : 's32', '-bits_per_raw_sample', String(bits)];
}

function timecode({ plan }: FfmpegFileJob): string[] {
  return plan.timecode === undefined ? [] : ['-timecode', plan.timecode];
}

function textInputs({ chapters, captions = [] }: FfmpegFilePlan): string[] {
  return [
    ...(chapters === undefined ? [] : ['-f', 'ffmetadata', '-i', corePaths.chapters]),
    ...captions.flatMap((_, index) => ['-f', 'srt', '-i', corePaths.captions(index)]),
  ];
}

/** Languages that ffmpeg knows in QuickTime by their bibliographic code alone. */
const quickTimeLanguages: Readonly<Record<string, string>> = {
  ...{ deu: 'ger', nld: 'dut', swe: 'sve', ell: 'gre', isl: 'ice', zho: 'chi', sqi: 'alb', ces: 'cze', mkd: 'mac' },
};

/** Chapters and captions, from the inputs behind picture and sound. */
function texts({ plan, sound }: FfmpegFileJob, codec: 'mov_text' | 'srt'): string[] {
  const { chapters, captions = [] } = plan;
  const first = sound === null ? 1 : 2;
  const firstCaptions = chapters === undefined ? first : first + 1;
  return [
    ...(chapters === undefined ? [] : ['-map_chapters', String(first)]),
    ...captions.flatMap(({ language, label, isDefault }, index) => [
      ...['-map', `${firstCaptions + index}:s`, `-metadata:s:s:${index}`],
      `language=${codec === 'mov_text' ? (quickTimeLanguages[language] ?? language) : language}`,
      ...(label === null ? [] : [`-metadata:s:s:${index}`, `title=${label}`]),
      ...[`-disposition:s:${index}`, isDefault ? 'default' : '0'],
    ]),
    ...(captions.length === 0 ? [] : ['-c:s', codec]),
  ];
}

function describe(plan: FfmpegFilePlan): string[] {
  const mxf = plan.container === 'mxf' || plan.container === 'mxf-d10';
  const tags: (readonly [name: string, value: string | undefined])[] = [
    ['creation_time', plan.creationDate],
    ...(mxf
      ? ([
          ['company_name', plan.companyName],
          ['product_name', plan.productName],
          ['product_version', plan.productVersion],
          ['material_package_name', plan.materialName ?? plan.title],
          ['reel_name', plan.reelName],
          // MXF has no place for these but in comments.
          ['comment_Title', plan.title],
          ['comment_Author', plan.author],
          ['comment_Description', plan.description],
        ] as const)
      : ([
          ['title', plan.title],
          ['artist', plan.author],
          // Of QuickTime ffmpeg writes no description, but a comment.
          [plan.container === 'mov' ? 'comment' : 'description', plan.description],
        ] as const)),
  ];
  const given = tags.flatMap(([name, value]) => (value === undefined ? [] : ['-metadata', `${name}=${value}`]));
  const comments = mxf && given.some((value) => value.startsWith('comment_')) ? ['-store_user_comments', '1'] : [];
  const reel = !mxf && plan.reelName !== undefined ? ['-metadata:s:v:0', `reel_name=${plan.reelName}`] : [];
  return [...given, ...reel, ...comments];
}
