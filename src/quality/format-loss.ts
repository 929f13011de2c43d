import { colourSpaces } from '../colour/colour-space';
import { codecs } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import type { FileFacts } from './checks/file-facts';
import { codecLimits, type GatedFormat } from './gates';
import { codedPlanes, exactPixels, type CodedAs } from './metrics/exact-planes';

/** How a file keeps colour, with the matrix its codes are made by. */
export type CodedFormat = GatedFormat & Pick<CodedAs, 'matrix'>;

/** @param settings what was asked for; null: what the file says of itself counts */
export function codedAs(settings: ExportSettings | null, facts: FileFacts): CodedFormat {
  return settings ? formatAsked(settings) : formatFound(facts);
}

function formatAsked({ video }: ExportSettings): CodedFormat {
  const { codec } = video;
  const profile = codecs[codec].profiles.find(({ id }, index) => (video.profile ? id === video.profile : index === 0));
  const bits = (profile?.bitDepth ?? 8) as GatedFormat['bits'];
  const id = profile?.id ?? '';
  const matrix = colourSpaces[video.colourSpace ?? 'bt709'];
  if (codec === 'prores')
    return { matrix, codec: `prores-${id}`, pixelFormat: id.startsWith('4444') ? '444' : '422', bits };
  return { matrix, codec, pixelFormat: id.startsWith('444') ? '444' : '420', bits };
}

function formatFound({ picture, structure }: FileFacts): CodedFormat {
  const { profile, bits = 8, chroma = '4:2:0', colour } = picture?.bitstream ?? {};
  const codec = picture?.codec ?? '';
  const withProfile = `${codec}-${profile}`;
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

/** What subsampling and depth do to a picture before any codec does. */
export function formatLossOf(as: CodedFormat, { width, height }: { width: number; height: number }): FormatLoss {
  return (pixels) => {
    const shown = new Uint8Array(width * height * 4);
    exactPixels(codedPlanes(pixels, width, height, as), shown);
    return shown;
  };
}
