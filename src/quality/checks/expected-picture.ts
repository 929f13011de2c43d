import { codedRate } from '../../encode/segment-encoder';
import { codecs, ffmpegCodecIdOf } from '../../formats/codecs';
import { ffmpegCodec, type FfmpegCodec, type Raster } from '../../formats/ffmpeg-codecs';
import type { ExportSettings } from '../../formats/format';
import { pixelAspectOf } from '../../formats/pixel-aspect';
import { sameFrameRate, type FrameRate } from '../../composition/frame-rate';

/** What settings mean for the file's picture. */
export interface ExpectedPicture {
  /** Of coded frames, two fields each where it is interlaced. */
  frameRate: FrameRate;
  frames: number;
  /** Null: the encoder may choose, to make the file smaller. */
  size: { width: number; height: number } | null;
  coded: { width: number; height: number } | null;
  pixelAspect: string;
  profile: string | null;
  /** What the standard says of the codec, and of this size and rate; null: nothing. */
  codec: FfmpegCodec | null;
  raster: Raster | null;
}

export function expectedPicture(settings: ExportSettings): ExpectedPicture {
  const { width, height, video, range, animation } = settings;
  const scan = video.scan ?? 'progressive';
  const profile = video.profile ?? codecs[video.codec].profiles[0]?.id ?? null;
  const id = ffmpegCodecIdOf(video.codec, profile);
  const codec = id === undefined ? null : ffmpegCodec(id);
  const frameRate = codedRate({ frameRate: settings.frameRate, scan });
  const raster = codec?.rasters?.find(
    (each) =>
      each.width === width &&
      each.height === height &&
      each.scan === scan &&
      each.rates.some((rate) => sameFrameRate(rate, frameRate)),
  );
  const scale = animation?.scale ?? 1;
  return {
    frameRate,
    frames: Math.ceil((range.end - range.first) / (scan === 'interlaced' ? 2 : 1)),
    size:
      animation?.sizeLimit === undefined
        ? { width: Math.round(width * scale), height: Math.round(height * scale) }
        : null,
    coded: raster?.coded ?? null,
    pixelAspect: pixelAspectOf(settings).join(':'),
    profile,
    codec,
    raster: raster ?? null,
  };
}
