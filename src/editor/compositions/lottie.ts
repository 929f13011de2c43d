import {
  fromLottie,
  type Composition,
  type FrameContext,
  type Layer,
  type RenderSession,
  type Stage,
} from '../../index';
import { createLayerCanvas, releaseCanvas } from './layer-canvas';
import { emblem, emblemFrameRate, emblemFrames } from './lottie-emblem';

/** A Lottie emblem over a drawn background. Loops without a seam. */
export const lottie: Composition = {
  id: 'lottie',
  name: 'Lottie',
  width: 1280,
  height: 720,
  frameRate: 30,
  durationInFrames: (emblemFrames / emblemFrameRate) * 30,
  background: '#ece7ff',
  async open(stage) {
    // As large as all the others together: loaded when it is wanted.
    const { default: player } = await import('lottie-web');
    const animation = fromLottie({ id: 'lottie-emblem', name: 'Emblem', data: emblem, player });
    return new LottieSession(stage, await animation.open(stage));
  },
};

class LottieSession implements RenderSession {
  private readonly backdrop: CanvasRenderingContext2D;

  constructor(
    private readonly stage: Stage,
    private readonly emblem: RenderSession,
  ) {
    this.backdrop = createLayerCanvas(stage);
  }

  renderFrame(frame: number, context: FrameContext): void | Promise<void> {
    const phase = (context.time * emblemFrameRate * 2 * Math.PI) / emblemFrames;
    drawBackdrop(this.backdrop, this.stage, phase);
    return this.emblem.renderFrame(frame, context);
  }

  layers(): readonly Layer[] {
    const emblemLayers = this.emblem.layers().map((layer) => ({ ...layer, name: 'Emblem' }));
    return [{ name: 'Backdrop', source: this.backdrop.canvas }, ...emblemLayers];
  }

  dispose(): void {
    this.emblem.dispose();
    releaseCanvas(this.backdrop.canvas);
  }
}

/** Dots on a grid, swelling as rings of a wave pass under them. `phase`: 0 … 2π over the loop. */
function drawBackdrop(context: CanvasRenderingContext2D, { width, height }: Stage, phase: number): void {
  const unit = Math.min(width, height) / 100;
  const pitch = 5.2 * unit;
  context.reset();
  const glow = context.createRadialGradient(
    width / 2,
    height / 2,
    0,
    width / 2,
    height / 2,
    Math.hypot(width, height) / 2,
  );
  glow.addColorStop(0, '#fbf9ff');
  glow.addColorStop(1, '#ddd4ff');
  context.fillStyle = glow;
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#bfb1fb';
  context.beginPath();
  const columns = Math.ceil(width / 2 / pitch);
  const rows = Math.ceil(height / 2 / pitch);
  for (let row = -rows; row <= rows; row++) {
    for (let column = -columns; column <= columns; column++) {
      const wave = Math.sin(Math.hypot(column, row) * 0.72 - 3 * phase);
      const radius = (0.34 + 0.3 * Math.max(0, wave)) * unit;
      const x = width / 2 + column * pitch;
      const y = height / 2 + row * pitch;
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
  }
  context.fill();
}
