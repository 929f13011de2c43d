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
  /** Most changes of the dialog within one second of the export, each of which the browser paints; null: no dialog. */
  paints: number | null;
}

async function longTasksOf(work: () => Promise<unknown>, paints: number[] | null = null): Promise<LongTasks> {
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
    paints: paints && mostWithinASecond(paints),
  };
}

/** @param times milliseconds, in order */
function mostWithinASecond(times: readonly number[]): number {
  return Math.max(0, ...times.map((from, at) => times.slice(at).filter((time) => time < from + 1000).length));
}

/** Notes when the progress changes. What changes in one frame of the screen is painted at once. */
function watchPaints(view: Element): number[] {
  const times: number[] = [];
  const observer = new MutationObserver(() => {
    const now = performance.now();
    if (now - (times.at(-1) ?? -Infinity) > 16) times.push(now);
  });
  observer.observe(view.shadowRoot!, { subtree: true, childList: true, characterData: true, attributes: true });
  return times;
}

/** The first element in any shadow root below that is wanted. */
function findDeep<Wanted extends Element>(
  root: ParentNode,
  selector: string,
  isWanted: (element: Wanted) => boolean = () => true,
): Wanted | undefined {
  for (const element of root.querySelectorAll('*')) {
    if (element.matches(selector) && isWanted(element as Wanted)) return element as Wanted;
    const inside = element.shadowRoot && findDeep(element.shadowRoot, selector, isWanted);
    if (inside) return inside;
  }
  return undefined;
}

/** As `findDeep`, of what is not there yet. */
async function whenThere<Wanted extends Element>(...wanted: Parameters<typeof findDeep<Wanted>>): Promise<Wanted> {
  for (let tries = 0; tries < 1000; tries++) {
    const found = findDeep(...wanted);
    if (found) return found;
    await new Promise((later) => setTimeout(later, 10));
  }
  throw new Error(`The dialog has no ${wanted[1]}.`);
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
  const paints: number[] = [];
  const measured = await longTasksOf(async () => {
    await button.open();
    const inside = button.shadowRoot!;
    const presets = await whenThere<HTMLSelectElement>(inside, 'select', ({ options }) =>
      [...options].some(({ value }) => value === preset),
    );
    presets.value = preset;
    presets.dispatchEvent(new Event('change', { bubbles: true }));
    const done = new Promise((resolve, reject) => {
      button.addEventListener('stepframe-export-complete', resolve);
      button.addEventListener('stepframe-export-error', ({ detail }) => reject(detail));
    });
    // It waits until the settings have been looked at.
    const start = await whenThere<HTMLButtonElement>(
      inside,
      'button.primary:not(:disabled)',
      (each) => each.getRootNode() !== inside && /^\s*Export/.test(each.textContent),
    );
    start.click();
    const view = await whenThere(inside, 'stepframe-export-progress-view, progress');
    const root = view.getRootNode() as ShadowRoot;
    const times = watchPaints(root.host);
    await done;
    paints.push(...times);
  }, paints);
  button.remove();
  await exporter.dispose();
  return measured;
}

const pageTasks = { drawing, headless, throughDialog };
export type PageTasks = typeof pageTasks;

Object.assign(globalThis, { pageTasks });
