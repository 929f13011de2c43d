import { encodeArguments } from '../../../src/encode/ffmpeg/ffmpeg-args';
import type { FfmpegContainer } from '../../../src/encode/ffmpeg/ffmpeg-lane';
import { planarFrames } from '../../../src/encode/ffmpeg/ffmpeg-pixels';
import type { FfmpegEncoderSettings } from '../../../src/encode/ffmpeg/ffmpeg-settings';
import type { FfmpegCodecId } from '../../../src/formats/ffmpeg-codecs';

/** A format that the bench makes by every way. Structured-cloneable. */
export interface FormatCase {
  id: string;
  settings: FfmpegEncoderSettings;
  /** null: every frame is a file. */
  container: FfmpegContainer | null;
  extension: string;
  /** Coded frames of one timed run: enough for two lanes. */
  frames: number;
  /** The bench's short form has it too. */
  quick: boolean;
  /** As `fileRuns` asks for it, in one run over frames as they come. */
  animation?: string[];
  /** The preset by which it is also exported whole. */
  wholeExport?: string;
}

const rate = { num: 25, den: 1 } as const;

function formatCase(
  codec: FfmpegCodecId,
  container: FfmpegContainer | null,
  extension: string,
  more: Partial<Omit<FormatCase, 'settings'>> & { settings?: Partial<FfmpegEncoderSettings> } = {},
): FormatCase {
  const settings: FfmpegEncoderSettings = {
    ...{ codec, width: 1920, height: 1080, frameRate: rate, scan: 'progressive', colourSpace: 'bt709', alpha: 'none' },
    ...more.settings,
  };
  return { id: codec, container, extension, frames: 32, quick: false, ...more, settings };
}

const slow = { frames: 16 } as const;
const quick = { quick: true } as const;

const palette = '[0:v]format=rgb24,split[a][b];[a]palettegen=max_colors=256:reserve_transparent=0[p];[b][p]';

/** Smaller than the others, as they are used, and with as many frames as three batches have. */
function animationCase(id: 'gif' | 'apng' | 'webp', args: string[]): FormatCase {
  const settings = { width: 640, height: 360 };
  return formatCase('animation-frames', id, id, { id, frames: 48, settings, animation: [...args, '-f', id] });
}

export const formatCases: readonly FormatCase[] = [
  formatCase('dnxhd-120', 'mov', 'mov'),
  formatCase('dnxhd-185x', 'mov', 'mov'),
  formatCase('dnxhr-lb', 'mov', 'mov'),
  formatCase('dnxhr-sq', 'mov', 'mov'),
  formatCase('dnxhr-hq', 'mov', 'mov'),
  formatCase('dnxhr-hqx', 'mov', 'mov', { ...quick, wholeExport: 'dnxhr-hqx' }),
  formatCase('dnxhr-444', 'mov', 'mov'),
  // Its batches are whole GOPs: two of twelve frames.
  formatCase('xdcam-hd422-50', 'mxf', 'mxf', { frames: 48, ...quick }),
  formatCase('avc-intra-50', 'mxf', 'mxf', slow),
  formatCase('avc-intra-100', 'mxf', 'mxf', { ...slow, ...quick }),
  formatCase('avc-intra-200', 'mxf', 'mxf', slow),
  formatCase('imx-50', 'mxf-d10', 'mxf', { frames: 96, settings: { width: 720, height: 576, scan: 'interlaced' } }),
  formatCase('xavc-compatible', 'mxf', 'mxf', slow),
  formatCase('ffv1', 'matroska', 'mkv', { ...slow, ...quick }),
  formatCase('png-8', null, 'png', { ...slow, ...quick }),
  formatCase('png-16', null, 'png', slow),
  formatCase('tiff-16', null, 'tif', slow),
  formatCase('exr-half', null, 'exr', { ...slow, ...quick }),
  animationCase('gif', ['-filter_complex', `${palette}paletteuse=dither=sierra2_4a:diff_mode=rectangle`, '-loop', '0']),
  animationCase('apng', ['-vf', 'format=rgb24', '-c:v', 'apng', '-pred', 'mixed', '-plays', '0']),
  animationCase('webp', [
    ...['-c:v', 'libwebp_anim', '-pix_fmt', 'yuv420p', '-quality', '80', '-compression_level', '4', '-loop', '0'],
  ]),
];

/** sRGB to linear light: in our engine before ffmpeg has the frames, here by ffmpeg itself. */
const linear = 'format=gbrpf32le,zscale=transferin=iec61966-2-1:transfer=linear,format=gbrpf32le';

/** What our engine does before ffmpeg has the frames. */
export const toBt709 = 'scale=out_color_matrix=bt709:out_range=tv,';

/** What turns frames, however they come, into those of the codec. */
export function codecFilter({ settings }: FormatCase): string {
  if (settings.codec.startsWith('exr')) return linear;
  const args = encodeArguments(settings, 0);
  const filter = args[args.indexOf('-vf') + 1]!;
  return planarFrames(settings) ? filter.replace('format=', `${toBt709}format=`) : filter;
}

/** Filter, encoder and container, as our engine asks ffmpeg for them: what stands after the input. */
export function outputArguments(given: FormatCase, output: string): string[] {
  const { settings, container, animation } = given;
  if (animation) return [...animation, output];
  const args = encodeArguments(settings, 0);
  const encoder = args.slice(args.indexOf('-vf') + 2, args.indexOf('-an'));
  const file = container === null ? ['-f', 'image2'] : ['-f', container.replace('-', '_')];
  return ['-vf', codecFilter(given), ...encoder, ...file, output];
}
