import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { browserArguments, findBrowser } from '../../src/cli/find-browser';
import type { Bench, BenchRuns } from './page';
import { kernels } from '../../src/kernels/kernel-plugin';
import { proResBench } from './prores/prores-bench';
import { qualityBench } from './quality/quality-bench';
import type { BenchSize } from './ways/settings';

const sizes = {
  '360p': { width: 640, height: 360, frames: 600 },
  '1080p': { width: 1920, height: 1080, frames: 240 },
} as const satisfies Record<string, BenchSize>;

interface BenchReport {
  frames: number;
  renderOnlyMs: number;
  encodeOnlyMs: number;
  wholeMs: number;
  canvasSourceMs: number;
  pngWayMs?: number;
}

const root = resolve(import.meta.dirname, '../..');

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      quick: { type: 'boolean', default: false },
    },
  });
  const [what = 'export'] = positionals;
  if (what === 'prores') {
    await proResBench({ rounds: Number(values.rounds), json: values.json, quick: values.quick });
    return;
  }
  if (what === 'quality') {
    await qualityBench({ rounds: Number(values.rounds), json: values.json });
    return;
  }
  if (what !== 'export') throw new Error(`There is no bench “${what}”: export (the default), prores or quality.`);
  const outDir = resolve(root, 'dist/bench');
  const config = { configFile: false, root: resolve(root, 'test/bench'), base: './', logLevel: 'error' } as const;
  const plugins = [kernels()];
  const worker = {
    format: 'es',
    plugins: () => [kernels()],
    rolldownOptions: { output: { codeSplitting: false } },
  } as const;
  const input = resolve(root, 'test/bench/page.html');
  await build({
    ...config,
    plugins,
    worker,
    build: { outDir, emptyOutDir: true, target: 'es2022', rolldownOptions: { input } },
  });
  const server = await preview({ ...config, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...browserArguments],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`${server.resolvedUrls!.local[0]!}page.html`);
    const report: Record<string, BenchReport> = {};
    for (const [name, size] of Object.entries(sizes)) {
      const runs = await page.evaluate(
        ([given, rounds]) => (globalThis as unknown as { bench: Bench }).bench.interleaved(given, rounds),
        [size, Number(values.rounds)] as const,
      );
      report[name] = medians(size, runs);
    }
    if (!values.quick) {
      report['1080p']!.pngWayMs = await page.evaluate(
        (size) => (globalThis as unknown as { bench: Bench }).bench.pngWay(size),
        sizes['1080p'],
      );
    }
    console.log(values.json ? JSON.stringify(report) : table(report));
  } finally {
    await browser.close();
    await server.close();
  }
}

function medians({ frames }: BenchSize, runs: BenchRuns): BenchReport {
  return {
    frames,
    renderOnlyMs: median(runs.renderOnly),
    encodeOnlyMs: median(runs.encodeOnly),
    wholeMs: median(runs.whole),
    canvasSourceMs: median(runs.canvasSource),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return Math.round(sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2);
}

/** Milliseconds and the ratios that matter: where one core encodes the slower half counts, where all do, the sum. */
function table(report: Record<string, BenchReport>): string {
  return Object.entries(report)
    .map(([name, { frames, renderOnlyMs, encodeOnlyMs, wholeMs, canvasSourceMs, pngWayMs }]) => {
      const ratio = (to: number): string => (wholeMs / to).toFixed(2);
      return [
        `${name}, ${frames} frames`,
        `  render only      ${renderOnlyMs} ms`,
        `  encode only      ${encodeOnlyMs} ms`,
        `  whole export     ${wholeMs} ms`,
        `  CanvasSource     ${canvasSourceMs} ms`,
        ...(pngWayMs === undefined ? [] : [`  PNG way          ${Math.round(pngWayMs)} ms`]),
        `  whole / slower half  ${ratio(Math.max(renderOnlyMs, encodeOnlyMs))}`,
        `  whole / sum          ${ratio(renderOnlyMs + encodeOnlyMs)}`,
        `  whole / CanvasSource ${ratio(canvasSourceMs)}`,
        ...(pngWayMs === undefined ? [] : [`  PNG way / whole      ${(pngWayMs / wholeMs).toFixed(1)}`]),
      ].join('\n');
    })
    .join('\n\n');
}

await main();
