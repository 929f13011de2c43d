import { refuseDuplicates } from '../check';
import type { Platform, Rule } from './platform';

const fail = <const Value>(value: Value, remedy: string): Rule<Value> => ({ value, otherwise: 'fail', remedy });
const warn = <const Value>(value: Value, remedy: string): Rule<Value> => ({ value, otherwise: 'warn', remedy });

const asMp4 = 'Export as MP4 with H.264 and AAC.';
const frontIndex = 'Export as MP4, which has its index in front.';
const stereo = 'Export with stereo sound of 48 kHz.';
const megabyte = 1e6;

const frontAndPlain = {
  fastStart: warn(true, frontIndex),
  noEditLists: warn(
    true,
    'Nothing need be done: the edit list takes the start of AAC out, and all known players heed it.',
  ),
} as const;

const broadcast = {
  containers: fail(['mxf'], 'Export as MXF.'),
  audioCodecs: fail(['pcm-s24', 'pcm-s16'], 'Export with 24-bit PCM.'),
  frameRates: fail([25, 50], 'Set the composition to 25 or 50 frames/s.'),
  sampleRates: fail([48_000], 'Export with 48 kHz.'),
  loudness: fail([-23.5, -22.5], 'Ask for the loudness of EBU R 128: −23 LUFS.'),
} as const;

const list: readonly Platform[] = [
  {
    id: 'youtube',
    label: 'YouTube',
    source: 'support.google.com/youtube/answer/1722171',
    containers: warn(['isobmff'], asMp4),
    videoCodecs: warn(['h264'], asMp4),
    audioCodecs: warn(['aac'], asMp4),
    sampleRates: warn([48_000, 96_000], stereo),
    channels: warn([1, 6], stereo),
    frameRate: warn([24, 60], 'Set the composition to 24 … 60 frames/s.'),
    interlaced: fail(false, 'Export progressive.'),
    constantFrameRate: warn(true, 'Export at a constant rate.'),
    recommendedRates: warn(
      [
        [2160, 35e6, 53e6],
        [1440, 16e6, 24e6],
        [1080, 8e6, 12e6],
        [720, 5e6, 7.5e6],
        [480, 2.5e6, 4e6],
        [360, 1e6, 1.5e6],
      ],
      'Export with a higher bitrate: YouTube encodes it once more.',
    ),
    ...frontAndPlain,
  },
  {
    id: 'instagram',
    label: 'Instagram Reels',
    source: 'Meta, Instagram API: reels specifications (as copied by publishing tools)',
    containers: fail(['isobmff', 'quicktime'], asMp4),
    videoCodecs: fail(['h264', 'hevc'], asMp4),
    audioCodecs: fail(['aac'], asMp4),
    width: fail([1, 1920], 'Export at most 1920 pixels wide.'),
    aspect: fail([0.01, 10], 'Choose another shape: 9:16 fills the screen.'),
    frameRate: fail([23, 60], 'Set the composition to 23 … 60 frames/s.'),
    interlaced: fail(false, 'Export progressive.'),
    bitrate: fail([0, 25e6], 'Export with at most 25 Mbit/s.'),
    sampleRates: fail([48_000, 44_100], stereo),
    channels: fail([1, 2], stereo),
    duration: fail([3, 900], 'A reel lasts 3 seconds to 15 minutes.'),
    fileSize: fail([0, 300 * megabyte], 'Export with a lower bitrate: 300 MB at the most.'),
    ...frontAndPlain,
  },
  {
    id: 'tiktok',
    label: 'TikTok',
    source: 'developers.tiktok.com, content posting API: media transfer guide',
    containers: fail(['isobmff', 'quicktime', 'webm'], asMp4),
    videoCodecs: fail(['h264', 'hevc', 'vp8', 'vp9'], asMp4),
    width: fail([360, 4096], 'Export 360 … 4096 pixels wide.'),
    height: fail([360, 4096], 'Export 360 … 4096 pixels high.'),
    frameRate: fail([23, 60], 'Set the composition to 23 … 60 frames/s.'),
    duration: fail([0, 600], 'Export ten minutes at the most.'),
    fileSize: fail([0, 4000 * megabyte], 'Export with a lower bitrate: 4 GB at the most.'),
  },
  {
    id: 'x',
    label: 'X',
    source: 'docs.x.com, media best practices',
    containers: fail(['isobmff'], asMp4),
    videoCodecs: fail(['h264'], asMp4),
    audioCodecs: fail(['aac'], asMp4),
    width: fail([32, 1920], 'Export 1280 × 720, or with a subscription 1920 × 1080.'),
    height: fail([32, 1920], 'Export 1280 × 720, or with a subscription 1920 × 1080.'),
    aspect: fail([1 / 3, 3], 'Choose a shape between 1:3 and 3:1.'),
    frameRate: fail([1, 60], 'Set the composition to 30 or 60 frames/s.'),
    interlaced: fail(false, 'Export progressive.'),
    squarePixels: fail(true, 'Export with square pixels.'),
    channels: fail([1, 2], stereo),
    duration: fail([0.5, 140], 'Half a second to 140 seconds.'),
    fileSize: fail([0, 512 * megabyte], 'Export with a lower bitrate: 512 MB at the most.'),
  },
  {
    id: 'linkedin',
    label: 'LinkedIn',
    source: 'learn.microsoft.com, LinkedIn Videos API',
    containers: fail(['isobmff'], asMp4),
    videoCodecs: warn(['h264'], asMp4),
    duration: fail([3, 1800], 'Three seconds to thirty minutes.'),
    fileSize: fail([75_000, 500 * megabyte], '75 kB to 500 MB: change the bitrate.'),
  },
  {
    id: 'vimeo',
    label: 'Vimeo',
    source: 'Vimeo’s compression guidelines, as quoted by docs.dolby.io',
    containers: warn(['isobmff', 'quicktime'], asMp4),
    videoCodecs: warn(['h264', 'hevc', 'prores'], asMp4),
    audioCodecs: warn(['aac', 'pcm-s16', 'pcm-s24'], asMp4),
    channels: warn([1, 2], stereo),
    constantFrameRate: warn(true, 'Export at a constant rate.'),
  },
  {
    id: 'uk-dpp',
    label: 'UK DPP AS-11',
    source: 'thedpp.com/filedelivery: HD is AVC-Intra 100, 1080i25; SD is IMX 50',
    ...broadcast,
    videoCodecs: fail(['h264', 'imx', 'mpeg2'], 'Export as AVC-Intra 100 or IMX 50 in MXF.'),
    sizes: fail(['1920 × 1080', '720 × 576', '720 × 608'], 'Export 1920 × 1080.'),
    frameRates: fail([25], 'Set the composition to 50 fields, 25 frames/s.'),
    interlaced: fail(true, 'Export interlaced.'),
  },
  {
    id: 'ard-zdf',
    label: 'ARD, ZDF, ORF',
    source: 'irt.de, HDF profiles, 2015: XDCAM HD422 or AVC-Intra 100, 1080i/25 or 720p/50',
    ...broadcast,
    videoCodecs: fail(['h264', 'xdcam-hd422', 'mpeg2'], 'Export as XDCAM HD422 50 or AVC-Intra 100 in MXF.'),
    sizes: fail(['1920 × 1080', '1280 × 720'], 'Export 1920 × 1080 interlaced, or 1280 × 720 at 50 frames/s.'),
  },
];

refuseDuplicates(list.map(({ id }) => id));

export const platforms: readonly Platform[] = list;
