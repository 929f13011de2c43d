import { formatFrameRate, framesPerSecond, sameFrameRate } from '../../composition/frame-rate';
import { ffmpegCodec, type FfmpegCodec, type Raster } from '../../formats/ffmpeg-codecs';
import type { FfmpegEncoderSettings, FfmpegIssue } from './ffmpeg-settings';

/** Combinations named when none of them was asked for. */
const suggestions = 3;

/** What of these settings cannot be, and what would work instead. None: they can be encoded. */
export function checkFfmpegSettings(settings: FfmpegEncoderSettings): FfmpegIssue[] {
  const codec = ffmpegCodec(settings.codec);
  return [
    ...(codec.rasters === null ? checkFreeSize(settings, codec) : checkRasters(settings, codec, codec.rasters)),
    ...checkAlpha(settings, codec),
  ];
}

/** The combination of its standard that settings ask for; undefined where the codec takes any, or the standard has none. */
export function rasterOf(settings: FfmpegEncoderSettings): Raster | undefined {
  return ffmpegCodec(settings.codec).rasters?.find(
    (raster) =>
      sameSize(raster, settings) &&
      raster.scan === settings.scan &&
      raster.rates.some((rate) => sameFrameRate(rate, settings.frameRate)),
  );
}

function checkRasters(settings: FfmpegEncoderSettings, codec: FfmpegCodec, rasters: readonly Raster[]): FfmpegIssue[] {
  if (rasterOf(settings)) return [];
  const { width, height, scan, frameRate } = settings;
  const ofSize = rasters.filter((raster) => sameSize(raster, settings));
  const ofScan = ofSize.filter((raster) => raster.scan === scan);
  const nearest = nearestRasters(settings, ofScan.length > 0 ? ofScan : ofSize.length > 0 ? ofSize : rasters);
  const remedy = `Choose ${joined(nearest)}.`;
  if (ofSize.length === 0) {
    return [{ path: 'width', message: `${codec.label} has no ${width} × ${height}.`, remedy }];
  }
  if (ofScan.length === 0) {
    return [{ path: 'scan', message: `${codec.label} at ${width} × ${height} is not ${scan}.`, remedy }];
  }
  const rate = formatFrameRate(frameRate);
  return [
    {
      path: 'frameRate',
      message: `${codec.label} at ${width} × ${height} ${scan} has no ${rate} frames per second.`,
      remedy,
    },
  ];
}

function checkFreeSize({ width, height, scan }: FfmpegEncoderSettings, codec: FfmpegCodec): FfmpegIssue[] {
  const issues: FfmpegIssue[] = [];
  const { minimum = { width: 1, height: 1 }, multipleOf = { width: 1, height: 1 } } = codec;
  const fit = (length: number, least: number, step: number): number =>
    Math.max(Math.ceil(least / step), Math.round(length / step)) * step;
  for (const path of ['width', 'height'] as const) {
    const length = path === 'width' ? width : height;
    const nearest = fit(length, minimum[path], multipleOf[path]);
    if (length === nearest) continue;
    const rule = [
      ...(minimum[path] > 1 ? [`at least ${minimum[path]}`] : []),
      ...(multipleOf[path] > 1 ? [`a multiple of ${multipleOf[path]}`] : []),
    ];
    issues.push({
      path,
      message: `The ${path} of ${codec.label} is ${rule.join(' and ')}, not ${length}.`,
      remedy: `Choose a ${path} of ${nearest}.`,
    });
  }
  if (scan === 'interlaced') {
    issues.push({
      path: 'scan',
      message: `${codec.label} is written progressive only.`,
      remedy: 'Choose progressive.',
    });
  }
  return issues;
}

function checkAlpha({ alpha }: FfmpegEncoderSettings, codec: FfmpegCodec): FfmpegIssue[] {
  if (alpha === 'none' || codec.alpha) return [];
  return [
    {
      path: 'alpha',
      message: `${codec.label} (${codec.chroma}) has no transparency.`,
      remedy: 'Export without transparency, or choose ProRes 4444, FFV1, PNG, TIFF, OpenEXR or WebM with alpha.',
    },
  ];
}

function sameSize(one: { width: number; height: number }, other: { width: number; height: number }): boolean {
  return one.width === other.width && one.height === other.height;
}

function nearestRasters({ width, height, scan, frameRate }: FfmpegEncoderSettings, from: readonly Raster[]): string[] {
  const asked = framesPerSecond(frameRate);
  const distance = (raster: Raster): number =>
    Math.abs(Math.log((raster.width * raster.height) / (width * height))) +
    Math.abs(Math.log((raster.width / raster.height) * (height / width))) +
    (raster.scan === scan ? 0 : 0.1);
  return from
    .flatMap((raster) => raster.rates.map((rate) => ({ raster, rate })))
    .map(({ raster, rate }) => ({
      name: `${raster.width} × ${raster.height} ${raster.scan} at ${formatFrameRate(rate)}`,
      distance: distance(raster) + Math.abs(Math.log(framesPerSecond(rate) / asked)),
    }))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, suggestions)
    .map(({ name }) => name);
}

function joined(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
