import type { Composition } from '../../src/index';

/** A 2D scene of ordinary weight on one canvas: gradient, moving shapes, text. Drawn from the time alone. */
export function benchScene(width: number, height: number, durationInFrames: number): Composition {
  return {
    id: 'bench',
    name: 'Bench',
    width,
    height,
    frameRate: 30,
    durationInFrames,
    open(stage) {
      const canvas = document.createElement('canvas');
      canvas.width = stage.width;
      canvas.height = stage.height;
      const context = canvas.getContext('2d', { alpha: false })!;
      return {
        renderFrame: (_frame, { time }) => drawScene(context, time, stage.width, stage.height),
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
  };
}

export function drawScene(context: CanvasRenderingContext2D, time: number, width: number, height: number): void {
  const sky = context.createLinearGradient(0, 0, width * Math.cos(time * 0.3), height);
  sky.addColorStop(0, `hsl(${220 + 20 * Math.sin(time)} 60% 18%)`);
  sky.addColorStop(1, `hsl(${300 + 30 * Math.cos(time * 0.7)} 55% 32%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  for (let index = 0; index < 100; index++) {
    const angle = time * (0.4 + (index % 7) * 0.05) + index * 2.399963;
    const radius = (0.08 + (index / 100) * 0.42) * height;
    const x = width / 2 + Math.cos(angle) * radius * 1.6;
    const y = height / 2 + Math.sin(angle) * radius;
    context.fillStyle = `hsl(${index * 6 + time * 40} 80% 60% / 0.75)`;
    context.beginPath();
    context.arc(x, y, height * (0.008 + 0.02 * (1 + Math.sin(time * 2 + index))), 0, Math.PI * 2);
    context.fill();
  }
  context.fillStyle = '#fff';
  context.font = `600 ${height / 9}px sans-serif`;
  context.textAlign = 'center';
  context.fillText('Stepframe', width / 2, height / 2 + Math.sin(time * 1.3) * height * 0.06);
}
