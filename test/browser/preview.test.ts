import { afterEach, expect, it } from 'vitest';
import { prepareMix } from '../../src/audio/mix';
import { createSpectrum } from '../../src/audio/spectrum';
import { fromLoop } from '../../src/composition/adapters/loop-composition';
import type { Composition, FrameContext, RenderSession, Stage } from '../../src/composition/composition';
import { openPreview, type Preview, type PreviewOptions } from '../../src/orchestrator/preview';

let container: HTMLElement;
let preview: Preview | undefined;

async function open(composition: Composition, options: Partial<PreviewOptions> = {}): Promise<Preview> {
  container = document.createElement('div');
  document.body.append(container);
  preview = await openPreview(composition, { container, ...options });
  return preview;
}

afterEach(() => {
  preview?.dispose();
  preview = undefined;
  container.remove();
});

/** What the first canvas on the stage shows, as the number its colour stands for. */
function numberOnStage(): number {
  const canvas = container.querySelector('canvas');
  if (canvas === null) throw new Error('There is no canvas on the stage.');
  const [red, green, blue] = canvas.getContext('2d')!.getImageData(0, 0, 1, 1).data;
  return (red! << 16) | (green! << 8) | blue!;
}

/** What the sessions of a composition were asked to do. */
interface Log {
  opened: number;
  disposed: number;
  drawn: number[];
  restored: number;
}

const size = { width: 64, height: 36, frameRate: 30, durationInFrames: 200 };

/** A composition whose picture is one colour: the number that `draw` gives for the frame. */
function colourComposition(
  draw: (context: FrameContext, stage: Stage) => number | Promise<number>,
  more: Partial<Composition> & { session?: Partial<RenderSession> } = {},
): { composition: Composition; log: Log } {
  const log: Log = { opened: 0, disposed: 0, drawn: [], restored: 0 };
  const { session, ...about } = more;
  const composition: Composition = {
    id: 'colour',
    name: 'Colour',
    ...size,
    ...about,
    open(stage) {
      log.opened += 1;
      const canvas = new OffscreenCanvas(stage.width, stage.height);
      const paint = canvas.getContext('2d')!;
      return {
        renderFrame: async (frame, context) => {
          log.drawn.push(frame);
          paint.fillStyle = `#${(await draw(context, stage)).toString(16).padStart(6, '0')}`;
          paint.fillRect(0, 0, canvas.width, canvas.height);
        },
        layers: () => [{ source: canvas }],
        dispose: () => {
          log.disposed += 1;
        },
        ...session,
      };
    },
  };
  return { composition, log };
}

/** A linear congruential step (Numerical Recipes), 24 bits: the state after frame n needs all n before. */
const nextState = (state: number, frame: number): number =>
  ((Math.imul(state, 1664525) + frame + 1013904223) >>> 0) % 2 ** 24;

function stateAt(frame: number): number {
  let state = 0;
  for (let n = 0; n <= frame; n++) state = nextState(state, n);
  return state;
}

/** A simulation; with `keeps`, one that can be returned to a state it gave. */
function simulation(keeps: boolean): { composition: Composition; log: Log } {
  let state = new Uint32Array(1);
  const log: Log = { opened: 0, disposed: 0, drawn: [], restored: 0 };
  const composition: Composition = {
    id: 'simulation',
    name: 'Simulation',
    ...size,
    stateful: true,
    open(stage) {
      log.opened += 1;
      state = new Uint32Array(1);
      const canvas = Object.assign(document.createElement('canvas'), { width: stage.width, height: stage.height });
      const paint = canvas.getContext('2d')!;
      return {
        renderFrame(frame) {
          log.drawn.push(frame);
          state[0] = nextState(state[0]!, frame);
          paint.fillStyle = `#${state[0].toString(16).padStart(6, '0')}`;
          paint.fillRect(0, 0, canvas.width, canvas.height);
        },
        layers: () => [{ source: canvas }],
        ...(keeps
          ? {
              // Live, and worked in after it was given back: the preview may not rely on it staying as it is.
              snapshot: () => state,
              restore: (kept: unknown) => {
                log.restored += 1;
                state = kept as Uint32Array<ArrayBuffer>;
              },
            }
          : {}),
        dispose: () => {
          log.disposed += 1;
        },
      };
    },
  };
  return { composition, log };
}

it('shows exact frames of a stateless composition in any order, drawing only those', async () => {
  const { composition, log } = colourComposition(({ frame, time }) => frame * 1000 + Math.round(time * 30));
  const shown = await open(composition);
  for (const frame of [5, 2, 199, 0, 100]) {
    await shown.show(frame);
    expect(numberOnStage()).toBe(frame * 1001);
  }
  expect(log.drawn).toEqual([5, 2, 199, 0, 100]);
  expect(log.opened).toBe(1);
});

it('gives frames and length at another rate and size', async () => {
  const { composition } = colourComposition(({ time }, { width }) => Math.round(time * 1000) * 256 + width / 2);
  const shown = await open(composition, { frameRate: { num: 60000, den: 1001 }, width: 128, height: 72 });
  expect(shown).toMatchObject({ width: 128, height: 72, frameRate: { num: 60000, den: 1001 }, durationInFrames: 400 });
  await shown.show(60);
  expect(numberOnStage()).toBe(1001 * 256 + 64);
});

it('shows exact frames of a simulation in any order, always drawn in order from 0', async () => {
  const { composition, log } = simulation(false);
  const shown = await open(composition);
  for (const frame of [0, 1, 40, 39, 199, 7]) {
    await shown.show(frame);
    expect(numberOnStage()).toBe(stateAt(frame));
  }
  const upTo = (last: number) => Array.from({ length: last + 1 }, (_, frame) => frame);
  expect(log.drawn).toEqual([...upTo(40), ...upTo(199), ...upTo(7)]);
  expect([log.opened, log.disposed]).toEqual([3, 2]);
});

it("returns the stage's random numbers with a simulation's state", async () => {
  let number = 0;
  const { composition } = colourComposition(
    (_context, stage) => {
      number = Math.floor(stage.random() * 2 ** 24);
      return number;
    },
    { stateful: true, session: { snapshot: () => number, restore: (kept) => void (number = kept as number) } },
  );
  const shown = await open(composition);
  const first: number[] = [];
  for (let frame = 0; frame < 100; frame++) {
    await shown.show(frame);
    first.push(numberOnStage());
  }
  for (const frame of [45, 10, 99]) {
    await shown.show(frame);
    expect(numberOnStage()).toBe(first[frame]);
  }
});

it('returns a simulation to a kept state instead of starting over', async () => {
  const { composition, log } = simulation(true);
  const shown = await open(composition);
  await shown.show(150);
  log.drawn = [];
  // The second time round, the state given to `restore` must still be what it was.
  for (const frame of [95, 130, 95, 61, 60]) {
    await shown.show(frame);
    expect(numberOnStage()).toBe(stateAt(frame));
  }
  expect(log.opened).toBe(1);
  expect(log.restored).toBeGreaterThan(0);
  expect(log.drawn.length).toBeLessThan(5 * 31);
  expect(Math.min(...log.drawn)).toBeGreaterThan(30);
});

it('lets the newest request win', async () => {
  let finish = (): void => undefined;
  const { composition, log } = colourComposition(async ({ frame }) => {
    if (frame === 10) await new Promise<void>((resolve) => (finish = resolve));
    return frame;
  });
  const shown = await open(composition);
  const requests = [shown.show(10), shown.show(20), shown.show(30), shown.show(40)];
  await expect.poll(() => log.drawn).toEqual([10]);
  finish();
  await Promise.all(requests);
  expect(log.drawn).toEqual([10, 40]);
  expect(numberOnStage()).toBe(40);
  expect(shown.shownFrame).toBe(40);
});

it('lets the page paint, and shows where it is, on a long walk', async () => {
  const slow = (): void => {
    const until = performance.now() + 8;
    while (performance.now() < until);
  };
  const { composition } = colourComposition(
    ({ frame }) => {
      slow();
      return frame;
    },
    { stateful: true },
  );
  const shown = await open(composition);
  const seen = new Set<number | null>();
  let walking = true;
  const watch = (): void => {
    if (!walking) return;
    seen.add(shown.shownFrame);
    requestAnimationFrame(watch);
  };
  watch();
  await shown.show(150);
  walking = false;
  expect(seen.size).toBeGreaterThan(3);
  expect(numberOnStage()).toBe(150);
});

function ticking(): AudioBuffer {
  const buffer = new AudioBuffer({ length: 48_000, numberOfChannels: 2, sampleRate: 48_000 });
  for (let channel = 0; channel < 2; channel++) {
    const samples = buffer.getChannelData(channel);
    for (let i = 0; i < samples.length; i++) samples[i] = Math.sin((2 * Math.PI * 440 * i) / 48_000) * (1 - i / 48_000);
  }
  return buffer;
}

it('gives the spectrum and the sound that an export has', async () => {
  const audio = [{ source: ticking(), start: 0.5, gain: 0.5 }];
  const spectrum = { fftSize: 256 };
  const seen = new Map<number, number[]>();
  const { composition } = colourComposition(
    (context) => {
      seen.set(context.frame, [...context.spectrum!.frequency]);
      return 0;
    },
    { audio, spectrum },
  );
  const shown = await open(composition);
  const { signal } = new AbortController();
  const mix = await prepareMix(audio, { sampleRate: 48_000, length: (200 * 48_000) / 30, signal });
  const [left] = await mix.read(0, mix.length);
  expect(shown.audio?.getChannelData(0)).toEqual(left);
  const expected = createSpectrum(mix, { num: 30, den: 1 }, spectrum);
  for (const frame of [30, 20]) {
    await shown.show(frame);
    expect(seen.get(frame)).toEqual([...(await expected.at(frame)).frequency]);
  }
  expect(Math.max(...seen.get(20)!)).toBeGreaterThan(100);
});

it('shows changed layers without drawing', async () => {
  let opacity = 1;
  const canvas = document.createElement('canvas');
  const { composition, log } = colourComposition(() => 1, { session: { layers: () => [{ source: canvas, opacity }] } });
  const shown = await open(composition);
  await shown.show(3);
  opacity = 0.25;
  shown.refresh();
  expect(getComputedStyle(canvas).opacity).toBe('0.25');
  expect(log.drawn).toEqual([3]);
});

it('says which frame failed, and goes on with the others', async () => {
  const failsAt37 = ({ frame }: FrameContext): number => {
    if (frame === 37) throw new Error('no such leaf');
    return frame;
  };
  for (const stateful of [false, true]) {
    const { composition, log } = colourComposition(failsAt37, { stateful });
    const shown = await open(composition);
    await shown.show(36);
    await expect(shown.show(37)).rejects.toMatchObject({ code: 'capture', detail: 'render-threw', frame: 37 });
    expect(shown.shownFrame).toBeNull();
    await shown.show(36);
    expect(numberOnStage()).toBe(36);
    expect(log.opened - log.disposed).toBe(1);
    preview?.dispose();
    container.remove();
  }
});

it('refuses a frame that does not exist', async () => {
  const shown = await open(colourComposition(() => 0).composition);
  for (const frame of [-1, 200, 1.5, Number.NaN]) {
    await expect(shown.show(frame)).rejects.toMatchObject({ code: 'invalid-input', detail: 'frame-outside' });
  }
});

it('frees everything at once when disposed in the middle of a frame', async () => {
  const { composition, log } = colourComposition(() => new Promise<number>(() => undefined));
  const shown = await open(composition);
  const pending = shown.show(1);
  await expect.poll(() => log.drawn).toEqual([1]);
  shown.dispose();
  shown.dispose();
  await expect(pending).rejects.toMatchObject({ code: 'cancelled' });
  await expect(shown.show(2)).rejects.toMatchObject({ code: 'cancelled' });
  expect(log.disposed).toBe(1);
  expect(container.childElementCount).toBe(0);
});

it('leaves nothing behind when it is cancelled while opening, or fails to open', async () => {
  const cancel = new AbortController();
  const { composition, log } = colourComposition(() => 0);
  const slow: Composition = {
    ...composition,
    open: async (stage) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return composition.open(stage);
    },
  };
  const opening = open(slow, { signal: cancel.signal });
  setTimeout(() => cancel.abort(), 10);
  await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
  expect(container.childElementCount).toBe(0);
  await expect.poll(() => [log.opened, log.disposed]).toEqual([1, 1]);

  container.remove();
  const broken: Composition = { ...composition, open: () => Promise.reject(new Error('no font')) };
  await expect(open(broken)).rejects.toMatchObject({ code: 'capture', detail: 'open-failed' });
  expect(container.childElementCount).toBe(0);
});

it('gives the page its own clock back', async () => {
  const globals = (): unknown[] => [requestAnimationFrame, Date, Math.random, setTimeout];
  const own = globals();
  const composition = fromLoop({
    id: 'loop',
    name: 'Loop',
    ...size,
    start({ width, height }) {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const paint = canvas.getContext('2d')!;
      requestAnimationFrame(function tick() {
        paint.fillStyle = `#${Math.round(performance.now()).toString(16).padStart(6, '0')}`;
        paint.fillRect(0, 0, width, height);
        requestAnimationFrame(tick);
      });
      return { layers: [{ source: canvas }] };
    },
  });
  for (let time = 0; time < 2; time++) {
    const shown = await open(composition);
    expect(globals()).not.toEqual(own);
    for (const frame of [10, 4]) {
      await shown.show(frame);
      expect(numberOnStage()).toBe(Math.round((frame * 1000) / 30));
    }
    shown.dispose();
    expect(globals()).toEqual(own);
    container.remove();
  }
});
