import type { AudioTrack, Composition } from '../../../src/index';
import { drawFrameCode } from '../../support/frame-code';

export interface Numbered {
  width: number;
  height: number;
  frameRate: number;
  frames: number;
  audio: readonly AudioTrack[];
  /** Frames that are white and carry no number. */
  flashes?: readonly number[];
}

/** Every frame shows its own number, machine-readable; the numbers wrap at 65 536. */
export function numberedComposition({ width, height, frameRate, frames, audio, flashes = [] }: Numbered): Composition {
  const white = new Set(flashes);
  return {
    id: 'soak-numbered',
    name: 'Numbered frames',
    width,
    height,
    frameRate,
    durationInFrames: frames,
    audio,
    open(stage) {
      const canvas = document.createElement('canvas');
      canvas.width = stage.width;
      canvas.height = stage.height;
      const context = canvas.getContext('2d', { alpha: false })!;
      return {
        renderFrame(frame) {
          drawFrameCode(context, frame, stage.width, stage.height);
          if (!white.has(frame)) return;
          context.fillStyle = '#fff';
          context.fillRect(0, 0, stage.width, stage.height);
        },
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
  };
}
