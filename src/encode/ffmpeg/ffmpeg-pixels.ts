import { colourSpaces, type ColourSpaceId } from '../../colour/colour-space';
import { ffmpegCodec } from '../../formats/ffmpeg-codecs';
import type { PlanarKernelSettings } from '../../kernels/planar/planar-kernel';
import { rasterOf } from './check-ffmpeg-settings';
import type { FfmpegEncoderSettings } from './ffmpeg-settings';

/** Y′CbCr as codecs take it. */
type CodedPixels = `yuv${'420' | '422' | '444'}p${'' | '10le'}`;

/** Pixels as they come, or as `images/` makes them. */
export type RgbPixels = 'bgr0' | 'bgra' | 'rgb48be' | 'rgba64be' | 'rgb48le' | 'rgba64le' | 'gbrpf32le' | 'gbrapf32le';

/** What of a batch's frames ffmpeg is given. */
export function inputPixels(settings: FfmpegEncoderSettings): CodedPixels | RgbPixels {
  return planarFrames(settings) ? codedPixels(settings) : rgbPixels(settings);
}

/** The same where no kernel converts. */
export function rgbPixels({ codec, alpha, pixelFormat }: FfmpegEncoderSettings): RgbPixels {
  if (codec === 'png-16') return alpha === 'none' ? 'rgb48be' : 'rgba64be';
  if (codec === 'tiff-16') return alpha === 'none' ? 'rgb48le' : 'rgba64le';
  if (codec === 'exr-half' || codec === 'exr-float') return alpha === 'none' ? 'gbrpf32le' : 'gbrapf32le';
  if (pixelFormat === 'rgba-f16') return alpha === 'none' ? 'rgb48le' : 'rgba64le';
  return alpha === 'none' ? 'bgr0' : 'bgra';
}

/**
 * How frames are converted before ffmpeg has them, in a fraction of the time swscale takes. Null: codecs in RGB, and those
 * whose pictures are squeezed, which swscale does on the way to Y′CbCr, each field for itself.
 */
export function planarFrames(settings: FfmpegEncoderSettings): PlanarKernelSettings | null {
  const { codec, width, height, colourSpace, pixelFormat = 'bgra8' } = settings;
  const { chroma, bitDepth } = ffmpegCodec(codec);
  if (chroma === 'rgb' || squeezedTo(settings) !== null) return null;
  const bits = bitDepth === 10 ? 10 : 8;
  return { width, height, source: pixelFormat, chroma, bits, matrix: colourSpaces[colourSpace] };
}

/**
 * To the pixels that are coded, limited-range Y′CbCr in the matrix asked for, and tagged: encoders write into their frames'
 * headers what the frames say, not what options do.
 */
export function toCoded(settings: FfmpegEncoderSettings, before = ''): string {
  const { colourSpace, scan, height } = settings;
  const { matrix, primaries, transfer } = colourTags(colourSpace, height);
  const field = scan === 'interlaced' ? ':field_mode=tff' : '';
  const tags = `range=tv:color_primaries=${primaries}:color_trc=${transfer}:colorspace=${matrix}${field}`;
  return `${before}${scaling(settings)}format=${codedPixels(settings)},setparams=${tags}`;
}

/** swscale takes BT.601 unless told. */
function scaling(settings: FfmpegEncoderSettings): string {
  const { colourSpace, scan, height } = settings;
  const width = squeezedTo(settings);
  if (width === null) return '';
  const fields = scan === 'interlaced' ? ':interl=1' : '';
  return `scale=w=${width}:h=${height}:out_color_matrix=${scaleMatrices[colourSpace]}:out_range=tv${fields},`;
}

/** Pixels of a coded row, where there are fewer than of a row as frames come. */
function squeezedTo(settings: FfmpegEncoderSettings): number | null {
  const coded = rasterOf(settings)?.coded;
  return coded && coded.width !== settings.width ? coded.width : null;
}

function codedPixels({ codec }: FfmpegEncoderSettings): CodedPixels {
  const { chroma, bitDepth } = ffmpegCodec(codec);
  if (chroma === 'rgb') throw new RangeError(`${codec} is not coded in Y′CbCr.`);
  const planes = { '4:2:0': 'yuv420p', '4:2:2': 'yuv422p', '4:4:4': 'yuv444p' } as const;
  return `${planes[chroma]}${bitDepth === 10 ? '10le' : ''}`;
}

/** What swscale calls the matrix of a colour space. */
const scaleMatrices: Readonly<Record<ColourSpaceId, string>> = {
  bt709: 'bt709',
  bt601: 'smpte170m',
  'display-p3': 'bt709',
  bt2020: 'bt2020',
};

/** In the words of `setparams`. */
function colourTags(space: ColourSpaceId, height: number): { matrix: string; primaries: string; transfer: string } {
  switch (space) {
    case 'bt709':
      return { matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' };
    case 'display-p3':
      return { matrix: 'bt709', primaries: 'smpte432', transfer: 'bt709' };
    case 'bt2020':
      return { matrix: 'bt2020nc', primaries: 'bt2020', transfer: 'bt709' };
    case 'bt601': {
      const primaries = height === 576 ? 'bt470bg' : 'smpte170m';
      return { matrix: primaries, primaries, transfer: 'smpte170m' };
    }
  }
}
