import { drawScene } from '../scene';
import { bitrateOf, type BenchSize } from './settings';

const colorSpace = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false } as const;

/** Every frame of the scene as raw pixels, captured as the export captures them. */
export async function readyFrames({ width, height, frames }: BenchSize): Promise<VideoFrame[]> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false })!;
  const ready: VideoFrame[] = [];
  for (let frame = 0; frame < frames; frame++) {
    drawScene(context, frame / 30, width, height);
    const captured = new VideoFrame(canvas, { timestamp: 0, alpha: 'discard' });
    const pixels = new ArrayBuffer(width * height * 4);
    await captured.copyTo(pixels);
    captured.close();
    const timestamp = Math.round((frame * 1e6) / 30);
    ready.push(
      new VideoFrame(pixels, { format: 'BGRX', codedWidth: width, codedHeight: height, timestamp, colorSpace }),
    );
  }
  return ready;
}

/** A bare encoder on frames that are ready: what no export that encodes can be faster than. */
export async function encodeOnly(size: BenchSize, codec: string, ready: readonly VideoFrame[]): Promise<number> {
  const { width, height } = size;
  const startedAt = performance.now();
  let packets = 0;
  let failure: unknown;
  const encoder = new VideoEncoder({ output: () => packets++, error: (error) => (failure = error) });
  encoder.configure({
    codec,
    width,
    height,
    framerate: 30,
    bitrate: bitrateOf(size),
    bitrateMode: 'variable',
    latencyMode: 'quality',
    avc: { format: 'avc' },
  });
  for (const [index, frame] of ready.entries()) {
    while (encoder.encodeQueueSize >= 4) {
      await new Promise((resolve) => encoder.addEventListener('dequeue', resolve, { once: true }));
    }
    encoder.encode(frame, { keyFrame: index % 60 === 0 });
  }
  await encoder.flush();
  encoder.close();
  if (failure !== undefined || packets !== ready.length) throw new Error(`The encoder gave ${packets} packets.`);
  return performance.now() - startedAt;
}
