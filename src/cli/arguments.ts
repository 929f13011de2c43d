import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { FrameRate } from '../composition/frame-rate';
import type { FileMetadata, MetadataField } from '../formats/format';
import { isLoudness, type LoudnessSettings } from '../formats/loudness-targets';
import type { QualityCheck } from '../orchestrator/export-job';
import { alsoArgument, type AlsoArgument } from './also-argument';
import {
  compositionChoice,
  existing,
  frameNumber,
  frameRange,
  frameRate,
  optional,
  parsed,
  positiveInteger,
  presetChoice,
  reportFile,
  required,
  type CompositionChoice,
  type PresetChoice,
  type ReportFile,
} from './argument-values';
import { badArgument } from './bad-argument';
import { batchCommand, batchOptions, batchUsage, type BatchCommand } from './batch-arguments';
import { captionsArgument, type CaptionsArgument } from './captions-argument';

/** What the command was asked to do. Paths are absolute. */
export type Command = HelpCommand | ListCommand | ExportCommand | BatchCommand;

interface HelpCommand {
  kind: 'help';
}

export interface ListCommand {
  kind: 'list';
  json: boolean;
}

export interface ExportCommand {
  kind: 'export';
  composition: CompositionChoice;
  preset: PresetChoice;
  out: string;
  width?: number;
  height?: number;
  frameRate?: FrameRate;
  /** Both ends are exported; counted from 0 at the exported frame rate. */
  frames?: { first: number; last: number };
  /** Files made of the same frames, in the same pass. */
  also: AlsoArgument<PresetChoice>[];
  /** What the file shall say about itself, where its format can. */
  metadata?: FileMetadata;
  loudness?: LoudnessSettings;
  /** A WebVTT file. */
  chapters?: string;
  captions: CaptionsArgument[];
  /** Counted as `frames` is. */
  poster?: number;
  keepReferences?: string;
  /** Absent: the exporter's default. */
  check?: QualityCheck;
  /** What the check of the file found, to be written. */
  reports: ReportFile[];
  /** Continue the interrupted export to the same file. */
  resume: boolean;
  json: boolean;
}

export const usage = `Usage:
  npm run export -- --list [--json]
  npm run export -- --composition <id | module> --preset <id | file> --out <file> [options]
  npm run export -- --batch <file> [--dry-run] [--check HOW] [--manifest FILE] [--resume] [--json]

  --composition     an id that --list shows, or a path to a module whose default export is a Composition
  --preset          an id that --list shows, or a path to a preset file (.json)
  --out             the file to write; missing folders are made, an existing file is replaced when the export succeeds;
                    for pictures a folder, or a .zip
  --width W         pixels; with only one of the two sizes given the aspect ratio is kept
  --height H
  --fps F           30, 29.97 or 30000/1001
  --frames A-B      only frames A to B, both included, counted from 0 at the exported rate
  --title TEXT      what the file says about itself, where its format can; likewise
                    --author TEXT, --description TEXT and --date D, as 2026-05-31 or 2026-05-31T18:00:00Z
  --timecode T      of the first frame, 01:00:00:00 unless asked for, with ; before the frames for drop frame
  --reel NAME       the name of the reel; both in QuickTime and MXF
  --umid U          of the material, 64 hexadecimal digits; MXF alone, as are --material-package NAME,
                    --company NAME, --product NAME and --product-version V
  --loudness L      ebu (-23 LUFS, -1 dBTP), atsc (-24, -2), -16, -14 or another number of LUFS (-1 dBTP)
  --chapters FILE   chapters, as a WebVTT file: a caption's time and text are a chapter's start and title
  --captions FILE[:LANG][:sidecar][:default]
                    captions, as WebVTT or SubRip, in the file where its format can: language as en or pt-BR; beside it;
                    shown unless the viewer decides otherwise; may be given several times
  --poster FRAME    the frame kept as the file's cover picture, where its format can, counted as in --frames
  --also PRESET[:WxH][@FRAME]=FILE
                    make another file of the same frames, in the same pass: at another size, or of one frame alone;
                    may be given several times
  --keep-references DIR
                    also write every frame as captured, before encoding: DIR/000000.png, DIR/000001.png, …
  --check HOW       what becomes of a file that does not pass its check: warn_user says so, fail_export keeps it back;
                    off looks at nothing
  --report FILE     write what the check found, as a page to be looked at (.html) or as data (.json); may be given twice
  --resume          continue the interrupted export to the same file: what of it is finished is not made again;
                    without it, an interrupted export to the file is discarded
${batchUsage}
  --json            print one JSON object
  --help            print this

Exit code: 0 the file is written, 1 the export failed, 2 the arguments are wrong, 130 interrupted.`;

const options = {
  ...batchOptions,
  composition: { type: 'string' },
  preset: { type: 'string' },
  out: { type: 'string' },
  width: { type: 'string' },
  height: { type: 'string' },
  fps: { type: 'string' },
  frames: { type: 'string' },
  title: { type: 'string' },
  author: { type: 'string' },
  description: { type: 'string' },
  date: { type: 'string' },
  timecode: { type: 'string' },
  reel: { type: 'string' },
  also: { type: 'string', multiple: true },
  umid: { type: 'string' },
  'material-package': { type: 'string' },
  company: { type: 'string' },
  product: { type: 'string' },
  'product-version': { type: 'string' },
  loudness: { type: 'string' },
  chapters: { type: 'string' },
  captions: { type: 'string', multiple: true },
  poster: { type: 'string' },
  'keep-references': { type: 'string' },
  check: { type: 'string' },
  report: { type: 'string', multiple: true },
  resume: { type: 'boolean' },
  list: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options; strict: true }>>['values'];

/**
 * Reads the command line.
 *
 * @param folder what relative paths start from
 * @throws ExportError `invalid-input` with stage `configure`
 */
export function parseCommand(args: readonly string[], folder: string): Command {
  const values = parseFlags(args);
  if (values.help === true) return { kind: 'help' };
  const json = values.json === true;
  if (values.list === true) {
    const stray = Object.keys(values).find((name) => name !== 'list' && name !== 'json');
    if (stray !== undefined) throw badArgument('flag-conflict', `--list and --${stray} do not go together.`);
    return { kind: 'list', json };
  }
  if (values.batch !== undefined) return batchCommand(values, folder, check);
  const lonely = (Object.keys(batchOptions) as (keyof typeof batchOptions)[]).find(
    (name) => values[name] !== undefined,
  );
  if (lonely !== undefined) throw badArgument('flag-conflict', `--${lonely} goes with --batch alone.`);
  const reports = (values.report ?? []).map((text) => reportFile(text, folder));
  if (reports.length > 0 && values.check === 'off') {
    throw badArgument('flag-conflict', '--check off looks at nothing that --report could write.');
  }
  return {
    kind: 'export',
    composition: compositionChoice(required(values, 'composition'), folder),
    preset: presetChoice(required(values, 'preset'), folder),
    out: resolve(folder, required(values, 'out')),
    ...optional('width', values.width, (text) => positiveInteger('width', text)),
    ...optional('height', values.height, (text) => positiveInteger('height', text)),
    ...optional('frameRate', values.fps, frameRate),
    ...optional('frames', values.frames, frameRange),
    ...metadataFrom(values),
    ...optional('loudness', values.loudness, loudness),
    ...optional('chapters', values.chapters, (text) => existing('chapters', text, folder)),
    captions: (values.captions ?? []).map((text) => captionsArgument(text, folder)),
    ...optional('poster', values.poster, (text) => frameNumber('poster', text)),
    ...optional('keepReferences', values['keep-references'], (text) => resolve(folder, text)),
    // A report is of what was looked at.
    ...optional('check', values.check ?? (reports.length > 0 ? 'warn_user' : undefined), check),
    reports,
    also: (values.also ?? []).map((text) => alsoArgument(text, folder, (preset) => presetChoice(preset, folder))),
    resume: values.resume === true,
    json,
  };
}

function parseFlags(args: readonly string[]): Values {
  return parsed(() => parseArgs({ args: joinLoudness(args), options, strict: true, allowPositionals: false }).values);
}

/** A number below zero would be taken for a flag where it stands apart. */
function joinLoudness(args: readonly string[]): string[] {
  const at = args.indexOf('--loudness');
  if (at < 0 || !/^-\d/.test(args[at + 1] ?? '')) return [...args];
  return [...args.slice(0, at), `--loudness=${args[at + 1]!}`, ...args.slice(at + 2)];
}

const metadataFlags = {
  title: 'title',
  author: 'author',
  description: 'description',
  date: 'date',
  timecode: 'timecode',
  reel: 'reel',
  umid: 'umid',
  'material-package': 'materialPackageName',
  company: 'company',
  product: 'product',
  'product-version': 'productVersion',
} as const satisfies Partial<Record<keyof Values, MetadataField>>;

/** What is wrong with a value is told with the other settings. */
function metadataFrom(values: Values): { metadata?: FileMetadata } {
  const given = Object.entries(metadataFlags).flatMap(([flag, field]) => {
    const text = values[flag as keyof typeof metadataFlags];
    return text === undefined ? [] : [[field, text]];
  });
  return given.length === 0 ? {} : { metadata: Object.fromEntries(given) as FileMetadata };
}

function check(text: string): QualityCheck {
  if (text === 'off' || text === 'warn_user' || text === 'fail_export') return text;
  throw badArgument('bad-check', `--check takes off, warn_user or fail_export, not "${text}".`);
}

function loudness(text: string): LoudnessSettings {
  if (text === 'ebu') return { target: 'ebu-r128' };
  if (text === 'atsc') return { target: 'atsc-a85' };
  const settings = { target: text === '' ? Number.NaN : Number(text) };
  if (isLoudness(settings)) return settings;
  throw badArgument(
    'bad-loudness',
    `--loudness takes ebu, atsc or a number of LUFS from -70 to 0, not "${text}".`,
    'Give it as ebu or as -14.',
  );
}
