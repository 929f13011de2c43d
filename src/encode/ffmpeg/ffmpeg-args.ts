import type { FrameRate } from '../../composition/frame-rate';
import { formatTimecode, parseTimecode } from '../../formats/timecode';
import type { Scan } from '../segment-encoder';
import { rasterOf } from './check-ffmpeg-settings';
import { openGopFrames, type FfmpegCodecId } from '../../formats/ffmpeg-codecs';
import type { BitrateControl } from '../segment-encoder';
import { inputPixels, toCoded } from './ffmpeg-pixels';
import type { FfmpegEncoderSettings } from './ffmpeg-settings';

// With `ffmpeg-pixels.ts`, `ffmpeg-file-args.ts` and `ffmpeg-decode-args.ts` all that maps our words to ffmpeg's.

/** Where the core finds and leaves things, in its own file system. */
export const corePaths = {
  frames: '/frames.raw',
  packetFolder: '/packets',
  /** Named by the frame it shows; not a number alone, since folders list those out of order. */
  packet: /^p(\d+)$/,
  picture: '/picture.mov',
  sound: '/sound.pcm',
  output: '/output',
  palette: '/palette.png',
  chapters: '/chapters.txt',
  captions: (index: number) => `/captions-${index}.srt`,
  probe: '/probe.mkv',
  passLog: '/pass',
  film: '/film',
  pictureFile: (index: number) => `/picture-${index}`,
  decoded: '/decoded',
} as const;

/** Frames to packets, each packet a file of its own. */
export function encodeArguments(settings: FfmpegEncoderSettings, firstFrame: number): string[] {
  return [
    ...rawInput(settings),
    ...encoding(settings, firstFrame),
    ...(hasTwoPasses(settings) ? pass(2) : []),
    ...['-an', '-f', 'image2', '-frame_pts', '1', `${corePaths.packetFolder}/p%d`],
  ];
}

/**
 * The first of two runs over the same frames: what x264 learns of them, for `encodeArguments` with `-pass 2`. Null where
 * one is enough.
 */
export function firstPassArguments(settings: FfmpegEncoderSettings, firstFrame: number): string[] | null {
  if (!hasTwoPasses(settings)) return null;
  return [...rawInput(settings), ...encoding(settings, firstFrame), ...pass(1), '-an', '-f', 'null', '-'];
}

function hasTwoPasses({ h264 }: FfmpegEncoderSettings): boolean {
  return h264?.rate.mode === 'bitrate' && h264.rate.passes === 2;
}

function pass(number: 1 | 2): string[] {
  return ['-pass', String(number), '-passlogfile', corePaths.passLog];
}

/** One frame to a file that tells what a decoder must know beforehand; null where packets say it all. */
export function extradataArguments(settings: FfmpegEncoderSettings): string[] | null {
  if (settings.codec !== 'ffv1') return null;
  return [...rawInput(settings), ...encoding(settings, 0), '-frames:v', '1', '-f', 'matroska', corePaths.probe];
}

function rawInput(settings: FfmpegEncoderSettings): string[] {
  const { width, height, frameRate } = settings;
  const size = ['-video_size', `${width}x${height}`, '-framerate', fraction(frameRate)];
  return [...quiet, '-f', 'rawvideo', '-pixel_format', inputPixels(settings), ...size, '-i', corePaths.frames];
}

/** The log keeps what explains a failure; statistics would fill it. */
export const quiet = ['-hide_banner', '-nostats'];

function encoding(settings: FfmpegEncoderSettings, firstFrame: number): string[] {
  const { filter, options } = encoders[settings.codec](settings, firstFrame);
  const bitexact = ['-flags:v', '+bitexact'];
  // One value for all flags: a second option of the same name would replace the first.
  const flags = options.indexOf('-flags');
  const all = flags < 0 ? [...options, ...bitexact] : options.with(flags + 1, `${options[flags + 1]}+bitexact`);
  return ['-vf', filter, ...all];
}

interface Encoding {
  filter: string;
  options: string[];
}

type Encoder = (settings: FfmpegEncoderSettings, firstFrame: number) => Encoding;

const interlace = ({ scan }: FfmpegEncoderSettings, flags: string, more: string[] = []): string[] =>
  scan === 'interlaced' ? ['-flags', flags, ...more] : [];

/** Each compression id is found by size, scan, depth and one of the rates ffmpeg lists for it; bytes do not depend on it. */
const dnxhd =
  (megabits: (width: number, height: number, scan: Scan) => number): Encoder =>
  (settings) => ({
    filter: toCoded(settings),
    options: [
      ...['-c:v', 'dnxhd', '-b:v', `${megabits(settings.width, settings.height, settings.scan)}M`],
      ...interlace(settings, '+ildct+ilme', ['-top', '1']),
    ],
  });

const dnxhr =
  (profile: string): Encoder =>
  (settings) => ({
    filter: toCoded(settings),
    options: ['-c:v', 'dnxhd', '-profile:v', profile],
  });

const xdcam: Encoder = (settings, firstFrame) => ({
  filter: toCoded(settings),
  options: [
    ...['-c:v', 'mpeg2video', '-profile:v', '0', '-level:v', '2', '-aspect', '16:9'],
    ...['-b:v', '50M', '-minrate', '50M', '-maxrate', '50M', '-bufsize', '36408333'],
    // Not +cgop: closed GOPs come out shorter than Sony's.
    ...['-g', String(openGopFrames(settings.frameRate)), '-bf', '2', '-sc_threshold', '1000000000'],
    ...interlace(settings, '+ildct+ilme', ['-top', '1', '-alternate_scan', '1']),
    // A smaller qmax lets hard pictures overshoot the rate.
    ...['-intra_vlc', '1', '-non_linear_quant', '1', '-qmin', '1', '-qmax', '28', '-dc', '10'],
    ...gopTimecode(settings, firstFrame),
  ],
});

const avcIntra =
  (classNumber: 50 | 100 | 200): Encoder =>
  (settings) => ({
    filter: toCoded(settings),
    options: [
      ...['-c:v', 'libx264', '-avcintra-class', String(classNumber), '-aspect', '16:9'],
      ...interlace(settings, '+ildct+ilme', ['-x264opts', 'tff=1']),
    ],
  });

/** HD has Sony's flavour of class 100; above it there is class 300 alone. */
const xavc: Encoder = (settings) => ({
  filter: toCoded(settings),
  options: [
    ...['-c:v', 'libx264', '-aspect', '16:9', '-avcintra-class', settings.height > 1080 ? '300' : '100'],
    ...interlace(settings, '+ildct+ilme'),
    ...['-x264-params', `avcintra-flavor=sony${settings.scan === 'interlaced' ? ':tff=1' : ''}`],
  ],
});

const imx =
  (megabits: 30 | 40 | 50): Encoder =>
  (settings) => {
    const { coded, height, width } = { coded: rasterOf(settings)?.coded, ...settings };
    const lines = (coded?.height ?? height) - height;
    const rate = `${megabits}M`;
    // One frame's worth: bits per second over frames per second.
    const buffer = String(Math.round((megabits * 1e6 * settings.frameRate.den) / settings.frameRate.num));
    return {
      // The lines of the vertical blanking interval lie above the picture.
      filter: toCoded(settings, `pad=${width}:${height + lines}:0:${lines},`),
      options: [
        ...['-c:v', 'mpeg2video', '-b:v', rate, '-minrate', rate, '-maxrate', rate, '-bufsize', buffer],
        ...['-rc_init_occupancy', buffer, '-g', '1', '-flags', '+ildct+low_delay', '-top', '1', '-aspect', '4:3'],
        ...['-intra_vlc', '1', '-non_linear_quant', '1', '-ps', '1', '-qmin', '1', '-qmax', '12', '-dc', '10'],
        // With one slice, easy pictures fail for want of room for their stuffing.
        ...['-rc_max_vbv_use', '1', '-rc_min_vbv_use', '1', '-slices', '4'],
      ],
    };
  };

const image =
  (codec: string, opaque: string, transparent: string, options: string[] = []): Encoder =>
  ({ alpha }) => ({
    filter: `format=${alpha === 'none' ? opaque : transparent}`,
    options: ['-c:v', codec, ...options],
  });

/** A fifth larger than the smallest, in a quarter of the time. */
const quickPng = ['-pred', 'paeth', '-compression_level', '3'];

const h264: Encoder = (settings) => {
  const { rate, keyFrameInterval, speed } = settings.h264 ?? {
    rate: { mode: 'crf', crf: 18 },
    keyFrameInterval: 60,
    speed: 'veryfast',
  };
  return {
    filter: toCoded(settings),
    options: [
      ...['-c:v', 'libx264', '-profile:v', 'high', '-preset', speed],
      ...(rate.mode === 'crf' ? ['-crf', String(rate.crf)] : bitrateOptions(rate)),
      ...['-g', String(keyFrameInterval), '-sc_threshold', '0', '-bf', '2', '-flags', '+cgop'],
    ],
  };
};

/** The buffer holds a second at the rate that is not to be exceeded. */
function bitrateOptions({ bitrate, variability, maxBitrate }: BitrateControl): string[] {
  const rate = ['-b:v', String(bitrate)];
  const most = variability === 'constant' ? bitrate : maxBitrate;
  if (most === undefined) return rate;
  const filler = variability === 'constant' ? ['-minrate', String(bitrate), '-x264-params', 'nal-hrd=cbr'] : [];
  return [...rate, '-maxrate', String(most), '-bufsize', String(most), ...filler];
}

const encoders: Readonly<Record<FfmpegCodecId, Encoder>> = {
  'dnxhd-36': dnxhd(() => 36),
  'dnxhd-120': dnxhd((width, height, scan) =>
    width === 1440 && scan === 'progressive' ? 110 : height === 1080 ? 120 : width === 960 ? 42 : 60,
  ),
  'dnxhd-185': dnxhd((_, height) => (height === 1080 ? 185 : 90)),
  'dnxhd-185x': dnxhd((_, height) => (height === 1080 ? 185 : 90)),
  'dnxhr-lb': dnxhr('dnxhr_lb'),
  'dnxhr-sq': dnxhr('dnxhr_sq'),
  'dnxhr-hq': dnxhr('dnxhr_hq'),
  'dnxhr-hqx': dnxhr('dnxhr_hqx'),
  'dnxhr-444': dnxhr('dnxhr_444'),
  'xdcam-hd422-50': xdcam,
  'avc-intra-50': avcIntra(50),
  'avc-intra-100': avcIntra(100),
  'avc-intra-200': avcIntra(200),
  'xavc-compatible': xavc,
  'imx-30': imx(30),
  'imx-40': imx(40),
  'imx-50': imx(50),
  ffv1: image('ffv1', 'bgr0', 'bgra', [
    ...['-level', '3', '-coder', '1', '-context', '1', '-g', '1', '-slices', '4', '-slicecrc', '1'],
  ]),
  'png-8': image('png', 'rgb24', 'rgba', quickPng),
  'png-16': image('png', 'rgb48be', 'rgba64be', quickPng),
  'tiff-8': image('tiff', 'rgb24', 'rgba', ['-compression_algo', 'lzw']),
  'tiff-16': image('tiff', 'rgb48le', 'rgba64le', ['-compression_algo', 'lzw']),
  'exr-half': image('exr', 'gbrpf32le', 'gbrapf32le', ['-format', 'half', '-compression', 'zip16']),
  'exr-float': image('exr', 'gbrpf32le', 'gbrapf32le', ['-format', 'float', '-compression', 'zip16']),
  'animation-frames': image('qtrle', 'rgb24', 'argb', ['-g', '1']),
  h264,
};

function gopTimecode({ timecode, frameRate }: FfmpegEncoderSettings, firstFrame: number): string[] {
  return timecode === undefined
    ? []
    : ['-gop_timecode', formatTimecode(parseTimecode(timecode, frameRate), firstFrame)];
}

export function fraction({ num, den }: FrameRate): string {
  return `${num}/${den}`;
}
