import { framesPerSecond, sameFrameRate, type FrameRate } from '../composition/frame-rate';
import type { Scan, VideoCodec } from '../encode/segment-encoder';
import { ffmpegFactsOf } from './codecs';

/** A size and rate that a standard allows. */
export interface AllowedPicture {
  width: number;
  height: number;
  scan: Scan;
  /** At which frames come: twice the rate of coded ones where two fields make one. */
  frameRate: FrameRate;
}

/** What is asked for, and which of it is not to be changed. */
export interface AskedPicture {
  width: number;
  height: number;
  scan: Scan | undefined;
  frameRate: FrameRate;
  fixed: { width: boolean; height: boolean; frameRate: boolean };
}

/**
 * What comes nearest to a picture among those its codec's standard allows: the picture itself where the standard has no
 * list, null where nothing fits what must not be changed.
 */
export function nearestPicture(codec: VideoCodec, profile: string | null, asked: AskedPicture): AllowedPicture | null {
  const rasters = ffmpegFactsOf(codec, profile)?.rasters ?? null;
  const { width, height, scan, frameRate, fixed } = asked;
  if (rasters === null) return { width, height, scan: scan ?? 'progressive', frameRate };
  const candidates = rasters.flatMap((raster) =>
    raster.rates.map((rate) => ({ ...raster, coded: rate, frameRate: rateOfFrames(rate, raster.scan) })),
  );
  const fitting = candidates.filter(
    (each) =>
      (!fixed.width || each.width === width) &&
      (!fixed.height || each.height === height) &&
      (scan === undefined || each.scan === scan) &&
      // A rate asked for may be meant of frames or of fields.
      (!fixed.frameRate || sameFrameRate(each.coded, frameRate) || sameFrameRate(each.frameRate, frameRate)),
  );
  const distance = (each: (typeof candidates)[number]): number => {
    // Oblong pixels count by what is seen of them, and are for those who ask for them.
    const [horizontal, vertical] = each.pixelAspect ?? [1, 1];
    const shownWidth = (each.width * horizontal) / vertical;
    return (
      Math.abs(Math.log((shownWidth * each.height) / (width * height))) +
      Math.abs(Math.log((shownWidth / each.height) * (height / width))) +
      Math.abs(Math.log(framesPerSecond(each.coded) / framesPerSecond(frameRate))) +
      (each.pixelAspect === undefined ? 0 : 0.1) +
      (each.scan === 'interlaced' ? 0.1 : 0)
    );
  };
  const [nearest] = fitting.sort((one, other) => distance(one) - distance(other));
  if (!nearest) return null;
  return { width: nearest.width, height: nearest.height, scan: nearest.scan, frameRate: nearest.frameRate };
}

function rateOfFrames({ num, den }: FrameRate, scan: Scan): FrameRate {
  return scan === 'interlaced' ? { num: num * 2, den } : { num, den };
}
