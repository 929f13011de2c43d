import { defaultBitrate } from '../audio/bitrates';
import { framesPerSecond } from '../composition/frame-rate';
import { proResProfiles, type ProResProfileId } from '../encode/prores/profiles';
import type { VideoCodec } from '../encode/segment-encoder';
import { encoderRate } from '../encode/webcodecs/rate-control';
import { codecs, ffmpegCodecIdOf, ffmpegFactsOf, isWebVideoCodec } from '../formats/codecs';
import { dnxhrPacketBytes, isDnxhr } from '../formats/ffmpeg-codecs';
import type { ExportSettings } from '../formats/format';
import { videoEncoderSettings } from './export-job';
import { exportSeconds } from './export-length';

export interface Range {
  low: number;
  high: number;
}

/** What an export is likely to come to. */
export interface ExportEstimate {
  /** Of the file. */
  bytes: Range;
  /** It takes. */
  seconds: Range;
  /** `rough`: by bitrate and pixels, nothing of the composition was looked at. */
  basis: 'rough';
}

/**
 * Pixels a second that are encoded on two cores, drawing included, as measured in Chromium without a graphics card: an
 * order of magnitude for any other machine.
 */
const pixelsPerSecond: Partial<Record<VideoCodec, number>> = {
  h264: 95e6,
  h265: 60e6,
  vp8: 95e6,
  vp9: 70e6,
  av1: 46e6,
  prores: 60e6,
  'avc-intra': 10e6,
  xavc: 10e6,
};
/** Of the other codecs, by ffmpeg. */
const ffmpegPixelsPerSecond = 30e6;

/** Opening the composition, starting encoders, putting the file together. */
const startSeconds = 0.3;

/**
 * Bytes a pixel of codecs that take what a picture needs: from flat graphics to noise. Those that are lossless go by their
 * depth, 8 bits here.
 */
const bytesPerPixel: Partial<Record<VideoCodec, Range>> = {
  png: { low: 0.02, high: 3.2 },
  tiff: { low: 0.05, high: 4 },
  exr: { low: 0.05, high: 4 },
  dng: { low: 3, high: 3 },
  ffv1: { low: 0.02, high: 3 },
  apng: { low: 0.005, high: 3.2 },
  gif: { low: 0.01, high: 0.9 },
  webp: { low: 0.005, high: 0.4 },
};

/** Bits a pixel that a constant quantizer, or an encoder left alone, spends: from flat graphics to thousands of particles. */
const bitsPerPixelOfQuality: Range = { low: 0.02, high: 1.2 };

/** What an encoder may stay below a variable bitrate where little happens, and go above it. */
const ofVariableRate: Range = { low: 0.015, high: 1.15 };
const ofConstantRate: Range = { low: 0.9, high: 1.1 };

/** Container and index. */
const overheadBytes: Range = { low: 500, high: 20_000 };

/** An order of magnitude, from the settings alone. @param hasSound whether the composition has tracks */
export function roughEstimate(settings: ExportSettings, hasSound: boolean): ExportEstimate {
  const video = videoBytes(settings);
  const sound = soundBytes(settings, hasSound);
  const pixels = settings.width * settings.height * framesOf(settings);
  const encoding = pixels / (pixelsPerSecond[settings.video.codec] ?? ffmpegPixelsPerSecond);
  return {
    bytes: {
      low: Math.round(video.low + sound * 0.8 + overheadBytes.low),
      high: Math.round(video.high + sound * 1.1 + overheadBytes.high),
    },
    seconds: { low: tenths(startSeconds + encoding / 3), high: tenths(2 + encoding * 5) },
    basis: 'rough',
  };
}

function framesOf({ range }: ExportSettings): number {
  return Math.max(0, range.end - range.first);
}

function soundBytes(settings: ExportSettings, hasSound: boolean): number {
  const { audio } = settings;
  if (audio === null || !hasSound) return 0;
  return ((audio.bitrate ?? defaultBitrate(audio.codec)) / 8) * exportSeconds(settings);
}

function videoBytes(settings: ExportSettings): Range {
  const { width, height, video, animation } = settings;
  const { codec } = video;
  const frames = framesOf(settings);
  const pixels = width * height * frames;
  if (isWebVideoCodec(codec)) return webBytes(settings, pixels);
  const byPixel = bytesPerPixel[codec];
  if (byPixel) {
    const depth = (ffmpegFactsOf(codec, profileOf(settings))?.bitDepth ?? 8) / 8;
    const scale = animation?.scale ?? 1;
    const all = scaled(byPixel, pixels * depth * scale * scale);
    return animation?.sizeLimit === undefined ? all : { ...all, high: Math.min(all.high, animation.sizeLimit) };
  }
  const packet = packetBytes(settings);
  const packets = video.scan === 'interlaced' ? frames / 2 : frames;
  // XDCAM alone has packets that differ.
  return packet === null ? scaled(ofConstantRate, (50e6 / 8) * exportSeconds(settings)) : scaled(packet, packets);
}

function webBytes(settings: ExportSettings, pixels: number): Range {
  const video = videoEncoderSettings(settings);
  const { codec } = video;
  if (!isWebVideoCodec(codec)) return { low: 0, high: 0 };
  const rate = encoderRate({ ...video, codec });
  if ('quantizer' in rate) return scaled(bitsPerPixelOfQuality, pixels / 8);
  const share = rate.bitrateMode === 'constant' ? ofConstantRate : ofVariableRate;
  return scaled(share, (rate.bitrate / 8) * exportSeconds(settings));
}

/** Of one, where the standard or the profile says; null where neither does. */
function packetBytes(settings: ExportSettings): Range | null {
  const { width, height, frameRate, video } = settings;
  const profile = profileOf(settings);
  if (video.codec === 'prores') {
    const { targetBitrate } = proResProfiles[profile as ProResProfileId];
    const ofFullHd = targetBitrate / 8 / (30000 / 1001);
    const bytes = (ofFullHd * width * height) / (1920 * 1080);
    return scaled({ low: 0.5, high: video.alpha === undefined ? 1.05 : 1.6 }, bytes);
  }
  const id = ffmpegCodecIdOf(video.codec, profile);
  if (id !== undefined && isDnxhr(id)) return exactly(dnxhrPacketBytes(id, width, height));
  const coded = framesPerSecond(frameRate) / (video.scan === 'interlaced' ? 2 : 1);
  const raster = ffmpegFactsOf(video.codec, profile)?.rasters?.find(
    (each) =>
      each.width === width &&
      each.height === height &&
      each.scan === (video.scan ?? 'progressive') &&
      each.rates.some((rate) => Math.abs(framesPerSecond(rate) - coded) < 0.001),
  );
  return raster?.packetBytes === undefined ? null : exactly(raster.packetBytes);
}

function profileOf({ video }: ExportSettings): string | null {
  return video.profile ?? codecs[video.codec].profiles[0]?.id ?? null;
}

function scaled({ low, high }: Range, by: number): Range {
  return { low: low * by, high: high * by };
}

function exactly(bytes: number): Range {
  return { low: bytes, high: bytes };
}

function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
