import { isWebVideoCodec } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import { formatOf } from '../formats/registry';
import { asCodec } from './codec-check';

/**
 * What would come nearest where a codec cannot be had, or only slowly: another codec of browsers in the same format, then
 * WebM. Whether there is an encoder for it is to be tried.
 */
export function codecAlternatives(settings: ExportSettings): Partial<ExportSettings>[] {
  const { format, video, audio } = settings;
  const others = formatOf(format).videoCodecs.filter((codec) => isWebVideoCodec(codec) && codec !== video.codec);
  const sound = audio === null || audio.codec === 'opus' ? {} : { audio: { codec: 'opus' as const } };
  return [
    ...others.map((codec) => ({ video: asCodec(video, codec) })),
    ...(format === 'webm' ? [] : [{ format: 'webm' as const, video: asCodec(video, 'vp9'), ...sound }]),
  ];
}
