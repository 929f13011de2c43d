import { resolve } from 'node:path';
import type { Page } from 'playwright';
import { withBenchPage } from '../served-page';
import type { LongTasks, PageTasks } from './page';

const presets = ['mp4-h264', 'webm-vp9', 'prores-422-hq'];

/** What an export makes a page wait beside what its composition does: 1080p, the page's first export too. */
export async function pageBench({ json, quick }: { json: boolean; quick: boolean }): Promise<void> {
  const folder = resolve(import.meta.dirname);
  const size = { width: 1920, height: 1080, frames: quick ? 60 : 240 };
  await withBenchPage({ folder, outDir: resolve(folder, '../../../dist/bench-page') }, async (page) => {
    const rows: Record<string, LongTasks> = {};
    rows['drawing alone'] = await measure(page, 'drawing', size);
    for (const [index, preset] of presets.entries()) {
      rows[`${preset}${index === 0 ? ', the first' : ''}`] = await measure(page, 'headless', preset, size, false);
    }
    rows['mp4-h264, checked'] = await measure(page, 'headless', 'mp4-h264', size, true);
    rows['mp4-h264, dialog'] = await measure(page, 'throughDialog', 'mp4-h264', size);
    rows['drawing again'] = await measure(page, 'drawing', size);
    console.log(json ? JSON.stringify(rows) : table(rows, size.frames));
  });
}

function measure<Way extends keyof PageTasks>(
  page: Page,
  way: Way,
  ...given: Parameters<PageTasks[Way]>
): Promise<LongTasks> {
  return page.evaluate(
    ([name, values]) => {
      const { pageTasks } = globalThis as unknown as { pageTasks: PageTasks };
      return (pageTasks[name as keyof PageTasks] as (...values: unknown[]) => Promise<LongTasks>)(...values);
    },
    [way as string, given as unknown[]] as const,
  );
}

function table(rows: Readonly<Record<string, LongTasks>>, frames: number): string {
  const lines = Object.entries(rows).map(([name, { ms, count, longest, late, paints }]) =>
    [
      name.padEnd(22),
      `${(ms / 1000).toFixed(2)} s`.padStart(9),
      String(count).padStart(6),
      `${longest.toFixed(0)} ms`.padStart(9),
      `${late.toFixed(0)} ms`.padStart(9),
      (paints === null ? '' : String(paints)).padStart(9),
    ].join(' '),
  );
  const heading = ['', 'in all', 'tasks', 'longest', 'late', 'paints/s'];
  const widths = [22, 9, 6, 9, 9, 9];
  const head = heading.map((text, column) => (column === 0 ? text.padEnd(22) : text.padStart(widths[column]!)));
  return [`1080p, ${frames} frames: tasks of the page over 50 ms`, head.join(' '), ...lines].join('\n');
}
