import type { Composition } from '../../src/index';
import { beepSound, flashComposition } from '../flash-beep';

/** White for one frame each second, and a beep that begins with it. */
const flashBeep: Composition = {
  ...flashComposition,
  audio: [{ source: () => Promise.resolve(beepSound()) }],
  open({ width, height, frameRate }) {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d')!;
    return {
      renderFrame: (frame) => {
        const isFlash = (frame * frameRate.den) % frameRate.num < frameRate.den;
        context.fillStyle = isFlash ? 'white' : 'black';
        context.fillRect(0, 0, width, height);
      },
      layers: () => [{ source: canvas }],
      dispose: () => {
        canvas.width = 0;
      },
    };
  },
};

export default flashBeep;
