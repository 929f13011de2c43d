import * as v from 'valibot';
import type { Composition } from '../composition/composition';
import { convertFrameCount, toFrameRate, type FrameRate } from '../composition/frame-rate';
import { bitDepthOf, codecs } from '../formats/codecs';
import type { ExportSettings, FileMetadata } from '../formats/format';
import type { LoudnessSettings } from '../formats/loudness-targets';
import { nearestPicture } from '../formats/nearest-raster';
import { invalidPreset, newerPreset, parsePresetJson } from './preset-json';
import { migratePreset } from './preset-migrations';
import { presetSchema, presetVersion, type Preset } from './preset-schema';

export type { Preset } from './preset-schema';

/**
 * Reads the text of a preset file of this version or an earlier one. Whoever wrote it: it is taken as a whole, or not at all.
 *
 * @throws ExportError `invalid-input` (preset-not-json, preset-too-large, preset-too-deep, preset-newer, preset-invalid),
 * naming the path that is wrong
 */
export function parsePreset(json: string): Preset {
  const data = parsePresetJson(json);
  const { schema, version } = data;
  if (schema !== 'stepframe-preset') throw invalidPreset('schema', 'must be "stepframe-preset"');
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw invalidPreset('version', 'must be a whole number from 1 on');
  }
  if (version > presetVersion) throw newerPreset(version, presetVersion);
  const result = v.safeParse(presetSchema, migratePreset(data, version), { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw invalidPreset(v.getDotPath(issue) ?? 'the whole file', issue.message);
}

export interface SettingsOverrides {
  width?: number;
  height?: number;
  frameRate?: FrameRate;
  /** Frames at the resulting frame rate, end exclusive. Absent: all. */
  range?: { first: number; end: number };
  /** Where there is sound. */
  loudness?: LoudnessSettings;
  metadata?: FileMetadata;
}

/** A preset applied to a composition: what is asked for outright wins, then the preset, then the composition itself. */
export function settingsFor(
  preset: Preset,
  composition: Composition,
  overrides: SettingsOverrides = {},
): ExportSettings {
  const native = toFrameRate(composition.frameRate);
  const { codec, profile, alpha, keyFrameInterval, colourSpace } = preset.video;
  const deep = composition.float16 === true && bitDepthOf(codec, profile) > 8 ? 16 : undefined;
  const { captureDepth = deep } = preset.video;
  const { audio } = preset;
  const size = sizeFor(preset, composition);
  const loudness = overrides.loudness ?? audio?.loudness;
  const asked = {
    width: overrides.width ?? size.width,
    height: overrides.height ?? size.height,
    frameRate: overrides.frameRate ?? (preset.frameRate === undefined ? native : toFrameRate(preset.frameRate)),
    scan: preset.video.scan,
    fixed: {
      width: overrides.width !== undefined,
      height: overrides.height !== undefined,
      frameRate: overrides.frameRate !== undefined,
    },
  };
  // What nobody insists on gives way to what the codec's standard has; what cannot be is told when it is checked.
  const { width, height, frameRate, scan } =
    nearestPicture(preset.video.codec, profile ?? codecs[preset.video.codec].profiles[0]?.id ?? null, asked) ?? asked;
  return {
    format: preset.format,
    width,
    height,
    frameRate,
    range: overrides.range ?? {
      first: 0,
      end: convertFrameCount(composition.durationInFrames, native, frameRate),
    },
    video: {
      codec,
      ...(profile === undefined ? {} : { profile }),
      ...(alpha === undefined ? {} : { alpha }),
      ...(scan === undefined || scan === 'progressive' ? {} : { scan }),
      rateControl: defined(preset.video.rateControl),
      ...(keyFrameInterval === undefined ? {} : { keyFrameInterval }),
      ...(colourSpace === undefined ? {} : { colourSpace }),
      ...(captureDepth === undefined ? {} : { captureDepth }),
    },
    audio:
      audio === null
        ? null
        : {
            codec: audio.codec,
            ...(audio.bitrate === undefined ? {} : { bitrate: audio.bitrate }),
            ...(audio.sampleRate === undefined ? {} : { sampleRate: audio.sampleRate }),
            ...(loudness === undefined ? {} : { loudness: defined(loudness) }),
          },
    ...(preset.animation === undefined ? {} : { animation: preset.animation }),
    ...(preset.sequence === undefined ? {} : { sequence: preset.sequence }),
    ...(preset.deterministic === true ? { deterministic: true } : {}),
    ...(overrides.metadata === undefined ? {} : { metadata: overrides.metadata }),
  };
}

interface Size {
  width: number;
  height: number;
}

/** Pixels, of a composition that is exported by a preset and nothing else. */
function sizeFor({ width, height, shortSide }: Preset, composition: Size): Size {
  const own = { width: width ?? composition.width, height: height ?? composition.height };
  if (shortSide === undefined || width !== undefined || height !== undefined) return own;
  const shorter = Math.min(own.width, own.height);
  if (shortSide.atMost === true && shorter <= shortSide.pixels) return own;
  const scaled = (side: number): number =>
    side === shorter ? shortSide.pixels : Math.max(2, 2 * Math.round((side * shortSide.pixels) / shorter / 2));
  return { width: scaled(own.width), height: scaled(own.height) };
}

/** The members that have a value. */
function defined<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
