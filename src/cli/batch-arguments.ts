import { resolve } from 'node:path';
import type { QualityCheck } from '../orchestrator/export-job';
import { existing, optional } from './argument-values';
import { badArgument } from './bad-argument';

/** Exports what a file lists. Paths are absolute. */
export interface BatchCommand {
  kind: 'batch';
  file: string;
  /** Look at it, export nothing. */
  dryRun: boolean;
  /** Absent: the exporter's default. */
  check?: QualityCheck;
  /** Where to write what was written. */
  manifest?: string;
  /** Continue the interrupted batch of the same file. */
  resume: boolean;
  json: boolean;
}

export const batchOptions = {
  batch: { type: 'string' },
  'dry-run': { type: 'boolean' },
  manifest: { type: 'string' },
} as const;

export const batchUsage = `  --batch FILE      export what a JSON file lists:
                    { "outDir", "maxConcurrent", "onError": "stop" | "continue", "items": [{ "id", "composition",
                    "preset", "out", "priority", "after": [ids], "width", "height", "fps", "frames": "A-B" }] };
                    paths in it start from its folder, "out" from outDir, which no file leaves
  --dry-run         list everything that is wrong with the batch, and what its files are likely to be; export nothing
  --manifest FILE   of a batch, write what was written: every file with its size, SHA-256, score and settings`;

const together = ['batch', 'dry-run', 'check', 'manifest', 'resume', 'json'];

interface Values {
  batch?: string | undefined;
  'dry-run'?: boolean | undefined;
  check?: string | undefined;
  manifest?: string | undefined;
  resume?: boolean | undefined;
  json?: boolean | undefined;
}

/** @throws ExportError `invalid-input` (flag-conflict, flag-missing, file-missing, bad-check) */
export function batchCommand(values: Values, folder: string, check: (text: string) => QualityCheck): BatchCommand {
  const stray = Object.keys(values).find((name) => !together.includes(name));
  if (stray !== undefined) throw badArgument('flag-conflict', `--batch and --${stray} do not go together.`);
  const { batch = '', 'dry-run': dryRun = false, resume = false, json = false } = values;
  if (batch === '') throw badArgument('flag-missing', '--batch needs a file.');
  if (dryRun && resume) throw badArgument('flag-conflict', '--dry-run and --resume do not go together.');
  return {
    kind: 'batch',
    file: existing('batch', batch, folder),
    dryRun,
    ...optional('check', values.check, check),
    ...optional('manifest', values.manifest, (text) => resolve(folder, text)),
    resume,
    json,
  };
}
