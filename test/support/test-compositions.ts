import type { Composition, FrameContext } from '../../src/composition/composition';
import { drawFrameCode } from './frame-code';

/** A canvas showing the machine-readable number of each frame; parts may be replaced. */
export function frameCodeComposition(
  change: Partial<Composition> & { renderFrame?: (frame: number, context: FrameContext) => void | Promise<void> } = {},
): Composition {
  const { renderFrame, ...rest } = change;
  return {
    id: 'frame-code',
    name: 'Frame code',
    width: 320,
    height: 180,
    frameRate: 30,
    durationInFrames: 60,
    open({ width, height }) {
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = height;
      const context = canvas.getContext('2d')!;
      return {
        renderFrame(frame, frameContext) {
          const own = renderFrame?.(frame, frameContext);
          drawFrameCode(context, frame, width, height);
          return own;
        },
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
    ...rest,
  };
}
