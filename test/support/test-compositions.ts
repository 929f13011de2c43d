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

/** Pictures that no encoder makes small, or keeps at a low rate. */
export function noiseComposition(change: Partial<Composition> = {}): Composition {
  return frameCodeComposition({
    open({ width, height }) {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d')!;
      const picture = context.createImageData(width, height);
      return {
        renderFrame() {
          for (let at = 0; at < picture.data.length; at += 65_536) {
            crypto.getRandomValues(picture.data.subarray(at, at + 65_536));
          }
          for (let at = 3; at < picture.data.length; at += 4) picture.data[at] = 255;
          context.putImageData(picture, 0, 0);
        },
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
    ...change,
  });
}
