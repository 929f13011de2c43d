import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/audit/audit-entry';
import { compositionOfKey, editedKey } from '../../src/editor/edited-composition';
import type { Composition } from '../../src/index';
import type { Job } from '../../src/queue/job';
import { historyRecords, searchHistory } from '../../src/ui/panels/history-records';
import { placeOf, stepTarget } from '../../src/ui/panels/queue-order';

const job = (id: string, state: Job['state'] = 'waiting', priority: Job['priority'] = 'normal'): Job =>
  ({ id, state, priority, wish: null }) as Job;

describe('a step in the list', () => {
  const jobs = [job('runs', 'running'), job('high', 'waiting', 'high'), job('a'), job('b', 'paused'), job('c')];
  const step = (id: string, by: -1 | 1) =>
    stepTarget(
      jobs.find((each) => each.id === id)!,
      jobs,
      by,
    );

  it('goes past a job of the same priority, never past another', () => {
    expect(step('a', 1)).toBe('c');
    expect(step('b', 1)).toBeNull();
    expect(step('c', 1)).toBeUndefined();
    expect(step('b', -1)).toBe('a');
    expect(step('a', -1)).toBeUndefined();
    expect(step('high', 1)).toBeUndefined();
    expect(step('runs', 1)).toBeUndefined();
  });

  it('counts places among what is to run', () => {
    expect(placeOf('b', [...jobs, job('over', 'complete')])).toEqual({ place: 4, of: 5 });
  });
});

describe('the history', () => {
  let sequence = 0;
  const entry = (exportId: string, event: AuditEntry['event'], more: Partial<AuditEntry> = {}): AuditEntry =>
    ({
      ...{ exportId, event, sequence: ++sequence, at: '2026-01-02T03:04:05.000Z', secondsElapsed: 0, userId: null },
      ...{ composition: { id: 'x', name: `Film ${exportId}`, version: null }, settings: null, file: null },
      ...{ quality: null, error: null },
      ...more,
    }) as AuditEntry;
  const sha256 = 'ab'.repeat(32);
  const failure = { code: 'storage', detail: 'disk', message: 'The disk is full.' };
  const records = historyRecords([
    entry('one', 'started'),
    entry('two', 'started'),
    entry('one', 'interrupted', { secondsElapsed: 8, error: failure }),
    entry('one', 'resumed', { secondsElapsed: 0 }),
    entry('two', 'failed', { secondsElapsed: 3, error: failure }),
    entry('one', 'completed', {
      secondsElapsed: 5,
      file: { byteLength: 10, sha256 } as AuditEntry['file'],
      quality: { total: 97 } as AuditEntry['quality'],
    }),
  ]);

  it('has one record of an export, with the work of all its sessions', () => {
    expect(records).toMatchObject([
      { exportId: 'one', outcome: 'completed', seconds: 13, score: 97, error: null, file: { sha256 } },
      { exportId: 'two', outcome: 'failed', seconds: 3, file: null, error: failure },
    ]);
  });

  it('keeps the outcome of what is discarded later, and calls off what was under way', () => {
    const later = historyRecords([
      ...[entry('a', 'completed'), entry('a', 'discarded'), entry('b', 'failed'), entry('b', 'discarded')],
      ...[entry('c', 'interrupted'), entry('c', 'discarded')],
    ]);
    expect(later.map(({ outcome }) => outcome)).toEqual(['cancelled', 'failed', 'completed']);
  });

  it('is searched by words, of which each must be found, and by outcome', () => {
    const found = (query: string, outcome: 'all' | 'failed' = 'all') =>
      searchHistory(records, query, outcome).map(({ exportId }) => exportId);
    expect(found('FILM abab')).toEqual(['one']);
    expect(found('film disk')).toEqual(['two']);
    expect(found('film', 'failed')).toEqual(['two']);
    expect(found('film nothing')).toEqual([]);
  });
});

it('an editor’s composition is found again by its key, with the layers as they were', () => {
  const composition = { id: 'title', name: 'Title', version: '1' } as Composition;
  expect(editedKey(composition, {})).toBe('title');
  const overrides = { 0: { blendMode: 'screen', opacity: 0.5 }, 2: { hidden: true }, 3: { hidden: false } };
  const key = editedKey(composition, overrides);
  expect(compositionOfKey(key, [composition]).version).toBe(JSON.stringify(['1', overrides]));
  expect(compositionOfKey('title', [composition]).version).toBe(JSON.stringify(['1', {}]));
  expect(() => compositionOfKey('gone', [composition])).toThrow('gone');
});
