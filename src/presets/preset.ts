import * as v from 'valibot';
import type { Composition } from '../composition/composition';
import { convertFrameCount, toFrameRate, type FrameRate } from '../composition/frame-rate';
import { ExportError } from '../errors';
import type { VideoCodec } from '../encode/segment-encoder';
import { bitDepthOf, codecs } from '../formats/codecs';
import type { AnimationOptions, ExportSettings, FileMetadata, SequenceOptions } from '../formats/format';
import { loudnessTargetIds, type LoudnessSettings } from '../formats/loudness-targets';
import { nearestPicture } from '../formats/nearest-raster';
import { allowedValues, isAllowed, placeOfOption, type FormatOption } from '../formats/option';
import { formats } from '../formats/registry';

const rate = v.union([
  v.pipe(v.number(), v.minValue(1), v.maxValue(240)),
  v.strictObject({
    num: v.pipe(v.number(), v.integer(), v.minValue(1)),
    den: v.pipe(v.number(), v.integer(), v.minValue(1)),
  }),
]);

const pixels = v.pipe(v.number(), v.integer(), v.minValue(16), v.maxValue(8192));
const bitrate = v.pipe(v.number(), v.minValue(1000), v.maxValue(1e9));

const rateControl = v.variant('mode', [
  v.strictObject({ mode: v.literal('quality'), quality: v.picklist(['high', 'medium', 'low']) }),
  v.strictObject({
    mode: v.literal('bitrate'),
    bitrate,
    variability: v.optional(v.picklist(['variable', 'constant'])),
    maxBitrate: v.optional(bitrate),
    passes: v.optional(v.picklist([1, 2])),
  }),
  v.strictObject({
    mode: v.literal('quantizer'),
    quantizer: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(63)),
  }),
  v.strictObject({ mode: v.literal('profile') }),
]);

const videoCodecs = Object.keys(codecs) as VideoCodec[];

const text = v.pipe(v.string(), v.maxLength(200));

/** What the formats' options say of a group of them. */
function group<Options extends object>(name: 'animation' | 'sequence'): v.GenericSchema<Options> {
  const options = formats.flatMap((format) => format.options).filter((option) => placeOfOption(option).group === name);
  const entries = options.map((option) => [placeOfOption(option).key, v.optional(value(option))] as const);
  return v.strictObject(Object.fromEntries(entries)) as unknown as v.GenericSchema<Options>;
}

function value(option: FormatOption): v.GenericSchema {
  return v.pipe(
    v.unknown(),
    v.check((input) => isAllowed(option, input), `must be ${allowedValues(option)}`),
  );
}

/** A preset file, version 1. Unknown fields are refused, so that a misspelt one is not silently ignored. */
const presetSchema = v.strictObject({
  schema: v.literal('stepframe-preset'),
  version: v.literal(1),
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case words joined by hyphens')),
  name: v.pipe(text, v.minLength(1)),
  description: v.optional(text),
  format: v.picklist(formats.map(({ id }) => id)),
  video: v.strictObject({
    codec: v.picklist(videoCodecs),
    profile: v.optional(text),
    rateControl,
    alpha: v.optional(v.picklist(['straight', 'premultiplied'])),
    scan: v.optional(v.picklist(['progressive', 'interlaced'])),
    keyFrameInterval: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(60))),
    colourSpace: v.optional(v.picklist(['bt709', 'bt601', 'display-p3', 'bt2020'])),
    captureDepth: v.optional(v.picklist([8, 16])),
  }),
  audio: v.nullable(
    v.strictObject({
      codec: v.picklist(['aac', 'opus', 'flac', 'pcm-s16', 'pcm-s24', 'pcm-f32']),
      bitrate: v.optional(bitrate),
      sampleRate: v.optional(v.picklist([44100, 48000])),
      loudness: v.optional(
        v.strictObject({
          target: v.union([v.pipe(v.number(), v.minValue(-70), v.maxValue(0)), v.picklist(loudnessTargetIds)]),
          truePeakCeiling: v.optional(v.pipe(v.number(), v.minValue(-20), v.maxValue(0))),
        }),
      ),
    }),
  ),
  animation: v.optional(group<AnimationOptions>('animation')),
  sequence: v.optional(group<SequenceOptions>('sequence')),
  /** Absent: the composition's own. */
  width: v.optional(pixels),
  height: v.optional(pixels),
  frameRate: v.optional(rate),
  /** As `ExportSettings.deterministic`: the same bytes every time. */
  deterministic: v.optional(v.boolean()),
});

/** How a file is made, apart from what is in it. */
export type Preset = v.InferOutput<typeof presetSchema>;

/**
 * Reads a preset file.
 *
 * @throws ExportError `invalid-input` (preset-not-json, preset-invalid), naming the path that is wrong
 */
export function parsePreset(json: string): Preset {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (cause) {
    throw new ExportError('invalid-input', {
      detail: 'preset-not-json',
      stage: 'configure',
      message: 'The preset file is not valid JSON.',
      remedy: 'Choose a file that was exported as a Stepframe preset.',
      cause,
    });
  }
  const result = v.safeParse(presetSchema, data);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue) ?? 'the whole file';
  throw new ExportError('invalid-input', {
    detail: 'preset-invalid',
    stage: 'configure',
    message: `The preset file is not usable: ${path}: ${issue.message}.`,
    remedy: `Correct ${path}, or export the preset again.`,
  });
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
  const loudness = overrides.loudness ?? audio?.loudness;
  const asked = {
    width: overrides.width ?? preset.width ?? composition.width,
    height: overrides.height ?? preset.height ?? composition.height,
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

/** The members that have a value. */
function defined<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
