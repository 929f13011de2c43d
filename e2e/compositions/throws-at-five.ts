import type { Composition } from '../../src/index';

/** A composition with a mistake in it. */
const throwsAtFive: Composition = {
  id: 'throws-at-five',
  name: 'Throws at frame 5',
  width: 320,
  height: 180,
  frameRate: 30,
  durationInFrames: 30,
  open({ width, height }) {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    return {
      renderFrame: (frame) => {
        if (frame === 5) throw new Error('There is no sixth frame.');
        canvas.getContext('2d')!.clearRect(0, 0, width, height);
      },
      layers: () => [{ source: canvas }],
      dispose: () => {
        canvas.width = 0;
      },
    };
  },
};

export default throwsAtFive;
