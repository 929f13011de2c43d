import type { Composition } from '../composition/composition';
import { assertComposition } from '../composition/load-module';
import { ExportError } from '../errors';
import { notifyUnseen } from '../orchestrator/notices';
import type { Preset } from '../presets/preset';
import { presets as ownPresets } from '../presets/registry';
import type { BatchDryRun, ExportCheck } from './batch-dry-run';
import type { BatchOutput } from './batch-output';
import type { BatchPlan, BatchSources } from './batch-plan';
import type { BatchReport, ItemReport } from './batch-report';
import type { BatchResult, RunningBatch } from './batch-run';
import type { Batch } from './batch-schema';
import type { BatchStatus } from './batch-status';
import type { ExportQueue } from './export-queue';

/** What a batch is made of. */
export interface BatchInput {
  batch: Batch;
  /** That items may name, by their ids. The queue must know them by the same ids. */
  compositions: readonly Composition[];
  /** That items may name, besides those of the package, in front of which they come. */
  presets?: readonly Preset[];
}

export interface BatchOptions extends BatchInput {
  output: BatchOutput;
  /** Default: a new one. With that of a batch that was interrupted, it goes on from what the queue has of it. */
  id?: string;
  /** Cancels the batch. */
  signal?: AbortSignal;
  /** Whether the browser says so when it is done, where the page has the permission already. Default true. */
  notification?: boolean;
  /** No one is there to mend what an export waits for: it fails instead. Default false. */
  unattended?: boolean;
  /** Called as each item ends. */
  onItem?: (item: ItemReport) => void;
}

/** A running batch. */
export interface BatchHandle {
  readonly id: string;
  /** How it stands now. */
  readonly status: BatchStatus;
  /** Called after changes, at most some 4 times a second. Returns how to stop. */
  subscribe(listener: (status: BatchStatus) => void): () => void;
  /**
   * What became of it: items that failed are in its report and do not make it reject. Everything the browser kept of it is
   * gone by then.
   *
   * @throws ExportError `invalid-input` (batch-invalid) with all that is wrong with the batch, `storage`
   */
  readonly result: Promise<BatchResult>;
  /** Pauses what runs and what waits. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** What is delivered by then stays; a zip is not made. */
  cancel(): Promise<void>;
}

/** Everything that would keep a batch from being exported, and what its files are likely to be; nothing is exported. */
export async function dryRunBatch(exporter: ExportCheck, input: BatchInput): Promise<BatchDryRun> {
  const { tryPlan } = await import('./batch-dry-run');
  return tryPlan(await planOf(input), exporter);
}

/** Puts a batch into a queue. It begins at once; what is wrong with it shows in `result`. */
export function batchExport(queue: ExportQueue, options: BatchOptions): BatchHandle {
  return startBatch(queue, planOf(options), options);
}

/** As `batchExport`, of a plan. */
export function startBatch(
  queue: ExportQueue,
  planning: BatchPlan | Promise<BatchPlan>,
  options: Omit<BatchOptions, keyof BatchInput>,
): BatchHandle {
  const { id = crypto.randomUUID(), output, signal, unattended = false, onItem = null } = options;
  const listeners = new Set<(status: BatchStatus) => void>();
  let status = notYet;
  const show = (next: BatchStatus): void => {
    status = next;
    for (const listener of listeners) listener(next);
  };
  const loading: Promise<RunningBatch> = import('./batch-run').then(
    ({ RunningBatch }) => new RunningBatch(queue, { id, output, unattended, onItem }, show),
  );
  const cancel = async (): Promise<void> => (await loading).cancel();
  const onAbort = (): void => void cancel();
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  const run = async (): Promise<BatchResult> => {
    try {
      const ended = await (await loading).run(Promise.resolve(planning));
      if (options.notification !== false) notify(ended.report);
      return ended;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  };
  const result = run();
  result.catch(() => undefined); // A host that only watches the status must not see an unhandled rejection.
  return {
    id,
    result,
    get status() {
      return status;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pause: async () => (await loading).pause(),
    resume: async () => (await loading).resume(),
    cancel,
  };
}

const notYet: BatchStatus = {
  ...{ state: 'preparing', items: [], issues: [], framesDone: 0, framesTotal: 0, fraction: 0, secondsLeft: null },
  ...{ waiting: 0, running: 0, paused: 0, complete: 0, failed: 0, cancelled: 0 },
};

async function planOf({ batch, compositions, presets = [] }: BatchInput): Promise<BatchPlan> {
  const { planBatch } = await import('./batch-plan');
  const sources: BatchSources = {
    compositions: new Map(compositions.map((composition) => [composition.id, sound(composition)])),
    presets: new Map([...ownPresets, ...presets].map((preset) => [preset.id, preset])),
    sequences: 'zip',
  };
  return planBatch(batch, sources);
}

/** The composition, or why it is none. */
function sound(composition: Composition): Composition | ExportError {
  try {
    assertComposition(composition);
    return composition;
  } catch (error) {
    if (error instanceof ExportError) return error;
    throw error;
  }
}

/** Only where the page may, and to whoever does not see it: it never asks. */
function notify({ id, state, complete, items }: BatchReport): void {
  const title = { complete: 'Exports complete', failed: 'Exports failed', cancelled: 'Exports cancelled' }[state];
  notifyUnseen({ title, body: `${complete} of ${items.length} files are ready.`, tag: id });
}
