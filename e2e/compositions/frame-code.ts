import type { Composition } from '../../src/index';
import { drawFrameCode } from '../frame-code';

/** Every frame says which one it is, in squares that survive any codec. */
const frameCode: Composition = {
  id: 'frame-code',
  name: 'Frame code',
  width: 640,
  height: 360,
  frameRate: 30,
  durationInFrames: 90,
  open({ width, height }) {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d')!;
    return {
      renderFrame: (frame) => drawFrameCode(context, frame),
      layers: () => [{ source: canvas }],
      dispose: () => {
        canvas.width = 0;
      },
    };
  },
};

export default frameCode;
