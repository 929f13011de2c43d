import { createExporter, findPreset, settingsFor } from '../../../src/index';
import type { ExportButton } from '../../../src/elements';
import '../../../src/elements';
import { benchScene, drawScene } from '../scene';

type Size = Record<'width' | 'height' | 'frames', number>;

/** Tasks of the page's thread above 50 ms, which is all that browsers tell of. Milliseconds. */
export interface LongTasks {
  ms: number;
  count: number;
  longest: number;
  /** What all of them took above 50 ms each: for so long the page answered late. */
  late: number;
}

async function longTasksOf(work: () => Promise<unknown>): Promise<LongTasks> {
  const tasks: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => void tasks.push(...list.getEntries()));
  observer.observe({ type: 'longtask' });
  const startedAt = performance.now();
  await work();
  const ms = performance.now() - startedAt;
  // The task this runs in is told of when it is over.
  await new Promise((done) => setTimeout(done, 100));
  tasks.push(...observer.takeRecords());
  observer.disconnect();
  const durations = tasks.filter(({ startTime }) => startTime >= startedAt).map(({ duration }) => duration);
  return {
    ms,
    count: durations.length,
    longest: Math.max(0, ...durations),
    late: durations.reduce((sum, duration) => sum + duration - 50, 0),
  };
}

/** What the composition costs: each frame drawn, and rasterised, in a task of its own. */
function drawing({ width, height, frames }: Size): Promise<LongTasks> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false })!;
  return longTasksOf(async () => {
    for (let frame = 0; frame < frames; frame++) {
      drawScene(context, frame / 30, width, height);
      new VideoFrame(canvas, { timestamp: 0 }).close();
      await new Promise((done) => setTimeout(done));
    }
  });
}

/** An export by itself. A new exporter each time: its workers are started and stopped too. */
async function headless(preset: string, { width, height, frames }: Size, check: boolean): Promise<LongTasks> {
  const composition = benchScene(width, height, frames);
  const exporter = createExporter({ check: check ? 'warn_user' : 'off' });
  const measured = await longTasksOf(async () => {
    await exporter.start(composition, settingsFor(findPreset(preset)!, composition)).result;
  });
  await exporter.dispose();
  return measured;
}

/** The same through the dialog, which shows a preview and progress, as it opens, exports and shows its result. */
async function throughDialog(preset: string, { width, height, frames }: Size): Promise<LongTasks> {
  const exporter = createExporter({ check: 'off' });
  const button: ExportButton = document.createElement('stepframe-export-button');
  button.exporter = exporter;
  button.composition = benchScene(width, height, frames);
  button.saveMode = 'download';
  document.body.append(button);
  const measured = await longTasksOf(async () => {
    await button.open();
    const dialog = button.shadowRoot!.querySelector('stepframe-export-dialog')!;
    await dialog.updateComplete;
    const inside = dialog.shadowRoot!;
    const presets = [...inside.querySelectorAll('select')].find(({ options }) =>
      [...options].some(({ value }) => value === preset),
    )!;
    presets.value = preset;
    presets.dispatchEvent(new Event('change', { bubbles: true }));
    await dialog.updateComplete;
    const done = new Promise((resolve, reject) => {
      button.addEventListener('stepframe-export-complete', resolve);
      button.addEventListener('stepframe-export-error', ({ detail }) => reject(detail));
    });
    const start = [...inside.querySelectorAll('button')].find(({ textContent }) => /^\s*Export/.test(textContent))!;
    // It waits until the settings have been looked at.
    while (start.disabled) await new Promise((later) => setTimeout(later, 20));
    start.click();
    await done;
  });
  button.remove();
  await exporter.dispose();
  return measured;
}

const pageTasks = { drawing, headless, throughDialog };
export type PageTasks = typeof pageTasks;

Object.assign(globalThis, { pageTasks });
