import type { SoakRequest } from './page';
import { megabytes, memoryTable, peak } from './memory-table';
import { withBrowser, type SoakServer } from './soak-browser';
import { watchExport, type MemorySample, type WatchedExport } from './watched-export';

const frameRate = 30;

/**
 * How much more the long export may hold at its peak than the short one, by the browser's own account of the page and its
 * workers after a garbage collection: what is really held. The PSS of the processes is what the machine gives for it, and
 * is printed beside it; it follows the collector's habits and the load of the machine, some 20 % up and down.
 */
const allowedGrowth = 1.1;

/** What the muxer gathers before it writes, and its copy. A short export's muxing is over too soon for it to show. */
const gatheredBytes = 2 * (4 << 20);

/** How often the short export runs, so that as many moments are looked at. */
const shortRuns = 5;

interface Case {
  name: string;
  request: Omit<SoakRequest, 'frames'>;
}

const common = { picture: 'numbered', width: 640, height: 360 } as const;

const cases: readonly Case[] = [
  {
    name: 'MP4 H.264 + AAC, to a sink',
    request: { ...common, preset: 'mp4-h264', sound: 'repeated', destination: 'nowhere' },
  },
  {
    name: 'WebM VP9 + Opus, to the browser',
    request: { ...common, preset: 'webm-vp9', sound: 'repeated', destination: 'browser' },
  },
  {
    name: 'MP4 H.264 + AAC of one long WAV file, to a picked file',
    request: { ...common, preset: 'mp4-h264', sound: 'file', destination: 'handle' },
  },
];

/** Exports of different length, each in a fresh browser: the longer must not hold more. @returns whether it is so */
export async function soakMemory(server: SoakServer, quick: boolean, only?: string): Promise<boolean> {
  const [short, long] = quick ? [15, 60] : [60, 600];
  let passed = true;
  for (const { name, request } of cases) {
    if (only !== undefined && !name.includes(only)) continue;
    const peaks: Record<'heap' | 'renderer', number>[] = [];
    for (const [seconds, times] of [
      [short, shortRuns],
      [long, 1],
    ] as const) {
      const watched = await run(server, { ...request, frames: seconds * frameRate }, times);
      peaks.push({ heap: peak(watched.samples, 'heap'), renderer: peak(watched.samples, 'renderer') });
      report(name, seconds, watched);
    }
    const growth = peaks[1]!.heap / peaks[0]!.heap;
    const fits = peaks[1]!.heap <= allowedGrowth * peaks[0]!.heap + gatheredBytes;
    passed &&= fits;
    const figures = (measure: 'heap' | 'renderer'): string => peaks.map((each) => megabytes(each[measure])).join(' → ');
    console.log(
      `${name}: the peak grows by ${(100 * (growth - 1)).toFixed(1)} % ${fits ? 'ok' : 'TOO MUCH'} (held ${figures('heap')} MB, PSS ${figures('renderer')} MB)\n`,
    );
  }
  return passed;
}

/** Runs an export several times in one fresh page. @returns the last one, with the samples of all */
function run(server: SoakServer, request: SoakRequest, times: number): Promise<WatchedExport> {
  return withBrowser(server, async (browser) => {
    const page = await browser.openPage();
    const samples: MemorySample[] = [];
    for (let time = 1; ; time++) {
      const watched = await watchExport(browser, page, request);
      samples.push(...watched.samples);
      if (time === times) return { ...watched, samples };
    }
  });
}

function report(name: string, seconds: number, { result, samples, seconds: taken }: WatchedExport): void {
  const file = `${result.engine}, ${megabytes(result.byteLength)} MB of file in ${taken.toFixed(0)} s`;
  console.log(`${name}: ${seconds} s, ${file}`);
  for (const warning of result.warnings) console.log(`  warning ${warning}`);
  console.log(memoryTable(samples, 60 * frameRate, 'minute'), '\n');
}
