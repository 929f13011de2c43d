import type { Composition } from '../../src/index';

/** A composition whose first frame is never finished. */
const neverDrawn: Composition = {
  id: 'never-drawn',
  name: 'Never drawn',
  width: 320,
  height: 180,
  frameRate: 30,
  durationInFrames: 30,
  open: () => ({
    renderFrame: () => new Promise<void>(() => {}),
    layers: () => [],
    dispose: () => {},
  }),
};

export default neverDrawn;
