import type { ColourSpaceId } from '../colour/colour-space';
import type { AlphaMode, RateControl, Scan, VideoCodec, WebVideoCodec } from '../encode/segment-encoder';
import { ffmpegCodecs, type FfmpegCodec, type FfmpegCodecId } from './ffmpeg-codecs';

/** One of the fixed ways in which a codec is used. */
export interface CodecProfile {
  readonly id: string;
  readonly label: string;
  /** Whether its pictures may be translucent. */
  readonly alpha: boolean;
  /** Of one component. Absent: 8, or what the ffmpeg engine knows of it. */
  readonly bitDepth?: number;
}

/** What settings and forms need to know of a codec. */
export interface Codec {
  readonly label: string;
  /** Best first. Empty: there is nothing to choose. */
  readonly profiles: readonly CodecProfile[];
  readonly rateControls: readonly RateControl['mode'][];
  /** Whether its pictures may be translucent where it has no profiles. */
  readonly alpha: boolean;
  /** What the colours of translucent pixels may be where it keeps them, the usual first. */
  readonly alphaModes: readonly AlphaMode[];
  /** Whether a picture may be an odd number of pixels wide or high. */
  readonly oddSizes: boolean;
  /** Every frame stands for itself, so that there are no key frames to place. */
  readonly intraOnly: boolean;
  /** Those that the codec, or every container of it, can say it is in; the first is the usual one. */
  readonly colourSpaces: readonly ColourSpaceId[];
  /** Whether two fields may make a frame. */
  readonly interlaced: boolean;
  /** What puts its packets into a file. */
  readonly muxer: 'mediabunny' | 'ffmpeg' | 'sequence';
}

const eitherAlpha = ['straight', 'premultiplied'] as const;

const broadcastSpaces: readonly ColourSpaceId[] = ['bt709', 'bt601'];
const allSpaces: readonly ColourSpaceId[] = [...broadcastSpaces, 'display-p3', 'bt2020'];

const webCodec = {
  profiles: [],
  colourSpaces: allSpaces,
  alphaModes: eitherAlpha,
  interlaced: false,
  alpha: false,
  oddSizes: false,
  intraOnly: false,
  muxer: 'mediabunny',
} as const;

export const codecs: Readonly<Record<VideoCodec, Codec>> = {
  h264: { ...webCodec, label: 'H.264', rateControls: ['quality', 'bitrate'] },
  // Encoded where the device does: no browser brings an encoder of its own, and ffmpeg's hangs as WebAssembly.
  h265: { ...webCodec, label: 'H.265', rateControls: ['quality', 'bitrate'] },
  // Players take its colours for those of standard dynamic range whatever the container says.
  vp8: { ...webCodec, label: 'VP8', rateControls: ['quality', 'bitrate'], colourSpaces: broadcastSpaces },
  vp9: {
    ...webCodec,
    label: 'VP9',
    profiles: [
      { id: '420', label: '4:2:0', alpha: true },
      { id: '420-10', label: '4:2:0 10-bit', alpha: false, bitDepth: 10 },
      { id: '444', label: '4:4:4', alpha: false },
      { id: '444-10', label: '4:4:4 10-bit', alpha: false, bitDepth: 10 },
    ],
    rateControls: ['quality', 'bitrate', 'quantizer'],
  },
  av1: {
    ...webCodec,
    label: 'AV1',
    profiles: [
      { id: '420', label: '4:2:0', alpha: false },
      { id: '444', label: '4:4:4', alpha: false },
    ],
    rateControls: ['quality', 'bitrate', 'quantizer'],
  },
  prores: {
    label: 'ProRes',
    profiles: [
      { id: '422-hq', label: '422 HQ', alpha: false, bitDepth: 10 },
      { id: '422', label: '422', alpha: false, bitDepth: 10 },
      { id: 'lt', label: '422 LT', alpha: false, bitDepth: 10 },
      { id: 'proxy', label: '422 Proxy', alpha: false, bitDepth: 10 },
      { id: '4444', label: '4444', alpha: true, bitDepth: 12 },
      { id: '4444-xq', label: '4444 XQ', alpha: true, bitDepth: 12 },
    ],
    colourSpaces: allSpaces,
    rateControls: ['profile'],
    alpha: false,
    alphaModes: eitherAlpha,
    oddSizes: true,
    intraOnly: true,
    interlaced: true,
    muxer: 'mediabunny',
  },
  dnxhd: ffmpegFamily('DNxHD', [
    ['185x', '185x 10-bit'],
    ['185', '185'],
    ['120', '120'],
    ['36', '36'],
  ]),
  dnxhr: {
    ...ffmpegFamily('DNxHR', [
      ['hqx', 'HQX 10-bit'],
      ['hq', 'HQ'],
      ['sq', 'SQ'],
      ['lb', 'LB'],
      ['444', '444 10-bit'],
    ]),
    interlaced: false,
    colourSpaces: allSpaces,
  },
  'xdcam-hd422': { ...ffmpegFamily('XDCAM HD422', [['50', '50']]), intraOnly: false },
  'avc-intra': ffmpegFamily('AVC-Intra', [
    ['100', '100'],
    ['50', '50'],
    ['200', '200'],
  ]),
  xavc: ffmpegFamily('XAVC-compatible H.264', [['compatible', 'intra']]),
  imx: ffmpegFamily('IMX', [
    ['50', '50'],
    ['40', '40'],
    ['30', '30'],
  ]),
  // PNG, third edition, 6.1: colours are not multiplied by alpha.
  png: {
    ...pictures(
      'PNG',
      [
        ['8', '8 bit'],
        ['16', '16 bit'],
      ],
      ['straight'],
    ),
    colourSpaces: ['bt709', 'display-p3'],
  },
  // TIFF 6.0, section 18, has a word for each.
  tiff: pictures(
    'TIFF',
    [
      ['16', '16 bit'],
      ['8', '8 bit'],
    ],
    ['straight', 'premultiplied'],
  ),
  // As OpenEXR's own libraries and compositing programs expect it; the file itself cannot say.
  exr: {
    ...pictures(
      'OpenEXR',
      [
        ['half', 'half float'],
        ['float', 'float'],
      ],
      ['premultiplied', 'straight'],
    ),
    colourSpaces: ['bt709', 'display-p3', 'bt2020'],
  },
  dng: pictures('CinemaDNG', [], []),
  gif: animation('GIF'),
  apng: animation('APNG'),
  webp: animation('WebP'),
  ffv1: { ...ffmpegFamily('FFV1', []), alpha: true, oddSizes: true, interlaced: false, colourSpaces: ['bt709'] },
};

/** @param profiles ids and labels, best first */
function ffmpegFamily(label: string, profiles: readonly (readonly [id: string, label: string])[]): Codec {
  return {
    label,
    profiles: profiles.map(([id, name]) => ({ id, label: name, alpha: false })),
    rateControls: ['profile'],
    colourSpaces: broadcastSpaces,
    alpha: false,
    alphaModes: eitherAlpha,
    oddSizes: false,
    intraOnly: true,
    interlaced: true,
    muxer: 'ffmpeg',
  };
}

/** Every frame a file. */
function pictures(
  label: string,
  profiles: readonly (readonly [id: string, label: string])[],
  alphaModes: readonly AlphaMode[],
): Codec {
  const family = ffmpegFamily(label, profiles);
  return {
    ...family,
    profiles: family.profiles.map((profile) => ({ ...profile, alpha: true })),
    alphaModes,
    oddSizes: true,
    interlaced: false,
    colourSpaces: ['bt709'],
    muxer: 'sequence',
  };
}

/** Made from lossless frames when all of them are there. */
function animation(label: string): Codec {
  return {
    ...ffmpegFamily(label, []),
    alpha: true,
    alphaModes: ['straight'],
    oddSizes: true,
    interlaced: false,
    colourSpaces: ['bt709'],
  };
}

/** Made of all frames at once, of pictures kept lossless; browsers decode them. */
export const animations: readonly VideoCodec[] = ['gif', 'apng', 'webp'];

/** What the ffmpeg engine calls a codec with its profile; undefined when it has none such. */
export function ffmpegCodecIdOf(codec: VideoCodec, profile: string | null): FfmpegCodecId | undefined {
  const id = animations.includes(codec) ? 'animation-frames' : profile === null ? codec : `${codec}-${profile}`;
  return id in ffmpegCodecs ? (id as FfmpegCodecId) : undefined;
}

/** What the ffmpeg engine knows of it. */
export function ffmpegFactsOf(codec: VideoCodec, profile: string | null): FfmpegCodec | undefined {
  const id = ffmpegCodecIdOf(codec, profile);
  return id === undefined ? undefined : ffmpegCodecs[id];
}

/** Whether a codec, used in this way, keeps transparency. */
export function keepsAlpha(codec: VideoCodec, profile: string | null | undefined): boolean {
  const { profiles, alpha } = codecs[codec];
  return (profiles.length === 0 ? alpha : (findProfile(codec, profile) ?? profiles[0])?.alpha) ?? false;
}

/** How lines may become frames, in some size and at some rate. */
export function scansOf(codec: VideoCodec, profile: string | null): readonly Scan[] {
  const rasters = ffmpegFactsOf(codec, profile)?.rasters ?? null;
  const scans: readonly Scan[] = ['progressive', 'interlaced'];
  if (rasters !== null) return scans.filter((scan) => rasters.some((raster) => raster.scan === scan));
  return codecs[codec].interlaced ? scans : ['progressive'];
}

/** Bits of one component that a codec, used in this way, has room for. */
export function bitDepthOf(codec: VideoCodec, profile: string | null | undefined): number {
  const chosen = findProfile(codec, profile) ?? codecs[codec].profiles[0];
  return chosen?.bitDepth ?? ffmpegFactsOf(codec, chosen?.id ?? null)?.bitDepth ?? 8;
}

export function findProfile(codec: VideoCodec, id: string | null | undefined): CodecProfile | undefined {
  return codecs[codec].profiles.find((profile) => profile.id === id);
}

const webCodecs: readonly VideoCodec[] = ['h264', 'h265', 'vp8', 'vp9', 'av1'];

/** Whether browsers may encode it. */
export function isWebVideoCodec(codec: VideoCodec): codec is WebVideoCodec {
  return webCodecs.includes(codec);
}
