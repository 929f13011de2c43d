import { drawScene } from '../scene';
import type { BenchSize } from './settings';

/** Drawing and rasterising every frame, and nothing else. */
export function renderOnly({ width, height, frames }: BenchSize): number {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false })!;
  const startedAt = performance.now();
  for (let frame = 0; frame < frames; frame++) {
    drawScene(context, frame / 30, width, height);
    // A canvas records its calls; a frame made of it is what makes the browser rasterise them.
    new VideoFrame(canvas, { timestamp: 0 }).close();
  }
  return performance.now() - startedAt;
}
