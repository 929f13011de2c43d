import { describe, expect, it } from 'vitest';
import { ExportError, type Composition, type ExportQueue, type Job } from '../../src/index';
import { cleanUpAfterEach, newExporter, numbered, settings } from '../support/fault-session';
import { sha256 } from '../support/bytes';
import { decodeRgb } from '../support/media-tools';
import { readFrameCodes } from '../support/frame-code';
import { small } from '../support/queue-compositions';
import { emptyAfterEach, jobFor, jobOf, newQueue } from '../support/queue-session';

cleanUpAfterEach();
emptyAfterEach();

const frames = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const one = { exports: 1 };

/** Says in which order jobs begin. */
function watched(): { begun: string[]; options: (job: Job) => object } {
  const begun: string[] = [];
  return {
    begun,
    options: (job) => {
      begun.push(job.id);
      return {};
    },
  };
}

const polled = (queue: ExportQueue, id: string) =>
  expect.poll(() => jobOf(queue, id), { timeout: 30_000, interval: 10 });

const stored = (queue: ExportQueue, id: string, count: number) =>
  expect.poll(() => jobOf(queue, id).progress?.framesStored, { timeout: 30_000, interval: 10 }).toBe(count);

describe('a queue', () => {
  it('makes the file of a job, keeps it, and removes it with the job', async () => {
    const exporter = newExporter();
    const queue = newQueue({ exporter });
    const [job] = await queue.add([jobFor(small())]);
    expect(job).toMatchObject({ state: 'waiting', fileName: 'Frame code.webm', priority: 'normal' });
    const [done] = await queue.over([job!.id]);
    expect(done).toMatchObject({
      state: 'complete',
      error: null,
      result: { name: 'Frame code.webm', durationSeconds: 0.4 },
    });
    const file = await queue.file(job!.id);
    expect(file!.name).toBe('Frame code.webm');
    expect(readFrameCodes(await decodeRgb(file!, 'webm'), 96, 64)).toEqual(frames(12));
    await queue.dispose();
    await exporter.dispose();
    // Neither closing both nor another session loses it, and no list of unfinished exports has it.
    const later = newExporter();
    const again = newQueue({ exporter: later });
    await again.ready;
    expect(again.jobs).toEqual([done]);
    expect(await sha256((await again.file(job!.id))!)).toBe(await sha256(file!));
    expect(await later.unfinished()).toEqual([]);
    expect((await later.unfinished('queue')).map(({ id }) => id)).toEqual([done!.exportId]);
    await again.remove(job!.id);
    expect(again.jobs).toEqual([]);
    expect(await later.unfinished('queue')).toEqual([]);
  });

  it('begins by priority, then by place, and nothing while it is stopped', async () => {
    const { begun, options } = watched();
    const queue = newQueue({ limits: one, options });
    await queue.pauseAll();
    const ids = ['low', 'first', 'second', 'third', 'high'];
    const priorities = { low: 'low', high: 'high' } as Partial<Record<string, 'low' | 'high'>>;
    await queue.add(
      ids.map((id) => ({ ...jobFor(small({ id: `of ${id}` })), id, priority: priorities[id] ?? 'normal' })),
    );
    await queue.move('third', 'first');
    expect(queue.jobs.map(({ id }) => id)).toEqual(['high', 'third', 'first', 'second', 'low']);
    expect(queue.status).toMatchObject({ role: 'stopped', waiting: 5, running: 0 });
    await queue.resumeAll();
    await queue.over(ids);
    expect(begun).toEqual(['high', 'third', 'first', 'second', 'low']);
    const { status } = queue;
    expect(status).toMatchObject({ role: 'working', complete: 5, waiting: 0, secondsLeft: 0 });
    expect(status.utilisation).toBeGreaterThan(0);
    expect(status.utilisation).toBeLessThanOrEqual(1);
    expect(status.overhead).toBeGreaterThan(0);
    await queue.clear();
    expect(queue.jobs).toEqual([]);
  });

  it('interrupts a lower job for an urgent one and goes on with it afterwards: the file is the same', async () => {
    const given = numbered();
    const exporter = newExporter();
    const whole = await exporter.start(given.composition, settings(given.composition)).result;
    given.drawn.length = 0;
    given.holdAt = 200;
    const { begun, options } = watched();
    const queue = newQueue({ exporter, limits: one, options, compositions: [given.composition] });
    await queue.add([{ ...jobFor(given.composition), id: 'long', priority: 'low' }]);
    await stored(queue, 'long', 120);
    given.holdAt = null;
    await queue.add([{ ...jobFor(small()), id: 'urgent', priority: 'urgent' }]);
    const [urgent] = await queue.over(['urgent']);
    const [long] = await queue.over(['long']);
    expect(begun).toEqual(['long', 'urgent', 'long']);
    expect(urgent!.endedAt).toBeLessThan(long!.endedAt!);
    expect(await sha256((await queue.file('long'))!)).toBe(await sha256(whole.file!));
    expect(given.drawn).toEqual([...frames(201), ...frames(300).slice(120)]);
  });

  it('runs jobs of several compositions beside each other, never two of one, and never beyond its limits', async () => {
    let most = 0;
    const drawing = new Map<string, number>();
    const at = (id: string) =>
      small({
        id,
        async renderFrame() {
          drawing.set(id, (drawing.get(id) ?? 0) + 1);
          most = Math.max(most, drawing.size);
          expect(drawing.get(id)).toBe(1);
          await new Promise((resolve) => setTimeout(resolve, 5));
          drawing.delete(id);
        },
      });
    const compositions = ['a', 'b', 'c'].map(at);
    const running: number[] = [];
    const queue = newQueue({ limits: { exports: 2, encoders: 2 }, compositions });
    queue.subscribe(() => running.push(queue.status.running));
    const jobs = await queue.add([...compositions, ...compositions].map((composition) => jobFor(composition)));
    const done = await queue.over(jobs.map(({ id }) => id));
    expect(done.map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => 'complete'));
    expect(most).toBe(2);
    expect(Math.max(...running)).toBeLessThanOrEqual(2);
  });

  it('refuses what it cannot take, and then adds nothing', async () => {
    const queue = newQueue({ limits: { memory: 60 * 2 ** 20 } });
    const job = jobFor(small());
    const large = { ...job, settings: { ...job.settings, width: 3840, height: 2160 } };
    const detail = (code: string): unknown => expect.objectContaining({ detail: code });
    await expect(queue.add([job, large])).rejects.toEqual(detail('job-too-large'));
    await expect(
      queue.add([
        { ...job, id: 'a' },
        { ...job, id: 'a' },
      ]),
    ).rejects.toEqual(detail('job-duplicate'));
    await expect(queue.add([{ ...job, after: ['nobody'] }])).rejects.toEqual(detail('job-after-unknown'));
    const circle = [
      { ...job, id: 'a', after: ['b'] },
      { ...job, id: 'b', after: ['a'] },
    ];
    await expect(queue.add(circle)).rejects.toEqual(detail('job-after-circle'));
    await expect(queue.add([{ ...job, compositionId: '' }])).rejects.toEqual(detail('job-invalid'));
    await expect(queue.pause('nobody')).rejects.toEqual(detail('job-unknown'));
    expect(queue.jobs).toEqual([]);
    await queue.add([{ ...job, id: 'a' }]);
    await expect(
      queue.add([
        { ...job, id: 'b' },
        { ...job, id: 'a' },
      ]),
    ).rejects.toEqual(detail('job-duplicate'));
    expect(queue.jobs.map(({ id }) => id)).toEqual(['a']);
  });
});

describe('jobs that come after others', () => {
  it('begin after them, and end with them', async () => {
    let broken = true;
    const breaking = small({
      id: 'breaking',
      renderFrame: (frame) => {
        if (frame === 3 && broken) throw new Error('no picture');
      },
    });
    const { begun, options } = watched();
    const queue = newQueue({ compositions: [breaking], options });
    await queue.add([
      { ...jobFor(small({ id: 'y' })), id: 'second', after: ['first'], priority: 'urgent' },
      { ...jobFor(small({ id: 'x' })), id: 'first', priority: 'low' },
      { ...jobFor(breaking), id: 'fails' },
      { ...jobFor(small()), id: 'next', after: ['fails'] },
      { ...jobFor(small()), id: 'last', after: ['next', 'second'] },
    ]);
    const [, , fails, next, last] = await queue.over(['first', 'second', 'fails', 'next', 'last']);
    expect(begun.indexOf('first')).toBeLessThan(begun.indexOf('second'));
    expect(fails).toMatchObject({ state: 'failed', error: { code: 'capture' } });
    expect(next).toMatchObject({ state: 'failed', error: { code: 'capture', detail: 'job-after-failed' } });
    expect(last).toMatchObject({ state: 'failed', error: { detail: 'job-after-failed' } });
    expect(begun).not.toContain('next');
    broken = false;
    await queue.retry('fails');
    const again = await queue.over(['fails', 'next', 'last']);
    expect(again.map(({ state }) => state)).toEqual(['complete', 'complete', 'complete']);
    await queue.pauseAll();
    await queue.add([
      { ...jobFor(small()), id: 'a' },
      { ...jobFor(small()), id: 'b', after: ['a'] },
    ]);
    await queue.cancel('a');
    const [, b] = await queue.over(['a', 'b']);
    expect(b).toMatchObject({ state: 'cancelled', error: { code: 'cancelled', detail: 'job-after-cancelled' } });
  });
});

describe('what fails', () => {
  const fault = (): ExportError =>
    new ExportError('capture', {
      ...{ detail: 'injected', stage: 'prepare', message: 'Injected.', remedy: 'None.', recoverable: true },
    });

  it('is tried again, and then done', async () => {
    let failures = 2;
    const composition = (): Composition => {
      if (failures-- > 0) throw fault();
      return small();
    };
    const queue = newQueue({ composition });
    await queue.add([{ ...jobFor(small()), id: 'a' }]);
    const [job] = await queue.over(['a']);
    expect(job).toMatchObject({ state: 'complete', tries: 2, error: null });
  });

  it('fails in the end, and goes on from what is stored when someone says so', async () => {
    const given = numbered({
      async renderFrame(frame) {
        if (frame !== 200 || !broken) return;
        await stored(queue, 'a', 120);
        throw new Error('no picture');
      },
    });
    let broken = true;
    const queue = newQueue({ compositions: [given.composition] });
    await queue.add([{ ...jobFor(given.composition), id: 'a' }]);
    const [failed] = await queue.over(['a']);
    expect(failed).toMatchObject({
      state: 'failed',
      tries: 0,
      error: { code: 'capture' },
      progress: { framesStored: 120 },
    });
    broken = false;
    given.drawn.length = 0;
    await queue.retry('a');
    const [done] = await queue.over(['a']);
    expect(done).toMatchObject({ state: 'complete', exportId: failed!.exportId });
    expect(given.drawn[0]).toBe(120);
  });

  it('says which composition it could not have', async () => {
    const queue = newQueue({ composition: () => Promise.reject(new Error('deleted')) });
    await queue.add([{ ...jobFor(small()), id: 'a' }]);
    const [job] = await queue.over(['a']);
    expect(job).toMatchObject({ state: 'failed', error: { code: 'invalid-input', detail: 'composition-missing' } });
  });
});

describe('a job that runs', () => {
  it('is paused, goes on, and is cancelled without leaving anything', async () => {
    const given = numbered();
    const exporter = newExporter();
    given.holdAt = 200;
    const queue = newQueue({ exporter, compositions: [given.composition] });
    await queue.add([{ ...jobFor(given.composition), id: 'a' }]);
    await stored(queue, 'a', 120);
    await queue.pause('a');
    expect(jobOf(queue, 'a')).toMatchObject({ state: 'paused', wish: null });
    given.drawn.length = 0;
    await queue.resume('a');
    await expect.poll(() => given.drawn.length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(5);
    expect(given.drawn[0]).toBe(120);
    await queue.cancel('a');
    given.holdAt = null;
    expect(jobOf(queue, 'a')).toMatchObject({ state: 'cancelled', exportId: null });
    expect(await exporter.unfinished('queue')).toEqual([]);
    await queue.retry('a');
    await queue.over(['a']);
    expect(readFrameCodes(await decodeRgb((await queue.file('a'))!, 'webm'), 160, 90)).toEqual(frames(300));
  });

  it('is removed while it runs', async () => {
    const given = numbered();
    const exporter = newExporter();
    const queue = newQueue({ exporter, compositions: [given.composition] });
    await queue.add([{ ...jobFor(given.composition), id: 'a' }]);
    await expect.poll(() => given.drawn.length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(130);
    await queue.remove('a');
    expect(queue.jobs).toEqual([]);
    expect(await exporter.unfinished('queue')).toEqual([]);
  });

  it('shows how far it is, and when all of it will be done', async () => {
    const given = numbered({ renderFrame: () => new Promise((resolve) => setTimeout(resolve, 10)) });
    const queue = newQueue({ limits: one, compositions: [given.composition] });
    await queue.add([
      { ...jobFor(small()), id: 'quick' },
      { ...jobFor(given.composition), id: 'a' },
    ]);
    await queue.over(['quick']);
    await polled(queue, 'a').toMatchObject({ state: 'running', progress: { framesTotal: 300, phase: 'rendering' } });
    await expect.poll(() => queue.eta('a'), { timeout: 30_000 }).toBeGreaterThan(0);
    expect(queue.status.secondsLeft).toBeGreaterThan(0);
    expect(queue.eta('quick')).toBeNull();
  });
});

describe('where files go', () => {
  it('is a file, a folder, or a place of the host, and nothing stays in the browser', async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('queue-test', { create: true });
    const handle = await folder.getFileHandle('picked.webm', { create: true });
    const bytes = new Map<string, number>();
    const exporter = newExporter();
    const queue = newQueue({
      exporter,
      sink: (key) => ({
        write(position, { byteLength }) {
          bytes.set(key, Math.max(bytes.get(key) ?? 0, position + byteLength));
          return Promise.resolve();
        },
        close: () => Promise.resolve(null),
        abort: () => Promise.resolve(),
      }),
    });
    const { settings: own } = jobFor(small());
    await queue.add([
      { ...jobFor(small()), id: 'file', destination: { kind: 'handle', handle } },
      { ...jobFor(small()), id: 'folder', destination: { kind: 'folder', handle: folder }, fileName: 'made.webm' },
      { ...jobFor(small()), id: 'host', destination: { kind: 'host', key: 'there' }, settings: own },
    ]);
    const done = await queue.over(['file', 'folder', 'host']);
    expect(done.map(({ state }) => state)).toEqual(['complete', 'complete', 'complete']);
    const size = (await handle.getFile()).size;
    expect(size).toBeGreaterThan(200);
    expect((await (await folder.getFileHandle('made.webm')).getFile()).size).toBe(size);
    expect(bytes.get('there')).toBe(size);
    expect(await queue.file('file')).toBeNull();
    await expect.poll(() => exporter.unfinished('queue')).toEqual([]);
    expect(queue.jobs.every(({ exportId }) => exportId === null)).toBe(true);
    await root.removeEntry('queue-test', { recursive: true });
  });
});
