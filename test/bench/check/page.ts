import { createExporter, findPreset, settingsFor } from '../../../src/index';
import { coreUrls } from '../../support/ffmpeg-engine';
import { benchScene } from '../scene';

/** One export with its check, and one without. */
export interface CheckRound {
  /** Milliseconds of the whole export. */
  uncheckedMs: number;
  checkedMs: number;
  /** Of the phase after the file is put together. */
  checkMs: number;
  /** The longest tasks on the page's thread, unchecked, checked, and within the check alone. */
  longestMs: { unchecked: number; checked: number; check: number };
  recommendation: string;
}

export interface CheckBench {
  round(preset: string, size: { width: number; height: number; frames: number }): Promise<CheckRound>;
}

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

interface Run {
  ms: number;
  checkMs: number;
  longest: number;
  longestInCheck: number;
  recommendation: string;
}

async function run(
  preset: string,
  { width, height, frames }: Parameters<CheckBench['round']>[1],
  check: boolean,
): Promise<Run> {
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
}

const checkBench: CheckBench = {
  async round(preset, size) {
    const unchecked = await run(preset, size, false);
    const checked = await run(preset, size, true);
    return {
      uncheckedMs: unchecked.ms,
      checkedMs: checked.ms,
      checkMs: checked.checkMs,
      longestMs: { unchecked: unchecked.longest, checked: checked.longest, check: checked.longestInCheck },
      recommendation: checked.recommendation,
    };
  },
};

Object.assign(globalThis, { checkBench });
