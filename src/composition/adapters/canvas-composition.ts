import type { Composition, FrameContext } from '../composition';
import { ExportError } from '../../errors';

/** What a drawing function is told about the frame. */
export interface CanvasFrame extends FrameContext {
  /** Pixels of the canvas: draw for this size, whatever the native one is. */
  readonly width: number;
  readonly height: number;
  /** Seeded uniform random numbers in [0, 1). */
  random(): number;
}

export interface CanvasCompositionOptions extends Omit<Composition, 'open'> {
  /** The host's own canvas, resized while a session is open. Default: a new one for each session. */
  canvas?: HTMLCanvasElement | OffscreenCanvas;
  /**
   * Draws one frame. The context is as new before each call: cleared, with default state; in a `stateful` composition
   * it is left as the frame before left it.
   */
  draw: (
    context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
    frame: CanvasFrame,
  ) => void | Promise<void>;
}

/**
 * A composition from a function that draws on a 2D canvas.
 *
 * @example
 * ```ts
 * export default fromCanvas({
 *   id: 'sweep', name: 'Sweep', width: 1280, height: 720, frameRate: 30, durationInFrames: 90,
 *   draw(context, { time, width, height }) {
 *     context.fillStyle = 'tomato';
 *     context.fillRect(0, 0, (width * time) / 3, height);
 *   },
 * });
 * ```
 */
export function fromCanvas(options: CanvasCompositionOptions): Composition {
  const { canvas: own, draw, ...about } = options;
  return {
    ...about,
    open(stage) {
      const canvas = own ?? document.createElement('canvas');
      const before = { width: canvas.width, height: canvas.height };
      canvas.width = stage.width;
      canvas.height = stage.height;
      // The same call twice: on the union of the two canvas types TypeScript does not resolve it.
      const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : canvas.getContext('2d');
      if (context === null) throw noContext();
      const { width, height } = stage;
      const random = (): number => stage.random();
      return {
        renderFrame(_frame, frameContext) {
          if (about.stateful !== true) context.reset();
          return draw(context, { ...frameContext, width, height, random });
        },
        layers: () => [{ source: canvas }],
        dispose() {
          if (own !== undefined) Object.assign(canvas, before);
        },
      };
    },
  };
}

function noContext(): ExportError {
  return new ExportError('invalid-input', {
    detail: 'composition-invalid',
    stage: 'prepare',
    message: 'The canvas of the composition has no 2D context: it is used with WebGL, WebGPU or by a worker.',
    remedy: 'Give a canvas that is drawn in 2D, or write the session yourself and return the canvas as a layer.',
  });
}
