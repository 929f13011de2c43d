import { BufferTarget, CanvasSource, Mp4OutputFormat, Output, Quality } from 'mediabunny';
import { drawScene } from '../scene';
import { bitrateOf, type BenchSize } from './settings';

/** Mediabunny's own way from a canvas to a file. */
export async function canvasSource(size: BenchSize, fullCodecString: string): Promise<number> {
  const { width, height, frames } = size;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false })!;
  const startedAt = performance.now();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target: new BufferTarget() });
  const source = new CanvasSource(canvas, {
    codec: 'avc',
    fullCodecString,
    quality: new Quality({ bitrate: bitrateOf(size) }),
    keyFrameInterval: 2,
    latencyMode: 'quality',
  });
  output.addVideoTrack(source, { frameRate: 30 });
  await output.start();
  for (let frame = 0; frame < frames; frame++) {
    drawScene(context, frame / 30, width, height);
    await source.add(frame / 30, 1 / 30);
  }
  await output.finalize();
  return performance.now() - startedAt;
}
