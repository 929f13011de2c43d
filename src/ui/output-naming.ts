import { ExportError } from '../errors';
import type { ExportSettings } from '../formats/format';
import { formatOf } from '../formats/registry';
import type { Preset } from '../presets/preset';
import { outputName } from '../presets/output-name';
import { freeFileName } from '../presets/safe-file-name';
import type { ExportSubject } from './export-model';
import { defaultName, presetOf, settingsFrom } from './settings-draft';

/** What files are named by, beside their own settings. */
export interface NameSource {
  readonly template: string;
  readonly composition: string;
  readonly preset?: string;
}

/** The file name of a draft, or why there is none. */
export type DraftName =
  { readonly fileName: string; readonly error: null } | { readonly fileName: null; readonly error: ExportError };

/**
 * @param made names this dialog has saved already, which `{counter}` counts on from
 * @param own the person's presets, one of which the draft may follow
 */
export function draftNameOf(
  subject: ExportSubject,
  { made, own }: { made: readonly string[]; own: readonly Preset[] },
): DraftName {
  const { draft, composition, inOut } = subject;
  try {
    const settings = settingsFrom(draft, composition, inOut);
    return { fileName: savedName(sourceOf(subject, own), settings, made), error: null };
  } catch (thrown) {
    if (!(thrown instanceof ExportError)) throw thrown;
    return { fileName: null, error: thrown };
  }
}

/** By what the files of a subject are named. */
export function sourceOf({ draft, composition }: ExportSubject, own: readonly Preset[] = []): NameSource {
  const template = draft.name.trim() === '' ? defaultName : draft.name;
  const preset = template.includes('{preset') ? presetOf(draft, composition, own) : undefined;
  return { template, composition: composition.name, ...(preset === undefined ? {} : { preset: preset.name }) };
}

/**
 * What a file is saved as: pictures of a sequence lie in a zip, unless the person picks a folder for them.
 *
 * @param made only a counter gives way to them: whoever saves elsewhere, or over a file, says so in the browser's dialog
 * @throws ExportError as `outputName`
 */
export function savedName(source: NameSource, settings: ExportSettings, made: Iterable<string> = []): string {
  const { template, composition, preset } = source;
  const taken = template.includes('{counter') ? made : [];
  const about = { composition, settings, taken, ...(preset === undefined ? {} : { preset }) };
  const { container, extension } = formatOf(settings.format);
  const name = outputName(template, about);
  return container.kind === 'sequence' ? freeFileName(name, extension, []) : name;
}

/** As `savedName`; by a template that is wrong, which is told at its field, named as without one. */
export function nameOrDefault(source: NameSource, settings: ExportSettings, made: Iterable<string> = []): string {
  try {
    return savedName(source, settings, made);
  } catch (thrown) {
    if (!(thrown instanceof ExportError)) throw thrown;
    return savedName({ ...source, template: defaultName }, settings, made);
  }
}
