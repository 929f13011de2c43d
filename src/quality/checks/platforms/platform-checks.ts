import { pictureEnd, type FileFacts, type PictureFacts } from '../file-facts';
import type { CheckResult } from '../../report';
import type { Limits, Platform, Rule } from './platform';
import { platforms } from './platforms';

/** What loudness there is; not in the facts of a file, as it must be decoded. */
export interface PlatformOptions {
  /** Integrated, LUFS. */
  loudness?: number | null;
}

type Measured = string | number | boolean | null;

interface Judged {
  measured: Measured;
  fits: boolean;
  expected: string;
}

type RuleName = Exclude<keyof Platform, 'id' | 'label' | 'source'>;

const titles: Readonly<Record<RuleName, string>> = {
  containers: 'Container',
  videoCodecs: 'Video codec',
  audioCodecs: 'Codec of the sound',
  width: 'Width',
  height: 'Height',
  sizes: 'Size',
  aspect: 'Shape of the picture',
  frameRate: 'Frame rate',
  frameRates: 'Frame rate',
  interlaced: 'Scan',
  bitrate: 'Bitrate',
  sampleRates: 'Sample rate',
  channels: 'Channels',
  duration: 'Duration',
  fileSize: 'Size of the file',
  fastStart: 'Index before the data',
  noEditLists: 'Edit lists',
  squarePixels: 'Square pixels',
  constantFrameRate: 'Constant frame rate',
  loudness: 'Loudness',
  recommendedRates: 'Recommended bitrate',
};

/**
 * Whether a platform takes a file, rule by rule.
 *
 * @throws RangeError when there is no such platform
 */
export function platformChecks(facts: FileFacts, platformId: string, options: PlatformOptions = {}): CheckResult[] {
  const platform = platforms.find(({ id }) => id === platformId);
  if (!platform) throw new RangeError(`There is no platform ${platformId}.`);
  return (Object.keys(titles) as RuleName[]).flatMap((name) => {
    const rule = platform[name];
    const judged = rule && judges[name](rule.value as never, facts, options);
    return judged ? [resultOf(platform, name, rule, judged)] : [];
  });
}

function resultOf(
  platform: Platform,
  name: RuleName,
  rule: Rule<unknown>,
  { measured, fits, expected }: Judged,
): CheckResult {
  const told = typeof measured === 'boolean' ? (measured ? 'yes' : 'no') : measured;
  const value = typeof told === 'number' ? Number(told.toFixed(3)) : told;
  const title = titles[name];
  const message = value === null ? `${title}: none.` : `${title}: ${value}`;
  return {
    id: `${platform.id}-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    category: 'compliance',
    title: `${platform.label}: ${title}`,
    source: platform.source,
    status: fits ? 'pass' : rule.otherwise,
    message: fits ? `${message}, as ${platform.label} has it.` : `${message}, where ${platform.label} has ${expected}.`,
    ...(fits ? {} : { remedy: rule.remedy }),
    ...(value === null ? {} : { measured: value }),
    expected,
  };
}

/** Null: it cannot be told of this file. */
type Judge = (value: never, facts: FileFacts, options: PlatformOptions) => Judged | null;

const judges: Readonly<Record<RuleName, Judge>> = {
  containers: oneOf(({ structure }) => structure.container),
  videoCodecs: oneOf(({ picture }) => picture?.codec ?? null),
  audioCodecs: oneOf(({ sound }) => sound?.codec),
  width: within(({ picture }) => picture?.width),
  height: within(({ picture }) => picture?.height),
  sizes: oneOf(({ picture }) => picture && `${picture.width} × ${picture.height}`),
  aspect: within(({ picture }) => picture && shownAspect(picture)),
  frameRate: within(({ picture }) => picture && rateOf(picture), 0.05),
  frameRates: oneOf(({ picture }) => picture && rateOf(picture)),
  interlaced: exactly(({ picture }) => picture?.bitstream.interlaced),
  bitrate: within((facts) => bitrateOf(facts)),
  sampleRates: oneOf(({ sound }) => sound?.sampleRate),
  channels: within(({ sound }) => sound?.channels),
  duration: within(({ picture }) => picture && pictureEnd(picture), 0.001),
  fileSize: within(({ byteLength }) => byteLength),
  fastStart: exactly(({ structure }) => structure.fastStart ?? undefined),
  noEditLists: exactly(({ structure }) => (structure.fastStart === null ? undefined : structure.edits === 0)),
  squarePixels: exactly(({ picture }) => picture && picture.pixelAspect[0] === picture.pixelAspect[1]),
  constantFrameRate: exactly(({ picture }) => picture && isConstant(picture)),
  loudness: within((_, { loudness }) => loudness ?? undefined),
  recommendedRates: judgeRate,
};

type Read<Value> = (facts: FileFacts, options: PlatformOptions) => Value | null | undefined;

function oneOf(read: Read<string | number>): Judge {
  return (values: readonly (string | number)[], facts, options) => {
    const measured = read(facts, options);
    if (measured === undefined) return null;
    return { measured, fits: measured !== null && values.includes(measured), expected: values.join(', ') };
  };
}

function within(read: Read<number>, slack = 0): Judge {
  return ([least, most]: Limits, facts, options) => {
    const measured = read(facts, options);
    if (measured === undefined || measured === null) return null;
    return { measured, fits: measured >= least - slack && measured <= most + slack, expected: `${least} … ${most}` };
  };
}

function exactly(read: Read<boolean>): Judge {
  return (value: boolean, facts, options) => {
    const measured = read(facts, options);
    if (measured === undefined || measured === null) return null;
    return { measured, fits: measured === value, expected: value ? 'yes' : 'no' };
  };
}

/** Less than half of what is recommended shows. */
function judgeRate(
  table: readonly (readonly [lines: number, low: number, high: number])[],
  facts: FileFacts,
): Judged | null {
  const { picture } = facts;
  const lines = picture && Math.min(picture.width, picture.height);
  const row = lines === null ? undefined : table.find(([each]) => lines >= each);
  if (!picture || !row) return null;
  const recommended = row[rateOf(picture) > 40 ? 2 : 1];
  const measured = bitrateOf(facts);
  return { measured, fits: measured >= recommended / 2, expected: `about ${recommended} bits/s` };
}

function rateOf({ frameRate }: PictureFacts): number {
  return frameRate ? frameRate.num / frameRate.den : 0;
}

function shownAspect({ width, height, pixelAspect: [horizontal, vertical] }: PictureFacts): number {
  return (width * horizontal) / vertical / height;
}

/** Bits/s of the file. */
function bitrateOf({ byteLength, picture }: FileFacts): number {
  return picture ? (byteLength * 8) / Math.max(1e-3, pictureEnd(picture)) : 0;
}

function isConstant({ packets: { durations }, timeResolution }: PictureFacts): boolean {
  return durations.every((duration) => Math.abs(duration - durations[0]!) <= timeResolution * 1.01 + 1e-6);
}
