import { resolve } from 'node:path';
import type { Page } from 'playwright';
import { columns } from '../../support/columns';
import { median } from '../median';
import { withBenchPage } from '../served-page';
import { formatCases, type FormatCase } from './format-cases';
import { NativeFormats, type Psnr } from './native-formats';
import type { FormatRun, FormatsPage } from './page';

export interface FormatsBenchOptions {
  rounds: number;
  json: boolean;
  /** Fewer formats and frames. */
  quick: boolean;
  /** Ids of formats; null: all. */
  only: readonly string[] | null;
}

export interface FormatsBenchRow {
  format: string;
  size: string;
  way: string;
  /** Coded frames per second. */
  framesPerSecond: number;
  /** How many times as fast as ffmpeg.wasm on PNGs, and as native ffmpeg on one thread. */
  timesPngFed: number;
  timesNative: number | null;
  bytesPerFrame: number;
  psnr: Psnr | null;
}

interface Way {
  name: string;
  run(frames: number): Promise<FormatRun>;
  /** Files that any decoder reads. */
  files?(frames: number): Promise<Buffer[]>;
}

const pngFedName = 'ffmpeg.wasm, from PNGs';
const nativeName = 'native ffmpeg, 1 thread';

/** Every format of the ffmpeg engine by three ways over the same frames, in turn. Medians of the rounds. */
export async function formatsBench({ rounds, json, quick, only }: FormatsBenchOptions): Promise<void> {
  const unknown = only?.filter((id) => !formatCases.some((each) => each.id === id)) ?? [];
  if (unknown.length > 0) throw new Error(`No format is called ${unknown.join(', ')}.`);
  const chosen = formatCases.filter((each) => (only ? only.includes(each.id) : !quick || each.quick));
  const folder = resolve(import.meta.dirname);
  const native = await NativeFormats.open();
  try {
    const rows = await withBenchPage(
      { folder, outDir: resolve(folder, '../../../dist/bench-formats') },
      async (page) => {
        const measured: FormatsBenchRow[] = [];
        for (const given of chosen) measured.push(...(await measure(page, native, given, { rounds, quick })));
        return measured;
      },
    );
    console.log(json ? JSON.stringify(rows) : table(rows));
  } finally {
    await native?.dispose();
  }
}

async function measure(
  page: Page,
  native: NativeFormats | undefined,
  given: FormatCase,
  { rounds, quick }: { rounds: number; quick: boolean },
): Promise<FormatsBenchRow[]> {
  const frames = quick ? Math.min(given.frames, Math.max(16, given.frames / 2)) : given.frames;
  await native?.prepare(given, async (index) => fromBase64(await onPage(page, 'picture', given, index)));
  const ways = [...pageWays(page, given), ...(native ? [nativeWay(native, given)] : [])];
  const qualities = await judge(native, given, ways);
  const runs = ways.map(() => [] as FormatRun[]);
  for (let round = 0; round < rounds; round++) {
    for (const [index, way] of ways.entries()) {
      const run = await way.run(frames);
      runs[index]!.push(run);
      const png = run.pngMilliseconds === undefined ? '' : `, of which PNGs ${perFrame(run.pngMilliseconds, run)}`;
      process.stderr.write(`${given.id}, ${way.name}: ${perFrame(run.milliseconds, run)} ms a frame${png}\n`);
    }
  }
  const speeds = runs.map((each) => 1000 / median(each.map(({ milliseconds, frames: count }) => milliseconds / count)));
  const speedOf = (name: string): number | null => speeds[ways.findIndex((way) => way.name === name)] ?? null;
  const { width, height, scan } = given.settings;
  return ways.map(({ name }, index) => {
    const { bytes, frames: count } = runs[index]![0]!;
    const nativeSpeed = speedOf(nativeName);
    return {
      format: given.id,
      size: `${width}×${height}${scan === 'interlaced' ? 'i' : ''}`,
      way: name,
      framesPerSecond: rounded(speeds[index]!),
      timesPngFed: rounded(speeds[index]! / speedOf(pngFedName)!),
      timesNative: nativeSpeed === null ? null : rounded(speeds[index]! / nativeSpeed),
      bytesPerFrame: Math.round(bytes / count),
      psnr: qualities[index]!,
    };
  });
}

/** What each way's file is worth; also the warm-up of what makes it. */
async function judge(
  native: NativeFormats | undefined,
  given: FormatCase,
  ways: readonly Way[],
): Promise<(Psnr | null)[]> {
  // A GOP where there are such.
  const frames = given.settings.codec === 'xdcam-hd422-50' ? 12 : 4;
  const qualities: (Psnr | null)[] = [];
  for (const way of ways) {
    const files = await way.files?.(frames);
    qualities.push(files && native ? await native.quality(given, files, frames) : null);
  }
  return qualities;
}

function pageWays(page: Page, given: FormatCase): Way[] {
  return [
    {
      name: 'stepframe, 1 worker',
      run: (frames) => onPage(page, 'ours', given, 1, frames),
      files: async (frames) => (await onPage(page, 'oursFiles', given, frames)).map(fromBase64),
    },
    { name: 'stepframe, 2 workers', run: (frames) => onPage(page, 'ours', given, 2, frames) },
    ...(given.wholeExport === undefined
      ? []
      : [
          {
            name: 'stepframe, whole export',
            run: (frames: number) => onPage(page, 'wholeExport', given.wholeExport!, frames * 2),
          },
        ]),
    {
      name: pngFedName,
      run: (frames) => onPage(page, 'pngFed', given, frames),
      files: async (frames) => (await onPage(page, 'pngFedFiles', given, frames)).map(fromBase64),
    },
  ];
}

function nativeWay(native: NativeFormats, given: FormatCase): Way {
  return {
    name: nativeName,
    run: (frames) => native.run(given, frames),
    files: (frames) => native.files(given, frames),
  };
}

/** Calls one of the page's functions. */
function onPage<Name extends keyof FormatsPage>(
  page: Page,
  name: Name,
  ...args: Parameters<FormatsPage[Name]>
): Promise<Awaited<ReturnType<FormatsPage[Name]>>> {
  return page.evaluate(
    ([called, given]) => {
      const { formatsPage } = globalThis as unknown as { formatsPage: Record<string, (...args: unknown[]) => unknown> };
      return formatsPage[called]!(...given);
    },
    [name as string, args as unknown[]] as const,
  ) as Promise<Awaited<ReturnType<FormatsPage[Name]>>>;
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

function perFrame(milliseconds: number, { frames }: FormatRun): string {
  return (milliseconds / frames).toFixed(1);
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}

function table(rows: readonly FormatsBenchRow[]): string {
  const decibels = (value: number | undefined): string =>
    value === undefined ? '' : value === Infinity ? 'lossless' : `${value.toFixed(2)} dB`;
  return columns([
    ['format', 'size', 'way', 'fps', '× from PNGs', '× native', 'bytes/frame', 'luma PSNR', 'PSNR'],
    ...rows.map((row) => [
      row.format,
      row.size,
      row.way,
      row.framesPerSecond.toFixed(1),
      row.timesPngFed.toFixed(2),
      row.timesNative?.toFixed(2) ?? '',
      String(row.bytesPerFrame),
      decibels(row.psnr?.luma),
      decibels(row.psnr?.average),
    ]),
  ]);
}
