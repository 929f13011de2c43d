import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { checkBench } from './check/check-bench';
import { median } from './median';
import { formatsBench } from './formats/formats-bench';
import type { Bench, BenchRuns } from './page';
import { pageBench } from './page-tasks/page-bench';
import { proResBench } from './prores/prores-bench';
import { qualityBench } from './quality/quality-bench';
import { queueBench } from './queue/queue-bench';
import { withBenchPage } from './served-page';
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

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  const [what = 'export'] = positionals;
  const { json, quick } = values;
  const rounds = (otherwise: number): number => Number(values.rounds ?? otherwise);
  switch (what) {
    case 'export':
      return exportBench({ rounds: rounds(5), json, quick });
    case 'prores':
      return proResBench({ rounds: rounds(5), json, quick });
    case 'formats':
      return formatsBench({ rounds: rounds(quick ? 1 : 2), json, quick, only: values.only?.split(',') ?? null });
    case 'quality':
      return qualityBench({ rounds: rounds(5), json });
    case 'queue':
      return queueBench({ rounds: rounds(3), json });
    case 'check':
      return checkBench({ rounds: rounds(3), json, quick, only: values.only?.split(',') ?? null });
    case 'page':
      return pageBench({ json, quick });
    default:
      throw new Error(
        `There is no bench “${what}”: export (the default), prores, formats, quality, check, queue or page.`,
      );
  }
}

async function exportBench({ rounds, json, quick }: { rounds: number; json: boolean; quick: boolean }): Promise<void> {
  const report = await withBenchPage(
    { folder: import.meta.dirname, outDir: resolve(import.meta.dirname, '../../dist/bench') },
    (page) => measure(page, rounds, quick),
  );
  console.log(json ? JSON.stringify(report) : table(report));
}

async function measure(page: Page, rounds: number, quick: boolean): Promise<Record<string, BenchReport>> {
  const report: Record<string, BenchReport> = {};
  for (const [name, size] of Object.entries(sizes)) {
    const runs = await page.evaluate(
      ([given, count]) => (globalThis as unknown as { bench: Bench }).bench.interleaved(given, count),
      [size, rounds] as const,
    );
    report[name] = medians(size, runs);
  }
  if (!quick) {
    report['1080p']!.pngWayMs = await page.evaluate(
      (size) => (globalThis as unknown as { bench: Bench }).bench.pngWay(size),
      sizes['1080p'],
    );
  }
  return report;
}

function medians({ frames }: BenchSize, runs: BenchRuns): BenchReport {
  return {
    frames,
    renderOnlyMs: Math.round(median(runs.renderOnly)),
    encodeOnlyMs: Math.round(median(runs.encodeOnly)),
    wholeMs: Math.round(median(runs.whole)),
    canvasSourceMs: Math.round(median(runs.canvasSource)),
  };
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
