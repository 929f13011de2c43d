import { ExportError } from '../errors';

/** A canvas of our own to draw on, not in the document. */
export interface Surface {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
}

/** What a surface can hold. Default: 8 bits of sRGB. TypeScript's DOM types know no `colorType` yet. */
export interface SurfaceKind {
  colorSpace?: PredefinedColorSpace;
  colorType?: 'unorm8' | 'float16';
}

/**
 * An element rather than an OffscreenCanvas: both are equally fast, and only with an element can a filter refer to an
 * SVG filter of the document.
 *
 * @throws ExportError capture/surface-refused when the browser has no memory for it.
 */
export function createSurface(width: number, height: number, kind: SurfaceKind = {}): Surface {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', kind as CanvasRenderingContext2DSettings);
  if (context === null) {
    throw new ExportError('capture', {
      detail: 'surface-refused',
      stage: 'capture',
      message: `The browser gave no ${width} × ${height} canvas to composite on.`,
      remedy: 'Close other pages or export at a smaller size.',
      recoverable: true,
    });
  }
  return { canvas, context };
}
