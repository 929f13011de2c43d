import type { Composition } from '../composition/composition';
import type { Exporter, ExportHandle, ExportOptions, UnfinishedExport } from '../exporter';
import type { ExportSettings } from '../formats/format';
import { badArgument } from './bad-argument';

/**
 * Continues the unfinished export that is asked for: a file is not made of two kinds of frames.
 *
 * @throws ExportError `invalid-input` (nothing-to-resume, resume-mismatch)
 */
export function resumeUnfinished(
  exporter: Pick<Exporter, 'resume'>,
  unfinished: readonly UnfinishedExport[],
  composition: Composition,
  settings: ExportSettings,
  options: ExportOptions,
): ExportHandle {
  const [newest] = unfinished;
  if (newest === undefined) {
    throw badArgument(
      'nothing-to-resume',
      'The interrupted export had stored nothing.',
      'Run the command without --resume.',
    );
  }
  const wanted = unfinished.find((stored) => differencesOf(stored, composition, settings).length === 0);
  if (wanted) return exporter.resume(wanted.id, composition, options);
  throw badArgument(
    'resume-mismatch',
    `The interrupted export is another one: ${differencesOf(newest, composition, settings).join('; ')}.`,
    'Run the command as it was first run, with --resume; or without --resume, to start anew.',
  );
}

/** Continues it where something of it is stored. */
export function resumeOrStart(
  exporter: Pick<Exporter, 'resume' | 'start'>,
  unfinished: readonly UnfinishedExport[],
  composition: Composition,
  settings: ExportSettings,
  options: ExportOptions,
): ExportHandle {
  const wanted = unfinished.find((stored) => differencesOf(stored, composition, settings).length === 0);
  return wanted ? exporter.resume(wanted.id, composition, options) : exporter.start(composition, settings, options);
}

function differencesOf(stored: UnfinishedExport, { id }: Composition, settings: ExportSettings): string[] {
  return differences({ composition: stored.compositionId, ...stored.settings }, { composition: id, ...settings });
}

/** Each value that differs, by its path: `width is 1920 there and 1280 here`. An absent value equals undefined. */
function differences(there: unknown, here: unknown, path = ''): string[] {
  if (!isRecord(there) || !isRecord(here)) {
    if (Object.is(there, here)) return [];
    return [`${path} is ${shown(there)} there and ${shown(here)} here`];
  }
  const keys = new Set([...Object.keys(there), ...Object.keys(here)]);
  return [...keys].flatMap((key) => differences(there[key], here[key], path === '' ? key : `${path}.${key}`));
}

const longestShown = 80;

function shown(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  // Captions are whole files.
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
