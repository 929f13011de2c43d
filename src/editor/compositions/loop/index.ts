import { fromLoop } from '../../../index';
import { createLayerCanvas, releaseCanvas } from '../layer-canvas';
import { startTumblingTiles } from './third-party-script';

/** A script that animates by itself, exported frame by frame on a virtual clock, without a change to it. */
export const loop = fromLoop({
  id: 'loop',
  name: 'Loop',
  width: 1280,
  height: 720,
  frameRate: 60,
  durationInFrames: 480,
  background: '#151a30',
  start(stage) {
    const { canvas } = createLayerCanvas(stage);
    const stopTiles = startTumblingTiles(canvas);
    return {
      layers: [{ name: 'Tiles', source: canvas }],
      stop() {
        stopTiles();
        releaseCanvas(canvas);
      },
    };
  },
});
