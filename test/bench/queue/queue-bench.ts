import { resolve } from 'node:path';
import { withBenchPage } from '../served-page';
import type { QueueTimes, RunQueue } from './page';

const jobs = 500;

/** What changes of a long queue cost the page: each kind in a page of its own making, the longest task the worst of all rounds. */
export async function queueBench({ rounds, json }: { rounds: number; json: boolean }): Promise<void> {
  const folder = resolve(import.meta.dirname);
  await withBenchPage({ folder, outDir: resolve(folder, '../../../dist/bench-queue') }, async (page) => {
    const all: QueueTimes[][] = [];
    // The first warms up.
    for (let round = 0; round <= rounds; round++) {
      const times = await page.evaluate(
        (count) => (globalThis as unknown as { runQueue: RunQueue }).runQueue(count),
        jobs,
      );
      if (round > 0) all.push(times);
    }
    const rows = all[0]!.map(({ what, changes }, i) => ({
      ...{ what, changes },
      totalMs: Math.min(...all.map((times) => times[i]!.totalMs)),
      longestTaskMs: Math.max(...all.map((times) => times[i]!.longestTaskMs)),
    }));
    console.log(json ? JSON.stringify(rows) : table(rows));
  });
}

function table(rows: readonly QueueTimes[]): string {
  const lines = rows.map(({ what, changes, totalMs, longestTaskMs }) =>
    [
      what.padEnd(34),
      `${changes}`.padStart(7),
      `${(totalMs / changes).toFixed(1)} ms`.padStart(12),
      `${longestTaskMs.toFixed(0)} ms`.padStart(14),
    ].join(' '),
  );
  return [`A queue of ${jobs} jobs`.padEnd(34) + '  changes    for each   longest task', ...lines].join('\n');
}
