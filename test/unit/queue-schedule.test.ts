import { describe, expect, it } from 'vitest';
import { fitsIn, minus, noRoom, plus, type QueueLimits, type Room } from '../../src/queue/queue-limits';
import { schedule, type ReadyJob, type RunningJob } from '../../src/queue/schedule';
import { agingMs } from '../../src/queue/turn';
import { createSeededRandom } from '../../src/composition/seeded-random';

const limits: QueueLimits = { exports: 3, memory: 100, encoders: 2, lanes: 4 };
let order = 0;

function ready(id: string, change: Partial<Omit<ReadyJob, 'needs'>> & { needs?: Partial<Room> } = {}): ReadyJob {
  const { needs, ...rest } = change;
  return {
    ...{ id, compositionId: `of ${id}`, priority: 'normal', order: ++order, createdAt: 0, ...rest },
    needs: { exports: 1, memory: 10, encoders: 1, lanes: 0, ...needs },
  };
}

function running(
  id: string,
  change: Parameters<typeof ready>[1] & { startedAt?: number; stopping?: boolean } = {},
): RunningJob {
  const { startedAt = 0, stopping = false, ...rest } = change;
  return { ...ready(id, rest), startedAt, stopping };
}

const plan = (jobs: ReadyJob[], beside: RunningJob[] = [], now = 0) => schedule(jobs, beside, limits, now);

describe('what begins', () => {
  it('is the highest priority first, and of one priority the smallest order', () => {
    const jobs = [
      ready('low', { priority: 'low' }),
      ready('second', { priority: 'high', order: 2 }),
      ready('first', { priority: 'high', order: 1 }),
      ready('urgent', { priority: 'urgent' }),
    ];
    expect(plan(jobs)).toEqual({ begin: ['urgent', 'first'], interrupt: [] });
  });

  it('never is more than there is room for, of any kind', () => {
    const lanes = { encoders: 0, lanes: 3 };
    expect(plan([ready('a', { needs: lanes }), ready('b', { needs: lanes })]).begin).toEqual(['a']);
    const memory = { encoders: 0, memory: 60 };
    expect(plan([ready('a', { needs: memory }), ready('b', { needs: memory })]).begin).toEqual(['a']);
    const none = { encoders: 0 };
    expect(plan(['a', 'b', 'c', 'd'].map((id) => ready(id, { needs: none }))).begin).toEqual(['a', 'b', 'c']);
  });

  it('never is two jobs of one composition', () => {
    const compositionId = 'one';
    expect(plan([ready('a', { compositionId }), ready('b', { compositionId })]).begin).toEqual(['a']);
    expect(plan([ready('b', { compositionId })], [running('a', { compositionId })]).begin).toEqual([]);
    expect(plan([ready('b', { compositionId })], [running('a', { compositionId, stopping: true })]).begin).toEqual([]);
  });

  it('passes over a job that waits for its composition', () => {
    const jobs = [ready('same', { compositionId: 'one', priority: 'high' }), ready('other', { priority: 'low' })];
    expect(plan(jobs, [running('a', { compositionId: 'one' })]).begin).toEqual(['other']);
  });

  it('counts a job that has waited long as one priority higher, but never as urgent', () => {
    const old = ready('old', { priority: 'low', order: 1, needs: { encoders: 2 } });
    const young = ready('young', { order: 2, createdAt: agingMs, needs: { encoders: 2 } });
    expect(plan([young, old], [], agingMs - 1).begin).toEqual(['young']);
    expect(plan([young, old], [], agingMs).begin).toEqual(['old']);
    const urgent = ready('urgent', { priority: 'urgent', order: 9, createdAt: 99 * agingMs, needs: { encoders: 2 } });
    expect(plan([old, urgent], [], 99 * agingMs).begin).toEqual(['urgent']);
  });
});

describe('a large job', () => {
  const large = ready('large', { order: 0, needs: { memory: 90, encoders: 0 } });

  it('is not overtaken for ever by small ones that it would have to wait for', () => {
    const before = running('before', { order: -1, needs: { memory: 40, encoders: 0 } });
    // Beside the large one there is room for ten: the second small one would delay it.
    const small = ['s', 't'].map((id) => ready(id, { needs: { encoders: 0 } }));
    expect(plan([large, ...small], [before]).begin).toEqual(['s']);
    const first = running('s', { needs: { encoders: 0 } });
    expect(plan([large, ready('t', { needs: { encoders: 0 } })], [before, first]).begin).toEqual([]);
    expect(plan([large, ready('t', { needs: { encoders: 0 } })], [first]).begin).toEqual(['large']);
  });

  it('begins in the end, whatever small ones come', () => {
    let jobs = [
      running('a', { needs: { memory: 30, encoders: 0 } }),
      running('b', { needs: { memory: 30, encoders: 0 } }),
    ];
    for (let step = 0; step < 20; step++) {
      const stream = [0, 1, 2].map((n) => ready(`${step}.${n}`, { needs: { memory: 30, encoders: 0 } }));
      const { begin } = plan([large, ...stream], jobs);
      if (begin.includes('large')) return;
      const begun = stream
        .filter(({ id }) => begin.includes(id))
        .map((job) => ({ ...job, startedAt: step, stopping: false }));
      // One ends at each step, the one that runs longest.
      jobs = [...jobs, ...begun].slice(1);
    }
    expect.fail('It starved.');
  });
});

describe('an urgent job', () => {
  const urgent = (needs: Partial<Room> = {}, more: Parameters<typeof ready>[1] = {}): ReadyJob =>
    ready('urgent', { ...more, priority: 'urgent', needs });

  it('takes the place of the lowest, of these of the one begun last', () => {
    const beside = [
      running('normal', { startedAt: 9, needs: { encoders: 0 } }),
      running('old low', { priority: 'low', startedAt: 1, needs: { encoders: 0 } }),
      running('young low', { priority: 'low', startedAt: 2, needs: { encoders: 0 } }),
    ];
    expect(plan([urgent()], beside)).toEqual({ begin: [], interrupt: ['young low'] });
  });

  it('interrupts no more than it must', () => {
    const beside = [
      running('small', { priority: 'low', needs: { memory: 5, encoders: 0 } }),
      running('big', { needs: { memory: 90, encoders: 0 } }),
    ];
    expect(plan([urgent({ memory: 50 })], beside).interrupt).toEqual(['big']);
    expect(plan([urgent()], [running('a', { needs: { encoders: 0 } })])).toEqual({ begin: ['urgent'], interrupt: [] });
  });

  it('interrupts whatever draws its composition', () => {
    const beside = [running('a', { compositionId: 'one', priority: 'high' }), running('b', { priority: 'low' })];
    expect(plan([urgent({ encoders: 0 }, { compositionId: 'one' })], beside).interrupt).toEqual(['a']);
  });

  it('does not interrupt again while what it interrupted is stopping, and what that leaves is its own', () => {
    const beside = [
      running('a', { needs: { encoders: 2, memory: 80 }, stopping: true }),
      running('b', { needs: { encoders: 0 } }),
    ];
    const jobs = [
      urgent({ encoders: 2, memory: 80 }),
      ready('high', { priority: 'high', needs: { encoders: 0, memory: 10 } }),
    ];
    expect(plan(jobs, beside)).toEqual({ begin: ['high'], interrupt: [] });
    const wanting = ready('high', { priority: 'high', needs: { encoders: 0, memory: 11 } });
    expect(plan([urgent({ encoders: 2, memory: 80 }), wanting], beside)).toEqual({ begin: [], interrupt: [] });
  });

  it('never interrupts another urgent one, and waits where only those are in its way', () => {
    const beside = [
      running('u', { priority: 'urgent', needs: { encoders: 2 } }),
      running('low', { priority: 'low', needs: { encoders: 0 } }),
    ];
    expect(plan([urgent({ encoders: 1 })], beside)).toEqual({ begin: [], interrupt: [] });
    const same = [running('u', { priority: 'urgent', compositionId: 'one' })];
    expect(plan([urgent({}, { compositionId: 'one' })], same)).toEqual({ begin: [], interrupt: [] });
  });

  it('shares what is interrupted with no other', () => {
    const beside = [running('a', { priority: 'low', startedAt: 1 }), running('b', { priority: 'low', startedAt: 2 })];
    const jobs = [urgent({ encoders: 1 }), ready('urgent too', { priority: 'urgent', needs: { encoders: 1 } })];
    expect(plan(jobs, beside).interrupt.sort()).toEqual(['a', 'b']);
  });
});

/** Runs any jobs to their end, by steps at which one ends, and looks at each step whether what must hold does. */
describe('over many random queues', () => {
  it('exceeds no limit, draws no composition twice, never leaves room unused for the first, and finishes all', () => {
    const random = createSeededRandom('queues').next;
    const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
    for (let round = 0; round < 200; round++) {
      let waiting = Array.from({ length: 1 + Math.floor(random() * 30) }, (_, i) =>
        ready(`${round}.${i}`, {
          compositionId: pick(['one', 'two', 'three', 'four', 'five']),
          priority: pick(['low', 'normal', 'normal', 'high', 'urgent'] as const),
          needs: { memory: 1 + Math.floor(random() * 100), encoders: pick([0, 1]), lanes: pick([0, 0, 2, 4]) },
        }),
      );
      let active: RunningJob[] = [];
      for (let step = 0; waiting.length + active.length > 0; step++) {
        expect(step).toBeLessThan(2000);
        const result = schedule(waiting, active, limits, step);
        const begun = waiting.filter(({ id }) => result.begin.includes(id));
        expect(begun).toHaveLength(result.begin.length);
        waiting = waiting.filter((job) => !begun.includes(job));
        active = [...active, ...begun.map((job) => ({ ...job, startedAt: step, stopping: false }))];
        expect(
          fitsIn(
            active.reduce((sum, { needs }) => plus(sum, needs), noRoom),
            limits,
          ),
        ).toBe(true);
        expect(new Set(active.map(({ compositionId }) => compositionId)).size).toBe(active.length);
        for (const id of result.interrupt) {
          const victim = active.find((job) => job.id === id)!;
          expect(victim.priority).not.toBe('urgent');
          expect(waiting.some(({ priority }) => priority === 'urgent')).toBe(true);
        }
        active = active.map((job) => (result.interrupt.includes(job.id) ? { ...job, stopping: true } : job));
        // Nothing is left idle when nothing runs.
        expect(active.length).toBeGreaterThan(0);
        const next = active.find(({ stopping }) => stopping) ?? pick(active);
        active = active.filter((job) => job !== next);
        if (next.stopping) waiting.push(next);
      }
    }
  });
});

it('reckons with room of all kinds', () => {
  const one = { exports: 1, memory: 2, encoders: 3, lanes: 4 };
  expect(minus(plus(one, one), one)).toEqual(one);
  expect(fitsIn(one, { ...one, lanes: 3 })).toBe(false);
});
