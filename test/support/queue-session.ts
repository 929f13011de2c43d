import { afterEach } from 'vitest';
import {
  openExportQueue,
  type Composition,
  type Exporter,
  type ExporterOptions,
  type ExportQueue,
  type ExportQueueOptions,
  type Job,
  type NewJob,
} from '../../src/index';
import { newExporter, settings } from './fault-session';
import { small } from './queue-compositions';
import { closeTabs } from './queue-tabs';

const queues: ExportQueue[] = [];

/** What a queue of these tests is opened with. */
export interface QueueSetup extends Partial<ExportQueueOptions> {
  exporterOptions?: ExporterOptions;
  compositions?: readonly Composition[];
}

/** A queue as another tab would have it, with an exporter of its own. */
export function newQueue(setup: QueueSetup = {}): ExportQueue {
  const { exporterOptions, compositions = [], ...options } = setup;
  const exporter: Exporter = newExporter(exporterOptions);
  const queue = openExportQueue({
    exporter,
    composition: (id) => compositions.find((each) => each.id === id) ?? small({ id }),
    retry: { times: 3, backoffMs: 50 },
    ...options,
  });
  queues.push(queue);
  return queue;
}

/** After each test of the file: no queue at work, and none stored. To be called before `cleanUpAfterEach`. */
export function emptyAfterEach(): void {
  afterEach(async () => {
    closeTabs();
    await Promise.all(queues.splice(0).map((queue) => queue.dispose()));
    const queue = newQueue();
    await queue.ready;
    await queue.resumeAll();
    await Promise.all(queue.jobs.map(({ id }) => queue.remove(id)));
    await Promise.all(queues.splice(0).map((each) => each.dispose()));
  });
}

export function jobFor(composition: Composition, change: Partial<NewJob> & { preset?: string } = {}): NewJob {
  const { preset = 'webm-vp9', ...rest } = change;
  return {
    compositionId: composition.id,
    compositionName: composition.name,
    settings: settings(composition, preset),
    ...rest,
  };
}

export function jobOf(queue: ExportQueue, id: string): Job {
  const job = queue.jobs.find((each) => each.id === id);
  if (!job) throw new Error(`There is no job ${id}.`);
  return job;
}
