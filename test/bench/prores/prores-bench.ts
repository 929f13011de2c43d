import { resolve } from 'node:path';
import type { Page } from 'playwright';
import { columns } from '../../support/columns';
import { median } from '../median';
import { withBenchPage } from '../served-page';
import { ffmpegInput, NativeFfmpeg } from './native-ffmpeg';
import type { ProResBench, ProResBenchSize, ProResRun } from './page';

/** Frames of one run: of the fast ways, and of ffmpeg.wasm and prores_ks, which take several times as long. */
const sizes = {
  '720p': { size: { width: 1280, height: 720, pictures: 4 }, frames: 60, fewFrames: 12 },
  '1080p': { size: { width: 1920, height: 1080, pictures: 4 }, frames: 40, fewFrames: 8 },
  '4K': { size: { width: 3840, height: 2160, pictures: 2 }, frames: 12, fewFrames: 3 },
} as const;

interface Way {
  name: string;
  run(): Promise<ProResRun>;
  /** Luma PSNR in dB, where it can be had. */
  quality?(): Promise<number>;
}

export interface ProResBenchRow {
  size: string;
  way: string;
  framesPerSecond: number;
  bytesPerFrame: number;
  psnrLuma: number | null;
}

/** ProRes 422 HQ by every way there is, in turn, so that a machine whose speed drifts drifts for all. Medians. `quick`: 1080p alone. */
export async function proResBench(options: { rounds: number; json: boolean; quick: boolean }): Promise<void> {
  const { rounds, json, quick } = options;
  const folder = resolve(import.meta.dirname);
  const rows = await withBenchPage({ folder, outDir: resolve(folder, '../../../dist/bench-prores') }, async (page) => {
    const measured: ProResBenchRow[] = [];
    for (const [name, { size, frames, fewFrames }] of Object.entries(sizes)) {
      if (quick && name !== '1080p') continue;
      const native = await NativeFfmpeg.open(size, frames);
      const ways = [...pageWays(page, size, frames, fewFrames), ...nativeWays(native, frames, fewFrames)];
      measured.push(...(await measure(name, ways, rounds)));
      await native?.dispose();
    }
    return measured;
  });
  console.log(json ? JSON.stringify(rows) : table(rows));
}

function pageWays(page: Page, size: ProResBenchSize, frames: number, fewFrames: number): Way[] {
  type Global = { proResBench: ProResBench };
  const ours = (workers: number): Way => ({
    name: `stepframe, ${workers} worker${workers === 1 ? '' : 's'}`,
    run: () =>
      page.evaluate(
        ([given, count, total]) => (globalThis as unknown as Global).proResBench.ours(given, count, total),
        [size, workers, frames] as const,
      ),
    quality: () => page.evaluate((given) => (globalThis as unknown as Global).proResBench.oursQuality(given), size),
  });
  const wasm = (encoder: string): Way => ({
    name: `ffmpeg.wasm ${encoder}`,
    run: () =>
      page.evaluate(
        ([given, name, total, args]) =>
          (globalThis as unknown as Global).proResBench.ffmpegWasm(given, name, total, args),
        [size, encoder, fewFrames, ffmpegInput(size, 'in.raw')] as const,
      ),
    quality: () =>
      page.evaluate((given) => (globalThis as unknown as Global).proResBench.ffmpegWasmQuality(given), size),
  });
  return [ours(1), ours(2), wasm('prores_aw'), wasm('prores_ks')];
}

function nativeWays(native: NativeFfmpeg | undefined, frames: number, fewFrames: number): Way[] {
  if (!native) return [];
  return ['prores_aw', 'prores_ks'].flatMap((encoder) =>
    [1, 2].map((threads) => ({
      name: `native ${encoder}, ${threads} thread${threads === 1 ? '' : 's'}`,
      run: () => native.run(encoder, threads, encoder === 'prores_ks' ? fewFrames : frames),
    })),
  );
}

/** The first round is a warm-up, and where the quality is measured. */
async function measure(size: string, ways: readonly Way[], rounds: number): Promise<ProResBenchRow[]> {
  const runs = ways.map(() => [] as ProResRun[]);
  const qualities: (number | null)[] = [];
  for (let round = 0; round <= rounds; round++) {
    for (const [index, way] of ways.entries()) {
      const run = await way.run();
      process.stderr.write(`${size}, ${way.name}: ${(run.milliseconds / run.frames).toFixed(1)} ms a frame\n`);
      if (round === 0) qualities.push((await way.quality?.()) ?? null);
      else runs[index]!.push(run);
    }
  }
  return ways.map(({ name }, index) => {
    const { frames, bytes } = runs[index]![0]!;
    return {
      size,
      way: name,
      framesPerSecond: Number((1000 / median(runs[index]!.map((run) => run.milliseconds / frames))).toFixed(1)),
      bytesPerFrame: Math.round(bytes / frames),
      psnrLuma: rounded(qualities[index] ?? null),
    };
  });
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toFixed(2));
}

function table(rows: readonly ProResBenchRow[]): string {
  return columns([
    ['size', 'way', 'fps', 'bytes/frame', 'luma PSNR'],
    ...rows.map(({ size, way, framesPerSecond, bytesPerFrame, psnrLuma }) => [
      size,
      way,
      framesPerSecond.toFixed(1),
      String(bytesPerFrame),
      psnrLuma === null ? '' : `${psnrLuma.toFixed(2)} dB`,
    ]),
  ]);
}
