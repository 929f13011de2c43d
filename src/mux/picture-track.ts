import { colourSpaces, type ColourSpaceId } from '../colour/colour-space';
import type { FfmpegEncoderSettings } from '../encode/ffmpeg/ffmpeg-settings';
import { pixelAspectIn } from '../formats/ffmpeg-codecs';
import type { IndexedPacket, PictureTrack } from './quicktime-index';

/** How QuickTime names what an encoder made, and what it says beside it. */
export function pictureTrack(
  settings: FfmpegEncoderSettings,
  packets: readonly IndexedPacket[],
  { codedWidth, codedHeight, description }: VideoDecoderConfig,
): PictureTrack {
  const { codec, width, height, frameRate, scan, alpha, colourSpace } = settings;
  const family = families.find(({ of }) => of.test(codec))!;
  const sd = height <= 576;
  return {
    fourcc: family.fourcc,
    width: codedWidth ?? width,
    height: codedHeight ?? height,
    depth: alpha === 'none' ? 24 : 32,
    frameRate,
    packets,
    extradata:
      description === undefined || family.extradata === undefined
        ? null
        : { atom: family.extradata, data: description as Uint8Array },
    interlaced: scan === 'interlaced',
    colour: family.rgb ? null : sd && height === 576 && colourSpace === 'bt601' ? [5, 6, 5] : codePointsOf(colourSpace),
    pixelAspect: pixelAspect(settings, codedWidth ?? width, codedHeight ?? height),
  };
}

function codePointsOf(space: ColourSpaceId): [primaries: number, transfer: number, matrix: number] {
  const { primaries, transfer, matrix } = colourSpaces[space].codePoints;
  return [primaries, transfer, matrix];
}

const families: readonly { of: RegExp; fourcc: string; extradata?: string; rgb?: true }[] = [
  { of: /^dnxhd/, fourcc: 'AVdn' },
  { of: /^dnxhr/, fourcc: 'AVdh' },
  { of: /^(xdcam|imx)/, fourcc: 'm2v1' },
  // Their parameter sets are in the packets, where MXF wants them.
  { of: /^(avc-intra|xavc)/, fourcc: 'H264' },
  { of: /^h264/, fourcc: 'avc1', extradata: 'avcC' },
  { of: /^ffv1/, fourcc: 'FFV1', extradata: 'glbl', rgb: true },
  { of: /^animation/, fourcc: 'rle ', rgb: true },
];

/** Squeezed pictures are shown as wide as they came; D-10 is shown 4:3 with all its lines. */
function pixelAspect(
  settings: FfmpegEncoderSettings,
  codedWidth: number,
  codedHeight: number,
): readonly [number, number] {
  const { codec, width, height } = settings;
  if (codec.startsWith('imx')) return [4 * codedHeight, 3 * codedWidth];
  const [horizontal, vertical] = pixelAspectIn(codec, settings);
  return [horizontal * width * codedHeight, vertical * codedWidth * height];
}
