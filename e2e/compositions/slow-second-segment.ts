import type { ProgressBinding } from '../../src/cli/page-protocol';
import type { Composition } from '../../src/index';
import { drawFrameCode } from '../frame-code';

/** Frames of a segment at this rate. */
const segmentFrames = 120;
const slowFrameMs = 50;

/** Two segments; the second takes its time, and the command's standard error says when the first is stored. */
const slowSecondSegment: Composition = {
  id: 'slow-second-segment',
  name: 'Slow second segment',
  width: 320,
  height: 180,
  frameRate: 30,
  durationInFrames: 2 * segmentFrames,
  open({ width, height }) {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d')!;
    sayWhenStored();
    return {
      async renderFrame(frame) {
        if (frame >= segmentFrames) await new Promise((resolve) => setTimeout(resolve, slowFrameMs));
        drawFrameCode(context, frame);
      },
      layers: () => [{ source: canvas }],
      dispose: () => {
        canvas.width = 0;
      },
    };
  },
};

/** After the command has been told of it itself: both come to it by one way, in order. */
function sayWhenStored(): void {
  const page = globalThis as unknown as { stepframeProgress: ProgressBinding };
  const tell = page.stepframeProgress;
  let said = false;
  page.stepframeProgress = (progress) => {
    const told = tell(progress);
    if (progress.segmentsStored > 0 && !said) {
      said = true;
      console.error('The first segment is stored.');
    }
    return told;
  };
}

export default slowSecondSegment;
