import {
  createExporter,
  findPreset,
  fromCanvas,
  openExportQueue,
  settingsFor,
  type ExportQueue,
  type NewJob,
} from '../../../src/index';

/** Of one kind of change. */
export interface QueueTimes {
  what: string;
  changes: number;
  /** Milliseconds of all of them, until each was stored. */
  totalMs: number;
  /** The longest that the page did not answer meanwhile, milliseconds. */
  longestTaskMs: number;
}

/** Measures how long the page does not answer while `work` is under way. */
async function measured(what: string, changes: number, work: () => Promise<unknown>): Promise<QueueTimes> {
  const { port1, port2 } = new MessageChannel();
  let longestTaskMs = 0;
  let last = performance.now();
  port1.onmessage = () => {
    const now = performance.now();
    longestTaskMs = Math.max(longestTaskMs, now - last);
    last = now;
    port2.postMessage(null);
  };
  port2.postMessage(null);
  const startedAt = performance.now();
  await work();
  const totalMs = performance.now() - startedAt;
  // What follows from the last change as well.
  await new Promise((resolve) => setTimeout(resolve, 600));
  port1.close();
  return { what, changes, totalMs, longestTaskMs };
}

/** One job runs, never to end, so that every change is scheduled anew; two tabs' worth of queues show all there is. */
async function run(count: number): Promise<QueueTimes[]> {
  const composition = fromCanvas({
    ...{ id: 'held', name: 'Held', width: 64, height: 64, frameRate: 30, durationInFrames: 30 },
    draw: () => new Promise<void>(() => undefined),
  });
  const settings = settingsFor(findPreset('webm-vp8')!, composition);
  const exporter = createExporter({ check: 'off' });
  const open = (): ExportQueue => openExportQueue({ exporter, composition: () => composition });
  const [queue, watching] = [open(), open()];
  await Promise.all([queue.ready, watching.ready]);
  for (const each of [queue, watching]) {
    each.subscribe(() => each.jobs.reduce((sum, { id }) => sum + (each.eta(id) ?? 0), each.status.waiting));
  }
  const asked = Array.from({ length: count }, (_, i): NewJob => {
    return {
      id: `${i}`,
      compositionId: 'held',
      compositionName: 'Held',
      settings,
      after: i % 10 === 9 ? [`${i - 1}`] : [],
    };
  });
  const each = async (change: (id: string, index: number) => Promise<unknown>): Promise<void> => {
    for (let index = 1; index <= 100; index++) await change(`${index * 4}`, index);
  };
  const times = [
    await measured('add all at once', 1, () => queue.add(asked)),
    await measured('move', 100, () => each((id, index) => queue.move(id, `${index + 1}`))),
    await measured('set the priority', 100, () =>
      each((id, index) => queue.setPriority(id, index % 2 ? 'high' : 'low')),
    ),
    await measured('pause', 100, () => each((id) => queue.pause(id))),
    await measured('resume, by the tab that watches', 100, () => each((id) => watching.resume(id))),
    await measured('cancel all but one', count - 1, () =>
      Promise.all(asked.slice(1).map(({ id }) => queue.cancel(id!))),
    ),
    await measured('clear', 1, () => queue.clear()),
  ];
  await queue.remove('0');
  await Promise.all([queue.dispose(), watching.dispose()]);
  await exporter.dispose();
  return times;
}

export type RunQueue = typeof run;

Object.assign(globalThis, { runQueue: run });
