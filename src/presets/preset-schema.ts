import * as v from 'valibot';
import type { VideoCodec } from '../encode/segment-encoder';
import { codecs } from '../formats/codecs';
import type { AnimationOptions, SequenceOptions } from '../formats/format';
import { loudnessTargetIds } from '../formats/loudness-targets';
import { allowedValues, placeOfOption, type FormatOption } from '../formats/option';
import { formats } from '../formats/registry';

/** Of the preset files written now. */
export const presetVersion = 2;

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

/** Of ids: of presets, of platforms. */
const slug = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case words joined by hyphens'));

/**
 * What is shown to people, of a stranger's file too: nothing that is markup to a page which takes it for such, and no
 * control characters, of which those for the direction of writing make one name look like another.
 */
const text = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(
    /^[^<>\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]*$/,
    'must be plain text, without < and > and control characters',
  ),
);

/** It becomes part of file names. */
const name = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(
    /^(?=.*[^ .])[^<>/\\\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+$/,
    'must be plain text, without < and >, slashes and control characters',
  ),
);

/** What the formats' options say of a group of them. */
function group<Options extends object>(of: 'animation' | 'sequence'): v.GenericSchema<Options> {
  const options = formats.flatMap((format) => format.options).filter((option) => placeOfOption(option).group === of);
  const entries = options.map((option) => [placeOfOption(option).key, v.optional(valueOf(option))] as const);
  return v.strictObject(Object.fromEntries(entries)) as unknown as v.GenericSchema<Options>;
}

function valueOf(option: FormatOption): v.GenericSchema {
  const message = `must be ${allowedValues(option)}`;
  if (option.kind === 'choice') {
    const values = option.values.map(({ value }) => value);
    return v.picklist(values, message);
  }
  const { min, max, whole, instead } = option;
  const least = v.pipe(v.number(message), v.minValue(min, message));
  const limited = max === Infinity ? least : v.pipe(least, v.maxValue(max, message));
  const number = whole ? v.pipe(limited, v.integer(message)) : limited;
  return instead === undefined ? number : v.union([number, v.literal(instead.value)], message);
}

/** A preset file of today's version. Unknown fields are refused, so that a misspelt one is not silently ignored. */
export const presetSchema = v.strictObject({
  schema: v.literal('stepframe-preset'),
  version: v.literal(presetVersion),
  id: slug,
  name,
  description: v.optional(text),
  /** Where its figures stand. */
  source: v.optional(text),
  /** By id: whose rules a file that is held to the preset must meet too. */
  platforms: v.optional(v.pipe(v.array(slug), v.maxLength(8))),
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
  /** In place of `width` and `height`: the composition's shape, with so many pixels along its shorter side. */
  shortSide: v.optional(
    v.strictObject({
      pixels,
      /** True: a smaller composition keeps its size. Default false. */
      atMost: v.optional(v.boolean()),
    }),
  ),
  frameRate: v.optional(rate),
  /** As `ExportSettings.deterministic`: the same bytes every time. */
  deterministic: v.optional(v.boolean()),
});

/** How a file is made, apart from what is in it. */
export type Preset = v.InferOutput<typeof presetSchema>;
