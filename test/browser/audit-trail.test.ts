import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { appendEntries } from '../../src/audit/audit-trail';
import { auditDatabaseName } from '../../src/audit/audit-database';
import type { AuditContent, AuditEntry } from '../../src/index';
import { verifyJsonLines } from '../../src/audit/verify-chain';
import { sha256 } from '../support/bytes';
import { cleanUpAfterEach, failureOf, newExporter, numbered, segmentsStored, settings } from '../support/fault-session';
import { settled } from '../support/raw-database';
import { frameCodeComposition } from '../support/test-compositions';

const forgetTrail = async (): Promise<void> => {
  await settled(indexedDB.deleteDatabase(auditDatabaseName));
};
// What other tests exported in this context is noted as well.
beforeAll(forgetTrail);
// After the exporters are disposed of, which may be noted too: hooks run from the last to the first.
afterEach(forgetTrail);
cleanUpAfterEach();

const short = () => frameCodeComposition({ width: 160, height: 90, durationInFrames: 10 });
const story = (entries: readonly AuditEntry[]): string[] =>
  entries.map(({ event, sequence, exportId }) => `${sequence} ${exportId} ${event}`);

/** As `frameCodeComposition`, until a frame that cannot be drawn. */
function broken() {
  return frameCodeComposition({
    renderFrame: (frame) => {
      if (frame === 3) throw new Error('no picture');
    },
  });
}

describe('the audit trail', () => {
  it('has every start, pause, resumption, completion, failure and cancel, in another session too', async () => {
    let user: string | null = 'ada';
    const exporter = newExporter({ userId: () => user });
    const given = numbered({ version: '7' });
    given.holdAt = 200;
    const asked = settings(given.composition);
    const whole = exporter.start(given.composition, asked, { check: 'warn_user' });
    await segmentsStored(whole, 1);
    await whole.pause();
    given.holdAt = null;
    user = 'grace';
    whole.resume();
    const result = await whole.result;

    const failing = exporter.start(broken(), settings(broken()));
    await failureOf(failing);
    const held = numbered();
    held.holdAt = 5;
    const cancelled = exporter.start(held.composition, settings(held.composition));
    await expect.poll(() => held.drawn).toContain(5);
    await cancelled.cancel();

    const { audit } = exporter;
    const entries = await audit.entries();
    expect(story(entries)).toEqual([
      `1 ${whole.id} started`,
      `2 ${whole.id} paused`,
      `3 ${whole.id} resumed`,
      `4 ${whole.id} completed`,
      `5 ${failing.id} started`,
      `6 ${failing.id} failed`,
      `7 ${cancelled.id} started`,
      `8 ${cancelled.id} cancelled`,
    ]);
    expect(entries.slice(0, 4).map(({ userId }) => userId)).toEqual(['ada', 'ada', 'grace', 'grace']);
    expect(entries[3]).toMatchObject({
      passId: whole.id,
      composition: { id: 'frame-code', name: 'Frame code', version: '7' },
      settings: JSON.parse(JSON.stringify(asked)) as unknown,
      engine: 'webcodecs',
      file: { byteLength: result.byteLength, width: 160, height: 90, frames: 300, durationSeconds: 10 },
      quality: { total: result.quality!.score.total, recommendation: result.quality!.recommendation },
      error: null,
    });
    expect(entries[3]!.file!.sha256).toBe(await sha256(result.file!));
    expect(entries[5]).toMatchObject({ error: { code: 'capture' }, file: null, quality: null });
    const times = entries.map(({ at }) => Date.parse(at));
    expect(times).toEqual(times.toSorted((one, other) => one - other));

    await exporter.dispose();
    const later = newExporter().audit;
    expect(await later.entries()).toEqual(entries);
    expect(await later.verify(entries[3]!.hash)).toMatchObject({ whole: true, entries: 8, head: entries[7]!.hash });
    expect(await verifyJsonLines(await later.exportJsonLines())).toMatchObject({ whole: true, entries: 8 });
  });

  it('tells an export that was interrupted from a cancelled one, and goes on with it in a later session', async () => {
    const given = numbered();
    given.holdAt = 200;
    const first = newExporter();
    const handle = first.start(given.composition, settings(given.composition));
    await segmentsStored(handle, 1);
    await first.dispose();
    given.holdAt = null;
    const second = newExporter({ userId: 'ada' });
    await second.resume(handle.id, given.composition).result;
    expect((await second.audit.entries()).map(({ event, userId }) => [event, userId])).toEqual([
      ['started', null],
      ['interrupted', null],
      ['resumed', 'ada'],
      ['completed', 'ada'],
    ]);
  });

  it('says that an unfinished export was discarded, by whom, and goes on from a trail without such entries', async () => {
    const exporter = newExporter({ userId: 'ada' });
    const held = numbered({ version: '3' });
    held.holdAt = 200;
    const asked = settings(held.composition);
    const handle = exporter.start(held.composition, asked);
    await segmentsStored(handle, 1);
    await exporter.dispose();
    await expect(handle.result).rejects.toMatchObject({ code: 'cancelled' });
    const earlier = await newExporter().audit.exportJsonLines();

    const later = newExporter({ userId: 'grace' });
    await later.discard(handle.id);
    await later.discard(handle.id); // There is nothing left of it.
    const entries = await later.audit.entries();
    expect(story(entries)).toEqual([
      `1 ${handle.id} started`,
      `2 ${handle.id} interrupted`,
      `3 ${handle.id} discarded`,
    ]);
    expect(entries[2]).toMatchObject({
      userId: 'grace',
      passId: handle.id,
      composition: { id: 'frame-code', name: 'Frame code', version: '3' },
      settings: JSON.parse(JSON.stringify(asked)) as unknown,
      engine: 'webcodecs',
      ...{ file: null, quality: null, error: null, secondsElapsed: 0 },
    });
    expect((await later.audit.exportJsonLines()).startsWith(earlier)).toBe(true);
    expect(await later.audit.verify(entries[1]!.hash)).toMatchObject({ whole: true, entries: 3 });
  });

  it('has an entry for each file of a pass, and for what was no export at all', async () => {
    const exporter = newExporter();
    const composition = short();
    const also = [{ settings: settings(composition, 'mkv-vp9') }];
    const { id, result } = exporter.start(composition, settings(composition), { also });
    await result;
    await failureOf(exporter.start(null as never, settings(composition)));
    const entries = await exporter.audit.entries();
    expect(entries.map(({ event }) => event)).toEqual([
      ...['started', 'started', 'completed', 'completed', 'started', 'failed'],
    ]);
    expect(entries.slice(0, 4).map(({ passId }) => passId)).toEqual([id, id, id, id]);
    expect(new Set(entries.slice(0, 4).map(({ exportId }) => exportId)).size).toBe(2);
    expect(entries.slice(2, 4).map((entry) => entry.settings?.format)).toEqual(['webm', 'mkv']);
    expect(entries[5]).toMatchObject({ composition: { id: null }, error: { code: 'invalid-input' } });
  });

  it('is one chain, however many write at once', async () => {
    const exporters = [newExporter(), newExporter()];
    const composition = short();
    await Promise.all(exporters.map((exporter) => exporter.start(composition, settings(composition)).result));
    await Promise.all(exporters.map((exporter) => exporter.audit.entries()));
    const content = (exportId: string) => ({ version: 1, event: 'started', exportId }) as AuditContent;
    // Each opens the database for itself, as each tab does.
    await Promise.all(Array.from({ length: 40 }, (_, i) => appendEntries([content(`${i} a`), content(`${i} b`)])));
    const entries = await newExporter().audit.entries();
    expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 84 }, (_, i) => i + 1));
    const pairs = entries.slice(4).map(({ exportId }) => exportId);
    for (let i = 0; i < pairs.length; i += 2) expect(pairs[i + 1]).toBe(pairs[i]!.replace('a', 'b'));
    expect(await newExporter().audit.verify()).toMatchObject({ whole: true, faults: [] });
  });

  it('fails no export where it cannot be written, and warns once', async () => {
    const real = Reflect.get(IDBObjectStore.prototype, 'add');
    IDBObjectStore.prototype.add = function add(...given: Parameters<typeof real>): IDBRequest<IDBValidKey> {
      const request = real.apply(this, given);
      if (this.transaction.db.name === auditDatabaseName) this.transaction.abort();
      return request;
    };
    const exporter = newExporter();
    try {
      const handle = exporter.start(short(), settings(short()));
      await handle.result;
      await exporter.audit.entries();
      expect(handle.progress.phase).toBe('complete');
      expect(handle.progress.warnings.map(({ code }) => code)).toEqual(['audit-failed']);
    } finally {
      IDBObjectStore.prototype.add = real;
    }
    expect(await exporter.audit.entries()).toEqual([]);
    await exporter.start(short(), settings(short())).result;
    expect((await exporter.audit.verify()).entries).toBe(2);
  });

  it('fails no export where the host cannot say who it is', async () => {
    const exporter = newExporter({
      userId: () => {
        throw new Error('signed out');
      },
    });
    const handle = exporter.start(short(), settings(short()));
    await handle.result;
    expect(handle.progress.warnings).toMatchObject([{ code: 'audit-failed' }]);
    expect(handle.progress.warnings[0]!.message).toContain('signed out');
  });
});
