import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  compositionChoice,
  existing,
  frameRange,
  optional,
  parsed,
  reportFile,
  type CompositionChoice,
  type ReportFile,
} from './argument-values';
import { badArgument } from './bad-argument';

/** What `check-file` was asked to do. Paths are absolute. */
export type CheckCommand = { kind: 'help' } | FileCheckCommand | ComparisonCommand;

export interface FileCheckCommand {
  kind: 'check';
  file: string;
  /** What its frames are to show; absent: there is nothing to compare with. */
  reference?: { kind: 'folder'; folder: string } | { kind: 'composition'; composition: CompositionChoice };
  /** Both ends included: those that the file has. */
  frames?: { first: number; last: number };
  /** Ids of a preset and of platforms. */
  profile: string[];
  reports: ReportFile[];
  json: boolean;
}

export interface ComparisonCommand {
  kind: 'compare';
  file: string;
  against: string;
  json: boolean;
}

export const checkUsage = `Usage:
  npm run check-file -- <file> [--reference DIR | --composition <id | module>] [options]
  npm run check-file -- <file> --against FILE [--json]

  --reference DIR   compare with the PNG pictures in a folder, named by the frame of the file that they show, as
                    --keep-references of an export writes them: 000000.png is the first; some may be missing
  --composition C   compare with the frames that a composition draws anew, at the size and rate of the file: an id that
                    npm run export -- --list shows, or a path to a module whose default export is a Composition
  --frames A-B      the file has only frames A to B of the composition, or the pictures are numbered from A on
  --profile NAME    what the file is held to: a preset, as --list shows them, or platforms: youtube, instagram, tiktok, x,
                    linkedin, vimeo, uk-dpp, ard-zdf; several with commas between
  --report FILE     write what was found, as a page to be looked at (.html) or as data (.json); may be given twice
  --against FILE    only compare the pictures of two files, frame by frame
  --json            print the report as one JSON object, without pictures
  --help            print this

Exit code: 0 approve, 3 review, 4 reject or, with --against, the files differ; 1 the file could not be checked, 2 the
arguments are wrong, 130 interrupted.`;

const options = {
  reference: { type: 'string' },
  composition: { type: 'string' },
  frames: { type: 'string' },
  profile: { type: 'string', multiple: true },
  report: { type: 'string', multiple: true },
  against: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options; strict: true }>>['values'];

/**
 * Reads the command line of `check-file`.
 *
 * @param folder what relative paths start from
 * @throws ExportError `invalid-input` with stage `configure`
 */
export function parseCheckCommand(args: readonly string[], folder: string): CheckCommand {
  const { values, positionals } = parsed(() =>
    parseArgs({ args: [...args], options, strict: true, allowPositionals: true }),
  );
  if (values.help === true) return { kind: 'help' };
  const [name, another] = positionals;
  if (name === undefined) throw badArgument('file-not-named', 'No file is named.');
  if (another !== undefined) {
    throw badArgument('file-twice', `One file is checked at a time, not "${another}" too.`);
  }
  const file = existing(null, name, folder);
  const json = values.json === true;
  if (values.against !== undefined) {
    refuse('against', values, ['reference', 'composition', 'frames', 'profile', 'report']);
    return { kind: 'compare', file, against: existing('against', values.against, folder), json };
  }
  if (values.reference !== undefined) refuse('reference', values, ['composition']);
  if (values.frames !== undefined && values.reference === undefined && values.composition === undefined) {
    throw badArgument(
      'flag-missing',
      '--frames says which of the frames of --composition or --reference the file has.',
    );
  }
  return {
    kind: 'check',
    file,
    ...referenceFrom(values, folder),
    ...optional('frames', values.frames, frameRange),
    profile: (values.profile ?? []).flatMap((text) => text.split(',')).map((text) => text.trim()),
    reports: (values.report ?? []).map((text) => reportFile(text, folder)),
    json,
  };
}

function referenceFrom({ reference, composition }: Values, folder: string): Pick<FileCheckCommand, 'reference'> {
  if (reference !== undefined) {
    return { reference: { kind: 'folder', folder: resolve(existing('reference', reference, folder)) } };
  }
  if (composition === undefined) return {};
  return { reference: { kind: 'composition', composition: compositionChoice(composition, folder) } };
}

function refuse(flag: keyof Values, values: Values, others: readonly (keyof Values)[]): void {
  const stray = others.find((name) => values[name] !== undefined);
  if (stray !== undefined) throw badArgument('flag-conflict', `--${flag} and --${stray} do not go together.`);
}
