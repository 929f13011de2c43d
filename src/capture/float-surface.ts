import { ExportError } from '../errors';
import { createSurface, type SurfaceKind } from './surface';

/**
 * What layers are composited on to keep their depth. Of sRGB whatever they are in and will be read in: on it alone does
 * Chromium draw other canvases exactly, wider ones with values beyond 0 … 1; onto one of Display P3 it draws them with 8
 * bits. Filters clip to sRGB.
 */
export const floatSurface: SurfaceKind = { colorType: 'float16', colorSpace: 'srgb' };

/** @throws ExportError unsupported/float-canvas-unavailable */
export function assertFloatCanvas(): void {
  const { context } = createSurface(1, 1, floatSurface);
  const { colorType } = context.getContextAttributes() as { colorType?: string };
  if (colorType === 'float16') return;
  throw new ExportError('unsupported', {
    detail: 'float-canvas-unavailable',
    stage: 'capture',
    message: 'This browser has no canvases of half floats, so that pictures cannot be captured with more than 8 bits.',
    remedy: 'Use a current Chrome or Edge, or leave captureDepth out.',
  });
}
