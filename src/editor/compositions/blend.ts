import type { Composition, Layer, RenderSession, Stage } from '../../index';
import { beams, counterform, inks, shine, type Ink } from './blend-inks';
import { createLayerCanvas, releaseCanvas, type Size } from './layer-canvas';

const seconds = 8;

const prints: readonly Ink[] = [inks, beams, shine, counterform];

/** A screen print in motion: inks multiplied onto paper, light screened over them. Loops without a seam. */
export const blend: Composition = {
  id: 'blend',
  name: 'Blend',
  width: 1280,
  height: 720,
  frameRate: 30,
  durationInFrames: seconds * 30,
  background: '#f4eadb',
  open: (stage) => new BlendSession(stage),
};

class BlendSession implements RenderSession {
  private readonly prints: readonly { ink: Ink; context: CanvasRenderingContext2D }[];
  private phase = 0;

  constructor(private readonly stage: Stage) {
    this.prints = prints.map((ink) => ({ ink, context: createLayerCanvas(canvasSize(ink, stage)) }));
  }

  renderFrame(_frame: number, { time }: { time: number }): void {
    this.phase = ((time / seconds) % 1) * 2 * Math.PI;
    const { width, height } = this.stage;
    for (const { ink, context } of this.prints) {
      context.reset();
      context.translate(context.canvas.width / 2, context.canvas.height / 2);
      ink.draw(context, this.phase, { width, height, unit: Math.min(width, height) / 100 });
    }
  }

  layers(): readonly Layer[] {
    const { width, height } = this.stage;
    return this.prints.map(({ ink, context: { canvas } }) => {
      const layer = ink.layer(this.phase, Math.min(width, height) / 100);
      // A canvas is stretched over the stage: a smaller one goes back to its own size.
      const transform =
        ink.patch === undefined
          ? layer.transform
          : `${layer.transform ?? ''} scale(${canvas.width / width}, ${canvas.height / height})`;
      return { source: canvas, ...layer, ...(transform === undefined ? {} : { transform }) };
    });
  }

  dispose(): void {
    for (const { context } of this.prints) releaseCanvas(context.canvas);
  }
}

function canvasSize({ patch }: Ink, stage: Size): Size {
  if (patch === undefined) return stage;
  const side = Math.ceil((patch * Math.min(stage.width, stage.height)) / 100);
  return { width: side, height: side };
}
