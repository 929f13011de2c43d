import { filterReach } from './css-filter';
import type { StageLayer } from './stage-layer';
import { createSurface, type Surface } from './surface';

const identity: DOMMatrix2DInit = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

/**
 * Composites layers as CSS does inside an isolated group: the background, then every layer filtered, transformed, made
 * translucent and blended, onto a backdrop that starts transparent (blending with it is not blending with black); at
 * the end the result lies over black.
 */
export class LayerCompositor {
  private readonly surface: Surface;
  private scratch: Surface | undefined;

  /** @param background a CSS colour, or null for none */
  constructor(
    private readonly width: number,
    private readonly height: number,
    private readonly background: string | null,
  ) {
    this.surface = createSurface(width, height);
  }

  begin(): void {
    const { context } = this.surface;
    context.reset();
    if (this.background === null) return;
    context.fillStyle = this.background;
    context.fillRect(0, 0, this.width, this.height);
  }

  /** Puts a layer on top. `picture` is what its source shows, to be stretched over the stage. */
  draw(layer: StageLayer, picture: CanvasImageSource): void {
    const { context } = this.surface;
    const { filter, transform } = layer;
    context.globalAlpha = layer.opacity;
    context.globalCompositeOperation = layer.operation;
    context.setTransform(transform?.matrix ?? identity);
    if (filter === null) {
      context.drawImage(picture, 0, 0, this.width, this.height);
    } else if (layer.opacity === 1 && transform === null) {
      context.filter = filter;
      context.drawImage(picture, 0, 0, this.width, this.height);
      context.filter = 'none';
    } else {
      // CSS filters first; a canvas would filter what is translucent and transformed already. So the filter goes apart.
      const margin = transform === null ? 0 : Math.min(filterReach(filter), Math.max(this.width, this.height));
      context.drawImage(this.filtered(picture, filter, margin), -margin, -margin);
    }
  }

  /**
   * The composite over black, as an opaque frame.
   *
   * @throws DOMException SecurityError when a picture was of another origin; the compositor is useless from then on.
   */
  finish(timestampUs: number): VideoFrame {
    const { canvas, context } = this.surface;
    context.globalAlpha = 1;
    context.resetTransform();
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = 'black';
    context.fillRect(0, 0, this.width, this.height);
    return new VideoFrame(canvas, { timestamp: timestampUs, alpha: 'discard' });
  }

  /** The picture at the stage's size, filtered, with `margin` pixels around it for what the filter paints outside. */
  private filtered(picture: CanvasImageSource, filter: string, margin: number): HTMLCanvasElement {
    const scratch = (this.scratch ??= createSurface(1, 1));
    const { canvas, context } = scratch;
    const width = this.width + 2 * margin;
    const height = this.height + 2 * margin;
    if (canvas.width === width && canvas.height === height) context.reset();
    else Object.assign(canvas, { width, height });
    context.filter = filter;
    context.drawImage(picture, margin, margin, this.width, this.height);
    return canvas;
  }
}
