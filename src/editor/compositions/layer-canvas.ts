import { ExportError } from '../../index';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A canvas of the stage's size to draw one layer on. @throws ExportError `unsupported`: canvas-2d */
export function createLayerCanvas({ width, height }: Size): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) {
    throw new ExportError('unsupported', {
      detail: 'canvas-2d',
      stage: 'render',
      message: `The browser gives no 2D canvas of ${width} × ${height} pixels.`,
      remedy: 'Close other tabs or choose a smaller size.',
    });
  }
  return context;
}

/** Gives the canvas's pixels back at once instead of when the garbage collector comes by. */
export function releaseCanvas(canvas: HTMLCanvasElement | OffscreenCanvas): void {
  canvas.width = 0;
  canvas.height = 0;
}
