import type { WebVideoCodec, WebVideoSettings } from '../segment-encoder';

interface Level {
  /** As it stands in the codec string. */
  id: number;
  /** Luma samples a second. */
  sampleRate: number;
  /** Luma samples a picture. */
  pictureSize: number;
}

// ITU-T H.264, table A-1: MaxMBPS and MaxFS in macroblocks of 256 samples; id = level_idc.
const h264Levels: readonly Level[] = (
  [
    [10, 1485, 99],
    [11, 3000, 396],
    [12, 6000, 396],
    [13, 11880, 396],
    [20, 11880, 396],
    [21, 19800, 792],
    [22, 20250, 1620],
    [30, 40500, 1620],
    [31, 108000, 3600],
    [32, 216000, 5120],
    [40, 245760, 8192],
    [42, 522240, 8704],
    [50, 589824, 22080],
    [51, 983040, 36864],
    [52, 2073600, 36864],
    [60, 4177920, 139264],
    [62, 16711680, 139264],
  ] as const
).map(([id, rate, size]) => ({ id, sampleRate: rate * 256, pictureSize: size * 256 }));

// ITU-T H.265, table A.8: MaxLumaPs and MaxLumaSr; id = general_level_idc, thirty times the level.
const h265Levels: readonly Level[] = (
  [
    [30, 552960, 36864],
    [60, 3686400, 122880],
    [63, 7372800, 245760],
    [90, 16588800, 552960],
    [93, 33177600, 983040],
    [120, 66846720, 2228224],
    [123, 133693440, 2228224],
    [150, 267386880, 8912896],
    [153, 534773760, 8912896],
    [156, 1069547520, 8912896],
    [180, 1069547520, 35651584],
    [183, 2139095040, 35651584],
    [186, 4278190080, 35651584],
  ] as const
).map(([id, sampleRate, pictureSize]) => ({ id, sampleRate, pictureSize }));

// VP9 bitstream overview, annex A, "Levels".
const vp9Levels: readonly Level[] = (
  [
    [10, 829440, 36864],
    [11, 2764800, 73728],
    [20, 4608000, 122880],
    [21, 9216000, 245760],
    [30, 20736000, 552960],
    [31, 36864000, 983040],
    [40, 83558400, 2228224],
    [41, 160432128, 2228224],
    [50, 311951360, 8912896],
    [51, 588251136, 8912896],
    [52, 1176502272, 8912896],
    [60, 1176502272, 35651584],
    [61, 2353004544, 35651584],
    [62, 4706009088, 35651584],
  ] as const
).map(([id, sampleRate, pictureSize]) => ({ id, sampleRate, pictureSize }));

// AV1 specification, annex A.3: MaxDisplayRate and MaxPicSize; id = seq_level_idx.
const av1Levels: readonly Level[] = (
  [
    [0, 4423680, 147456],
    [1, 8363520, 278784],
    [4, 19975680, 665856],
    [5, 31950720, 1065024],
    [8, 70778880, 2359296],
    [9, 141557760, 2359296],
    [12, 267386880, 8912896],
    [13, 534773760, 8912896],
    [14, 1069547520, 8912896],
    [16, 1069547520, 35651584],
    [17, 2139095040, 35651584],
    [18, 4278190080, 35651584],
  ] as const
).map(([id, sampleRate, pictureSize]) => ({ id, sampleRate, pictureSize }));

/**
 * The codec strings worth trying for a picture of this size and rate, best first. Each names the lowest level that
 * holds the picture; an empty list means that no level does.
 */
export function codecStrings(settings: Picture & Pick<WebVideoSettings, 'codec'>): string[] {
  return builders[settings.codec](settings);
}

type Picture = Pick<WebVideoSettings, 'width' | 'height' | 'frameRate'> & Partial<Pick<WebVideoSettings, 'profile'>>;

/** Profile, bit depth and chroma format of the codec strings, by our names (VP9 in ISOBMFF, "Codecs parameter string"). */
const vp9Profiles: Readonly<Record<string, readonly [profile: string, rest: string]>> = {
  '420': ['00', '08'],
  '420-10': ['02', '10'],
  '444': ['01', '08.03'],
  '444-10': ['03', '10.03'],
};

const builders: Readonly<Record<WebVideoCodec, (picture: Picture) => string[]>> = {
  // High, Main, Baseline: each plays where the one before it might not encode.
  h264: (picture) =>
    withLevel(h264Levels, picture, 16, ({ id }) =>
      ['6400', '4d00', '42e0'].map((profile) => `avc1.${profile}${hex(id)}`),
    ),
  // Main profile, main tier (ISO/IEC 14496-15, annex E.3).
  h265: (picture) => withLevel(h265Levels, picture, 8, ({ id }) => [`hvc1.1.6.L${id}.B0`]),
  vp8: () => ['vp8'],
  vp9: (picture) => {
    const [profile, rest] = vp9Profiles[picture.profile ?? '420']!;
    return withLevel(vp9Levels, picture, 8, ({ id }) => [`vp09.${profile}.${two(id)}.${rest}`]);
  },
  av1: (picture) =>
    withLevel(av1Levels, picture, 8, ({ id }) => [`av01.${picture.profile === '444' ? 1 : 0}.${two(id)}M.08`]),
};

/** `block`: edges are counted in whole blocks of this many pixels, as the levels do. */
function withLevel(
  levels: readonly Level[],
  { width, height, frameRate }: Picture,
  block: number,
  build: (level: Level) => string[],
): string[] {
  const pictureSize = Math.ceil(width / block) * block * Math.ceil(height / block) * block;
  const sampleRate = (pictureSize * frameRate.num) / frameRate.den;
  const level = levels.find((each) => each.pictureSize >= pictureSize && each.sampleRate >= sampleRate);
  return level === undefined ? [] : build(level);
}

function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function two(value: number): string {
  return value.toString().padStart(2, '0');
}
