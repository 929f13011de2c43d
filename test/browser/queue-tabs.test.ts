import { describe, expect, it } from 'vitest';
import { openQueueDatabase } from '../../src/queue/queue-database';
import { sha256 } from '../support/bytes';
import { cleanUpAfterEach, newExporter, numbered, settings } from '../support/fault-session';
import { held, small } from '../support/queue-compositions';
import { emptyAfterEach, jobFor, jobOf, newQueue } from '../support/queue-session';
import { openTab } from '../support/queue-tabs';

cleanUpAfterEach();
emptyAfterEach();

const begins = (): null => null;

describe('two tabs', () => {
  it('one works, the other shows it live and may change it; when the first is closed the other goes on', async () => {
    const given = numbered();
    given.holdAt = 200;
    const compositions = [given.composition];
    const first = newQueue({ compositions, limits: { exports: 1 } });
    await first.ready;
    await expect.poll(() => first.status.role).toBe('working');
    const second = newQueue({ compositions });
    await second.ready;
    let told = 0;
    second.subscribe(() => told++);
    await first.add([{ ...jobFor(given.composition), id: 'a' }]);
    await expect.poll(() => second.jobs[0]?.progress?.framesStored, { timeout: 30_000 }).toBe(120);
    expect(second.status).toMatchObject({ role: 'watching', running: 1 });
    expect(told).toBeGreaterThan(0);
    // The one that watches adds, moves, pauses and cancels; the other carries it out.
    await second.add([
      { ...jobFor(small()), id: 'b' },
      { ...jobFor(small()), id: 'c' },
    ]);
    await second.move('c', 'b');
    await second.pause('a');
    expect(jobOf(second, 'a').state).toBe('paused');
    const [b, c] = await second.over(['b', 'c']);
    expect(c!.endedAt).toBeLessThanOrEqual(b!.startedAt!);
    await expect.poll(() => jobOf(first, 'c').state).toBe('complete');
    await second.remove('b');
    await expect.poll(() => first.jobs.map(({ id }) => id).sort()).toEqual(['a', 'c']);
    await second.resume('a');
    await expect.poll(() => jobOf(second, 'a').state).toBe('running');
    given.holdAt = null;
    given.drawn.length = 0;
    await first.dispose();
    await second.over(['a']);
    expect(second.status.role).toBe('working');
    expect(jobOf(second, 'a')).toMatchObject({ state: 'complete', crashes: 0 });
    expect(given.drawn.every((frame) => frame >= 120)).toBe(true);
  });

  it('a tab that dies in the middle leaves its work to the other, and the file is the same', async () => {
    const given = held(200);
    const composition = small(given.change);
    const exporter = newExporter();
    const tab = await openTab({ composition: () => given.change, begins });
    await expect.poll(() => tab.queue.status.role).toBe('working');
    const queue = newQueue({ exporter, compositions: [composition] });
    await queue.add([{ ...jobFor(composition), id: 'a' }]);
    await expect.poll(() => jobOf(queue, 'a').progress?.framesStored, { timeout: 30_000 }).toBe(120);
    const { exportId } = jobOf(queue, 'a');
    given.holdAt = null;
    given.drawn.length = 0;
    tab.kill();
    const [done] = await queue.over(['a']);
    expect(done).toMatchObject({ state: 'complete', exportId });
    expect(given.drawn).toEqual(Array.from({ length: 180 }, (_, index) => index + 120));
    const whole = await exporter.start(composition, settings(composition)).result;
    expect(await sha256((await queue.file('a'))!)).toBe(await sha256(whole.file!));
  });

  it('a tab that dies before anything is stored, or when all is, is no loss either', async () => {
    const given = held(5);
    const composition = small(given.change);
    const tab = await openTab({ composition: () => given.change, begins });
    await expect.poll(() => tab.queue.status.role).toBe('working');
    await tab.queue.add([{ ...jobFor(composition), id: 'a' }]);
    await expect.poll(() => given.drawn.at(-1), { timeout: 30_000 }).toBe(5);
    given.holdAt = null;
    tab.kill();
    const exporter = newExporter();
    const queue = newQueue({ exporter, compositions: [composition] });
    await queue.ready;
    const [done] = await queue.over(['a']);
    expect(done).toMatchObject({ error: null, state: 'complete' });
    // As if the page had ended between the end of the export and the word of it.
    await queue.dispose();
    const database = await openQueueDatabase(() => undefined);
    await database.put('jobs', { ...done!, state: 'running', result: null, endedAt: null });
    database.close();
    given.drawn.length = 0;
    const later = newQueue({ exporter, compositions: [composition] });
    await later.ready;
    const [found] = await later.over(['a']);
    expect(found).toMatchObject({ state: 'complete', exportId: done!.exportId });
    expect(found!.result!.byteLength).toBe(done!.result!.byteLength);
    expect(given.drawn).toEqual([]);
  });
});
