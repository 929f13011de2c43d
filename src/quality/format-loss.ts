import { colourSpaces } from '../colour/colour-space';
import { codecs } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import type { GatedFormat } from './gates';
import type { Subsampling } from './metrics/subsampled-reference';

/** How a file of these settings keeps colour. */
export function gatedFormatOf({ video }: Pick<ExportSettings, 'video'>): GatedFormat {
  const { codec } = video;
  const profile = codecs[codec].profiles.find(({ id }, index) => (video.profile ? id === video.profile : index === 0));
  const bits = (profile?.bitDepth ?? 8) as GatedFormat['bits'];
  const id = profile?.id ?? '';
  if (codec === 'prores') return { codec: `prores-${id}`, pixelFormat: id.startsWith('4444') ? '444' : '422', bits };
  return { codec, pixelFormat: id.startsWith('444') ? '444' : '420', bits };
}

/** What subsampling and depth do to a picture before any codec does, and how the browser shows the rest. */
export function formatLossOf(settings: Pick<ExportSettings, 'video'>): Subsampling {
  const { pixelFormat, bits } = gatedFormatOf(settings);
  const matrix = colourSpaces[settings.video.colourSpace ?? 'bt709'];
  return { pixelFormat, bits, matrix, ...(bits === 8 ? { arithmetic: 'browser' } : {}) };
}
