import type { Composition } from '../../src/index';

/** Discs over nothing, soft at their edges: every alpha there is. */
const composition: Composition = {
  id: 'translucent',
  name: 'Translucent',
  width: 320,
  height: 180,
  frameRate: 30,
  durationInFrames: 30,
  open({ width, height }) {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d')!;
    return {
      renderFrame(frame) {
        context.clearRect(0, 0, width, height);
        const x = width * (0.3 + frame / 100);
        const soft = context.createRadialGradient(x, height / 2, 10, x, height / 2, height / 2);
        soft.addColorStop(0, 'rgb(255 120 0 / 1)');
        soft.addColorStop(1, 'rgb(0 120 255 / 0)');
        context.fillStyle = soft;
        context.fillRect(0, 0, width, height);
      },
      layers: () => [{ source: canvas }],
      dispose: () => undefined,
    };
  },
};

export default composition;
