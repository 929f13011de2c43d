import { afterEach, describe, expect, test } from 'vitest';
import {
  createExporter,
  findPreset,
  fromCanvas,
  settingsFor,
  type Composition,
  type Exporter,
  type ExporterOptions,
  type WorkerStatus,
} from '../../src/index';
import EncodeWorker from '../../src/workers/encode.worker?worker';
import HangingAudioWorker from '../support/hanging-audio.worker?worker';

/** @param ms that a frame takes to draw */
function squares(id: string, ms = 0): Composition {
  return {
    ...fromCanvas({
      ...{ id, name: id, width: 192, height: 108, frameRate: 30, durationInFrames: 40, background: 'black' },
      async draw(context, { frame }) {
        if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
        context.fillStyle = `hsl(${frame * 9} 80% 50%)`;
        context.fillRect(frame * 3, 20, 50, 50);
      },
    }),
    audio: [{ source: () => Promise.resolve(new AudioBuffer({ length: 48_000, sampleRate: 48_000 })) }],
  };
}

/** A worker of a busy machine may take seconds to start. */
const soon = { timeout: 20_000, interval: 20 };

let exporter: Exporter;
afterEach(() => exporter.dispose());

function open(options: ExporterOptions = {}): Exporter {
  exporter = createExporter({ check: 'off', ...options });
  return exporter;
}

function start(preset: string, composition: Composition) {
  return exporter.start(composition, settingsFor(findPreset(preset)!, composition));
}

const rolesOf = (workers: readonly WorkerStatus[]): string[] => workers.map(({ id }) => id).sort();
const workers = (): WorkerStatus[] => exporter.workers.getWorkerStatus();

describe('the workers of a page', () => {
  test('are as many as exports need, and end when they lie idle', async () => {
    open();
    expect(workers()).toEqual([]);
    const told: number[] = [];
    const stop = exporter.workers.subscribe((all) => told.push(new Set(all.map(({ set }) => set)).size));
    const both = [squares('one', 5), squares('other', 5)].map((composition) => start('prores-proxy', composition));
    await expect.poll(() => new Set(workers().map(({ set }) => set)).size, soon).toBe(2);
    await expect.poll(() => workers().some(({ state }) => state === 'busy'), soon).toBe(true);
    expect(workers().every(({ lent }) => lent)).toBe(true);
    await Promise.all(both.map(({ result }) => result));
    for (const worker of workers()) {
      expect(worker).toMatchObject({ lent: false, faults: 0, lastFault: null });
      expect(worker.aliveSeconds).toBeGreaterThan(0);
      expect(worker.utilisation).toBeGreaterThanOrEqual(0);
      expect(worker.utilisation).toBeLessThanOrEqual(1);
    }
    const encode = workers().find(({ id }) => id === '1.encode')!;
    // It chose the engine, and encoded.
    expect(encode).toMatchObject({ role: 'encode', state: 'idle', tasks: 2, set: 1 });
    expect(encode.busySeconds).toBeGreaterThan(0);
    expect(encode.codecs).toContain('h264');
    expect(workers().find(({ role }) => role === 'prores')!.codecs).toEqual(['prores']);
    // The next export takes a set there is.
    await start('prores-proxy', squares('third')).result;
    expect(new Set(workers().map(({ set }) => set))).toEqual(new Set([1, 2]));
    exporter.workers.configureRenderFarm({ keepIdle: 0.05 });
    await expect.poll(workers, soon).toEqual([]);
    expect(told.at(-1)).toBe(0);
    stop();
  });

  test('are replaced when they are killed, which shows', async () => {
    const encoders: Worker[] = [];
    open({
      workers: {
        encode: () => {
          const worker = new EncodeWorker();
          encoders.push(worker);
          return worker;
        },
      },
    });
    const seen: string[] = [];
    exporter.workers.subscribe((all) => seen.push(...all.map(({ lastFault }) => lastFault ?? '')));
    const handle = start('mp4-h264', squares('killed', 10));
    await expect.poll(() => handle.progress.framesDone, soon).toBeGreaterThan(3);
    encoders[0]!.terminate();
    const { frames } = await handle.result;
    expect(frames).toBe(40);
    expect(encoders.length).toBeGreaterThan(1);
    expect(seen).toContain('It was ended from outside.');
    const [dead, alive] = workers().filter(({ role }) => role === 'encode');
    expect(dead).toMatchObject({ id: '1.encode', state: 'ended', faults: 1, lastFault: 'It was ended from outside.' });
    expect(alive).toMatchObject({ id: '2.encode', state: 'idle', faults: 0 });
    await handle.release();
  });

  test('are found when they hang with nothing to do, and replaced when they are needed', async () => {
    const channel = `hang-${crypto.randomUUID()}`;
    open({
      heartbeatMs: 100,
      workers: { audio: () => new HangingAudioWorker({ name: channel }) },
    });
    await start('mp4-h264', squares('before')).result;
    const audio = (): WorkerStatus => workers().find(({ role }) => role === 'audio')!;
    expect(audio()).toMatchObject({ state: 'idle', faults: 0, tasks: 1 });
    new BroadcastChannel(channel).postMessage('hang');
    await expect.poll(audio, soon).toMatchObject({
      state: 'ended',
      faults: 1,
      lastFault: 'It did not answer.',
    });
    const { frames } = await start('mp4-h264', squares('after')).result;
    expect(frames).toBe(40);
    expect(audio()).toMatchObject({ state: 'idle', faults: 1, tasks: 2 });
  });

  test('are not taken for dead while they answer at work', async () => {
    open({ heartbeatMs: 20 });
    const handle = start('prores-422', squares('long', 25));
    const seen = new Set<string>();
    handle.subscribe(() => workers().forEach(({ state }) => seen.add(state)));
    await handle.result;
    expect(seen).not.toContain('unresponsive');
    expect(seen).not.toContain('ended');
    expect(workers().reduce((sum, { faults }) => sum + faults, 0)).toBe(0);
    const lanes = workers().filter(({ role }) => role === 'prores');
    // By their own account, at the next beat.
    await expect
      .poll(() => workers().reduce((sum, { role, tasks }) => sum + (role === 'prores' ? tasks : 0), 0), soon)
      .toBeGreaterThanOrEqual(40);
    expect(lanes.length).toBeGreaterThan(0);
  });

  test('are limited from the next export on', async () => {
    open();
    exporter.workers.configureRenderFarm({ lanes: 1 });
    await start('prores-proxy', squares('narrow')).result;
    const lanes = (): string[] => rolesOf(workers().filter(({ role }) => role === 'prores'));
    expect(lanes()).toEqual(['1.prores.0']);
    exporter.workers.configureRenderFarm({ lanes: 8 });
    await start('prores-proxy', squares('wide')).result;
    expect(lanes().length).toBe(Math.min(8, navigator.hardwareConcurrency));
    exporter.workers.configureRenderFarm({ memory: 1 });
    expect(lanes()).toEqual(['1.prores.0']);
  });

  test.each([{ lanes: 0 }, { lanes: 1.5 }, { memory: Number.NaN }, { keepIdle: -1 }, { cores: 4 }])(
    'take no limits of %o',
    (limits) => {
      open();
      expect(() => exporter.workers.configureRenderFarm(limits as never)).toThrow(
        expect.objectContaining({ code: 'invalid-input', detail: 'limits-invalid' }),
      );
    },
  );
});
