import type { Composition } from '../../src/index';

/** A composition whose first frame is never finished, and which says so when it is begun. */
const neverDrawn: Composition = {
  id: 'never-drawn',
  name: 'Never drawn',
  width: 320,
  height: 180,
  frameRate: 30,
  durationInFrames: 30,
  open: () => ({
    renderFrame: () => {
      console.error('The first frame is begun.');
      return new Promise<void>(() => {});
    },
    layers: () => [],
    dispose: () => {},
  }),
};

export default neverDrawn;
