import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  compositionChoice,
  optional,
  parsed,
  positiveInteger,
  required,
  type CompositionChoice,
} from './argument-values';
import { badArgument } from './bad-argument';

/** What `golden` was asked to do. Paths are absolute. */
export type GoldenCommand = { kind: 'help' } | GoldenFrameCommand;

export const goldenActions = ['register', 'list', 'update', 'compare', 'remove'] as const;
export type GoldenAction = (typeof goldenActions)[number];

export interface GoldenFrameCommand {
  kind: GoldenAction;
  /** Absent only to list all there are. */
  composition?: CompositionChoice;
  /** In order, each once; absent: all that are kept. */
  frames?: number[];
  width?: number;
  height?: number;
  /** Where they are kept. */
  dir: string;
  json: boolean;
}

export const goldenUsage = `Usage:
  npm run golden -- register --composition <id | module> --frames LIST [--width W --height H] [--dir DIR]
  npm run golden -- compare  --composition <id | module> [--frames LIST] [--width W --height H] [--dir DIR]
  npm run golden -- update   --composition <id | module> [--frames LIST] [--width W --height H] [--dir DIR]
  npm run golden -- remove   --composition <id | module> [--frames LIST] [--width W --height H] [--dir DIR]
  npm run golden -- list     [--composition <id | module>] [--dir DIR]

  register          draw frames and keep them as pictures; it replaces none
  compare           draw them again and say how they differ from those that are kept
  update            draw them again and keep them in place of those that are
  remove            remove them
  list              say which are kept

  --composition C   an id that npm run export -- --list shows, or a path to a module whose default export is a Composition
  --frames LIST     such as 0,30,90-95, counted from 0 at the composition's own rate; all that are kept unless named
  --width W         pixels; the composition's own, or for frames that are kept every size they have
  --height H
  --dir DIR         the folder of golden frames, by default golden: PNG pictures and a list of them for each composition
  --json            print one JSON object
  --help            print this

Exit code: 0 done or the frames are the same, 4 a frame differs, 1 it failed, 2 the arguments are wrong, 130 interrupted.`;

const options = {
  composition: { type: 'string' },
  frames: { type: 'string' },
  width: { type: 'string' },
  height: { type: 'string' },
  dir: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Frames that one list may name: a slip of the finger is not to draw for hours. */
const mostFrames = 10_000;

/**
 * Reads the command line of `golden`.
 *
 * @param folder what relative paths start from
 * @throws ExportError `invalid-input` with stage `configure`
 */
export function parseGoldenCommand(args: readonly string[], folder: string): GoldenCommand {
  const { values, positionals } = parsed(() =>
    parseArgs({ args: [...args], options, strict: true, allowPositionals: true }),
  );
  if (values.help === true) return { kind: 'help' };
  const [action, another] = positionals;
  const kind = goldenActions.find((name) => name === action);
  if (kind === undefined || another !== undefined) {
    throw badArgument(
      'bad-action',
      `One of ${goldenActions.join(', ')} is to be named, not "${positionals.join(' ')}".`,
    );
  }
  if (kind !== 'list') required(values, 'composition');
  if (kind === 'register') required(values, 'frames');
  if ((values.width === undefined) !== (values.height === undefined)) {
    throw badArgument('flag-missing', 'Golden frames have a --width and a --height, or neither is named.');
  }
  return {
    kind,
    ...optional('composition', values.composition, (text) => compositionChoice(text, folder)),
    ...optional('frames', values.frames, frameList),
    ...optional('width', values.width, (text) => positiveInteger('width', text)),
    ...optional('height', values.height, (text) => positiveInteger('height', text)),
    dir: resolve(folder, values.dir ?? 'golden'),
    json: values.json === true,
  };
}

function frameList(text: string): number[] {
  const frames = new Set<number>();
  for (const part of text.split(',')) {
    const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(part.trim()) ?? [];
    const first = Number(from ?? Number.NaN);
    const last = Number(to ?? from ?? Number.NaN);
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || last < first || last - first >= mostFrames) {
      throw badArgument('bad-frames', `--frames takes a list of frames, not "${text}".`, 'Give them as 0,30,90-95.');
    }
    for (let frame = first; frame <= last; frame++) frames.add(frame);
  }
  return [...frames].sort((one, other) => one - other);
}
