import * as v from 'valibot';
import type { VideoCodec } from '../encode/segment-encoder';
import { codecs } from '../formats/codecs';
import type { ExportSettings, FileMetadata } from '../formats/format';
import { formats } from '../formats/registry';

const number = v.number('must be a number');
const text = v.string('must be a text');
const whole = v.pipe(number, v.integer('must be a whole number'));

function oneOf<const Values extends readonly (string | number)[]>(values: Values): v.GenericSchema<Values[number]> {
  return v.picklist(values, `must be one of ${values.join(', ')}`);
}

const rateControl = v.variant(
  'mode',
  [
    v.object({ mode: v.literal('quality'), quality: oneOf(['high', 'medium', 'low']) }),
    v.object({
      mode: v.literal('bitrate'),
      bitrate: number,
      variability: v.optional(oneOf(['variable', 'constant'])),
      maxBitrate: v.optional(number),
      passes: v.optional(oneOf([1, 2])),
    }),
    v.object({ mode: v.literal('quantizer'), quantizer: number }),
    v.object({ mode: v.literal('profile') }),
  ],
  'must have the mode quality, bitrate, quantizer or profile',
);

const video = v.object(
  {
    codec: oneOf(Object.keys(codecs) as VideoCodec[]),
    profile: v.optional(text),
    rateControl,
    alpha: v.optional(oneOf(['straight', 'premultiplied'])),
    scan: v.optional(oneOf(['progressive', 'interlaced'])),
    keyFrameInterval: v.optional(number),
    colourSpace: v.optional(oneOf(['bt709', 'bt601', 'display-p3', 'bt2020'])),
    captureDepth: v.optional(oneOf([8, 16])),
  },
  'must say how the picture is encoded',
);

const audio = v.object(
  {
    codec: oneOf(['aac', 'opus', 'flac', 'pcm-s16', 'pcm-s24', 'pcm-f32']),
    bitrate: v.optional(v.pipe(number, v.minValue(1000, 'must be 1000 bits per second or more'))),
    sampleRate: v.optional(v.pipe(whole, v.minValue(8000, 'must be 8000 Hz or more'))),
    loudness: v.optional(
      v.object(
        {
          target: v.union([number, text], 'must be a number of LUFS or a standard'),
          truePeakCeiling: v.optional(number),
        },
        'must have a target',
      ),
    ),
  },
  'must be null, or say how the sound is encoded',
);

const fields = [
  ...['title', 'author', 'description', 'timecode', 'reel', 'company', 'product', 'productVersion'],
  ...['materialPackageName', 'umid', 'date'],
] as (keyof FileMetadata)[];
const metadata = v.object(Object.fromEntries(fields.map((field) => [field, v.optional(text)])), 'must hold texts');

/** What shape settings have. What their values may be together, `checkSettings` says. */
const settingsSchema = v.object(
  {
    format: oneOf(formats.map(({ id }) => id)),
    width: number,
    height: number,
    frameRate: v.object({ num: whole, den: whole }, 'must be { num, den }'),
    range: v.object({ first: number, end: number }, 'must be { first, end }'),
    video,
    audio: v.nullable(audio),
    animation: v.optional(v.record(v.string(), v.unknown(), 'must hold options of an animation')),
    sequence: v.optional(v.record(v.string(), v.unknown(), 'must hold options of a sequence')),
    metadata: v.optional(metadata),
    posterFrame: v.nullish(whole),
    deterministic: v.optional(v.boolean('must be true or false')),
  },
  'must be an object',
);

/** Of groups of settings, the fields there are. */
const known: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(settingsSchema.entries),
  frameRate: ['num', 'den'],
  range: ['first', 'end'],
  video: Object.keys(video.entries),
  'video.rateControl': ['mode', 'quality', 'bitrate', 'variability', 'maxBitrate', 'passes', 'quantizer'],
  audio: Object.keys(audio.entries),
  'audio.loudness': ['target', 'truePeakCeiling'],
  metadata: fields,
};

/** Something that has not the shape of settings. */
export interface ShapeFault {
  /** Empty: the whole of it. */
  path: string;
  /** What it must be, or that it is missing. */
  problem: string;
}

/** All that is wrong with the shape of what may be settings. None: it is `ExportSettings`. */
export function shapeFaults(data: unknown): ShapeFault[] {
  const parsed = v.safeParse(settingsSchema, data);
  return parsed.success ? [] : faultsOf(parsed.issues);
}

/** Issues of valibot, one for each path. */
export function faultsOf(issues: readonly v.BaseIssue<unknown>[]): ShapeFault[] {
  const faults = new Map<string, string>();
  for (const issue of issues) {
    const path = v.getDotPath(issue) ?? '';
    if (!faults.has(path)) faults.set(path, issue.input === undefined ? 'is missing' : issue.message);
  }
  return [...faults].map(([path, problem]) => ({ path, problem }));
}

/** Paths of fields that no settings have: of misspelt ones nobody would know that they do nothing. */
export function unknownFields(data: unknown): string[] {
  return Object.entries(known).flatMap(([group, names]) => {
    const value = group === '' ? data : valueAt(data, group.split('.'));
    if (typeof value !== 'object' || value === null) return [];
    const strays = Object.keys(value).filter((name) => !names.includes(name));
    return strays.map((name) => (group === '' ? name : `${group}.${name}`));
  });
}

/**
 * The same with something usual in the place of every fault, so that the rest can be looked at; null where too little is
 * left to say anything.
 */
export function mended(data: unknown, faults: readonly ShapeFault[]): ExportSettings | null {
  if (faults.some(({ path }) => ['', 'format', 'video', 'video.codec'].includes(path))) return null;
  const settings = structuredClone(data) as Record<string, unknown>;
  for (const { path } of faults) {
    const [group, key] = path.split('.') as [string, string?];
    const usual = group === 'video' && key === 'rateControl' ? ordinaryRate(settings) : usualValues[group];
    const holder = group === 'video' && key !== undefined ? (settings['video'] as Record<string, unknown>) : settings;
    const name = holder === settings ? group : key!;
    const isOptional = usual === undefined || (group === 'video' && key !== 'rateControl');
    if (isOptional) Reflect.deleteProperty(holder, name);
    else holder[name] = usual;
  }
  return shapeFaults(settings).length === 0 ? (settings as unknown as ExportSettings) : null;
}

const usualValues: Readonly<Record<string, unknown>> = {
  width: 1280,
  height: 720,
  frameRate: { num: 30, den: 1 },
  range: { first: 0, end: 1 },
  audio: null,
};

function ordinaryRate(settings: Readonly<Record<string, unknown>>): unknown {
  const { codec } = settings['video'] as ExportSettings['video'];
  return codecs[codec].rateControls.includes('quality') ? { mode: 'quality', quality: 'high' } : { mode: 'profile' };
}

function valueAt(data: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    data,
  );
}
