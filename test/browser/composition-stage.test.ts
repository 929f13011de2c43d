import { describe, expect, it } from 'vitest';
import type { Composition, RenderSession } from '../../src/composition/composition';
import { createStage, openSession } from '../../src/composition/stage';

const session: RenderSession = { renderFrame: () => undefined, layers: () => [], dispose: () => undefined };

function composition(open: Composition['open'] = () => session): Composition {
  return { id: 'c', name: 'C', width: 640, height: 360, frameRate: 30, durationInFrames: 90, open };
}

const options = { width: 1920, height: 1080, frameRate: { num: 60, den: 1 } };

describe('a stage', () => {
  it('is laid out exactly, out of sight, out of reach, and moves nothing', () => {
    const scroll = (): number[] => [
      document.documentElement.scrollWidth,
      document.documentElement.scrollHeight,
      document.body.offsetHeight,
    ];
    const before = scroll();
    const { stage, dispose } = createStage(composition(), options);
    const box = stage.root.getBoundingClientRect();
    expect([box.width, box.height]).toEqual([1920, 1080]);
    expect(box.right).toBeLessThan(0);
    expect(stage.root.inert).toBe(true);
    expect(stage.root.getAttribute('aria-hidden')).toBe('true');
    expect(scroll()).toEqual(before);
    expect(stage.durationInFrames).toBe(180);
    dispose();
    dispose();
    expect(stage.root.isConnected).toBe(false);
    expect(stage.signal.aborted).toBe(true);
  });

  it('takes nothing over from the page and holds fixed elements', () => {
    document.body.style.cssText = 'font: italic 40px serif; color: rgb(1, 2, 3); direction: rtl';
    const { stage, dispose } = createStage(composition(), options);
    stage.root.innerHTML = '<p>x</p><i style="position: fixed; right: 0; bottom: 0; width: 10px; height: 10px"></i>';
    const style = getComputedStyle(stage.root.querySelector('p')!);
    expect([style.fontStyle, style.fontSize, style.color, style.direction]).toEqual([
      'normal',
      '16px',
      'rgb(0, 0, 0)',
      'ltr',
    ]);
    const root = stage.root.getBoundingClientRect();
    const fixed = stage.root.querySelector('i')!.getBoundingClientRect();
    expect([root.right - fixed.right, root.bottom - fixed.bottom]).toEqual([0, 0]);
    dispose();
    document.body.style.cssText = '';
  });

  it('is in sight in a container, for a preview', () => {
    const container = document.createElement('div');
    document.body.append(container);
    const { stage, dispose } = createStage(composition(), { ...options, width: 100, height: 50, container });
    expect(stage.root.parentElement).toBe(container);
    expect(container.offsetHeight).toBe(50);
    expect(stage.root.inert).toBe(false);
    dispose();
    container.remove();
  });

  it('gives every session the same random numbers', () => {
    const take = (): number[] => {
      const { stage, dispose } = createStage(composition(), options);
      const numbers = Array.from({ length: 20 }, () => stage.random());
      dispose();
      return numbers;
    };
    expect(take()).toEqual(take());
  });
});

describe('opening', () => {
  async function open(
    candidate: Composition,
    signal?: AbortSignal,
  ): Promise<{ opening: Promise<RenderSession>; dispose: () => void }> {
    const { stage, dispose } = createStage(candidate, { ...options, ...(signal === undefined ? {} : { signal }) });
    return Promise.resolve({ opening: openSession(candidate, stage), dispose });
  }

  it('gives the session', async () => {
    const { opening, dispose } = await open(composition(() => Promise.resolve(session)));
    expect(await opening).toBe(session);
    dispose();
  });

  it('waits for the fonts that the composition uses', async () => {
    const style = document.createElement('style');
    const { default: url } = await import('@fontsource/space-grotesk/files/space-grotesk-latin-400-normal.woff2?url');
    style.textContent = `@font-face { font-family: "Stage test"; src: url(${url}) }`;
    document.head.append(style);
    const text = composition(({ root }) => {
      root.innerHTML = '<p style="font-family: \'Stage test\'">Hello</p>';
      return session;
    });
    const { opening, dispose } = await open(text);
    await opening;
    expect([...document.fonts].find(({ family }) => family.includes('Stage test'))?.status).toBe('loaded');
    dispose();
    style.remove();
  });

  it.each<[what: string, returned: unknown, path: string]>([
    ['nothing', undefined, 'open'],
    ['no renderFrame', { ...session, renderFrame: undefined }, 'renderFrame'],
    ['layers that are a list', { ...session, layers: [] }, 'layers'],
    ['no dispose', { ...session, dispose: null }, 'dispose'],
    ['a snapshot it cannot restore', { ...session, snapshot: () => 1 }, 'restore'],
  ])('refuses a session with %s', async (_what, returned, path) => {
    const { opening, dispose } = await open(composition(() => returned as RenderSession));
    await expect(opening).rejects.toMatchObject({
      code: 'invalid-input',
      detail: 'composition-invalid',
      message: expect.stringContaining(path) as string,
    });
    dispose();
  });

  it('says why it failed', async () => {
    const reason = new Error('no such texture');
    const { opening, dispose } = await open(composition(() => Promise.reject(reason)));
    await expect(opening).rejects.toMatchObject({ code: 'capture', detail: 'open-failed', cause: reason });
    dispose();
  });

  it('ends when it is cancelled, and disposes of a session that comes too late', async () => {
    const abort = new AbortController();
    let disposed = 0;
    let arrive: (session: RenderSession) => void = () => undefined;
    const late = composition(() => new Promise((resolve) => (arrive = resolve)));
    const { opening, dispose } = await open(late, abort.signal);
    abort.abort();
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    arrive({ ...session, dispose: () => (disposed += 1) });
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(disposed).toBe(1);
    dispose();
  });
});
