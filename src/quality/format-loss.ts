import { colourSpaces } from '../colour/colour-space';
import { codecs, ffmpegCodecIdOf } from '../formats/codecs';
import { ffmpegCodec } from '../formats/ffmpeg-codecs';
import type { ExportSettings } from '../formats/format';
import type { FileFacts } from './checks/file-facts';
import { codedRasterOf } from './coded-raster';
import { codecLimits, type GatedFormat } from './gates';
import type { CodedAs } from '../kernels/planes/coded-planes';
import { shownByCodes } from '../kernels/planes/exact-planes';
import { stretched } from './metrics/stretch';
import { subsampledReference } from './metrics/subsampled-reference';

/** How a file keeps colour, with the matrix its codes are made by. */
export type CodedFormat = GatedFormat &
  Pick<CodedAs, 'matrix' | 'interlaced'> & {
    /** Pixels of a coded line, where the picture is squeezed into fewer than it has. */
    columns?: number;
  };

/** @param settings what was asked for; null: what the file says of itself counts */
export function codedAs(settings: ExportSettings | null, facts: FileFacts): CodedFormat {
  return settings ? formatAsked(settings) : formatFound(facts);
}

/** Of a file that is made with these settings. */
export function formatAsked(settings: ExportSettings): CodedFormat {
  return { ...codedByCodec(settings), rounded: settings.video.captureDepth === 16 };
}

function codedByCodec(settings: ExportSettings): CodedFormat {
  const { video, animation, width } = settings;
  const { codec } = video;
  const profile = codecs[codec].profiles.find(({ id }, index) => (video.profile ? id === video.profile : index === 0));
  const bits = (profile?.bitDepth ?? 8) as GatedFormat['bits'];
  const id = profile?.id ?? '';
  const matrix = colourSpaces[video.colourSpace ?? 'bt709'];
  if (codec === 'prores')
    return { matrix, codec: `prores-${id}`, pixelFormat: id.startsWith('4444') ? '444' : '422', bits };
  if (codec === 'gif')
    return { matrix, codec: palette(animation?.colours ?? 256), pixelFormat: 'rgb', bits, lossy: true };
  // RFC 9649, 2.5.
  if (codec === 'webp' && animation?.quality !== 'lossless')
    return { matrix: colourSpaces.bt601, codec: 'webp-lossy', pixelFormat: '420', bits: 8 };
  if (codecs[codec].muxer === 'mediabunny')
    return { matrix, codec, pixelFormat: id.startsWith('444') ? '444' : '420', bits };
  const { columns } = codedRasterOf(settings);
  const interlaced = video.scan === 'interlaced';
  return { ...byFfmpeg(codec, profile?.id ?? null), matrix, interlaced, ...(columns === width ? {} : { columns }) };
}

/** Which limits a palette is held to: those measured of as many colours or fewer. */
function palette(colours: number): string {
  if (colours === 256) return 'gif';
  return colours >= 64 ? 'gif-64' : colours >= 16 ? 'gif-16' : 'gif-2';
}

const subsamplings = { '4:2:0': '420', '4:2:2': '422', '4:4:4': '444' } as const;

function byFfmpeg(codec: ExportSettings['video']['codec'], profile: string | null): GatedFormat {
  const name = profile === null ? codec : `${codec}-${profile}`;
  const id = ffmpegCodecIdOf(codec, profile);
  const { chroma, bitDepth } = id === undefined ? ({ chroma: 'rgb', bitDepth: 16 } as const) : ffmpegCodec(id);
  if (chroma === 'rgb') return { codec: name, pixelFormat: 'rgb', bits: 8 };
  return { codec: name, pixelFormat: subsamplings[chroma], bits: bitDepth === 8 ? 8 : 10 };
}

/** Codecs whose files hold red, green and blue, or are decoded to that alone. */
const inRgb = ['gif', 'jpeg', 'png', 'apng', 'tiff', 'exr', 'dng', 'ffv1'];

function formatFound({ picture, structure }: FileFacts): CodedFormat {
  const { profile, bits = 8, chroma = '4:2:0', colour } = picture?.bitstream ?? {};
  const codec = picture?.codec ?? '';
  const withProfile = `${codec}-${profile}`;
  if (inRgb.includes(codec)) return { codec, pixelFormat: 'rgb', bits: 8, lossy: true, matrix: colourSpaces.bt709 };
  const matrix = structure.colour?.matrix ?? colour?.matrix;
  return {
    codec: withProfile in codecLimits ? withProfile : codec,
    pixelFormat: chroma.replaceAll(':', '') as GatedFormat['pixelFormat'],
    bits: bits >= 12 ? 12 : bits >= 10 ? 10 : 8,
    // ITU-T H.273, table 4: 5 and 6 are BT.601.
    matrix: matrix === 5 || matrix === 6 ? colourSpaces.bt601 : colourSpaces.bt709,
  };
}

/** Blue, green, red and a fourth byte, as the best film of a format can show them. */
export type FormatLoss = (pixels: Uint8Array) => Uint8Array<ArrayBuffer>;

/** What subsampling, depth and the size of what is coded do to a picture before any codec does; null: nothing. */
export function formatLossOf(
  { codec, pixelFormat, bits, matrix, interlaced = false, columns }: CodedFormat,
  { width, height }: { width: number; height: number },
): FormatLoss | null {
  if (pixelFormat === 'rgb') return null;
  const as = { pixelFormat, bits, matrix, interlaced };
  // Decoders of WebP draw chroma between its samples.
  if (codec === 'webp-lossy')
    return (pixels) => subsampledReference(pixels, width, height, { ...as, upsampling: 'linear' });
  const coded = (pixels: Uint8Array, across: number): Uint8Array<ArrayBuffer> =>
    shownByCodes(pixels, across, height, as);
  if (columns === undefined) return (pixels) => coded(pixels, width);
  return (pixels) => {
    const squeezed = stretched(pixels, { columns: width, rows: height, to: columns });
    return stretched(coded(squeezed, columns), { columns, rows: height, to: width });
  };
}
