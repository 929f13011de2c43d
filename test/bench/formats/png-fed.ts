import { FFmpeg } from '@ffmpeg/ffmpeg';
import type { FfmpegCoreUrls } from '../../../src/encode/ffmpeg/ffmpeg-lane';
import { outputArguments, type FormatCase } from './format-cases';
import type { FormatRun } from './page';
import { pictureIndex } from './picture-index';
import { picturesOf, withRedAndBlueSwapped } from './pictures';

const outputPattern = /^out[.\d]/;

/** The way most pages go: a PNG of the canvas for each frame into ffmpeg.wasm, and one run over all of them. */
export class PngFedFfmpeg {
  readonly #urls: FfmpegCoreUrls;
  #loaded: Promise<FFmpeg> | undefined;

  constructor(urls: FfmpegCoreUrls) {
    this.#urls = urls;
  }

  /** Loading ffmpeg and drawing the canvas are not counted; PNGs, their way into ffmpeg and the file's way back are. */
  async run(given: FormatCase, frames: number): Promise<{ run: FormatRun; files: Uint8Array<ArrayBuffer>[] }> {
    const ffmpeg = await (this.#loaded ??= this.#load());
    const pngMilliseconds = await writePictures(ffmpeg, given, frames);
    const { container, extension, settings } = given;
    const startedAt = performance.now();
    const output = container === null ? `out%05d.${extension}` : `out.${extension}`;
    const input = ['-framerate', `${settings.frameRate.num}/${settings.frameRate.den}`, '-i', 'in%05d.png'];
    const exitCode = await ffmpeg.exec([...input, ...outputArguments(given, output)]);
    if (exitCode !== 0) throw new Error(`ffmpeg.wasm ended with ${exitCode} at ${given.id}.`);
    const names = (await ffmpeg.listDir('/')).map(({ name }) => name).filter((name) => outputPattern.test(name));
    const files: Uint8Array<ArrayBuffer>[] = [];
    for (const name of names) files.push((await ffmpeg.readFile(name)) as Uint8Array<ArrayBuffer>);
    const milliseconds = pngMilliseconds + performance.now() - startedAt;
    for (const name of names) await ffmpeg.deleteFile(name);
    for (let frame = 0; frame < frames; frame++) await ffmpeg.deleteFile(pngName(frame));
    const bytes = files.reduce((sum, { length }) => sum + length, 0);
    return { run: { milliseconds, frames, bytes, pngMilliseconds }, files };
  }

  async #load(): Promise<FFmpeg> {
    const ffmpeg = new FFmpeg();
    await ffmpeg.load({ coreURL: this.#urls.coreUrl, wasmURL: this.#urls.wasmUrl });
    return ffmpeg;
  }
}

async function writePictures(ffmpeg: FFmpeg, { settings }: FormatCase, frames: number): Promise<number> {
  const { width, height } = settings;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })!;
  const pictures = picturesOf(settings);
  let milliseconds = 0;
  for (let frame = 0; frame < frames; frame++) {
    const pixels = withRedAndBlueSwapped(new Uint8Array(pictures[pictureIndex(frame)]!));
    context.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
    const startedAt = performance.now();
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    await ffmpeg.writeFile(pngName(frame), new Uint8Array(await png!.arrayBuffer()));
    milliseconds += performance.now() - startedAt;
  }
  return milliseconds;
}

function pngName(frame: number): string {
  return `in${String(frame).padStart(5, '0')}.png`;
}
