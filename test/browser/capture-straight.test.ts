import { afterEach, describe, expect, it } from 'vitest';
import { createFrameCapture } from '../../src/capture/capture';
import type { FrameCaptureOptions } from '../../src/capture/frame-capture';
import { readPixels } from '../../src/capture/pixel-reader';
import type { Layer } from '../../src/composition/composition';
import { ExportError } from '../../src/errors';
import { canvasOf, createTestStage, difference, toPicture, type TestStage } from './capture-stage';

const width = 128;
const height = 96;

let stage: TestStage | undefined;
afterEach(() => stage?.remove());

async function stageFor(background: string | null = null): Promise<TestStage> {
  return (stage = await createTestStage(width, height, background));
}

function translucent(): HTMLCanvasElement {
  return canvasOf(width, height, (context) => {
    for (let x = 0; x < width; x++) {
      context.fillStyle = `hsl(${x * 7} 90% 60% / ${x / width})`;
      context.fillRect(x, 0, 1, height);
    }
  });
}

function options(root: HTMLElement, more: Partial<FrameCaptureOptions> = {}): FrameCaptureOptions {
  return { width, height, root, background: null, ...more };
}

async function failure(attempt: () => unknown): Promise<ExportError> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof ExportError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

describe('a lone canvas', () => {
  it('becomes a frame without waiting, at the time asked for', async () => {
    const { root } = await stageFor();
    const capture = createFrameCapture(options(root));
    const frame = capture.capture([{ source: translucent() }], 40_000);
    expect(frame).toBeInstanceOf(VideoFrame);
    const { codedWidth, codedHeight, timestamp } = frame as VideoFrame;
    (frame as VideoFrame).close();
    expect({ codedWidth, codedHeight, timestamp }).toEqual({
      codedWidth: width,
      codedHeight: height,
      timestamp: 40_000,
    });
    capture.dispose();
  });

  it('shows over black where it is translucent', async () => {
    const { show, capture, screenshot } = await stageFor();
    const layers = [{ source: translucent() }];
    show(layers);
    expect(difference(await capture(layers), await screenshot()).max).toBe(0);
  });

  it('is read in the task that drew it, so WebGL needs no preserved buffer', async () => {
    const { root } = await stageFor();
    const capture = createFrameCapture(options(root));
    const canvas = new OffscreenCanvas(width, height);
    const gl = canvas.getContext('webgl2')!;
    gl.clearColor(0.5, 0.25, 0, 0.5);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const { pixels } = await toPicture(await capture.capture([{ source: canvas }], 0));
    expect([...pixels.subarray(0, 3)]).toEqual([128, 64, 0]);
    capture.dispose();
  });

  it('of a wider gamut is brought to sRGB', async () => {
    const { capture } = await stageFor();
    const source = document.createElement('canvas');
    Object.assign(source, { width, height });
    const context = source.getContext('2d', { colorSpace: 'display-p3' })!;
    context.fillStyle = 'rgb(200 40 90)';
    context.fillRect(0, 0, width, height);
    const { pixels } = await capture([{ source }]);
    [200, 40, 90].forEach((value, channel) => expect(Math.abs(pixels[channel]! - value)).toBeLessThanOrEqual(1));
  });
});

it('fills the stage with a source of another size', async () => {
  const { capture } = await stageFor();
  const small = canvasOf(2, 2, (context) => {
    context.fillStyle = '#f00';
    context.fillRect(0, 0, 2, 2);
  });
  const { pixels } = await capture([{ source: await createImageBitmap(small) }]);
  expect([...pixels.slice(-4, -1)]).toEqual([255, 0, 0]);
});

it.each([
  [null, [0, 0, 0]],
  ['#204060', [32, 64, 96]],
  ['rgb(255 255 255 / 0.5)', [128, 128, 128]],
])('shows the background %s where there are no layers', async (background, expected) => {
  const { capture } = await stageFor(background);
  expect([...(await capture([])).pixels.subarray(0, 3)]).toEqual(expected);
});

describe('bad layers', () => {
  const good = (): HTMLCanvasElement => canvasOf(width, height, () => undefined);
  const bad: [path: string, layers: () => Layer[]][] = [
    ['layers[1].opacity', () => [{ source: good() }, { source: good(), opacity: Number.NaN }]],
    ['layers[0].opacity', () => [{ source: good(), opacity: 1.5 }]],
    ['layers[0].blendMode', () => [{ source: good(), blendMode: 'multipy' }]],
    ['layers[0].filter', () => [{ source: good(), filter: 'blurr(3px)' }]],
    ['layers[0].filter', () => [{ source: good(), filter: 'blur(2em)' }]],
    ['layers[0].transform', () => [{ source: good(), transform: 'rotate(40)' }]],
    ['layers[0].transform', () => [{ source: good(), transform: 'translate(50%, 0)' }]],
    ['layers[0].source', () => [{ source: canvasOf(0, 10, () => undefined) }]],
    ['layers[0].source', () => [{ source: document.createElement('p') }]],
    ['layers[0].source', () => [{ source: 'canvas' as unknown as HTMLCanvasElement }]],
  ];
  it.each(bad)('are refused, naming %s', async (path, layers) => {
    const { root } = await stageFor();
    const capture = createFrameCapture(options(root));
    const error = await failure(() => capture.capture(layers(), 0));
    expect(error).toMatchObject({ code: 'invalid-input', detail: 'layer-invalid', stage: 'capture' });
    expect(error.message).toContain(path);
    expect(error.remedy).not.toBe('');
    capture.dispose();
  });

  it('include a background that is no colour', async () => {
    const { root } = await stageFor();
    const error = await failure(() => createFrameCapture(options(root, { background: 'blurple' })));
    expect(error).toMatchObject({ code: 'invalid-input', detail: 'background-invalid' });
  });
});

it('warns once of perspective, which a flat stage has not', async () => {
  const { root } = await stageFor();
  const warnings: string[] = [];
  const capture = createFrameCapture(options(root, { onWarning: ({ code }) => warnings.push(code) }));
  const layers = [{ source: translucent(), transform: 'perspective(300px) rotateY(40deg)' }];
  for (let frame = 0; frame < 3; frame++) (await capture.capture(layers, frame)).close();
  expect(warnings).toEqual(['transform-perspective']);
  capture.dispose();
});

describe('pixels of another origin', () => {
  async function taintedCanvas(): Promise<HTMLCanvasElement> {
    const image = new Image();
    // The same server by another name is another origin; the picture is the test runner's own icon.
    const other = location.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
    image.src = `${location.protocol}//${other}:${location.port}/__vitest__/favicon.svg`;
    await image.decode();
    return canvasOf(width, height, (context) => context.drawImage(image, 0, 0));
  }

  it.each([0, 1])('are refused with a remedy, naming layers[%i]', async (position) => {
    const { root } = await stageFor();
    const capture = createFrameCapture(options(root));
    const tainted = await taintedCanvas();
    const layers = position === 0 ? [{ source: tainted }] : [{ source: translucent() }, { source: tainted }];
    const error = await failure(() => capture.capture(layers, 0));
    expect(error).toMatchObject({ code: 'capture', detail: 'canvas-tainted', recoverable: false });
    expect(error.message).toContain(`layers[${position}].source`);
    expect(error.remedy).toContain('CORS');
    // What was touched is thrown away: a clean picture can still be taken.
    const frame = await capture.capture([{ source: translucent() }, { source: translucent() }], 0);
    frame.close();
    capture.dispose();
  });
});

describe('a lost context', () => {
  it('is an error until it is restored', async () => {
    const { root } = await stageFor();
    const capture = createFrameCapture(options(root));
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const gl = canvas.getContext('webgl')!;
    const control = gl.getExtension('WEBGL_lose_context')!;
    canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());
    (await capture.capture([{ source: canvas }], 0)).close();

    const lost = new Promise((resolve) => canvas.addEventListener('webglcontextlost', resolve));
    control.loseContext();
    await lost;
    const error = await failure(() => capture.capture([{ source: canvas }], 1));
    expect(error).toMatchObject({ code: 'capture', detail: 'context-lost', recoverable: true });

    const restored = new Promise((resolve) => canvas.addEventListener('webglcontextrestored', resolve));
    await new Promise((resolve) => setTimeout(resolve));
    control.restoreContext();
    await restored;
    (await capture.capture([{ source: canvas }], 2)).close();
    capture.dispose();
  });
});

it('captures nothing once disposed', async () => {
  const { root } = await stageFor();
  const capture = createFrameCapture(options(root));
  capture.dispose();
  capture.dispose();
  expect(await failure(() => capture.capture([], 0))).toMatchObject({ code: 'cancelled' });
});

describe('reading pixels', () => {
  const bytes = Uint8Array.from({ length: 4 * 4 * 4 }, (_, i) => (i * 37) % 256);
  const init = { codedWidth: 4, codedHeight: 4, timestamp: 0 };

  it.each(['BGRX', 'BGRA', 'RGBX', 'RGBA'] as const)('gives blue, green, red from %s', async (format) => {
    const frame = new VideoFrame(bytes, { ...init, format });
    const read = new Uint8Array(bytes.length);
    await readPixels(frame, read.buffer);
    frame.close();
    const [blue, red] = format.startsWith('B') ? [0, 2] : [2, 0];
    for (let i = 0; i < bytes.length; i += 4) {
      expect([...read.subarray(i, i + 3)]).toEqual([bytes[i + blue], bytes[i + 1], bytes[i + red]]);
    }
  });

  it('converts what is not RGB', async () => {
    const i420 = new Uint8Array(24).fill(63, 0, 16).fill(102, 16, 20).fill(240, 20);
    const colorSpace = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false } as const;
    const frame = new VideoFrame(i420, { ...init, format: 'I420', colorSpace });
    const read = new Uint8Array(64);
    await readPixels(frame, read.buffer);
    frame.close();
    [0, 0, 255].forEach((value, i) => expect(Math.abs(read[i]! - value)).toBeLessThanOrEqual(4));
  });

  it('says so when the frame cannot be read', async () => {
    const frame = new VideoFrame(bytes, { ...init, format: 'BGRX' });
    frame.close();
    expect(await failure(() => readPixels(frame, new ArrayBuffer(64)))).toMatchObject({ detail: 'read-failed' });
  });
});
