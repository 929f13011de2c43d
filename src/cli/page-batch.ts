import type { Composition } from '../composition/composition';
import { compositions } from '../editor/compositions/index';
import { ffmpegCore } from '../editor/ffmpeg-core';
import { ExportError } from '../errors';
import { createExporter } from '../exporter';
import { openExportQueue } from '../queue-api';
import { startBatch } from '../queue/batch';
import { tryPlan, type BatchDryRun } from '../queue/batch-dry-run';
import { planBatch as plan, type BatchPlan, type BatchSources } from '../queue/batch-plan';
import type { BatchFile, BatchReport } from '../queue/batch-report';
import type { BatchProgress, BatchStatus } from '../queue/batch-status';
import { BatchSink } from './http-sink';
import { loadComposition } from './page-composition';
import type {
  BatchBinding,
  CheckOutcome,
  Found,
  PageBatchPlan,
  PageBatchRequest,
  PageBatchRun,
  PageComposition,
} from './page-protocol';

declare global {
  var stepframeBatch: BatchBinding;
}

/** The queue of a profile has one batch. */
const batchId = 'batch';

export function planBatch(request: PageBatchRequest): Promise<CheckOutcome<PageBatchPlan>> {
  return attempt(async () => {
    const { items, issues } = await planOf(request);
    return {
      issues,
      items: items.map(({ id, index, out, preset }) => ({ id, index, out, format: preset.format })),
    };
  });
}

export function tryBatch(request: PageBatchRequest): Promise<CheckOutcome<BatchDryRun>> {
  return attempt(async () => {
    const exporter = createExporter({ ffmpeg: ffmpegCore });
    try {
      return await tryPlan(await planOf(request), exporter);
    } finally {
      await exporter.dispose();
    }
  });
}

export function runBatch(request: PageBatchRun): Promise<CheckOutcome<BatchReport>> {
  return attempt(async () => {
    const planned = await planOf(request);
    const found = new Map(planned.items.map(({ compositionName, composition }) => [compositionName, composition]));
    const exporter = createExporter({ ffmpeg: ffmpegCore });
    const queue = openExportQueue({
      exporter,
      composition: (name) => known(found, name),
      sink: (id) => BatchSink.begin(`${request.sinksUrl}${encodeURIComponent(id)}`),
      // Each export has tried again by itself what may pass.
      retry: { times: 0 },
      options: () => ({ check: request.check ?? 'warn_user' }),
    });
    try {
      await queue.ready;
      await forgetLost(queue, planned);
      const batch = startBatch(queue, planned, {
        id: batchId,
        output: { kind: 'host', key: (id) => id, delivered: (id, job) => fileOf(id, job.result?.byteLength ?? null) },
        unattended: true,
        notification: false,
        onItem: (item) => tell({ kind: 'item', item }),
      });
      batch.subscribe((status) => tell({ kind: 'status', status: progressOf(status) }));
      return (await batch.result).report;
    } finally {
      await queue.dispose();
      // What is stored stays, for the command to keep or to remove.
      await exporter.dispose();
    }
  });
}

function known(found: ReadonlyMap<string, Composition>, name: string): Composition {
  const composition = found.get(name);
  if (composition) return composition;
  throw new Error(`The batch has no composition "${name}" any more.`);
}

/** What an earlier command finished is made again where its file is no longer there; what is not asked for any more goes. */
async function forgetLost(queue: ReturnType<typeof openExportQueue>, { items }: BatchPlan): Promise<void> {
  const wanted = new Map(items.map(({ id }) => [`${batchId}:${id}`, id]));
  for (const job of [...queue.jobs]) {
    const id = wanted.get(job.id);
    const isThere = async (item: string): Promise<boolean> =>
      job.state !== 'complete' || (await fileOf(item, job.result?.byteLength ?? null).catch(() => null)) !== null;
    if (id === undefined || !(await isThere(id))) await queue.remove(job.id);
  }
}

/** @throws ExportError `storage` (write-failed) */
async function fileOf(id: string, byteLength: number | null): Promise<BatchFile> {
  const file = await stepframeBatch({ kind: 'file', id, byteLength });
  if (file) return file;
  throw new ExportError('storage', {
    detail: 'write-failed',
    stage: 'deliver',
    message: 'The file is not where it was written.',
    remedy: 'Check that nothing else removes it, then run the command again.',
  });
}

/** Without a line for each of a thousand items, four times a second. */
function progressOf(status: BatchStatus): BatchProgress {
  const { state, waiting, running, paused, complete, failed, cancelled } = status;
  const { framesDone, framesTotal, fraction, secondsLeft } = status;
  const counts = { waiting, running, paused, complete, failed, cancelled };
  return { state, ...counts, framesDone, framesTotal, fraction, secondsLeft };
}

/** The command stops listening when it ends the page, and then nobody is left to be told. */
function tell(message: Parameters<BatchBinding>[0]): void {
  void stepframeBatch(message).catch(() => undefined);
}

async function planOf({ batch, compositions: named, presets }: PageBatchRequest): Promise<BatchPlan> {
  const found = new Map<string, Composition | ExportError>(compositions.map((each) => [each.id, each]));
  for (const [name, each] of named) found.set(name, await load(each));
  const sources: BatchSources = {
    compositions: found,
    presets: new Map(
      presets.map(([name, each]) => [name, each.ok ? each.value : ExportError.fromJSON(each.error)] as const),
    ),
    sequences: 'folder',
  };
  return plan(batch, sources);
}

const loaded = new Map<string, Promise<Composition>>();

/** Once for each module: what it does when it is loaded is done once. */
async function load(found: Found<PageComposition>): Promise<Composition | ExportError> {
  if (!found.ok) return ExportError.fromJSON(found.error);
  const key = JSON.stringify(found.value);
  const loading = loaded.get(key) ?? loadComposition(found.value);
  loaded.set(key, loading);
  try {
    return await loading;
  } catch (error) {
    if (error instanceof ExportError) return error;
    throw error;
  }
}

/** Never rejects while the page lives. */
async function attempt<T>(work: () => Promise<T>): Promise<CheckOutcome<T>> {
  try {
    return { ok: true, result: await work() };
  } catch (thrown) {
    const error = ExportError.from(thrown, 'internal', {
      detail: 'unexpected',
      stage: 'prepare',
      message: `The batch failed in a way it should not: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      remedy: 'Report it with the batch file.',
    });
    return { ok: false, error: error.toJSON() };
  }
}
