import '@fontsource/inter/latin-400.css';
import { expect, it } from 'vitest';
import { createFrameCapture } from '../../src/capture/capture';
import { readPixels } from '../../src/capture/pixel-reader';
import { bgrxToI420 } from '../../src/colour/bgrx-to-i420';
import { colourSpaces } from '../../src/colour/colour-space';
import type { Layer } from '../../src/composition/composition';
import { canvasOf } from './capture-stage';

const sizes = [
  { name: '720p', width: 1280, height: 720 },
  { name: '1080p', width: 1920, height: 1080 },
];

const frames = 25;

/** Draws something new into every canvas, so that no picture can be reused. */
type Scene = (width: number, height: number, root: HTMLElement) => { layers: Layer[]; draw: (frame: number) => void };

const blendModes = ['normal', 'multiply', 'screen', 'overlay'];

const canvases =
  (count: number, more: Partial<Layer> = {}): Scene =>
  (width, height) => {
    const sources = Array.from({ length: count }, (_, index) =>
      canvasOf(width, height, (context) => {
        context.fillStyle = `hsl(${index * 80} 70% 50% / ${count === 1 ? 1 : 0.6})`;
        context.fillRect(index * 40, index * 40, width / 2, height / 2);
      }),
    );
    const layers = sources.map((source, index) => ({ source, blendMode: blendModes[index]!, ...more }));
    const draw = (frame: number): void =>
      sources.forEach((source) => source.getContext('2d')!.fillRect(frame * 9, frame * 5, 60, 60));
    return { layers, draw };
  };

const text: Scene = (width, height, root) => {
  const source = document.createElement('div');
  source.style.cssText = 'position:absolute;inset:0;font:400 60px Inter;color:#fff';
  source.innerHTML =
    '<h1 style="margin:40px">A title of some length</h1><p style="margin:40px">and a line below it</p>';
  root.append(source);
  const draw = (frame: number): void => {
    (source.firstElementChild as HTMLElement).style.opacity = String(1 - frame / 100);
  };
  return { layers: [{ source: canvasOf(width, height, () => undefined) }, { source }], draw };
};

const stillText: Scene = (...stage) => ({ ...text(...stage), draw: () => undefined });

const scenes: Record<string, Scene> = {
  'one canvas': canvases(1),
  'four blended canvases': canvases(4),
  'four blended canvases, blur(8px)': canvases(4, { filter: 'blur(8px)' }),
  'text over a canvas': text,
  'still text over a canvas': stillText,
};

/** Not a promise to hold anyone to on two shared cores: far above what it should take, to catch a slow way taken. */
const limitMs = 1000;

it.each(sizes)('prints what a capture costs at $name', async ({ name, width, height }) => {
  const root = document.createElement('div');
  root.style.cssText = `position:fixed;left:0;top:0;width:${width}px;height:${height}px;overflow:hidden`;
  document.body.append(root);
  const pixels = new ArrayBuffer(width * height * 4);
  const lines = [];
  for (const [scene, build] of Object.entries(scenes)) {
    const { layers, draw } = build(width, height, root);
    const capture = createFrameCapture({ width, height, root, background: null });
    const captureMs: number[] = [];
    const readMs: number[] = [];
    for (let frame = 0; frame < frames; frame++) {
      draw(frame);
      const start = performance.now();
      const captured = await capture.capture(layers, frame);
      const read = performance.now();
      await readPixels(captured, pixels);
      readMs.push(performance.now() - read);
      captureMs.push(read - start);
      captured.close();
    }
    capture.dispose();
    root.replaceChildren();
    lines.push(`${name}, ${scene}: capture ${median(captureMs)} ms, read ${median(readMs)} ms`);
    expect(median(captureMs)).toBeLessThan(limitMs);
  }
  const i420 = new Uint8Array(width * height * 1.5);
  const convertMs = Array.from({ length: frames }, () => {
    const start = performance.now();
    bgrxToI420(new Uint8Array(pixels), width, height, colourSpaces.bt709, i420);
    return performance.now() - start;
  });
  lines.push(`${name}, BGRX to I420: ${median(convertMs)} ms`);
  console.log(lines.join('\n'));
  root.remove();
});

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Number(sorted[Math.floor(sorted.length / 2)]!.toFixed(2));
}
