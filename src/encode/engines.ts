import { divideByAlpha } from '../colour/divide-by-alpha';
import { multiplyByAlpha } from '../colour/multiply-by-alpha';
import { p3ToBt2020 } from '../colour/p3-to-bt2020';
import { ExportError } from '../errors';
import { codecs, isWebVideoCodec } from '../formats/codecs';
import { coreMissing, ffmpegEngine, openFfmpegEncoder, tryFfmpegEngine } from './ffmpeg/ffmpeg-engine';
import { ConvertingEncoder } from './converting-encoder';
import { DngSegmentEncoder, dngDecoderConfig } from './images/dng-segment-encoder';
import { InterlacedEncoder } from './interlaced-encoder';
import type { LaneSource } from './lane-source';
import { decoderConfigOf, openProResEncoder, proResEngine } from './prores/prores-engine';
import {
  engineKey,
  needsX264,
  type ChosenEngine,
  type SegmentEncoder,
  type VideoEncoderSettings,
  type WebVideoSettings,
} from './segment-encoder';
import { AlphaSegmentEncoder } from './webcodecs/alpha-segment-encoder';
import { chooseWebCodecsEngine, tryWebCodecsEngine } from './webcodecs/engine-trial';
import { WebCodecsSegmentEncoder } from './webcodecs/webcodecs-segment-encoder';

/** What the choice of an engine has to know beside the settings. */
export interface EngineConditions {
  /** Engines to pass over, by `engineKey`. */
  failed: readonly string[];
  /** Whether the host serves ffmpeg. */
  hasFfmpeg: boolean;
}

/**
 * The best engine for the settings that works here.
 *
 * @throws ExportError `unsupported` (codec-unavailable, no-deterministic-engine, no-engine-left, ffmpeg-core-missing)
 */
export async function chooseEngine(
  settings: VideoEncoderSettings,
  { failed, hasFfmpeg }: EngineConditions,
): Promise<ChosenEngine> {
  if (isForWeb(settings)) return chooseForWeb(settings, { failed, hasFfmpeg });
  const engine = ownEngine(settings) ?? ffmpegEngine(settings);
  if (engine.engine === 'ffmpeg' && !hasFfmpeg) throw coreMissing();
  if (failed.includes(engineKey(engine))) throw noneLeft(settings);
  return engine;
}

function ownEngine(settings: VideoEncoderSettings): ChosenEngine | null {
  if (settings.codec === 'dng') return { engine: 'pictures', codecString: 'dng' };
  return settings.codec === 'prores' ? proResEngine(settings) : null;
}

/** The browser's own encoder; for H.264, x264 where there is none that will do. */
async function chooseForWeb(
  settings: WebVideoSettings,
  { failed, hasFfmpeg }: EngineConditions,
): Promise<ChosenEngine> {
  try {
    if (needsX264(settings)) throw rateNotForBrowsers();
    return await chooseWebCodecsEngine(settings, failed);
  } catch (error) {
    const wanting = error instanceof ExportError && error.code === 'unsupported';
    if (!wanting || settings.codec !== 'h264' || settings.alpha !== null || !hasFfmpeg) throw error;
    const engine = ffmpegEngine(settings);
    if (failed.includes(engineKey(engine))) throw error;
    return engine;
  }
}

/** What an engine's output is decoded by here and now; null when it no longer works. */
export async function tryEngine(
  engine: ChosenEngine,
  settings: VideoEncoderSettings,
): Promise<VideoDecoderConfig | null> {
  switch (engine.engine) {
    case 'webcodecs':
      return isForWeb(settings) ? tryWebCodecsEngine(engine, settings) : null;
    case 'prores':
      return decoderConfigOf(settings);
    case 'ffmpeg':
      return tryFfmpegEngine(engine, settings);
    case 'pictures':
      return dngDecoderConfig(settings);
  }
}

/** @param lanes of an engine that has them. @throws ExportError `worker-crash` when they cannot be started */
export async function openEncoder(
  engine: ChosenEngine,
  settings: VideoEncoderSettings,
  lanes: LaneSource | undefined,
): Promise<SegmentEncoder> {
  const { alpha, colourSpace, pixelFormat = 'bgra8' } = settings;
  const isFloat = pixelFormat === 'rgba-f16';
  // ffmpeg is given the paint's own colours whatever it makes of them.
  const straight = alpha === 'straight' || (alpha !== null && engine.engine === 'ffmpeg');
  const conversions: ((pixels: ArrayBuffer) => void)[] = [
    ...(straight && !isFloat ? [divideByAlpha] : []),
    ...(colourSpace === 'bt2020'
      ? [(pixels: ArrayBuffer) => p3ToBt2020(pixels, pixelFormat, alpha !== null && !straight)]
      : []),
    ...(alpha !== null && !straight && isFloat ? [multiplyByAlpha] : []),
  ];
  return conversions.reduceRight<SegmentEncoder>(
    (encoder, convert) => new ConvertingEncoder(encoder, convert),
    await openWoven(engine, settings, lanes),
  );
}

async function openWoven(
  engine: ChosenEngine,
  settings: VideoEncoderSettings,
  lanes: LaneSource | undefined,
): Promise<SegmentEncoder> {
  const encoder = await openPlain(engine, settings, lanes);
  return settings.scan === 'interlaced' ? new InterlacedEncoder(encoder, settings) : encoder;
}

async function openPlain(
  engine: ChosenEngine,
  settings: VideoEncoderSettings,
  lanes: LaneSource | undefined,
): Promise<SegmentEncoder> {
  if (engine.engine === 'webcodecs') {
    const encoder = new WebCodecsSegmentEncoder(engine, settings as WebVideoSettings);
    return settings.alpha === null
      ? encoder
      : new AlphaSegmentEncoder(encoder, { ...settings, quantizer: alphaQuantizer });
  }
  if (engine.engine === 'pictures') return new DngSegmentEncoder(settings);
  if (!lanes) throw new TypeError(`The engine ${engine.engine} encodes on lanes.`);
  return engine.engine === 'ffmpeg' ? openFfmpegEncoder(settings, lanes) : openProResEncoder(settings, lanes);
}

/** VP9's, of transparency: its errors show as fringes, and it is cheap. */
const alphaQuantizer = 8;

function isForWeb(settings: VideoEncoderSettings): settings is WebVideoSettings {
  return isWebVideoCodec(settings.codec);
}

function rateNotForBrowsers(): ExportError {
  return new ExportError('unsupported', {
    detail: 'rate-not-for-browsers',
    stage: 'prepare',
    message: 'A limit of the bitrate, or two passes, take ffmpeg, which this editor does not serve.',
    remedy: 'Choose a bitrate without them; a constant one is limited as well.',
  });
}

function noneLeft({ codec }: VideoEncoderSettings): ExportError {
  return new ExportError('unsupported', {
    detail: 'no-engine-left',
    stage: 'prepare',
    message: `Nothing else here encodes ${codecs[codec].label}.`,
    remedy: 'Choose another codec.',
  });
}
