import { resolve } from 'node:path';
import type { Page } from 'playwright';
import { median } from '../median';
import { withBenchPage } from '../served-page';
import { browserCpuMs } from './cpu-time';
import type { CheckRun, RunCheck } from './page';

const presets = ['mp4-h264', 'webm-vp9', 'prores-422-hq', 'dnxhr-hqx'];

/** One export with its check after one without. */
interface CheckRound {
  unchecked: MeasuredRun;
  checked: MeasuredRun;
}

interface MeasuredRun extends CheckRun {
  /** Milliseconds of all cores. */
  cpuMs: number;
}

interface CheckBenchRow {
  preset: string;
  frames: number;
  uncheckedMs: number;
  checkedMs: number;
  /** What the check adds, as a share of the export without it: of each round's two exports, the median. */
  share: number;
  /** The same of processor time, which other work on the machine changes little. */
  cpuShare: number;
  checkMs: number;
  longestMs: { unchecked: number; checked: number; check: number };
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
        const unchecked = await measure(page, preset, size, false);
        const measured = { unchecked, checked: await measure(page, preset, size, true) };
        if (round > 0) rounds.push(measured);
      }
      rows.push(rowOf(preset, frames, rounds));
    }
    console.log(asked.json ? JSON.stringify(rows) : table(rows));
  });
}

async function measure(page: Page, ...run: Parameters<RunCheck>): Promise<MeasuredRun> {
  const before = await browserCpuMs();
  const measured = await page.evaluate(
    (given) => (globalThis as unknown as { runCheck: RunCheck }).runCheck(...given),
    run,
  );
  return { ...measured, cpuMs: (await browserCpuMs()) - before };
}

function rowOf(preset: string, frames: number, rounds: readonly CheckRound[]): CheckBenchRow {
  const of = (value: (round: CheckRound) => number): number => median(rounds.map(value));
  const share = (value: (run: MeasuredRun) => number): number =>
    of(({ unchecked, checked }) => value(checked) / value(unchecked) - 1);
  return {
    preset,
    frames,
    uncheckedMs: of(({ unchecked }) => unchecked.ms),
    checkedMs: of(({ checked }) => checked.ms),
    share: share(({ ms }) => ms),
    cpuShare: share(({ cpuMs }) => cpuMs),
    checkMs: of(({ checked }) => checked.checkMs),
    longestMs: {
      unchecked: of(({ unchecked }) => unchecked.longest),
      checked: of(({ checked }) => checked.longest),
      check: of(({ checked }) => checked.longestInCheck),
    },
    recommendation: rounds[0]!.checked.recommendation,
  };
}

function table(rows: readonly CheckBenchRow[]): string {
  const lines = [
    [
      '1080p',
      'frames',
      'unchecked',
      'checked',
      'more',
      'of the processor',
      'check',
      'longest task: without',
      'with',
      'in the check',
      '',
    ],
    ...rows.map((row) => [
      ...[row.preset, String(row.frames), seconds(row.uncheckedMs), seconds(row.checkedMs)],
      ...[percent(row.share), percent(row.cpuShare), seconds(row.checkMs)],
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

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
