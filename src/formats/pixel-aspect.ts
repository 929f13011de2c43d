import { codecs, ffmpegCodecIdOf } from './codecs';
import { pixelAspectIn } from './ffmpeg-codecs';
import type { ExportSettings } from './format';

type Picture = Pick<ExportSettings, 'width' | 'height' | 'video'>;

/** How wide a pixel of the exported frames is shown, for its height. Most are square. */
export function pixelAspectOf(picture: Picture): readonly [horizontal: number, vertical: number] {
  const { codec, profile } = picture.video;
  const id = ffmpegCodecIdOf(codec, profile ?? codecs[codec].profiles[0]?.id ?? null);
  return id === undefined ? [1, 1] : pixelAspectIn(id, picture);
}

/** The size in square pixels at which a composition is drawn, so that what is round is shown round. */
export function stageSizeOf(picture: Picture): { width: number; height: number } {
  const [horizontal, vertical] = pixelAspectOf(picture);
  return { width: Math.round((picture.width * horizontal) / vertical), height: picture.height };
}
