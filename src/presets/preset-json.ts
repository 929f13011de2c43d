import { ExportError } from '../errors';

/** Characters; the largest preset there can be has some 3000. */
export const longestPreset = 65_536;
/** Objects and arrays within each other; a preset has four. */
const deepest = 16;

/**
 * The object that a preset file's text holds, from whoever it is: of bounded size and depth, every member its own and none
 * that objects have from birth (`__proto__`, `constructor`, `toString`), which a check by name would take for known.
 *
 * @throws ExportError `invalid-input` (preset-too-large, preset-too-deep, preset-not-json, preset-invalid)
 */
export function parsePresetJson(json: string): Readonly<Record<string, unknown>> {
  if (json.length > longestPreset) throw presetTooLarge();
  if (depthOf(json) > deepest) throw tooDeep();
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (cause) {
    throw notJson(cause);
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw invalidPreset('the whole file', 'must be an object');
  refuseInherited(data);
  return data as Readonly<Record<string, unknown>>;
}

/** How deep brackets are nested, told in one pass without parsing: what follows may recurse. */
function depthOf(json: string): number {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const character = json[i];
    if (inString) {
      if (character === '\\') i++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') most = Math.max(most, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return most;
}

function refuseInherited(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key in Object.prototype) throw invalidPreset(key, 'is no field of a preset');
    refuseInherited(member);
  }
}

export function invalidPreset(path: string, what: string): ExportError {
  return refused(
    'preset-invalid',
    `The preset file is not usable: ${path}: ${what}.`,
    `Correct ${path}, or export the preset again.`,
  );
}

export function presetTooLarge(): ExportError {
  return refused(
    'preset-too-large',
    `The file is larger than ${longestPreset / 1024} kB, which no preset is.`,
    'Choose a file that was exported as a Stepframe preset.',
  );
}

function tooDeep(): ExportError {
  return refused(
    'preset-too-deep',
    'The file is nested deeper than any preset.',
    'Choose a file that was exported as a Stepframe preset.',
  );
}

export function notJson(cause: unknown): ExportError {
  return refused(
    'preset-not-json',
    'The preset file is not valid JSON.',
    'Choose a file that was exported as a Stepframe preset.',
    cause,
  );
}

export function newerPreset(version: number, newest: number): ExportError {
  return refused(
    'preset-newer',
    `The preset file is of version ${version}, and this page knows presets to version ${newest}.`,
    'Update Stepframe, or export the preset again with this version.',
  );
}

function refused(detail: string, message: string, remedy: string, cause?: unknown): ExportError {
  return new ExportError('invalid-input', { detail, stage: 'configure', message, remedy, cause });
}
