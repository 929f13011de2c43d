import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpegCodec } from '../../../src/formats/ffmpeg-codecs';
import { codecFilter, outputArguments, toBt709, type FormatCase } from './format-cases';
import type { FormatRun } from './page';
import { pictureIndex } from './picture-index';

/** Of a decoded file against the source in the codec's own pixels, dB. */
export interface Psnr {
  /** All components, weighted by their pixels. */
  average: number;
  /** Luma; of formats in RGB green, its nearest. */
  luma: number;
}

/** This machine's ffmpeg: on one thread beside the others, and as the judge of what all of them made. */
export class NativeFormats {
  readonly #folder: string;
  #source: { key: string; file: string } | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** undefined: there is none here. */
  static async open(): Promise<NativeFormats | undefined> {
    if (spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status !== 0) return undefined;
    return new NativeFormats(await mkdtemp(join(tmpdir(), 'stepframe-bench-')));
  }

  /** Takes the frames of a format, where they are not those of the one before. */
  async prepare({ settings, frames }: FormatCase, picture: (index: number) => Promise<Buffer>): Promise<void> {
    const key = `${settings.width}x${settings.height} ${settings.scan} ${frames}`;
    if (this.#source?.key === key) return;
    const file = join(this.#folder, 'in.raw');
    const handle = await open(file, 'w');
    const pictures: Buffer[] = [];
    for (let frame = 0; frame < frames; frame++) {
      const index = pictureIndex(frame);
      await handle.write((pictures[index] ??= await picture(index)));
    }
    await handle.close();
    this.#source = { key, file };
  }

  async run(given: FormatCase, frames: number): Promise<FormatRun> {
    const files = await this.#make(given, frames);
    const sizes = await Promise.all(files.paths.map(async (path) => (await stat(path)).size));
    return { milliseconds: files.milliseconds, frames, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  }

  async files(given: FormatCase, frames: number): Promise<Buffer[]> {
    return Promise.all((await this.#make(given, frames)).paths.map((path) => readFile(path)));
  }

  /**
   * Of files as decoded by this ffmpeg against the source frames, both in the codec's own pixels. null where this ffmpeg
   * cannot tell: it does not read animated WebP, and from floats to whole numbers it is off by more than codecs are.
   */
  async quality(given: FormatCase, files: readonly Buffer[], frames: number): Promise<Psnr | null> {
    const { id, container, extension } = given;
    if (id === 'webp' || id.startsWith('exr')) return null;
    const folder = await this.#emptyFolder('judged');
    for (const [index, file] of files.entries()) await writeFile(join(folder, `${index}.${extension}`), file);
    const input = join(folder, `${container === null ? '%d' : '0'}.${extension}`);
    const graph = `[0:v]${sourcePixels(given)},settb=1/25,setpts=N[r];[1:v]${decodedPixels(given)},settb=1/25,setpts=N[d];[d][r]psnr`;
    const log = await finished([
      ...['-hide_banner', '-nostats', ...this.#raw(given), '-i', input],
      ...['-lavfi', graph, '-frames:v', String(frames), '-f', 'null', '-'],
    ]);
    const luma = /PSNR .*\b[yg]:(\S+)/.exec(log)?.[1];
    const average = /PSNR .*average:(\S+)/.exec(log)?.[1];
    if (luma === undefined || average === undefined) throw new Error(`No PSNR of ${id}: ${log}`);
    return { luma: decibels(luma), average: decibels(average) };
  }

  async dispose(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #make(given: FormatCase, frames: number): Promise<{ paths: string[]; milliseconds: number }> {
    const { container, extension } = given;
    const folder = await this.#emptyFolder('native');
    const output = join(folder, `${container === null ? '%05d' : 'out'}.${extension}`);
    const encoding = ['-threads', '1', '-filter_threads', '1', '-frames:v', String(frames)];
    const startedAt = performance.now();
    await finished([
      '-v',
      'error',
      '-threads',
      '1',
      ...this.#raw(given),
      ...encoding,
      ...outputArguments(given, output),
    ]);
    const milliseconds = performance.now() - startedAt;
    return { paths: (await readdir(folder)).sort().map((name) => join(folder, name)), milliseconds };
  }

  #raw({ settings: { width, height, frameRate } }: FormatCase): string[] {
    const size = ['-video_size', `${width}x${height}`, '-framerate', `${frameRate.num}/${frameRate.den}`];
    return ['-f', 'rawvideo', '-pixel_format', 'bgr0', ...size, '-i', this.#source!.file];
  }

  async #emptyFolder(name: string): Promise<string> {
    const folder = join(this.#folder, name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    return folder;
  }
}

/**
 * Y′CbCr by an implementation that is neither ours nor what the other ways use: exact, with chroma where decoders of these
 * formats take it to sit, on the left one of its pixels. swscale puts it between them unless told.
 */
const exactBt709 = 'format=gbrp,zscale=matrix=709:range=limited:filter=bilinear:dither=none,';

/** As the codec is given them; widened to 16 bits so that white stays white, which ffmpeg by itself does not see to. */
function sourcePixels(given: FormatCase): string {
  if (!isRgb(given)) return codecFilter(given).replace(toBt709, exactBt709);
  const widen = "lutrgb=r='floor(val/256)*257':g='floor(val/256)*257':b='floor(val/256)*257'";
  return isWide(given) ? `format=rgb48le,${widen},format=gbrp16le` : 'format=gbrp';
}

function decodedPixels(given: FormatCase): string {
  if (!isRgb(given)) return `format=${/format=(yuv\w+)/.exec(codecFilter(given))![1]!}`;
  return `format=${isWide(given) ? 'gbrp16le' : 'gbrp'}`;
}

function isWide({ settings }: FormatCase): boolean {
  return ffmpegCodec(settings.codec).bitDepth > 8;
}

function isRgb({ settings, animation }: FormatCase): boolean {
  return animation !== undefined || ffmpegCodec(settings.codec).chroma === 'rgb';
}

function decibels(text: string): number {
  return text === 'inf' ? Infinity : Number(text);
}

/** @returns what it said. @throws Error with it when it fails */
function finished(args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('ffmpeg', ['-nostdin', '-y', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(log) : reject(new Error(`ffmpeg ended with ${code}: ${log}`))));
  });
}
