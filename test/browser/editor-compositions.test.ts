import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Composition, FrameContext, Layer, RenderSession, SpectrumFrame, Stage } from '../../src/index';
import { frameTime, toFrameRate, type FrameRate } from '../../src/composition/frame-rate';
import { LayerPresenter } from '../../src/composition/layer-presenter';
import { createStage, openSession } from '../../src/composition/stage';
import { compositions } from '../../src/editor/compositions/index';
import { renderMusic } from '../../src/editor/music/render-music';
import { trackDuration } from '../../src/editor/music/score';
import { ffmpeg, screenshot } from '../support/media-tools';
import { fingerprintOf, trackFingerprint } from '../support/track-fingerprint';

interface Opened {
  stage: Stage;
  session: RenderSession;
  show: (frame: number, spectrum?: SpectrumFrame) => Promise<readonly Layer[]>;
  close: () => void;
}

interface Asked {
  width?: number;
  height?: number;
  frameRate?: FrameRate;
  container?: HTMLElement;
}

/** Pixels are compared with every composition at this size: the small one is as telling and much faster. */
const small = { width: 320, height: 180 };

let opened: Opened[] = [];
let container: HTMLElement;

beforeEach(() => {
  opened = [];
  container = document.createElement('div');
  container.id = 'stage-container';
  document.body.append(container);
});

afterEach(() => {
  for (const { close } of opened) close();
  container.remove();
});

async function open(composition: Composition, asked: Asked = {}): Promise<Opened> {
  const frameRate = asked.frameRate ?? toFrameRate(composition.frameRate);
  const { stage, dispose } = createStage(composition, { ...small, ...asked, frameRate });
  const session = await openSession(composition, stage);
  let closed = false;
  const result: Opened = {
    stage,
    session,
    async show(frame, spectrum) {
      const about: FrameContext = { frame, time: frameTime(frame, frameRate), signal: stage.signal };
      await session.renderFrame(frame, spectrum === undefined ? about : { ...about, spectrum });
      return session.layers();
    },
    close() {
      if (closed) return;
      closed = true;
      session.dispose();
      dispose();
    },
  };
  opened.push(result);
  return result;
}

/** Every frame on its own: pixels of a canvas, markup of an element, and how the layer is laid on the others. */
async function framesOf(composition: Composition, frames: readonly number[], asked: Asked = {}): Promise<string[]> {
  const { show, close, stage } = await open(composition, asked);
  const seen: string[] = [];
  for (const frame of frames) seen.push(await fingerprint(await show(frame), stage));
  close();
  return seen;
}

async function fingerprint(layers: readonly Layer[], stage: Stage): Promise<string> {
  // All canvases are read before the first await: a WebGL canvas is empty after the task that drew it.
  const parts = layers.map((layer) => ({ ...layer, source: contentOf(layer, stage) }));
  const hashed = await Promise.all(parts.map(async (part) => ({ ...part, source: await sha256(part.source) })));
  return JSON.stringify(hashed);
}

function contentOf({ source }: Layer, stage: Stage): Uint8Array<ArrayBuffer> {
  if (isPicture(source)) return pixelsOf(source, stage);
  return new TextEncoder().encode(source.outerHTML);
}

function pixelsOf(source: CanvasImageSource, { width, height }: Stage): Uint8Array<ArrayBuffer> {
  const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  copy.drawImage(source, 0, 0, width, height);
  return new Uint8Array(copy.getImageData(0, 0, width, height).data);
}

function isPicture(source: Layer['source']): source is HTMLCanvasElement | OffscreenCanvas | ImageBitmap {
  return source instanceof HTMLCanvasElement || !(source instanceof Element);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function find(id: string): Composition {
  return compositions.find((composition) => composition.id === id)!;
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  expect(b.length).toBe(a.length);
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}

it('has the seven compositions of the demo', () => {
  expect(compositions.map(({ id }) => id)).toEqual([
    'blend',
    'particles',
    'shader',
    'spectrum',
    'title',
    'lottie',
    'loop',
  ]);
});

describe.each(compositions.map((composition) => [composition.id, composition] as const))('%s', (_id, composition) => {
  const last = composition.durationInFrames - 1;
  const frames = [0, Math.floor(last / 2), last];

  it('draws the same frames in every session and in any order', async () => {
    const inOrder = await framesOf(composition, frames);
    const backwards = await framesOf(composition, [...frames].reverse());
    expect(backwards.reverse()).toEqual(inOrder);
    expect(new Set(inOrder).size).toBe(frames.length);
  });

  it.each([
    [180, 320],
    [240, 240],
  ])('fills a stage of %i × %i', async (width, height) => {
    const { show, stage, close } = await open(composition, { width, height });
    const [bottom] = await show(frames[1]!);
    const source = bottom!.source as HTMLCanvasElement;
    expect([source.width, source.height]).toEqual([width, height]);
    const pixels = new Uint32Array(pixelsOf(source, stage).buffer);
    expect(new Set(pixels).size).toBeGreaterThan(1);
    close();
    expect(stage.root.childElementCount).toBe(0);
  });
});

describe('blend', () => {
  it('uses many ways of blending, a filter and a transform', async () => {
    const { show } = await open(find('blend'));
    const layers = await show(10);
    expect(layers.length).toBeGreaterThanOrEqual(4);
    expect(new Set(layers.map(({ blendMode }) => blendMode)).size).toBeGreaterThanOrEqual(4);
    expect(layers.filter(({ filter }) => filter !== undefined)).toHaveLength(1);
    expect(layers.filter(({ transform }) => transform !== undefined)).toHaveLength(1);
  });
});

describe('particles', () => {
  it('goes on exactly from a snapshot, in another session', async () => {
    const first = await open(find('particles'));
    await first.show(40);
    const state = structuredClone(first.session.snapshot!());
    const straight = await fingerprint(await first.show(75), first.stage);

    const second = await open(find('particles'));
    await second.show(3);
    second.session.restore!(state);
    expect(await fingerprint(await second.show(75), second.stage)).toBe(straight);

    first.session.restore!(state);
    expect(await fingerprint(await first.show(75), first.stage)).toBe(straight);
  });

  it('moves alike at every frame rate', async () => {
    const at = async (frame: number, num: number): Promise<Uint8Array> => {
      const { show, stage, close } = await open(find('particles'), { frameRate: { num, den: 1 } });
      const [layer] = await show(frame);
      const pixels = pixelsOf(layer!.source as HTMLCanvasElement, stage);
      close();
      return pixels;
    };
    const at30 = await at(60, 30);
    // Only the rounding of the fading light may differ.
    expect(meanDifference(at30, await at(120, 60))).toBeLessThan(0.05);
    expect(meanDifference(at30, await at(48, 24))).toBeLessThan(0.05);
    expect(meanDifference(at30, await at(61, 30))).toBeGreaterThan(0.5);
  });
});

describe('shader', () => {
  it('gives its WebGL context back', async () => {
    const { show, close } = await open(find('shader'));
    const [layer] = await show(0);
    const gl = (layer!.source as HTMLCanvasElement).getContext('webgl2')!;
    expect(gl.isContextLost()).toBe(false);
    close();
    expect(gl.isContextLost()).toBe(true);
  });
});

describe('spectrum', () => {
  it('shows what is heard', async () => {
    const { show, stage } = await open(find('spectrum'));
    const silent = await fingerprint(await show(20), stage);
    const frequency = new Uint8Array(1024).fill(90, 0, 40);
    const waveform = Uint8Array.from({ length: 2048 }, (_, i) => 128 + Math.round(60 * Math.sin(i / 20)));
    const loud = await fingerprint(await show(20, { frequency, waveform }), stage);
    expect(loud).not.toBe(silent);
    expect(await fingerprint(await show(20), stage)).toBe(silent);
  });
});

describe('title', () => {
  it('is set in its own typefaces and paints the same in every session', async () => {
    const paint = async (): Promise<Uint8Array<ArrayBuffer>> => {
      const { show, stage, close } = await open(find('title'), { width: 640, height: 360, container });
      const presenter = new LayerPresenter(stage.root, find('title').background);
      presenter.present(await show(215));
      const pixels = pixelsOf(await screenshot('#stage-container > div'), stage);
      presenter.dispose();
      close();
      return pixels;
    };
    const first = await sha256(await paint());
    expect(document.fonts.check('700 40px "Space Grotesk"')).toBe(true);
    expect(document.fonts.check('500 40px Inter')).toBe(true);
    expect(await sha256(await paint())).toBe(first);
  });
});

describe('the music', () => {
  it('has the same bits here as in Node', async () => {
    const music = await renderMusic();
    expect(music.sampleRate).toBe(48_000);
    expect(music.length).toBe(Math.round(trackDuration * music.sampleRate));
    expect(await fingerprintOf([music.getChannelData(0), music.getChannelData(1)])).toBe(trackFingerprint);
  });

  it('is made once', async () => {
    expect(await renderMusic()).toBe(await renderMusic());
  });

  it('is loud enough and never clips', async () => {
    const args = ['-hide_banner', '-f', 'f32le', '-ar', '48000', '-ac', '2', '-i', '{in}'];
    const { stderr } = await ffmpeg(interleaved(await renderMusic()), 'f32', [
      ...args,
      '-af',
      'ebur128=peak=true',
      '-f',
      'null',
      '-',
    ]);
    const summary = stderr.slice(stderr.indexOf('Summary:'));
    const integratedLufs = Number(/I:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1]);
    const truePeakDbfs = Number(/Peak:\s+(-?[\d.]+) dBFS/.exec(summary)?.[1]);
    expect(integratedLufs).toBeGreaterThan(-15.3);
    expect(integratedLufs).toBeLessThan(-14.3);
    expect(truePeakDbfs).toBeGreaterThan(-2.1);
    expect(truePeakDbfs).toBeLessThan(-1.5);
  });

  function interleaved(music: AudioBuffer): Blob {
    const [left, right] = [music.getChannelData(0), music.getChannelData(1)];
    return new Blob([Float32Array.from({ length: 2 * music.length }, (_, i) => (i % 2 ? right : left)[i >> 1]!)]);
  }
});
