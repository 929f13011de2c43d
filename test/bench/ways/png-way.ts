import { FFmpeg } from '@ffmpeg/ffmpeg';
import coreUrl from '@ffmpeg/core?url';
import wasmUrl from '@ffmpeg/core/wasm?url';
import html2canvas from 'html2canvas';
import { drawScene } from '../scene';
import { bitrateOf, type BenchSize } from './settings';

/** The way most pages go today: html2canvas, a PNG a frame, x264 in ffmpeg.wasm. Loading ffmpeg is not counted. */
export async function pngWay(size: BenchSize): Promise<number> {
  const { width, height, frames } = size;
  const ffmpeg = new FFmpeg();
  await ffmpeg.load({ coreURL: new URL(coreUrl, location.href).href, wasmURL: new URL(wasmUrl, location.href).href });
  const stage = document.createElement('div');
  Object.assign(stage.style, { position: 'absolute', left: '0', top: '0', width: `${width}px`, height: `${height}px` });
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  stage.append(canvas);
  document.body.append(stage);
  const context = canvas.getContext('2d', { alpha: false })!;
  const startedAt = performance.now();
  for (let frame = 0; frame < frames; frame++) {
    drawScene(context, frame / 30, width, height);
    const picture = await html2canvas(stage, { width, height, scale: 1, logging: false });
    const png = await new Promise<Blob | null>((resolve) => picture.toBlob(resolve, 'image/png'));
    await ffmpeg.writeFile(`${String(frame).padStart(6, '0')}.png`, new Uint8Array(await png!.arrayBuffer()));
  }
  const rate = String(bitrateOf(size));
  const encode = ['-c:v', 'libx264', '-preset', 'fast', '-b:v', rate, '-pix_fmt', 'yuv420p', 'out.mp4'];
  const exitCode = await ffmpeg.exec(['-framerate', '30', '-i', '%06d.png', ...encode]);
  const file = await ffmpeg.readFile('out.mp4');
  const milliseconds = performance.now() - startedAt;
  stage.remove();
  ffmpeg.terminate();
  if (exitCode !== 0 || file.length === 0) throw new Error(`ffmpeg.wasm ended with ${exitCode}.`);
  return milliseconds;
}
