import { codecs, ffmpegCodecIdOf } from '../formats/codecs';
import { ffmpegCodec } from '../formats/ffmpeg-codecs';
import type { ExportSettings } from '../formats/format';

/** How the frames of a file lie in what is coded. */
export interface CodedRaster {
  /** Coded columns; a player stretches them to the frame's width. */
  columns: number;
  /** Coded lines above the picture: those of the vertical blanking interval. */
  linesAbove: number;
}

/** Most codecs code frames as they are. */
export function codedRasterOf({
  video,
  width,
  height,
}: Pick<ExportSettings, 'video' | 'width' | 'height'>): CodedRaster {
  const { codec, profile = codecs[codec].profiles[0]?.id ?? null, scan = 'progressive' } = video;
  const id = ffmpegCodecIdOf(codec, profile);
  const rasters = id === undefined ? null : ffmpegCodec(id).rasters;
  const raster = rasters?.find((each) => each.width === width && each.height === height && each.scan === scan);
  const coded = raster?.coded ?? { width, height };
  return { columns: coded.width, linesAbove: coded.height - height };
}
