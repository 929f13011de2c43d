import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchPicture } from './picture';
import type { ProResBenchSize, ProResRun } from './page';

/** What every ffmpeg is told of the frames: how they lie, and to which colours to convert them (not its own BT.601). */
export function ffmpegInput({ width, height }: ProResBenchSize, file: string): string[] {
  const filter = [
    'scale=out_color_matrix=bt709:out_range=tv',
    'format=yuv422p10le',
    'setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709',
  ].join(',');
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'bgra', '-s', `${width}x${height}`, '-r', '25', '-i', file];
  return [...raw, '-vf', filter, '-profile:v', '3', '-vendor', 'apl0'];
}

/** This machine's ffmpeg on the bench's frames; undefined where there is none. */
export class NativeFfmpeg {
  readonly #size: ProResBenchSize;
  readonly #folder: string;

  private constructor(size: ProResBenchSize, folder: string) {
    this.#size = size;
    this.#folder = folder;
  }

  static async open(size: ProResBenchSize, frames: number): Promise<NativeFfmpeg | undefined> {
    if (spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status !== 0) return undefined;
    const folder = await mkdtemp(join(tmpdir(), 'stepframe-bench-'));
    const file = await open(join(folder, 'in.raw'), 'w');
    const pictures = Array.from({ length: size.pictures }, (_, frame) => benchPicture(size.width, size.height, frame));
    for (let frame = 0; frame < frames; frame++) await file.write(pictures[frame % pictures.length]!);
    await file.close();
    return new NativeFfmpeg(size, folder);
  }

  async run(encoder: string, threads: number, frames: number): Promise<ProResRun> {
    const output = join(this.#folder, 'out.mov');
    const input = ffmpegInput(this.#size, join(this.#folder, 'in.raw'));
    const threading = ['-threads', String(threads), '-filter_threads', String(threads)];
    const startedAt = performance.now();
    await finished(['-v', 'error', '-y', ...input, ...threading, '-frames:v', String(frames), '-c:v', encoder, output]);
    return { milliseconds: performance.now() - startedAt, frames, bytes: (await stat(output)).size };
  }

  async dispose(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function finished(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('ffmpeg', args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${String(code)}.`))));
  });
}
