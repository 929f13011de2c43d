import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { ExportSettings } from '../formats/format';
import { formatOf } from '../formats/registry';
import { outputName } from '../presets/output-name';
import type { Preset } from '../presets/preset';
import { badArgument } from './bad-argument';

/** Whether an output is named by a template. */
export function isTemplate(out: string): boolean {
  return /[{}]/.test(out);
}

/**
 * The path that an output's template stands for: its last part as `outputName` has it, under a name that nothing in its
 * folder has, nor any of `taken`. An extension of the format may be written or left out; `.zip` makes one file of pictures.
 *
 * @param taken paths of other outputs of the same command
 * @throws ExportError `invalid-input` (unknown-token, template-invalid, template-in-folder)
 */
export async function expandOut(
  out: string,
  about: { composition: string; preset: Preset; settings: ExportSettings },
  taken: readonly string[] = [],
): Promise<string> {
  const folder = dirname(out);
  if (isTemplate(folder)) {
    throw badArgument(
      'template-in-folder',
      'Folders cannot be named by tokens: only the last part of a path can.',
      'Write the folder as it is called, as in out/{composition}.',
    );
  }
  const { composition, preset, settings } = about;
  const { container, extension } = formatOf(settings.format);
  const template = basename(out);
  const written = extname(template).toLowerCase() === `.${extension}`;
  const stem = written ? template.slice(0, -extension.length - 1) : template;
  // A sequence goes into a folder unless the template says otherwise.
  const ending = container.kind === 'sequence' && written ? `.${extension}` : '';
  const names = [
    ...(await namesIn(folder)),
    ...taken.filter((path) => dirname(path) === folder).map((path) => basename(path)),
  ];
  const others = ending === '' ? names : names.map((name) => name.replace(/\.zip$/i, ''));
  return join(folder, `${outputName(stem, { composition, preset: preset.name, settings, taken: others })}${ending}`);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    // There is none yet; what else is wrong with it shows when the file is written.
    return [];
  }
}
