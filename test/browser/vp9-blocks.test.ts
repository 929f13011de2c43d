import { expect, it } from 'vitest';
import { drawFrameCode } from '../../e2e/frame-code';
import { createExporter, findPreset, settingsFor } from '../../src/index';
import { decodeRgb } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';

const [width, height, first, frames] = [640, 360, 30, 10];

function draw(canvas: OffscreenCanvas, frame: number): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  drawFrameCode(context, first + frame);
  return context;
}

// Squares that change places between two frames: libvpx took some of their blocks for unchanged.
it('no block of VP9 is left as it was in the frame before', async () => {
  const exporter = createExporter({ check: 'fail_export', checkFrames: 'all' });
  const composition = frameCodeComposition({
    ...{ width, height, durationInFrames: frames },
    open() {
      const canvas = new OffscreenCanvas(width, height);
      return {
        renderFrame: (frame) => void draw(canvas, frame),
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
  });
  const { file } = await exporter.start(composition, settingsFor(findPreset('webm-vp9')!, composition)).result;
  const decoded = await decodeRgb(file!, 'webm');
  const canvas = new OffscreenCanvas(width, height);
  for (let frame = 0; frame < frames; frame++) {
    const { data } = draw(canvas, frame).getImageData(0, 0, width, height);
    let wrong = 0;
    for (let pixel = 0; pixel < width * height; pixel++) {
      if (Math.abs(decoded[3 * (frame * width * height + pixel)]! - data[4 * pixel]!) > 60) wrong++;
    }
    expect([frame, wrong]).toEqual([frame, 0]);
  }
  await exporter.dispose();
});
