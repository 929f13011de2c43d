import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import type { MediaInput } from './media-checks';

/** An animated WebP, which this ffmpeg cannot read, as the browser decodes it: raw frames in a file beside it. */
export async function decodedByBrowser(page: Page, file: string): Promise<MediaInput> {
  const bytes = (await readFile(file)).toString('base64');
  const { width, height, frames } = await page.evaluate(decodeFrames, bytes);
  const raw = `${file}.raw`;
  await writeFile(raw, Buffer.concat(frames.map((frame) => Buffer.from(frame, 'base64'))));
  return { args: ['-f', 'rawvideo', '-pixel_format', 'rgba', '-video_size', `${width}x${height}`, '-i', raw], file };
}

async function decodeFrames(base64: string): Promise<{ width: number; height: number; frames: string[] }> {
  const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const decoder = new ImageDecoder({ data, type: 'image/webp', premultiplyAlpha: 'none' });
  await Promise.all([decoder.tracks.ready, decoder.completed]);
  const frames: string[] = [];
  let size = { width: 0, height: 0 };
  for (let frameIndex = 0; frameIndex < decoder.tracks.selectedTrack!.frameCount; frameIndex++) {
    const { image } = await decoder.decode({ frameIndex });
    size = { width: image.displayWidth, height: image.displayHeight };
    const pixels = new Uint8Array(size.width * size.height * 4);
    await image.copyTo(pixels, { format: 'RGBA' });
    image.close();
    let text = '';
    for (let at = 0; at < pixels.length; at += 0x8000) text += String.fromCharCode(...pixels.subarray(at, at + 0x8000));
    frames.push(btoa(text));
  }
  return { ...size, frames };
}
