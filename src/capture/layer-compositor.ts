import type { StageLayer } from './stage-layer';
import { createSurface, type Surface, type SurfaceKind } from './surface';
import { TransformedFilter } from './transformed-filter';

const identity: DOMMatrix2DInit = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

/**
 * Composites layers as CSS does inside an isolated group: the background, then every layer filtered, transformed, made
 * translucent and blended, onto a backdrop that starts transparent (blending with it is not blending with black); at
 * the end the result lies over black, unless alpha is kept.
 *
 * Measured against screenshots, of 255: blend modes within 1, opacity and filters within 4, also where a filtered layer
 * is transformed. Edges of a transformed layer, and hard edges inside it, may differ more in the pixels they run
 * through, since a canvas antialiases and samples there in its own way. Not held to that: SVG filters (`url()`), which
 * are applied at the layer's own size, and shadows with a `calc()` in them under a transform that stretches unevenly.
 */
export class LayerCompositor {
  private readonly surface: Surface;
  private readonly transformedFilter: TransformedFilter;
  private scratch: Surface | undefined;

  /**
   * @param background a CSS colour, or null for none
   * @param alpha frames keep transparency
   * @param kind what layers are composited in. Layers of another colour space are converted to it.
   */
  constructor(
    private readonly width: number,
    private readonly height: number,
    private readonly background: string | null,
    private readonly alpha: boolean,
    private readonly kind: SurfaceKind = {},
  ) {
    this.surface = createSurface(width, height, kind);
    this.transformedFilter = new TransformedFilter(width, height, kind);
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
    } else if (transform !== null) {
      this.transformedFilter.draw(context, picture, filter, transform);
    } else if (layer.opacity === 1) {
      context.filter = filter;
      context.drawImage(picture, 0, 0, this.width, this.height);
      context.filter = 'none';
    } else {
      // CSS filters first; a canvas would filter what is translucent already. So the filter goes apart.
      context.drawImage(this.filtered(picture, filter), 0, 0);
    }
  }

  /**
   * The composite as a frame: over black, or with its alpha.
   *
   * @throws DOMException SecurityError when a picture was of another origin; the compositor is useless from then on.
   */
  finish(timestampUs: number): VideoFrame {
    const { canvas, context } = this.surface;
    if (this.alpha) return new VideoFrame(canvas, { timestamp: timestampUs, alpha: 'keep' });
    context.globalAlpha = 1;
    context.resetTransform();
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = 'black';
    context.fillRect(0, 0, this.width, this.height);
    return new VideoFrame(canvas, { timestamp: timestampUs, alpha: 'discard' });
  }

  /** Copies what `finish` gave as half floats: red, green, blue and alpha, not multiplied. `into` has 8 bytes a pixel. */
  readFloats(into: ArrayBuffer, colourSpace: PredefinedColorSpace): void {
    const settings = { pixelFormat: 'rgba-float16', colorSpace: colourSpace } as const;
    const { data } = this.surface.context.getImageData(0, 0, this.width, this.height, settings);
    new Uint8Array(into).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }

  /** The picture at the stage's size, filtered. */
  private filtered(picture: CanvasImageSource, filter: string): HTMLCanvasElement {
    const { canvas, context } = (this.scratch ??= createSurface(this.width, this.height, this.kind));
    context.reset();
    context.filter = filter;
    context.drawImage(picture, 0, 0, this.width, this.height);
    return canvas;
  }
}
