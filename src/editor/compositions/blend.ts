import type { Composition, Layer, RenderSession, Stage } from '../../index';
import { beams, counterform, inks, shine, type Ink } from './blend-inks';
import { createLayerCanvas, releaseCanvas } from './layer-canvas';

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
    this.prints = prints.map((ink) => ({ ink, context: createLayerCanvas(stage) }));
  }

  renderFrame(_frame: number, { time }: { time: number }): void {
    this.phase = ((time / seconds) % 1) * 2 * Math.PI;
    const { width, height } = this.stage;
    for (const { ink, context } of this.prints) {
      context.reset();
      context.translate(width / 2, height / 2);
      ink.draw(context, this.phase, { width, height, unit: Math.min(width, height) / 100 });
    }
  }

  layers(): readonly Layer[] {
    return this.prints.map(({ ink, context }) => ({
      source: context.canvas,
      ...ink.layer(this.phase, Math.min(this.stage.width, this.stage.height) / 100),
    }));
  }

  dispose(): void {
    for (const { context } of this.prints) releaseCanvas(context.canvas);
  }
}
