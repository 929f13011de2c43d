import { describe, expect, it } from 'vitest';
import { ExportError } from '../../src/errors';
import { FileNames } from '../../src/queue/file-names';
import {
  asCancelled,
  asPaused,
  asRemoved,
  asResumed,
  asRetried,
  begun,
  ended,
  takenOver,
} from '../../src/queue/job-changes';
import { circleIn, doomed, endedBecauseOf, mayBegin, plain } from '../../src/queue/job-dependencies';
import { defaultRetryRule, verdictOn } from '../../src/queue/job-retry';
import { checkedNewJobs, jobOf, readJob } from '../../src/queue/job-schema';
import type { Job, NewJob } from '../../src/queue/job';
import { frameCodeComposition } from '../support/test-compositions';
import { findPreset, settingsFor } from '../../src/index';

const asked = (change: Partial<NewJob> = {}): NewJob => ({
  compositionId: 'c',
  compositionName: 'C',
  settings: settingsFor(findPreset('webm-vp9')!, frameCodeComposition()),
  ...change,
});
const job = (id: string, change: Partial<Job> = {}): Job => ({
  ...jobOf(asked({ id }), 1, new FileNames([])),
  ...change,
});
const queue = (...jobs: Job[]) => new Map(jobs.map((each) => [each.id, each]));
const why = plain(
  new ExportError('capture', {
    detail: 'x',
    stage: 'render',
    message: 'No picture.',
    remedy: 'None.',
    recoverable: false,
  }),
);

describe('jobs that come after others', () => {
  it('may not come after themselves, however indirectly', () => {
    expect(
      circleIn([
        { id: 'a', after: ['b'] },
        { id: 'b', after: [] },
      ]),
    ).toEqual([]);
    expect(circleIn([{ id: 'a', after: ['a'] }])).toEqual(['a']);
    const circle = [
      ...[
        { id: 'a', after: ['c'] },
        { id: 'b', after: ['a'] },
      ],
      ...[
        { id: 'c', after: ['b'] },
        { id: 'd', after: ['c', 'elsewhere'] },
        { id: 'e', after: [] },
      ],
    ];
    expect(circleIn(circle).sort()).toEqual(['a', 'b', 'c', 'd']);
    const chain = Array.from({ length: 5000 }, (_, i) => ({ id: `${i}`, after: i === 0 ? [] : [`${i - 1}`] }));
    expect(circleIn(chain)).toEqual([]);
  });

  it('begin when all of those are complete, or gone', () => {
    const after = job('z', { after: ['a', 'b'] });
    expect(mayBegin(after, queue(job('a', { state: 'complete' }), job('b', { state: 'running' }), after))).toBe(false);
    expect(mayBegin(after, queue(job('a', { state: 'complete' }), after))).toBe(true);
  });

  it('end as those do, with what they end of, all the way', () => {
    const found = doomed(
      queue(
        job('a', { state: 'failed', error: why, fileName: 'a.webm' }),
        job('b', { after: ['a'], fileName: 'b.webm' }),
        job('c', { after: ['b'], state: 'paused' }),
        job('x', { state: 'cancelled' }),
        job('y', { after: ['x'] }),
        job('fine'),
      ),
    );
    expect([...found.keys()].sort()).toEqual(['b', 'c', 'y']);
    expect(found.get('b')).toMatchObject({ state: 'failed', error: { code: 'capture', detail: 'job-after-failed' } });
    expect(found.get('b')!.error!.message).toBe('“a.webm”, which comes first, failed: No picture.');
    expect(found.get('c')!.error!.message).toContain('“b.webm”');
    expect(found.get('y')).toMatchObject({
      state: 'cancelled',
      error: { code: 'cancelled', detail: 'job-after-cancelled' },
    });
  });

  it('wait again with those', () => {
    const all = queue(
      job('a', { state: 'failed', error: why }),
      job('b', { after: ['a'] }),
      job('c', { after: ['b'] }),
    );
    for (const [id, end] of doomed(all)) all.set(id, { ...all.get(id)!, ...end });
    all.set('own', job('own', { after: ['a'], state: 'failed', error: why }));
    expect(endedBecauseOf('a', all).sort()).toEqual(['b', 'c']);
  });
});

describe('what becomes of a job', () => {
  const figures = { ranMs: 100, progress: null, progressed: false, now: 1000 };
  const rule = { times: 2, backoffMs: 50 };
  const passing = new ExportError('worker-crash', {
    ...{ detail: 'x', stage: 'encode', message: 'Gone.', remedy: 'None.', recoverable: true },
  });
  const runs = (change: Partial<Job> = {}): Job => begun(job('a', change), 'e', 5)!;

  it('keeps the id of its export', () => {
    expect(runs()).toMatchObject({ state: 'running', exportId: 'e', startedAt: 5 });
    expect(runs({ exportId: 'first', startedAt: 2 })).toMatchObject({ exportId: 'first', startedAt: 2 });
    expect(begun(job('a', { state: 'paused' }), 'e', 5)).toBeUndefined();
    expect(begun(job('a', { wish: 'cancel' }), 'e', 5)).toBeUndefined();
  });

  it('waits again after failures that may pass, ever longer, and fails in the end', () => {
    const once = ended(runs(), { kind: 'failed', error: passing }, figures, rule);
    expect(once).toMatchObject({ state: 'waiting', tries: 1, notBefore: 1050, ranMs: 100, error: { detail: 'x' } });
    const twice = ended(begun(once, '', 0)!, { kind: 'failed', error: passing }, figures, rule);
    expect(twice).toMatchObject({ state: 'waiting', tries: 2, notBefore: 1100, ranMs: 200 });
    const last = ended(begun(twice, '', 0)!, { kind: 'failed', error: passing }, figures, rule);
    expect(last).toMatchObject({ state: 'failed', endedAt: 1000 });
    const further = ended(
      begun(twice, '', 0)!,
      { kind: 'failed', error: passing },
      { ...figures, progressed: true },
      rule,
    );
    expect(further).toMatchObject({ state: 'waiting', tries: 1 });
  });

  it('does what was wished for while it ran', () => {
    const stopped = { kind: 'stopped', discarded: false } as const;
    const end = (wish: Job['wish']): Job => ended({ ...runs(), wish }, stopped, figures, rule);
    expect(end(null)).toMatchObject({ state: 'waiting', wish: null });
    expect(end('pause')).toMatchObject({ state: 'paused', wish: null });
    expect(end('cancel')).toMatchObject({ state: 'cancelled', wish: null, exportId: 'e' });
    expect(end('remove')).toMatchObject({ state: 'cancelled', wish: 'remove' });
    const gone = ended({ ...runs(), wish: 'cancel' }, { kind: 'stopped', discarded: true }, figures, rule);
    expect(gone).toMatchObject({ state: 'cancelled', exportId: null });
    const late = { name: '', byteLength: 1, durationSeconds: 1, sha256: null, score: null, engine: '' };
    expect(ended({ ...runs(), wish: 'pause' }, { kind: 'complete', result: late }, figures, rule)).toMatchObject({
      ...{ state: 'complete', wish: null, result: late },
    });
  });

  it('is tried again by whoever finds it without a page, but not for ever', () => {
    let one = runs();
    for (let times = 1; times < 8; times++) {
      one = takenOver(one, 9)!;
      expect(one).toMatchObject({ state: 'waiting', crashes: times, exportId: 'e' });
      one = begun(one, '', 9)!;
    }
    expect(takenOver(one, 9)).toMatchObject({ state: 'failed', error: { detail: 'page-ended' } });
    expect(takenOver({ ...one, wish: 'cancel' }, 9)).toMatchObject({ state: 'cancelled' });
    expect(takenOver(job('a'), 9)).toBeUndefined();
  });

  it('takes wishes in every state', () => {
    expect(asPaused(job('a'))).toMatchObject({ state: 'paused' });
    expect(asPaused(runs())).toMatchObject({ state: 'running', wish: 'pause' });
    expect(asResumed(asPaused(runs())!)).toMatchObject({ state: 'running', wish: null });
    expect(asResumed(job('a', { state: 'paused', tries: 2 }))).toMatchObject({ state: 'waiting', tries: 0 });
    expect(asCancelled(runs(), 1)).toMatchObject({ state: 'running', wish: 'cancel' });
    expect(asPaused(asCancelled(runs(), 1)!)).toBeUndefined();
    expect(asCancelled(job('a', { state: 'failed' }), 1)).toMatchObject({ state: 'cancelled' });
    expect(asCancelled(job('a', { state: 'complete' }), 1)).toBeUndefined();
    expect(asRemoved(job('a'), 1)).toMatchObject({ state: 'cancelled', wish: 'remove' });
    expect(asRemoved(runs(), 1)).toMatchObject({ state: 'running', wish: 'remove' });
    expect(asRetried(job('a', { state: 'failed', error: why, tries: 3, exportId: 'e' }), false)).toMatchObject({
      ...{ state: 'waiting', error: null, tries: 0, exportId: 'e' },
    });
    expect(asRetried(job('a', { state: 'complete' }), false)).toBeUndefined();
  });

  it('is judged by the code of its error', () => {
    const error = (code: ExportError['code'], detail = 'x', recoverable = true): ExportError =>
      new ExportError(code, { detail, stage: 'store', message: '', remedy: '', recoverable });
    expect(verdictOn(error('timeout'), 0, defaultRetryRule)).toEqual({ kind: 'again', afterMs: 5000 });
    expect(verdictOn(error('timeout'), 3, defaultRetryRule)).toEqual({ kind: 'fail' });
    expect(verdictOn(error('timeout', 'x', false), 0, defaultRetryRule)).toEqual({ kind: 'fail' });
    expect(verdictOn(error('storage-quota'), 0, defaultRetryRule)).toEqual({ kind: 'pause' });
    expect(verdictOn(error('storage'), 3, defaultRetryRule)).toEqual({ kind: 'pause' });
    expect(verdictOn(error('storage', 'export-in-use', false), 99, defaultRetryRule).kind).toBe('again');
  });
});

describe('what comes from outside', () => {
  it('is refused by name', () => {
    const refused = (change: object): string => {
      try {
        checkedNewJobs([asked(), { ...asked(), ...change }]);
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'invalid-input', detail: 'job-invalid' });
        return (thrown as Error).message;
      }
      return 'taken';
    };
    expect(refused({})).toBe('taken');
    expect(refused({ compositionId: '' })).toContain('“1.compositionId”');
    expect(refused({ priority: 'asap' })).toContain('“1.priority”');
    expect(refused({ destination: { kind: 'handle', handle: {} } })).toContain(
      '“1.destination.handle” of a job for the queue must be a handle of a file',
    );
    expect(refused({ fileName: 'a/b.mp4' })).toContain('must be a file name');
    expect(refused({ settings: { ...asked().settings, width: 0 } })).toContain('“1.settings.width”');
    expect(refused({ settings: { ...asked().settings, range: { first: 3, end: 3 } } })).toContain('at least one frame');
    expect(refused({ prority: 'low' })).toContain('“1.prority”');
  });

  it('is filled in where an earlier version did not have it', () => {
    const now = job('a', { state: 'paused', exportId: 'e' });
    const lacking = ['crashes', 'group', 'ranMs'];
    const old = Object.fromEntries(Object.entries(now).filter(([key]) => !lacking.includes(key)));
    expect(readJob(old, 'a')).toEqual(now);
  });

  it('is shown as failed where nothing can be made of it', () => {
    const broken = readJob({ ...job('a'), settings: null, exportId: 'e' }, 'a');
    expect(broken).toMatchObject({ id: 'a', state: 'failed', exportId: 'e', error: { detail: 'job-damaged' } });
    expect(readJob('nonsense', 'b')).toMatchObject({ id: 'b', state: 'failed' });
    expect(readJob({ ...broken }, 'a').error?.detail).toBe('job-damaged');
  });
});
