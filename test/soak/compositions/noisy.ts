import type { Composition } from '../../../src/index';
import { drawFrameCode } from '../../support/frame-code';

export interface Noisy {
  width: number;
  height: number;
  frames: number;
}

/** A frame's number over a quiet strip, and noise below it that no encoder can shrink. */
export function noisyComposition({ width, height, frames }: Noisy): Composition {
  return {
    id: 'soak-noisy',
    name: 'Noise',
    width,
    height,
    frameRate: 30,
    durationInFrames: frames,
    open(stage) {
      const canvas = document.createElement('canvas');
      canvas.width = stage.width;
      canvas.height = stage.height;
      const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })!;
      // The squares of the number are a sixteenth of the width high; a few blocks below them stay quiet.
      const top = Math.ceil(stage.width / 16) + 40;
      const image = new ImageData(stage.width, stage.height - top);
      const pixels = new Int32Array(image.data.buffer);
      return {
        renderFrame(frame) {
          drawFrameCode(context, frame, stage.width, stage.height);
          fillWithNoise(pixels, frame + 1);
          context.putImageData(image, 0, top);
        },
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
  };
}

/** Marsaglia's xorshift, the same for the same seed: fast enough to draw a picture a frame. */
function fillWithNoise(pixels: Int32Array, seed: number): void {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  for (let index = 0; index < pixels.length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    pixels[index] = state | 0xff000000;
  }
}
