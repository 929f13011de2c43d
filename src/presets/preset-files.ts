import { ExportError } from '../errors';
import { parsePreset, type Preset } from './preset';
import { longestPreset, notJson, presetTooLarge } from './preset-json';
import { safeFileName } from './safe-file-name';

export const presetFileExtension = 'stepframe-preset.json';

const mostFiles = 100;

/** A preset as a file to be saved, called by its name. */
export function presetFile(preset: Preset): File {
  const json = `${JSON.stringify(preset, null, 2)}\n`;
  return new File([json], safeFileName(preset.name, presetFileExtension), { type: 'application/json' });
}

/**
 * Reads preset files, such as were dropped on the page: all of them, or none. What is too large is never read.
 *
 * @throws ExportError as `parsePreset`, with the name of the file; `invalid-input` (too-many-presets),
 * `storage` (preset-unreadable)
 */
export async function readPresetFiles(files: readonly Blob[]): Promise<Preset[]> {
  if (files.length > mostFiles) throw tooMany(files.length);
  for (const file of files) if (file.size > longestPreset) throw ofFile(file, presetTooLarge());
  return Promise.all(files.map(readOne));
}

async function readOne(file: Blob): Promise<Preset> {
  const bytes = await file.arrayBuffer().catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  try {
    return parsePreset(textOf(bytes));
  } catch (error) {
    throw error instanceof ExportError ? ofFile(file, error) : error;
  }
}

function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw notJson(cause);
  }
}

/** The error, saying of which file. */
function ofFile(file: Blob, error: ExportError): ExportError {
  const { code, detail, stage, remedy, cause } = error;
  return new ExportError(code, { detail, stage, remedy, cause, message: `${nameOf(file)}: ${error.message}` });
}

function nameOf(file: Blob): string {
  if (!('name' in file) || typeof file.name !== 'string') return 'A file';
  const name = safeFileName(file.name, '');
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}

function tooMany(count: number): ExportError {
  return new ExportError('invalid-input', {
    detail: 'too-many-presets',
    stage: 'configure',
    message: `${count} files are more than can be taken at once.`,
    remedy: `Choose ${mostFiles} preset files at the most.`,
  });
}

function unreadable(file: Blob, cause: unknown): ExportError {
  return new ExportError('storage', {
    detail: 'preset-unreadable',
    stage: 'configure',
    message: `${nameOf(file)} could not be read.`,
    remedy: 'Look whether the file is still there, and choose it again.',
    recoverable: true,
    cause,
  });
}
