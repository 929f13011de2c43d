import { afterEach, beforeAll, expect, it } from 'vitest';
import { auditDatabaseName } from '../../src/audit/audit-database';
import { cleanUpAfterEach, newExporter } from '../support/fault-session';
import { runLoad, type LoadFigures } from '../support/queue-load';
import { emptyAfterEach, newQueue } from '../support/queue-session';
import { settled } from '../support/raw-database';
import { everyNth } from '../support/thorough';

const forgetTrail = async (): Promise<void> => {
  await settled(indexedDB.deleteDatabase(auditDatabaseName));
};
beforeAll(forgetTrail);
afterEach(forgetTrail);
cleanUpAfterEach();
emptyAfterEach();

/** The first in the default run, the other where it is thorough. */
const loads = everyNth(
  [
    { jobs: 20, kills: 3, seed: 'few' },
    { jobs: 100, kills: 15, seed: 'many' },
  ],
  2,
);

it.each(loads)(
  '$jobs jobs, $kills tabs that die: none is lost, none is made twice, and the order is kept',
  async (load) => {
    const figures = await runLoad(load);
    console.log(summary(figures));
    const { jobs } = figures;
    expect(figures.kills).toBe(load.kills);
    expect(figures.failures).toBeGreaterThan(0);
    expect(figures.outOfOrder).toEqual([]);
    expect(jobs).toHaveLength(load.jobs);
    for (const { state, error, id } of jobs) {
      // Those that were to fail, and those that come after them.
      if (state !== 'complete') expect(['injected', 'job-after-failed'], id).toContain(error?.detail);
    }
    const complete = jobs.filter(({ state }) => state === 'complete');
    expect(complete.length).toBeGreaterThan(load.jobs * 0.7);
    // Each export is one job's, and is one file; none was completed twice.
    const exporter = newExporter();
    const queue = newQueue({ exporter });
    await queue.ready;
    const exports = complete.map(({ exportId }) => exportId);
    expect(new Set(exports).size).toBe(complete.length);
    const stored = await exporter.unfinished('queue');
    expect(stored.flatMap(({ id, finished }) => (finished ? [id] : [])).sort()).toEqual(exports.toSorted());
    for (const { id, result } of complete) expect((await queue.file(id))!.size).toBe(result!.byteLength);
    const completed = (await exporter.audit.entries()).flatMap(({ event, exportId }) =>
      event === 'completed' ? [exportId] : [],
    );
    expect(new Set(completed).size).toBe(completed.length);
    expect(completed.length).toBeGreaterThanOrEqual(complete.length - load.kills * 2);
  },
  600_000,
);

function summary({ led, seconds, jobs, kills, failures }: LoadFigures): string {
  const total = led.reduce((sum, { ms }) => sum + ms, 0);
  const mean = (of: 'utilisation' | 'overhead'): string =>
    ((led.reduce((sum, { ms, status }) => sum + ms * (status[of] ?? 0), 0) / total) * 100).toFixed(1);
  return (
    `${jobs.length} jobs in ${seconds.toFixed(0)} s, ${kills} tabs died, ${failures} failures injected: ` +
    `utilisation of the bottleneck ${mean('utilisation')} %, overhead of the queue ${mean('overhead')} % ` +
    `(mean over the ${led.length} tabs that worked, by their time)`
  );
}
