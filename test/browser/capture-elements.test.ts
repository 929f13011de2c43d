import '@fontsource/inter/latin-400.css';
import '@fontsource/space-grotesk/latin-700.css';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { installVirtualClock } from '../../src/composition/virtual-clock/virtual-clock';
import { createFrameCapture } from '../../src/capture/capture';
import type { CaptureWarning, DomRenderer, FrameCapture } from '../../src/capture/frame-capture';
import type { Layer } from '../../src/composition/composition';
import { createStage } from '../../src/composition/stage';
import { canvasOf, createTestStage, difference, meanDeltaE, toPicture, type TestStage } from './capture-stage';

const width = 480;
const height = 270;

const title = `
  <h1 style="position:absolute;left:40px;top:30px;margin:0;font:700 54px 'Space Grotesk';color:#ffb020;
    white-space:nowrap;text-shadow:0 4px 12px #000">Hello <span style="color:oklch(0.75 0.15 200)">world</span></h1>
  <p style="position:absolute;left:44px;top:120px;margin:0;font:400 20px Inter;color:#fff;white-space:nowrap">
    Set in a web font, outside the box it belongs to</p>
  <div style="position:absolute;left:44px;top:170px;width:160px;height:50px;border-radius:12px;
    background:linear-gradient(90deg,#08f,#f0a);mix-blend-mode:screen;transform:rotate(-4deg)"></div>`;

let stage: TestStage;
beforeAll(async () => {
  await Promise.all([document.fonts.load("700 54px 'Space Grotesk'"), document.fonts.load('400 20px Inter')]);
});
afterEach(() => stage.remove());

/** A box without size of its own, as an absolutely positioned wrapper is. */
function element(html: string): HTMLElement {
  const div = document.createElement('div');
  div.style.cssText = 'position:absolute;left:0;top:0';
  div.innerHTML = html;
  return div;
}

function picture(): HTMLCanvasElement {
  return canvasOf(width, height, (context) => {
    const gradient = context.createLinearGradient(0, 0, width, height);
    gradient.addColorStop(0, '#102040');
    gradient.addColorStop(1, '#904060');
    context.fillStyle = gradient;
    context.fillRect(0, 0, width, height);
  });
}

function svg(): SVGSVGElement {
  const holder = document.createElement('div');
  holder.innerHTML = `<svg width="200" height="120" viewBox="0 0 200 120" style="position:absolute;left:250px;top:130px">
    <circle cx="60" cy="60" r="50" fill="#20c070"/><path d="M110 10 L190 110 L110 110Z" fill="none" stroke="#fff" stroke-width="6"/></svg>`;
  return holder.querySelector('svg')!;
}

async function compare(name: string, layers: readonly Layer[]): Promise<number> {
  stage.show(layers);
  const exported = await stage.capture(layers);
  const preview = await stage.screenshot();
  const { max, share } = difference(exported, preview);
  const deltaE = meanDeltaE(exported, preview);
  console.log(
    `${name}: mean ΔE ${deltaE.toFixed(4)}, ${(share * 100).toFixed(2)} % of pixels off by more than 2, max ${max}`,
  );
  return deltaE;
}

describe('snapdom', () => {
  const scenes: [name: string, layers: () => Layer[]][] = [
    ['text over a canvas', () => [{ source: picture() }, { source: element(title) }]],
    ['an SVG element', () => [{ source: picture() }, { source: svg() }]],
    [
      'text, translucent and blended',
      () => [{ source: picture() }, { source: element(title), opacity: 0.6, blendMode: 'overlay' }],
    ],
    [
      'text with a filter',
      () => [{ source: picture() }, { source: element(title), filter: 'drop-shadow(8px 8px 4px #000) saturate(0.5)' }],
    ],
    [
      'text, transformed',
      () => [{ source: picture() }, { source: element(title), transform: 'scale(0.8) rotate(5deg)' }],
    ],
    [
      'text between canvases',
      () => [
        { source: picture() },
        { source: element(title) },
        { source: picture(), opacity: 0.3, blendMode: 'difference' },
      ],
    ],
    ['text and an SVG element', () => [{ source: element(title) }, { source: svg(), blendMode: 'difference' }]],
  ];
  it.each(scenes)('shows %s as the browser does', async (name, layers) => {
    stage = await createTestStage(width, height);
    expect(await compare(name, layers())).toBeLessThan(1);
  });

  it('renders what changes from frame to frame, and what does not', async () => {
    stage = await createTestStage(width, height);
    const layers = [{ source: element(title) }];
    stage.show(layers);
    const capture = captureOf('snapdom');
    const frames = [];
    for (const colour of ['#f00', '#f00', '#0f0']) {
      layers[0]!.source.querySelector('h1')!.style.color = colour;
      frames.push(await toPicture(await capture.capture(layers, 0)));
    }
    capture.dispose();
    expect(difference(frames[0]!, frames[1]!).max).toBe(0);
    expect(difference(frames[1]!, frames[2]!).max).toBe(255);
  });

  it('does not show how the stage is kept out of sight', async () => {
    stage = await createTestStage(width, height);
    const layers = [{ source: element(title) }];
    stage.show(layers);
    const seen = await stage.capture(layers);
    Object.assign(stage.root.style, {
      opacity: '0',
      background: '#f00',
      filter: 'invert(1)',
      left: '-9999px',
      right: '9999px',
    });
    expect(difference(await stage.capture(layers), seen).max).toBe(0);
  });

  it('renders a stage that stands outside the viewport', async () => {
    stage = await createTestStage(width, height);
    const layers = [{ source: element(title) }];
    stage.show(layers);
    const seen = await stage.capture(layers);
    const rate = { num: 25, den: 1 };
    const composition = {
      id: 'x',
      name: 'x',
      width,
      height,
      frameRate: rate,
      durationInFrames: 1,
      open: () => Promise.reject(new Error()),
    };
    const hidden = createStage(composition, { width, height, frameRate: rate });
    hidden.stage.root.append(layers[0]!.source);
    const capture = createFrameCapture({ width, height, background: null, root: hidden.stage.root });
    const { max } = difference(await toPicture(await capture.capture(layers, 0)), seen);
    capture.dispose();
    hidden.dispose();
    expect(max).toBe(0);
  });

  it('reads a WebGL canvas in the task of the call, before the element is ready', async () => {
    stage = await createTestStage(width, height);
    const text = element(title);
    stage.show([{ source: text }]);
    const canvas = new OffscreenCanvas(width, height);
    const gl = canvas.getContext('webgl')!;
    gl.clearColor(0, 1, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const capture = captureOf('snapdom');
    const waiting = capture.capture([{ source: text }, { source: canvas }], 0);
    gl.clearColor(1, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const { pixels } = await toPicture(await waiting);
    capture.dispose();
    expect([...pixels.subarray(0, 3)]).toEqual([0, 255, 0]);
  });

  it('warns of what no copy of an element can show', async () => {
    stage = await createTestStage(width, height);
    const source = element(
      '<canvas width="9" height="9"></canvas><video></video><b style="backdrop-filter:blur(2px)">x</b>',
    );
    stage.show([{ source }]);
    const warnings: CaptureWarning[] = [];
    const capture = captureOf('snapdom', warnings);
    for (let frame = 0; frame < 2; frame++) (await capture.capture([{ source }], frame)).close();
    capture.dispose();
    const codes = warnings.map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining(['snapdom-nested-canvas', 'snapdom-video', 'snapdom-backdrop-filter']),
    );
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe('html2canvas', () => {
  const plain = `<div style="position:absolute;left:60px;top:40px;width:120px;height:80px;background:#e8542a"></div>
    <p style="position:absolute;left:60px;top:150px;margin:0;font:700 40px 'Space Grotesk';color:#fff;white-space:nowrap">Plain text</p>`;

  it('shows plain elements where layout puts them', async () => {
    stage = await createTestStage(width, height);
    const layers = [{ source: picture() }, { source: element(plain) }];
    stage.show(layers);
    const exported = await stage.capture(layers, { domRenderer: 'html2canvas' });
    const preview = await stage.screenshot();
    const deltaE = meanDeltaE(exported, preview);
    console.log(`html2canvas, plain text: mean ΔE ${deltaE.toFixed(4)}`);
    expect(deltaE).toBeLessThan(1);
    const at = (70 * width + 100) * 4;
    expect([...exported.pixels.slice(at, at + 3)]).toEqual([232, 84, 42]);
  });

  it('warns once of each thing it leaves out', async () => {
    stage = await createTestStage(width, height);
    const source = element(
      '<b style="mix-blend-mode:screen;filter:blur(2px)">a</b><b style="clip-path:circle(9px);filter:blur(1px)">b</b>',
    );
    stage.show([{ source }]);
    const warnings: CaptureWarning[] = [];
    const capture = captureOf('html2canvas', warnings);
    for (let frame = 0; frame < 2; frame++) (await capture.capture([{ source }], frame)).close();
    capture.dispose();
    expect(warnings.map(({ code }) => code).sort()).toEqual([
      'html2canvas-blend-mode',
      'html2canvas-filter',
      'html2canvas-mask',
    ]);
  });

  it('fails on modern colours, and says what to do', async () => {
    stage = await createTestStage(width, height);
    const source = element('<b style="color:oklch(0.7 0.1 200)">x</b>');
    stage.show([{ source }]);
    const warnings: CaptureWarning[] = [];
    const capture = captureOf('html2canvas', warnings);
    await expect(capture.capture([{ source }], 0)).rejects.toMatchObject({
      code: 'capture',
      detail: 'dom-failed',
      remedy: expect.stringContaining('snapdom') as string,
    });
    capture.dispose();
    expect(warnings.map(({ code }) => code)).toEqual(['html2canvas-colour']);
  });
});

it.each(['snapdom', 'html2canvas'] as const)('%s renders while a virtual clock has the page', async (renderer) => {
  stage = await createTestStage(width, height);
  const source = element('<p style="font:400 20px Inter;color:#fff">Still</p>');
  stage.show([{ source }]);
  const capture = captureOf(renderer);
  const clock = installVirtualClock({ seed: 1 });
  try {
    const held = Reflect.get(window, 'setTimeout') as unknown;
    (await capture.capture([{ source }], 0)).close();
    expect(Reflect.get(window, 'setTimeout')).toBe(held);
    expect(performance.now()).toBe(0);
  } finally {
    clock.uninstall('drop');
    capture.dispose();
  }
});

it('leaves the page alone when the clock is taken off while html2canvas works', async () => {
  stage = await createTestStage(width, height);
  const source = element('<p style="color:#fff">Still</p>');
  stage.show([{ source }]);
  const capture = captureOf('html2canvas');
  const real = Reflect.get(window, 'setInterval') as unknown;
  const clock = installVirtualClock({ seed: 1 });
  const waiting = capture.capture([{ source }], 0);
  clock.uninstall('drop');
  (await waiting).close();
  capture.dispose();
  expect(Reflect.get(window, 'setInterval')).toBe(real);
});

it('gives up an element when disposed', async () => {
  stage = await createTestStage(width, height);
  const source = element(title);
  stage.show([{ source }]);
  const capture = captureOf('snapdom');
  const waiting = capture.capture([{ source }], 0);
  capture.dispose();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
});

function captureOf(domRenderer: DomRenderer, warnings: CaptureWarning[] = []): FrameCapture {
  const onWarning = (warning: CaptureWarning): void => void warnings.push(warning);
  return createFrameCapture({ width, height, background: null, root: stage.root, domRenderer, onWarning });
}
