import type { SoakRequest } from './page';
import { megabytes, memoryTable, peak } from './memory-table';
import { withBrowser, type SoakServer } from './soak-browser';
import { watchExport, type WatchedExport } from './watched-export';

const frameRate = 30;

/**
 * How much more the long export may hold at its peak than the short one. Judged on the PSS of the page's process, workers
 * included: what the machine really gives for it. The browser's own account leaves out what codecs and the muxer's
 * WebAssembly hold; the sum of all processes adds the disk cache of a browser process that writes what is stored.
 */
const allowedGrowth = 1.1;

interface Case {
  name: string;
  request: Omit<SoakRequest, 'frames'>;
  /** What the long one must hold more of, by the nature of its input, bytes a second of sound. */
  sourceBytesPerSecond: number;
}

const common = { picture: 'numbered', width: 640, height: 360 } as const;

/** Stereo decoded to 32-bit floats. The file itself lies with the browser's own process. */
const decodedBytesPerSecond = 48_000 * 2 * 4;

const cases: readonly Case[] = [
  {
    name: 'MP4 H.264 + AAC, to a sink',
    request: { ...common, preset: 'mp4-h264', sound: 'repeated', destination: 'nowhere' },
    sourceBytesPerSecond: 0,
  },
  {
    name: 'WebM VP9 + Opus, to the browser',
    request: { ...common, preset: 'webm-vp9', sound: 'repeated', destination: 'browser' },
    sourceBytesPerSecond: 0,
  },
  {
    name: 'MP4 H.264 + AAC of one long WAV file, to a picked file',
    request: { ...common, preset: 'mp4-h264', sound: 'file', destination: 'handle' },
    sourceBytesPerSecond: decodedBytesPerSecond,
  },
];

/** Exports of different length, each in a fresh browser: the longer must not hold more. @returns whether it is so */
export async function soakMemory(server: SoakServer, quick: boolean, only?: string): Promise<boolean> {
  const [short, long] = quick ? [15, 60] : [60, 600];
  let passed = true;
  for (const { name, request, sourceBytesPerSecond } of cases) {
    if (only !== undefined && !name.includes(only)) continue;
    const peaks: number[] = [];
    for (const seconds of [short, long]) {
      const watched = await run(server, { ...request, frames: seconds * frameRate });
      const source = seconds * sourceBytesPerSecond;
      const held = peak(watched.samples, 'renderer') - source;
      peaks.push(held);
      report(name, seconds, watched, source);
    }
    const growth = peaks[1]! / peaks[0]!;
    const fits = growth <= allowedGrowth;
    passed &&= fits;
    console.log(
      `${name}: the peak grows by ${(100 * (growth - 1)).toFixed(1)} % (${peaks.map(megabytes).join(' → ')} MB without decoded sound) ${fits ? 'ok' : 'TOO MUCH'}\n`,
    );
  }
  return passed;
}

function run(server: SoakServer, request: SoakRequest): Promise<WatchedExport> {
  return withBrowser(server, async (browser) => watchExport(browser, await browser.openPage(), request));
}

function report(
  name: string,
  seconds: number,
  { result, samples, seconds: taken }: WatchedExport,
  source: number,
): void {
  const head = `${name}: ${seconds} s, ${result.engine}, ${megabytes(result.byteLength)} MB of file in ${taken.toFixed(0)} s`;
  console.log(source === 0 ? head : `${head}; its decoded sound is ${megabytes(source)} MB`);
  for (const warning of result.warnings) console.log(`  warning ${warning}`);
  console.log(memoryTable(samples, 60 * frameRate, 'minute'), '\n');
}
