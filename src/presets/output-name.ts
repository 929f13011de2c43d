import { framesPerSecond } from '../composition/frame-rate';
import { ExportError } from '../errors';
import type { ExportSettings } from '../formats/format';
import { formats } from '../formats/registry';
import { freeFileName, safeFileName, sameName } from './safe-file-name';

/** What an output is named by. */
export interface OutputNameSource {
  /** Its name. */
  composition: string;
  /** Its name. Absent: the settings are nobody's preset, and `{preset}` is `custom`. */
  preset?: string;
  settings: ExportSettings;
  /** Of `{date}` and `{time}`, in the time zone of this machine. Default: now. */
  date?: Date;
  /** Names that exist where the file goes; they count as the same in any case. Default: none. */
  taken?: Iterable<string>;
}

interface Context extends OutputNameSource {
  now: Date;
  counter: number;
}

/** What may stand in a template, and what becomes of it. */
const tokens: Readonly<Record<string, (context: Context) => string | number>> = {
  composition: ({ composition }) => composition,
  preset: ({ preset }) => preset ?? 'custom',
  width: ({ settings }) => settings.width,
  height: ({ settings }) => settings.height,
  fps: ({ settings }) => Number(framesPerSecond(settings.frameRate).toFixed(3)),
  frames: ({ settings }) => settings.range.end - settings.range.first,
  first: ({ settings }) => settings.range.first,
  last: ({ settings }) => settings.range.end - 1,
  codec: ({ settings }) => settings.video.codec,
  profile: ({ settings }) => settings.video.profile ?? '',
  format: ({ settings }) => settings.format,
  date: ({ now }) => [now.getFullYear(), pad(now.getMonth() + 1), pad(now.getDate())].join('-'),
  time: ({ now }) => [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => pad(part)).join('-'),
  counter: ({ counter }) => counter,
};

/** The names that may stand in braces in a template of an output's name. */
export const outputNameTokens: readonly string[] = Object.keys(tokens);

/**
 * The file name of an output, by a template such as `{composition} {width}x{height} {counter:3}`: safe on every system, at
 * most 255 bytes, with the extension of the settings' format. A number after a colon is the least digits of a number. Where
 * the name is taken, `{counter}` counts on from 1 until it is not; without it ` (2)` is added.
 *
 * @throws ExportError `invalid-input` (unknown-token, template-invalid)
 */
export function outputName(template: string, source: OutputNameSource): string {
  const { settings, taken = [] } = source;
  const parts = parseTemplate(template);
  const format = formats.find(({ id }) => id === settings.format);
  // Pictures of a sequence are named in their folder, which has no extension.
  const extension = format === undefined || format.container.kind === 'sequence' ? '' : format.extension;
  const now = source.date ?? new Date();
  const filled = (counter: number): string =>
    parts.map((part) => (typeof part === 'string' ? part : fill(part, { ...source, now, counter }))).join('');
  if (!parts.some((part) => typeof part !== 'string' && part.token === 'counter')) {
    return freeFileName(filled(1), extension, taken);
  }
  const others = new Set(Array.from(taken, sameName));
  // One of so many names is not among the others, unless the counter is cut off at the end.
  for (let counter = 1; counter <= others.size + 1; counter++) {
    const name = safeFileName(filled(counter), extension);
    if (!others.has(sameName(name))) return name;
  }
  return freeFileName(filled(1), extension, taken);
}

interface TokenPart {
  token: string;
  /** 0: as many as there are. */
  digits: number;
}

/** Text and tokens, in their order. */
function parseTemplate(template: string): (string | TokenPart)[] {
  return template.split(/(\{[^{}]*\})/).map((part) => {
    if (/^[^{}]*$/.test(part)) return part;
    const [, token, digits] = /^\{([^{}:]*)(?::([1-9]))?\}$/.exec(part) ?? [];
    if (token === undefined) throw invalidTemplate(part);
    if (!outputNameTokens.includes(token)) throw unknownToken(token);
    return { token, digits: Number(digits ?? 0) };
  });
}

function fill({ token, digits }: TokenPart, context: Context): string {
  const value = tokens[token]!(context);
  return typeof value === 'number' ? String(value).padStart(digits, '0') : value;
}

function pad(part: number): string {
  return String(part).padStart(2, '0');
}

function unknownToken(token: string): ExportError {
  return new ExportError('invalid-input', {
    detail: 'unknown-token',
    stage: 'configure',
    message: `File names have no {${token.slice(0, 40)}}.`,
    remedy: `There are ${outputNameTokens.map((each) => `{${each}}`).join(', ')}.`,
  });
}

function invalidTemplate(part: string): ExportError {
  return new ExportError('invalid-input', {
    detail: 'template-invalid',
    stage: 'configure',
    message: `"${part.slice(0, 40)}" in the template of the file name is no token.`,
    remedy:
      'Write tokens as {composition} or, with three digits at the least, as {counter:3}; braces have no other use.',
  });
}
