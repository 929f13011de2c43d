import { createExporter, findPreset, settingsFor } from '../../../src/index';
import { coreUrls } from '../../support/ffmpeg-engine';
import { benchScene } from '../scene';

type Size = Record<'width' | 'height' | 'frames', number>;

export interface CheckRun {
  /** Milliseconds of the whole export, and of the phase after the file is put together. */
  ms: number;
  checkMs: number;
  /** The longest task on the page's thread, of those above 50 ms: in all, and while the file was checked. */
  longest: number;
  longestInCheck: number;
  recommendation: string;
}

export type RunCheck = (preset: string, size: Size, check: boolean) => Promise<CheckRun>;

const exporter = createExporter({ ffmpeg: coreUrls });

/** Tasks above 50 ms, which is all that browsers tell of. */
function watchTasks(): { longestSince(time: number): number; stop(): void } {
  const tasks: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => void tasks.push(...list.getEntries()));
  observer.observe({ type: 'longtask' });
  return {
    longestSince: (time) => {
      tasks.push(...observer.takeRecords());
      return Math.max(0, ...tasks.filter(({ startTime }) => startTime >= time).map(({ duration }) => duration));
    },
    stop: () => observer.disconnect(),
  };
}

const run: RunCheck = async (preset, { width, height, frames }, check) => {
  const composition = benchScene(width, height, frames);
  const tasks = watchTasks();
  const startedAt = performance.now();
  let checkStartedAt = Infinity;
  const handle = exporter.start(composition, settingsFor(findPreset(preset)!, composition), {
    check: check ? 'warn_user' : 'off',
  });
  handle.subscribe(({ phase }) => {
    if (phase === 'validating') checkStartedAt = Math.min(checkStartedAt, performance.now());
  });
  const { timings, quality } = await handle.result;
  const ms = performance.now() - startedAt;
  const longest = { longest: tasks.longestSince(startedAt), longestInCheck: tasks.longestSince(checkStartedAt) };
  tasks.stop();
  await handle.release();
  return { ms, checkMs: timings.check, ...longest, recommendation: quality?.recommendation ?? 'unchecked' };
};

Object.assign(globalThis, { runCheck: run });
