import type { SerialisedExportError } from '../errors';
import type { ExportSettings } from '../formats/format';
import type { PlannedItem } from './batch-plan';
import type { Job } from './job';

/** A file of a batch, where it was brought. */
export interface BatchFile {
  /** From the top of the output, with `/` between folders. */
  path: string;
  byteLength: number;
  /** Hexadecimal. Null: a folder of pictures, which have one each. */
  sha256: string | null;
  /** Of a folder of pictures. */
  files?: readonly BatchFile[];
}

/** How an item ended: its file is where it was to go, or why not. */
export type ItemOutcome =
  | { state: 'complete'; file: BatchFile }
  | { state: 'failed'; error: SerialisedExportError }
  /** With an error where another item is to blame. */
  | { state: 'cancelled'; error: SerialisedExportError | null };

/** What a report says of an item. */
export interface ItemReport {
  id: string;
  /** As the batch names them. */
  composition: string;
  preset: string;
  state: ItemOutcome['state'];
  /** Null where there is none, like all that follows of it. */
  file: string | null;
  byteLength: number | null;
  sha256: string | null;
  /** Of a folder of pictures; absent where it is one file. */
  files?: readonly BatchFile[];
  /** Of its check, 0 … 100; null: it is unchecked. */
  score: number | null;
  durationSeconds: number | null;
  engine: string | null;
  /** It took, pauses not counted. */
  seconds: number;
  settings: ExportSettings;
  error: Pick<SerialisedExportError, 'code' | 'detail' | 'message' | 'remedy'> | null;
}

export type BatchEnd = 'complete' | 'failed' | 'cancelled';

/** What became of a batch. */
export interface BatchReport {
  schema: 'stepframe-batch-report';
  version: 1;
  id: string;
  /** `complete`: every item is; `failed`: one or more did; `cancelled`: someone stopped it, or items of it. */
  state: BatchEnd;
  /** ISO 8601. */
  startedAt: string;
  /** From start to end. */
  seconds: number;
  complete: number;
  failed: number;
  cancelled: number;
  /** Of all files. */
  byteLength: number;
  items: ItemReport[];
}

/** What lies beside the files of a batch: what they are. */
export interface BatchManifest {
  schema: 'stepframe-batch-manifest';
  version: 1;
  batch: string;
  files: {
    path: string;
    byteLength: number;
    sha256: string | null;
    score: number | null;
    durationSeconds: number | null;
    item: string;
    composition: string;
    preset: string;
    settings: ExportSettings;
  }[];
}

/** @param job as it ended; null: it never began */
export function reportItem(item: PlannedItem, outcome: ItemOutcome, job: Job | null): ItemReport {
  const { id, compositionName, preset, settings } = item;
  const file = outcome.state === 'complete' ? outcome.file : null;
  const result = file === null ? null : (job?.result ?? null);
  const error = outcome.state === 'complete' ? null : outcome.error;
  return {
    id,
    composition: compositionName,
    preset: preset.id,
    state: outcome.state,
    file: file?.path ?? null,
    byteLength: file?.byteLength ?? null,
    sha256: file?.sha256 ?? null,
    ...(file?.files === undefined ? {} : { files: file.files }),
    score: result?.score ?? null,
    durationSeconds: result?.durationSeconds ?? null,
    engine: result?.engine ?? null,
    seconds: Math.round((job?.ranMs ?? 0) / 100) / 10,
    settings,
    error: error && { code: error.code, detail: error.detail, message: error.message, remedy: error.remedy },
  };
}

/**
 * @param startedAt milliseconds since the epoch
 * @param wasCancelled someone stopped it, whatever had become of its items by then
 */
export function reportBatch(
  id: string,
  items: readonly ItemReport[],
  { startedAt, ms, wasCancelled }: { startedAt: number; ms: number; wasCancelled: boolean },
): BatchReport {
  const count = (state: ItemReport['state']): number => items.filter((item) => item.state === state).length;
  const [complete, failed, cancelled] = [count('complete'), count('failed'), count('cancelled')];
  return {
    schema: 'stepframe-batch-report',
    version: 1,
    id,
    state: wasCancelled ? 'cancelled' : failed > 0 ? 'failed' : cancelled > 0 ? 'cancelled' : 'complete',
    startedAt: new Date(startedAt).toISOString(),
    seconds: Math.round(ms / 100) / 10,
    ...{ complete, failed, cancelled },
    byteLength: items.reduce((sum, { byteLength }) => sum + (byteLength ?? 0), 0),
    items: [...items],
  };
}

export function manifestOf(report: BatchReport): BatchManifest {
  return {
    schema: 'stepframe-batch-manifest',
    version: 1,
    batch: report.id,
    files: report.items.flatMap(({ id, file, byteLength, sha256, files, ...rest }) => {
      if (file === null || byteLength === null) return [];
      const { score, durationSeconds, composition, preset, settings } = rest;
      const of = { score, durationSeconds, item: id, composition, preset, settings };
      return (files ?? [{ path: file, byteLength, sha256 }]).map((each) => ({ ...each, ...of }));
    }),
  };
}

/** For people: what became of all, then a line for each item. */
export function describeBatch(report: BatchReport): string {
  const { complete, failed, cancelled, byteLength, seconds, items } = report;
  const counts = [
    `${complete} of ${items.length} ${items.length === 1 ? 'export' : 'exports'} complete`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
  ].join(', ');
  return [`${counts}: ${megabytes(byteLength)} in ${seconds.toFixed(1)} s`, ...items.map(describeItem)].join('\n');
}

/** One line: state, id, and of its file name, size, time and score, or why there is none. */
export function describeItem({ id, state, file, byteLength, seconds, score, error }: ItemReport): string {
  if (file !== null) {
    const parts = [file, megabytes(byteLength ?? 0), `${seconds.toFixed(1)} s`];
    if (score !== null) parts.push(`${Math.round(score)} points`);
    return `${state}  ${id}  ${parts.join('  ')}`;
  }
  const why = error === null ? '' : `  ${error.code} (${error.detail}): ${error.message} ${error.remedy}`;
  return `${state}  ${id}${why}`.replace(/\s*\n\s*/g, ' ');
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
