import { ExportError } from '../errors';
import { codecs, isWebVideoCodec } from '../formats/codecs';
import type { LaneSource } from './lane-source';
import { openProResEncoder, proResDecoderConfig, proResEngine } from './prores/prores-engine';
import {
  engineKey,
  type ChosenEngine,
  type SegmentEncoder,
  type VideoEncoderSettings,
  type WebVideoSettings,
} from './segment-encoder';
import { StraightAlphaEncoder } from './straight-alpha';
import { chooseWebCodecsEngine, tryWebCodecsEngine } from './webcodecs/engine-trial';
import { WebCodecsSegmentEncoder } from './webcodecs/webcodecs-segment-encoder';

/**
 * The best engine for the settings that works here.
 *
 * @param failed engines to pass over, by `engineKey`
 * @throws ExportError `unsupported` (codec-unavailable, no-deterministic-engine, no-engine-left)
 */
export async function chooseEngine(
  settings: VideoEncoderSettings,
  failed: readonly string[] = [],
): Promise<ChosenEngine> {
  if (isForWeb(settings)) return chooseWebCodecsEngine(settings, failed);
  const engine = proResEngine(settings);
  if (failed.includes(engineKey(engine))) throw noneLeft(settings);
  return engine;
}

/** What an engine's output is decoded by here and now; null when it no longer works. */
export async function tryEngine(
  engine: ChosenEngine,
  settings: VideoEncoderSettings,
): Promise<VideoDecoderConfig | null> {
  if (engine.engine === 'prores') return proResDecoderConfig(settings);
  return isForWeb(settings) ? tryWebCodecsEngine(engine, settings) : null;
}

/** @param lanes of an engine that has them. @throws ExportError `worker-crash` when they cannot be started */
export async function openEncoder(
  engine: ChosenEngine,
  settings: VideoEncoderSettings,
  lanes: LaneSource | undefined,
): Promise<SegmentEncoder> {
  if (engine.engine === 'webcodecs') return new WebCodecsSegmentEncoder(engine, settings as WebVideoSettings);
  if (!lanes) throw new TypeError(`The engine ${engine.engine} encodes on lanes.`);
  const encoder = await openProResEncoder(settings, lanes);
  return settings.alpha === 'straight' ? new StraightAlphaEncoder(encoder) : encoder;
}

function isForWeb(settings: VideoEncoderSettings): settings is WebVideoSettings {
  return isWebVideoCodec(settings.codec);
}

function noneLeft({ codec }: VideoEncoderSettings): ExportError {
  return new ExportError('unsupported', {
    detail: 'no-engine-left',
    stage: 'prepare',
    message: `Nothing else here encodes ${codecs[codec].label}.`,
    remedy: 'Choose another codec.',
  });
}
