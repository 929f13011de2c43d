import { existsSync } from 'node:fs';
import { extname, resolve, sep } from 'node:path';
import { parseFrameRate, type FrameRate } from '../composition/frame-rate';
import { badArgument } from './bad-argument';

export type CompositionChoice = { kind: 'id'; id: string } | { kind: 'module'; path: string };
export type PresetChoice = { kind: 'id'; id: string } | { kind: 'file'; path: string };

/** Runs Node's `parseArgs`. @throws ExportError `invalid-input` (bad-flag) where it refuses */
export function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    // Node's message spans several sentences; the first one names the flag.
    const message = error instanceof Error ? error.message : String(error);
    throw badArgument('bad-flag', `${message.split(/[.\n]/, 1)[0] ?? message}.`, undefined, error);
  }
}

export function required<Name extends string>(values: Partial<Record<Name, unknown>>, name: Name): string {
  const value = values[name];
  if (typeof value !== 'string' || value === '') throw badArgument('flag-missing', `--${name} is missing.`);
  return value;
}

/** The property under `key` when a value was given; nothing otherwise. */
export function optional<K extends string, T>(
  key: K,
  text: string | undefined,
  parse: (text: string) => T,
): Partial<Record<K, T>> {
  return text === undefined ? {} : ({ [key]: parse(text) } as Record<K, T>);
}

/** @param flag null: it stands in a file */
export function compositionChoice(
  text: string,
  folder: string,
  flag: string | null = 'composition',
): CompositionChoice {
  if (!looksLikePath(text, ['.ts', '.tsx', '.mts', '.js', '.jsx', '.mjs'])) return { kind: 'id', id: text };
  return { kind: 'module', path: existing(flag, text, folder) };
}

/** @param flag null: it stands in a file */
export function presetChoice(text: string, folder: string, flag: string | null = 'preset'): PresetChoice {
  if (!looksLikePath(text, ['.json'])) return { kind: 'id', id: text };
  return { kind: 'file', path: existing(flag, text, folder) };
}

function looksLikePath(text: string, extensions: readonly string[]): boolean {
  return text.includes('/') || text.includes(sep) || extensions.includes(extname(text).toLowerCase());
}

/** @param flag null: the file is named without one */
export function existing(flag: string | null, text: string, folder: string): string {
  const path = resolve(folder, text);
  if (existsSync(path)) return path;
  throw badArgument('file-missing', `${flag === null ? 'T' : `--${flag}: t`}here is no file ${path}.`);
}

export function positiveInteger(flag: string, text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value === 0) {
    throw badArgument('bad-number', `--${flag} takes a positive whole number of pixels, not "${text}".`);
  }
  return value;
}

export function frameNumber(flag: string, text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw badArgument('bad-number', `--${flag} takes the number of a frame, not "${text}".`, 'Count frames from 0.');
}

export function frameRate(text: string): FrameRate {
  try {
    return parseFrameRate(text);
  } catch (error) {
    throw badArgument(
      'bad-frame-rate',
      `--fps takes a positive number of frames per second, not "${text}".`,
      'Give it as 30, 29.97 or 30000/1001.',
      error,
    );
  }
}

export function frameRange(text: string): { first: number; last: number } {
  const match = /^(\d+)-(\d+)$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2]);
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) {
    throw badArgument('bad-range', `--frames takes two frame numbers, not "${text}".`, 'Give them as 0-99.');
  }
  if (first > last) throw badArgument('range-empty', `--frames ${text} ends before it begins.`);
  return { first, last };
}

/** Where a report goes, and as what: by the file's extension. */
export interface ReportFile {
  path: string;
  as: 'page' | 'json';
}

export function reportFile(text: string, folder: string): ReportFile {
  const extension = extname(text).toLowerCase();
  const path = resolve(folder, text);
  if (extension === '.html' || extension === '.htm') return { path, as: 'page' };
  if (extension === '.json') return { path, as: 'json' };
  throw badArgument(
    'bad-report',
    `--report takes a file of .html or .json, not "${text}".`,
    'Give it as report.html, to be looked at, or as report.json, for programs.',
  );
}
