import type { Composition } from '../composition/composition';
import type { Exporter, ExportHandle, ExportOptions } from '../exporter';
import type { ExportSettings } from '../formats/format';
import { badArgument } from './bad-argument';

/**
 * Continues the newest unfinished export, provided it is the one that is asked for: a file is not made of two kinds of
 * frames.
 *
 * @throws ExportError `invalid-input` (nothing-to-resume, resume-mismatch)
 */
export async function resumeUnfinished(
  exporter: Pick<Exporter, 'unfinished' | 'resume'>,
  composition: Composition,
  settings: ExportSettings,
  options: ExportOptions,
): Promise<ExportHandle> {
  const [stored] = await exporter.unfinished();
  if (stored === undefined) {
    throw badArgument(
      'nothing-to-resume',
      'The interrupted export had stored nothing.',
      'Run the command without --resume.',
    );
  }
  const differing = differences(
    { composition: stored.compositionId, ...stored.settings },
    { composition: composition.id, ...settings },
  );
  if (differing.length > 0) {
    throw badArgument(
      'resume-mismatch',
      `The interrupted export is another one: ${differing.join('; ')}.`,
      'Run the command as it was first run, with --resume; or without --resume, to start anew.',
    );
  }
  return exporter.resume(stored.id, composition, options);
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

function shown(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
