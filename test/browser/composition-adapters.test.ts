import lottie from 'lottie-web';
import { afterEach, describe, expect, it } from 'vitest';
import { fromCanvas } from '../../src/composition/adapters/canvas-composition';
import { fromLoop } from '../../src/composition/adapters/loop-composition';
import { fromLottie } from '../../src/composition/adapters/lottie-composition';
import { fromSeekable } from '../../src/composition/adapters/seekable-composition';
import type { Composition, FrameContext, RenderSession } from '../../src/composition/composition';
import { frameTime, toFrameRate } from '../../src/composition/frame-rate';
import { createStage, openSession, type OpenStage } from '../../src/composition/stage';

const about = { id: 'test', name: 'Test', width: 64, height: 36, frameRate: 30, durationInFrames: 30 };

let opened: { session: RenderSession; open: OpenStage }[] = [];

interface Opened {
  session: RenderSession;
  open: OpenStage;
  render: (frame: number) => Promise<void>;
  close: () => void;
}

async function openIt(composition: Composition, size = { width: 64, height: 36 }, fps = 30): Promise<Opened> {
  const frameRate = toFrameRate(fps);
  const open = createStage(composition, { ...size, frameRate });
  const session = await openSession(composition, open.stage);
  const entry = { session, open };
  opened.push(entry);
  return {
    session,
    open,
    async render(frame) {
      const context: FrameContext = { frame, time: frameTime(frame, frameRate), signal: open.stage.signal };
      await session.renderFrame(frame, context);
    },
    close() {
      opened = opened.filter((other) => other !== entry);
      session.dispose();
      open.dispose();
    },
  };
}

afterEach(() => {
  for (const { session, open } of opened) {
    session.dispose();
    open.dispose();
  }
  opened = [];
});

function canvasOf(session: RenderSession): HTMLCanvasElement {
  return session.layers()[0]!.source as HTMLCanvasElement;
}

function pixelsOf(session: RenderSession): Uint8ClampedArray {
  const { width, height } = canvasOf(session);
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.drawImage(canvasOf(session), 0, 0);
  return context.getImageData(0, 0, width, height).data;
}

describe('a drawing function', () => {
  it('draws at the size of the stage, on a fresh context each frame, with seeded chance', async () => {
    const composition = fromCanvas({
      ...about,
      draw(context, drawn) {
        const { frame, width, height } = drawn;
        context.translate(frame, 0);
        context.fillStyle = `hsl(${drawn.random() * 360} 50% 50%)`;
        context.fillRect(0, 0, width / 4, height);
      },
    });
    const runs: Uint8ClampedArray[][] = [];
    for (let run = 0; run < 2; run++) {
      const { session, render, close } = await openIt(composition, { width: 128, height: 72 });
      expect([canvasOf(session).width, canvasOf(session).height]).toEqual([128, 72]);
      const frames: Uint8ClampedArray[] = [];
      for (let frame = 0; frame < 5; frame++) {
        await render(frame);
        frames.push(pixelsOf(session));
      }
      runs.push(frames);
      close();
    }
    expect(runs[1]).toEqual(runs[0]);
    const last = runs[0]![4]!;
    const alphas = Array.from({ length: 128 }, (_, x) => last[x * 4 + 3]);
    expect(alphas).toEqual(Array.from({ length: 128 }, (_, x) => (x >= 4 && x < 36 ? 255 : 0)));
  });

  it('gives the host its own canvas back at its own size', async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 7, height: 5 });
    const { session, render, close } = await openIt(fromCanvas({ ...about, canvas, draw: () => undefined }));
    await render(0);
    expect(canvasOf(session)).toBe(canvas);
    expect(canvas.width).toBe(64);
    close();
    expect([canvas.width, canvas.height]).toEqual([7, 5]);
  });

  it('refuses a canvas of another kind', async () => {
    const canvas = document.createElement('canvas');
    canvas.getContext('bitmaprenderer');
    await expect(openIt(fromCanvas({ ...about, canvas, draw: () => undefined }))).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});

describe('a seekable player', () => {
  it('is waited for: the promise of its seek, then what it says of being settled', async () => {
    const log: string[] = [];
    const source = document.createElement('canvas');
    const composition = fromSeekable({
      ...about,
      create: () => ({
        async seek(time) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          log.push(`sought ${time}`);
        },
        async settled() {
          await new Promise((resolve) => setTimeout(resolve, 5));
          log.push('settled');
        },
        layers: () => [{ source, opacity: 0.5 }],
        dispose: () => log.push('disposed'),
      }),
    });
    const { session, render, close } = await openIt(composition);
    await render(15);
    log.push('rendered');
    expect(session.layers()).toEqual([{ source, opacity: 0.5 }]);
    close();
    expect(log).toEqual(['sought 0.5', 'settled', 'rendered', 'disposed']);
  });
});

describe('a free-running loop', () => {
  const loop = fromLoop({
    ...about,
    start({ width, height }) {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d')!;
      const started = performance.now();
      requestAnimationFrame(function tick() {
        // One pixel per frame at 30 fps, over what is there.
        context.fillStyle = `rgb(${Math.random() * 255} 0 ${(Date.now() / 10) % 255})`;
        context.fillRect(Math.round(((performance.now() - started) * 30) / 1000), 0, 1, height);
        requestAnimationFrame(tick);
      });
      return { layers: [{ source: canvas }] };
    },
  });

  it('is stateful and draws the same in order, after a jump and after starting over', async () => {
    expect(loop.stateful).toBe(true);
    const random: unknown = Math.random;
    const { session, render, close } = await openIt(loop);
    expect(Math.random).not.toBe(random);
    const frames: Uint8ClampedArray[] = [];
    for (let frame = 0; frame <= 12; frame++) {
      await render(frame);
      frames.push(pixelsOf(session));
    }
    const columns = Array.from({ length: 64 }, (_, x) => frames[12]![x * 4 + 3]);
    expect(columns).toEqual(Array.from({ length: 64 }, (_, x) => (x <= 12 ? 255 : 0)));
    await render(12);
    expect(pixelsOf(session)).toEqual(frames[12]);
    await render(5);
    expect(pixelsOf(session)).toEqual(frames[5]);
    await render(12);
    expect(pixelsOf(session)).toEqual(frames[12]);
    close();
    expect(Math.random).toBe(random);
  });

  it('gives the page back when it cannot start, when it is aborted and when a frame fails', async () => {
    const currentTimeout = (): unknown => Reflect.get(window, 'setTimeout');
    const realTimeout = currentTimeout();
    const broken = fromLoop({
      ...about,
      start() {
        throw new Error('no WebGL');
      },
    });
    await expect(openIt(broken)).rejects.toMatchObject({ code: 'capture', detail: 'open-failed' });
    expect(currentTimeout()).toBe(realTimeout);

    const { open } = await openIt(loop);
    expect(currentTimeout()).not.toBe(realTimeout);
    open.dispose();
    expect(currentTimeout()).toBe(realTimeout);

    const failing = fromLoop({
      ...about,
      start() {
        setTimeout(() => {
          throw new Error('at frame 3');
        }, 99);
        return { layers: [] };
      },
    });
    const { render, close } = await openIt(failing);
    await render(2);
    await expect(render(3)).rejects.toMatchObject({
      detail: 'render-threw',
      message: expect.stringContaining('at frame 3') as string,
    });
    close();
    expect(currentTimeout()).toBe(realTimeout);
  });

  it('does not share the page with another', async () => {
    await openIt(loop);
    await expect(openIt(loop)).rejects.toMatchObject({ code: 'capture', detail: 'clock-busy' });
  });

  it('loads in real time before its clock exists', async () => {
    let stopped = 0;
    const composition = fromLoop({
      ...about,
      load: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return 'loaded';
      },
      start: (_stage, assets) => {
        const source = Object.assign(document.createElement('canvas'), { title: assets });
        return { layers: () => [{ source }], stop: () => (stopped += 1) };
      },
    });
    const { session, close } = await openIt(composition);
    expect(canvasOf(session).title).toBe('loaded');
    close();
    expect(stopped).toBe(1);
  });
});

describe('a Lottie animation', () => {
  const ease = { i: { x: [0.4], y: [1] }, o: { x: [0.6], y: [0] } };
  /** A square that turns and moves over two seconds at 25 frames per second. */
  const data = {
    ...{ v: '5.9.0', fr: 25, ip: 0, op: 50, w: 64, h: 36, nm: 'square', ddd: 0, assets: [] },
    layers: [
      {
        ...{ ddd: 0, ind: 1, ty: 4, nm: 'square', sr: 1, ip: 0, op: 50, st: 0, bm: 0 },
        ks: {
          o: { a: 0, k: 100 },
          r: {
            a: 1,
            k: [
              { t: 0, s: [0], ...ease },
              { t: 50, s: [90] },
            ],
          },
          p: {
            a: 1,
            k: [
              { t: 0, s: [8, 18, 0], i: { x: 0.4, y: 1 }, o: { x: 0.6, y: 0 } },
              { t: 50, s: [56, 18, 0] },
            ],
          },
          a: { a: 0, k: [0, 0, 0] },
          s: { a: 0, k: [100, 100, 100] },
        },
        shapes: [
          { ty: 'rc', d: 1, s: { a: 0, k: [12, 12] }, p: { a: 0, k: [0, 0] }, r: { a: 0, k: 0 } },
          { ty: 'fl', c: { a: 0, k: [1, 0.2, 0, 1] }, o: { a: 0, k: 100 }, r: 1 },
        ],
      },
    ],
  };
  const composition = fromLottie({ id: 'square', name: 'Square', data, player: lottie });

  it('takes its size, rate and length from the file and leaves the file alone', async () => {
    const before = JSON.stringify(data);
    expect(composition).toMatchObject({ width: 64, height: 36, frameRate: 25, durationInFrames: 50 });
    const { session, render } = await openIt(composition, { width: 128, height: 72 }, 25);
    await render(0);
    expect([canvasOf(session).width, canvasOf(session).height]).toEqual([128, 72]);
    // The square's centre, at twice the size.
    const at = (72 / 2) * 128 + 16;
    expect([...pixelsOf(session).slice(at * 4, at * 4 + 4)]).toEqual([255, 51, 0, 255]);
    expect(JSON.stringify(data)).toBe(before);
  });

  it('shows the same pixels of a frame whichever came before, between its own frames too', async () => {
    // 60 frames a second over an animation of 25: most instants lie between two of its frames.
    const { session, render, close } = await openIt(composition, undefined, 60);
    const frames: Uint8ClampedArray[] = [];
    for (let frame = 0; frame < 120; frame++) {
      await render(frame);
      frames.push(pixelsOf(session));
    }
    close();
    for (const frame of [73, 1, 119, 40, 41, 0]) {
      const alone = await openIt(composition, undefined, 60);
      await alone.render(frame);
      expect(pixelsOf(alone.session), `frame ${frame}`).toEqual(frames[frame]);
      alone.close();
    }
    expect(frames[61]).not.toEqual(frames[60]);
    expect(frames[62]).not.toEqual(frames[61]);
  });

  it('starts again after its end, or stays there', async () => {
    const again = await openIt(composition, undefined, 25);
    await again.render(10);
    const tenth = pixelsOf(again.session);
    await again.render(60);
    expect(pixelsOf(again.session)).toEqual(tenth);
    const stays = await openIt(fromLottie({ id: 's', name: 'S', data, player: lottie, loop: false }), undefined, 25);
    await stays.render(70);
    const end = pixelsOf(stays.session);
    await stays.render(500);
    expect(pixelsOf(stays.session)).toEqual(end);
    expect(end).not.toEqual(tenth);
  });

  it('is a DOM layer in the stage with the SVG renderer', async () => {
    const svg = fromLottie({ id: 'svg', name: 'SVG', data, player: lottie, renderer: 'svg' });
    const { session, render, open } = await openIt(svg, undefined, 25);
    await render(25);
    const [layer] = session.layers();
    const source = layer!.source as HTMLElement;
    expect(open.stage.root.contains(source)).toBe(true);
    const box = source.querySelector('path')!.getBoundingClientRect();
    const stage = open.stage.root.getBoundingClientRect();
    // Symmetric ease: in the middle of its time it is in the middle of its way, turned by 45°.
    expect(box.left + box.width / 2 - stage.left).toBeCloseTo(32, 0);
    expect(box.width).toBeCloseTo(12 * Math.SQRT2, 0);
  });
});
