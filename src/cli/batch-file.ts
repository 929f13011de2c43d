import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ExportError } from '../errors';
import { parsePreset, type Preset } from '../presets/preset';
import { presets } from '../presets/registry';
import { compositionChoice, presetChoice } from './argument-values';
import { badArgument } from './bad-argument';
import { chooseComposition } from './chosen-composition';
import type { PageComposition } from './page-protocol';
import type { Route } from './static-server';

/** Bytes; a thousand items with long paths have less. */
const largest = 8_000_000;

/** A batch file as it stands, and where what it names starts from. */
export interface BatchFileContent {
  /** Of any form: it is looked at in the page, where compositions are known. */
  batch: unknown;
  /** Of the file. */
  folder: string;
  outDir: string;
}

/** @throws ExportError `invalid-input` (batch-unreadable, batch-too-large, batch-not-json) */
export async function readBatchFile(path: string): Promise<BatchFileContent> {
  const folder = dirname(path);
  const text = await readText(path);
  let batch: unknown;
  try {
    batch = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw badArgument('batch-not-json', `${path} is not valid JSON: ${reason}.`, 'Correct the batch file.', cause);
  }
  const outDir = memberOf(batch, 'outDir');
  return { batch, folder, outDir: resolve(folder, typeof outDir === 'string' ? outDir : '.') };
}

async function readText(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > largest) {
      const remedy = 'Split it into several batches.';
      throw badArgument('batch-too-large', `${path} is larger than ${largest / 1e6} MB, which no batch is.`, remedy);
    }
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof ExportError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw badArgument('batch-unreadable', `${path} cannot be read: ${reason}`, 'Name a batch file.', cause);
  }
}

/** What items name, found. An error says why it could not be. */
export interface BatchParts {
  /** Those given by a path. */
  compositions: [name: string, found: PageComposition | ExportError][];
  /** All of the package, and those given by a path. */
  presets: [name: string, found: Preset | ExportError][];
  /** Serve the compositions' modules. */
  routes: Record<string, Route>;
}

/** Finds what the items of a batch name by paths, each once. */
export async function findParts({ batch, folder }: BatchFileContent): Promise<BatchParts> {
  const parts: BatchParts = { compositions: [], presets: presets.map((preset) => [preset.id, preset]), routes: {} };
  for (const name of namesOf(batch, 'composition')) {
    const found = await orError(async () => {
      const choice = compositionChoice(name, folder, null);
      if (choice.kind === 'id') return null;
      const { composition, routes } = await chooseComposition(choice, `/module/${parts.compositions.length}/`);
      Object.assign(parts.routes, routes);
      return composition;
    });
    // Ids are the page's to know.
    if (found !== null) parts.compositions.push([name, found]);
  }
  for (const name of namesOf(batch, 'preset')) {
    const found = await orError(async () => {
      const choice = presetChoice(name, folder, null);
      return choice.kind === 'id' ? null : parsePreset(await readFile(choice.path, 'utf8'));
    });
    if (found !== null) parts.presets.push([name, found]);
  }
  return parts;
}

async function orError<T>(find: () => Promise<T>): Promise<T | ExportError> {
  try {
    return await find();
  } catch (thrown) {
    return ExportError.from(thrown, 'invalid-input', {
      detail: 'file-unreadable',
      stage: 'configure',
      message: `It cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      remedy: 'Name a file that can be read.',
    });
  }
}

/** Each once, as far as the batch has a form in which they can be found. */
function namesOf(batch: unknown, field: string): Set<string> {
  const items = memberOf(batch, 'items');
  const names = Array.isArray(items) ? items.map((item: unknown) => memberOf(item, field)) : [];
  return new Set(names.filter((name) => typeof name === 'string' && !name.includes('\0')) as string[]);
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
