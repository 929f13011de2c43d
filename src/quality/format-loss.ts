import { colourSpaces } from '../colour/colour-space';
import { codecs } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import type { GatedFormat } from './gates';
import { codedPlanes, exactPixels } from './metrics/exact-planes';

/** How a file of these settings keeps colour. */
export function gatedFormatOf({ video }: Pick<ExportSettings, 'video'>): GatedFormat {
  const { codec } = video;
  const profile = codecs[codec].profiles.find(({ id }, index) => (video.profile ? id === video.profile : index === 0));
  const bits = (profile?.bitDepth ?? 8) as GatedFormat['bits'];
  const id = profile?.id ?? '';
  if (codec === 'prores') return { codec: `prores-${id}`, pixelFormat: id.startsWith('4444') ? '444' : '422', bits };
  return { codec, pixelFormat: id.startsWith('444') ? '444' : '420', bits };
}

/** Blue, green, red and a fourth byte, as the best film of a format can show them. */
export type FormatLoss = (pixels: Uint8Array) => Uint8Array<ArrayBuffer>;

/** What subsampling and depth do to a picture before any codec does. */
export function formatLossOf({ video, width, height }: ExportSettings): FormatLoss {
  const { pixelFormat, bits } = gatedFormatOf({ video });
  const as = { pixelFormat, bits, matrix: colourSpaces[video.colourSpace ?? 'bt709'] };
  return (pixels) => {
    const shown = new Uint8Array(width * height * 4);
    exactPixels(codedPlanes(pixels, width, height, as), shown);
    return shown;
  };
}
