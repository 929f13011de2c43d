import type { FrameRate } from '../composition/frame-rate';
import type { Scan } from '../encode/segment-encoder';

/** One combination a standard allows. */
export interface Raster {
  /** Pixels of the frames as they come. */
  width: number;
  height: number;
  scan: Scan;
  rates: readonly FrameRate[];
  /** Bytes of every packet, where the standard fixes them. */
  packetBytes?: number;
  /** How wide its pixels are shown, for their height, where they are not square. */
  pixelAspect?: readonly [horizontal: number, vertical: number];
  /** Pixels that are coded, where the standard squeezes the picture. */
  coded?: { width: number; height: number };
}

/** What key frames a stream has. `open-gop`: so many frames from one to the next, by the nominal rate. */
export type GopStructure = 'intra' | 'open-gop' | 'key-frame-interval';

export interface FfmpegCodec {
  readonly label: string;
  readonly gop: GopStructure;
  /** Which pixels it codes: the depth is of one component. */
  readonly chroma: '4:2:0' | '4:2:2' | '4:4:4' | 'rgb';
  readonly bitDepth: number;
  readonly alpha: boolean;
  /** What the standard allows; null: any size from `minimum` on at any rate, progressive. */
  readonly rasters: readonly Raster[] | null;
  readonly minimum?: { width: number; height: number };
  /** Both sides must be multiples of these. */
  readonly multipleOf?: { width: number; height: number };
}

const film: FrameRate = { num: 24000, den: 1001 };
const cinema: FrameRate = { num: 24, den: 1 };
const pal: FrameRate = { num: 25, den: 1 };
const ntsc: FrameRate = { num: 30000, den: 1001 };
const pal50: FrameRate = { num: 50, den: 1 };
const ntsc60: FrameRate = { num: 60000, den: 1001 };

const allRates = [film, cinema, pal, ntsc, pal50, ntsc60];
const interlacedRates = [pal, ntsc];

type Size = readonly [width: number, height: number];
const hd: Size = [1920, 1080];
const hd720: Size = [1280, 720];

function progressive([width, height]: Size, rates: readonly FrameRate[], more: Partial<Raster> = {}): Raster {
  return { width, height, scan: 'progressive', rates, ...more };
}

function interlaced([width, height]: Size, rates: readonly FrameRate[], more: Partial<Raster> = {}): Raster {
  return { width, height, scan: 'interlaced', rates, ...more };
}

/** Shown 16:9. */
const thin = { pixelAspect: [4, 3] } as const;

const intra422 = { gop: 'intra', chroma: '4:2:2', alpha: false } as const;

/** SMPTE ST 2019-1; the names are Avid's at 1080p25. Numbers in comments are compression ids. */
const dnxhd = {
  'dnxhd-36': {
    ...intra422,
    label: 'DNxHD 36',
    bitDepth: 8,
    rasters: [progressive(hd, allRates, { packetBytes: 188416 })], // 1253
  },
  'dnxhd-120': {
    ...intra422,
    label: 'DNxHD 120',
    bitDepth: 8,
    rasters: [
      progressive(hd, allRates, { packetBytes: 606208 }), // 1237
      interlaced(hd, interlacedRates, { packetBytes: 606208 }), // 1242
      interlaced([1440, 1080], interlacedRates, { packetBytes: 606208, ...thin }), // 1244
      progressive(hd720, [film, pal, ntsc, pal50, ntsc60], { packetBytes: 303104 }), // 1252
      progressive([1440, 1080], [film, pal, ntsc], { packetBytes: 417792, ...thin }), // 1259
      progressive([960, 720], [film, ntsc, pal50, ntsc60], { packetBytes: 212992, ...thin }), // 1258
    ],
  },
  'dnxhd-185': {
    ...intra422,
    label: 'DNxHD 185',
    bitDepth: 8,
    rasters: [
      progressive(hd, allRates, { packetBytes: 917504 }), // 1238
      interlaced(hd, interlacedRates, { packetBytes: 917504 }), // 1243
      progressive(hd720, [film, pal, ntsc, pal50, ntsc60], { packetBytes: 458752 }), // 1251
    ],
  },
  'dnxhd-185x': {
    ...intra422,
    label: 'DNxHD 185x',
    bitDepth: 10,
    rasters: [
      progressive(hd, allRates, { packetBytes: 917504 }), // 1235
      interlaced(hd, interlacedRates, { packetBytes: 917504 }), // 1241
      progressive(hd720, allRates, { packetBytes: 458752 }), // 1250
    ],
  },
} as const satisfies Record<string, FfmpegCodec>;

/** The smallest picture a DNxHR header can describe. */
const dnxhrMinimum = { width: 256, height: 120 };
const dnxhr422 = { ...intra422, rasters: null, minimum: dnxhrMinimum, multipleOf: { width: 2, height: 1 } } as const;

const dnxhr = {
  'dnxhr-lb': { ...dnxhr422, label: 'DNxHR LB', bitDepth: 8 },
  'dnxhr-sq': { ...dnxhr422, label: 'DNxHR SQ', bitDepth: 8 },
  'dnxhr-hq': { ...dnxhr422, label: 'DNxHR HQ', bitDepth: 8 },
  'dnxhr-hqx': { ...dnxhr422, label: 'DNxHR HQX', bitDepth: 10 },
  'dnxhr-444': { ...dnxhr422, label: 'DNxHR 444', bitDepth: 10, chroma: '4:4:4' },
} as const satisfies Record<string, FfmpegCodec>;

/** SMPTE RP 2027, table of frame sizes, with the parameter sets and padding that x264 writes. */
const avcIntraRasters = (bytes: { pal: number; ntsc: number; pal50: number; ntsc60: number }): readonly Raster[] => [
  progressive(hd, [pal], { packetBytes: bytes.pal }),
  interlaced(hd, [pal], { packetBytes: bytes.pal }),
  progressive(hd, [film, ntsc], { packetBytes: bytes.ntsc }),
  interlaced(hd, [ntsc], { packetBytes: bytes.ntsc }),
  progressive(hd720, [pal50], { packetBytes: bytes.pal50 }),
  progressive(hd720, [ntsc60], { packetBytes: bytes.ntsc60 }),
];

const squeezed = (raster: Raster): Raster => ({
  ...raster,
  coded: { width: (raster.width * 3) / 4, height: raster.height },
});

/** Shown 4:3, without the lines that lie above the picture. */
const imxRasters = (palBytes: number, ntscBytes?: number): readonly Raster[] => [
  interlaced([720, 576], [pal], { packetBytes: palBytes, coded: { width: 720, height: 608 }, pixelAspect: [16, 15] }),
  ...(ntscBytes === undefined
    ? []
    : [
        interlaced([720, 486], [ntsc], {
          packetBytes: ntscBytes,
          coded: { width: 720, height: 512 },
          pixelAspect: [9, 10],
        }),
      ]),
];

const broadcast = {
  'xdcam-hd422-50': {
    label: 'XDCAM HD422 50',
    gop: 'open-gop',
    chroma: '4:2:2',
    bitDepth: 8,
    alpha: false,
    rasters: [interlaced(hd, interlacedRates), progressive(hd, [film, pal, ntsc]), progressive(hd720, [pal50, ntsc60])],
  },
  'avc-intra-50': {
    label: 'AVC-Intra 50',
    gop: 'intra',
    chroma: '4:2:0',
    bitDepth: 10,
    alpha: false,
    rasters: avcIntraRasters({ pal: 281088, ntsc: 232960, pal50: 140800, ntsc60: 116736 }).map(squeezed),
  },
  'avc-intra-100': {
    ...intra422,
    label: 'AVC-Intra 100',
    bitDepth: 10,
    rasters: avcIntraRasters({ pal: 568832, ntsc: 472576, pal50: 284672, ntsc60: 236544 }),
  },
  'avc-intra-200': {
    ...intra422,
    label: 'AVC-Intra 200',
    bitDepth: 10,
    rasters: avcIntraRasters({ pal: 1144320, ntsc: 952832, pal50: 572416, ntsc60: 476672 }),
  },
  'xavc-compatible': {
    ...intra422,
    label: 'XAVC-compatible H.264 intra',
    bitDepth: 10,
    rasters: [
      progressive([3840, 2160], [film, pal, ntsc, pal50, ntsc60], { packetBytes: 1260032 }),
      ...avcIntraRasters({ pal: 568832, ntsc: 472576, pal50: 284672, ntsc60: 236544 }),
    ],
  },
  'imx-30': { ...intra422, label: 'IMX 30', bitDepth: 8, rasters: imxRasters(150_000, 125_125) },
  'imx-40': { ...intra422, label: 'IMX 40', bitDepth: 8, rasters: imxRasters(200_000) },
  'imx-50': { ...intra422, label: 'IMX 50', bitDepth: 8, rasters: imxRasters(250_000) },
} as const satisfies Record<string, FfmpegCodec>;

const rgb = { gop: 'intra', chroma: 'rgb', alpha: true, rasters: null } as const;

const files = {
  ffv1: { ...rgb, label: 'FFV1', bitDepth: 8 },
  'png-8': { ...rgb, label: 'PNG 8-bit', bitDepth: 8 },
  'png-16': { ...rgb, label: 'PNG 16-bit', bitDepth: 16 },
  'tiff-8': { ...rgb, label: 'TIFF 8-bit', bitDepth: 8 },
  'tiff-16': { ...rgb, label: 'TIFF 16-bit', bitDepth: 16 },
  'exr-half': { ...rgb, label: 'OpenEXR half', bitDepth: 16 },
  'exr-float': { ...rgb, label: 'OpenEXR float', bitDepth: 32 },
  /** What animations are made of when all their frames are there: lossless, quick to write and to read. */
  'animation-frames': { ...rgb, label: 'Lossless frames', bitDepth: 8 },
  h264: {
    label: 'H.264',
    gop: 'key-frame-interval',
    chroma: '4:2:0',
    bitDepth: 8,
    alpha: false,
    rasters: null,
    multipleOf: { width: 2, height: 2 },
  },
} as const satisfies Record<string, FfmpegCodec>;

/** All that the ffmpeg engine writes, by id. */
export const ffmpegCodecs = { ...dnxhd, ...dnxhr, ...broadcast, ...files };

export type FfmpegCodecId = keyof typeof ffmpegCodecs;

export function ffmpegCodec(id: FfmpegCodecId): FfmpegCodec {
  return ffmpegCodecs[id];
}

/** How wide a pixel of frames of this size is shown, for its height. */
export function pixelAspectIn(
  id: FfmpegCodecId,
  { width, height }: { width: number; height: number },
): readonly [horizontal: number, vertical: number] {
  const raster = ffmpegCodec(id).rasters?.find((each) => each.width === width && each.height === height);
  return raster?.pixelAspect ?? [1, 1];
}

/** Frames from one key frame to the next in an open GOP: what Sony's equipment writes. */
export function openGopFrames({ num, den }: FrameRate): number {
  return Math.round(num / den) % 25 === 0 ? 12 : num / den < 24.5 ? 12 : 15;
}

/**
 * Bytes of every DNxHR packet: macroblocks times the profile's constant, in units of 4096, as ffmpeg writes them. Avid's
 * own are smaller where the height is no multiple of 16.
 */
export function dnxhrPacketBytes(id: keyof typeof dnxhr, width: number, height: number): number {
  const perBlocks = { 'dnxhr-lb': 5888, 'dnxhr-sq': 18944, 'dnxhr-hq': 28672, 'dnxhr-hqx': 28672, 'dnxhr-444': 57344 };
  const bytes = Math.floor((Math.ceil(width / 16) * Math.ceil(height / 16) * perBlocks[id]) / 255);
  return Math.max(8192, Math.floor((bytes + 2048) / 4096) * 4096);
}

export function isDnxhr(id: FfmpegCodecId): id is keyof typeof dnxhr {
  return id in dnxhr;
}
