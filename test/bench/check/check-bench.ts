import { resolve } from 'node:path';
import { median } from '../median';
import { withBenchPage } from '../served-page';
import type { CheckBench, CheckRound } from './page';

const presets = ['mp4-h264', 'webm-vp9', 'prores-422-hq', 'dnxhr-hqx'];

interface CheckBenchRow {
  preset: string;
  frames: number;
  uncheckedMs: number;
  checkedMs: number;
  /** What the check adds, as a share of the export without it: of each round's two exports, the median. */
  share: number;
  checkMs: number;
  longestMs: CheckRound['longestMs'];
  recommendation: string;
}

/** What the check of a file costs the export of it: 1080p, each preset with and without, in turn. The first round warms up. */
export async function checkBench(asked: {
  rounds: number;
  json: boolean;
  quick: boolean;
  only: readonly string[] | null;
}): Promise<void> {
  const folder = resolve(import.meta.dirname);
  const frames = asked.quick ? 120 : 600;
  await withBenchPage({ folder, outDir: resolve(folder, '../../../dist/bench-check') }, async (page) => {
    const rows: CheckBenchRow[] = [];
    for (const preset of asked.only ?? presets) {
      const size = { width: 1920, height: 1080, frames };
      const rounds: CheckRound[] = [];
      for (let round = 0; round <= asked.rounds; round++) {
        const measured = await page.evaluate(
          ([id, of]) => (globalThis as unknown as { checkBench: CheckBench }).checkBench.round(id, of),
          [preset, size] as const,
        );
        if (round > 0) rounds.push(measured);
      }
      rows.push(rowOf(preset, frames, rounds));
    }
    console.log(asked.json ? JSON.stringify(rows) : table(rows));
  });
}

function rowOf(preset: string, frames: number, rounds: readonly CheckRound[]): CheckBenchRow {
  const of = (value: (round: CheckRound) => number): number => median(rounds.map(value));
  return {
    preset,
    frames,
    uncheckedMs: of(({ uncheckedMs }) => uncheckedMs),
    checkedMs: of(({ checkedMs }) => checkedMs),
    share: of(({ uncheckedMs, checkedMs }) => checkedMs / uncheckedMs - 1),
    checkMs: of(({ checkMs }) => checkMs),
    longestMs: {
      unchecked: of(({ longestMs }) => longestMs.unchecked),
      checked: of(({ longestMs }) => longestMs.checked),
      check: of(({ longestMs }) => longestMs.check),
    },
    recommendation: rounds[0]!.recommendation,
  };
}

function table(rows: readonly CheckBenchRow[]): string {
  const lines = [
    ['1080p', 'frames', 'unchecked', 'checked', 'more', 'check', 'longest task: without', 'with', 'in the check', ''],
    ...rows.map((row) => [
      ...[row.preset, String(row.frames), seconds(row.uncheckedMs), seconds(row.checkedMs)],
      ...[`${(100 * row.share).toFixed(1)} %`, seconds(row.checkMs)],
      ...[row.longestMs.unchecked, row.longestMs.checked, row.longestMs.check].map((ms) => `${ms.toFixed(0)} ms`),
      row.recommendation,
    ]),
  ];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) => line.map((text, column) => text.padEnd(widths[column]!)).join('  ')).join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
