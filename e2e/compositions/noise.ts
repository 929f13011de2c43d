import type { Composition } from '../../src/index';

const width = 320;
const height = 180;

/** Noise of every frame's own: no low bitrate can keep it. */
const noise: Composition = {
  id: 'noise',
  name: 'Noise',
  width,
  height,
  frameRate: 30,
  durationInFrames: 30,
  open() {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    const picture = context.createImageData(width, height);
    return {
      renderFrame(frame) {
        let seed = frame + 1;
        for (let at = 0; at < picture.data.length; at++) {
          seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
          picture.data[at] = at % 4 === 3 ? 255 : seed >>> 24;
        }
        context.putImageData(picture, 0, 0);
      },
      layers: () => [{ source: canvas }],
      dispose() {},
    };
  },
};

export default noise;
