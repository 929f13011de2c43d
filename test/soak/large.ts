import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExportSettings } from '../../src/formats/format';
import type { Preset } from '../../src/presets/preset';
import { Findings } from './findings';
import { durationOf, frameNumbers, largestFile, wideBoxes } from './media-file';
import { megabytes, peak } from './memory-table';
import type { SoakRequest } from './page';
import { processMemory } from './process-memory';
import { withBrowser, type SoakServer } from './soak-browser';
import { watchExport } from './watched-export';

const root = resolve(import.meta.dirname, '../..');
const width = 1920;
const height = 1080;
const frameRate = 30;

/** More than 32-bit offsets reach. */
const wantedBytes = 2 ** 32;

/** H.264 gives the most bytes a second of all encoders here: this, and key frames close together, some 1.5 MB a frame. */
const video = {
  codec: 'h264',
  rateControl: { mode: 'bitrate', bitrate: 230e6 },
  keyFrameInterval: 0.1,
} as const satisfies ExportSettings['video'];

const paddedVideo: ExportSettings['video'] = { codec: 'h264', rateControl: { mode: 'quality', quality: 'low' } };

/** Matroska is padded rather than noisy: what counts there are the positions. */
const cases: Readonly<Record<string, Omit<SoakRequest, 'frames' | 'sound' | 'video'>>> = {
  browser: { picture: 'numbered', preset: 'mkv-vp9', destination: 'browser', width: 320, height: 180, padded: true },
  handle: { picture: 'noisy', preset: 'mp4-h264', destination: 'handle', width, height },
};

const framesOf = (quick: boolean): number => (quick ? 60 : 3300);

/** Files of more than 4 GB, written where they go and decoded to the last frame. @returns whether all were right */
export async function soakLarge(server: SoakServer, quick: boolean, only?: string): Promise<boolean> {
  const findings = new Findings();
  const frames = framesOf(quick);
  if (only === undefined || only === 'terminal') await throughTerminal(frames, findings);
  for (const [name, asked] of Object.entries(cases)) {
    if (only === undefined || only === name) await throughPage(server, { ...asked, frames }, findings);
  }
  return findings.passed;
}

async function throughPage(
  server: SoakServer,
  asked: Omit<SoakRequest, 'sound' | 'video'>,
  findings: Findings,
): Promise<void> {
  const request: SoakRequest = { ...asked, sound: 'none', video: asked.padded === true ? paddedVideo : video };
  await withBrowser(server, async (browser) => {
    const page = await browser.openPage();
    const free = await freeBytes();
    const { result, seconds, samples } = await watchExport(browser, page, request);
    const { quota, usage } = await page.evaluate(() => globalThis.soak.quota());
    console.log(
      `${asked.preset} to ${asked.destination}: ${megabytes(result.byteLength)} MB in ${seconds.toFixed(0)} s; peak of the page ${megabytes(peak(samples, 'renderer'))} MB, of the browser ${megabytes(peak(samples, 'browser'))} MB, of all ${megabytes(peak(samples, 'total'))} MB`,
    );
    console.log(
      `  disk: ${megabytes(free - (await freeBytes()))} MB taken at the end; quota ${megabytes(quota)} MB, used ${megabytes(usage)} MB`,
    );
    const { path, byteLength } = await largestFile(join(browser.profile, 'Default', 'File System'));
    findings.expect('bytes on the disk', byteLength, result.byteLength);
    await verify(path, asked, findings);
    await page.evaluate(() => globalThis.soak.dispose());
  });
}

/** As a person would: `npm run export` of a module, with a preset file. */
async function throughTerminal(frames: number, findings: Findings): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stepframe-soak-large-'));
  try {
    const preset: Preset = {
      schema: 'stepframe-preset',
      version: 2,
      id: 'noise',
      name: 'Noise',
      format: 'mp4',
      video,
      audio: null,
    };
    const presetFile = join(folder, 'noise.json');
    const out = join(folder, 'noise.mp4');
    await writeFile(presetFile, JSON.stringify(preset));
    const module = join(folder, 'noise.ts');
    const noisy = JSON.stringify(resolve(root, 'test/soak/compositions/noisy.ts'));
    await writeFile(
      module,
      `import { noisyComposition } from ${noisy};\nexport default noisyComposition(${JSON.stringify({ width, height, frames })});\n`,
    );
    const startedAt = performance.now();
    const args = ['--composition', module, '--preset', presetFile];
    const peakBytes = await exportInTerminal([...args, '--frames', `0-${frames - 1}`, '--out', out, '--json'], folder);
    const seconds = (performance.now() - startedAt) / 1000;
    const { bytes } = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as { bytes: number };
    console.log(
      `mp4-h264 by the terminal command: ${megabytes(bytes)} MB in ${seconds.toFixed(0)} s; peak of all processes ${megabytes(peakBytes)} MB`,
    );
    await verify(out, { preset: 'mp4-h264', width, frames }, findings);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @returns the most bytes its processes held together */
async function exportInTerminal(args: readonly string[], folder: string): Promise<number> {
  const command = spawn('node', ['--import', 'tsx', 'src/cli/export.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let answer = '';
  command.stdout.on('data', (chunk: Buffer) => void (answer += chunk.toString()));
  const ended = new Promise<number | null>((done) => command.once('close', done));
  let most = 0;
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      most = Math.max(most, (await processMemory(command.pid!)).total);
      await delay(1000, undefined, { signal: over.signal }).catch(() => undefined); // Over: no more to wait for.
    }
  })();
  const code = await ended;
  over.abort();
  await watching;
  if (code !== 0)
    throw new Error(`npm run export ended with ${code} (its processes held up to ${megabytes(most)} MB).`);
  await writeFile(join(folder, 'report.json'), answer);
  return most;
}

async function verify(
  file: string,
  { preset, width, frames }: Pick<SoakRequest, 'preset' | 'width' | 'frames'>,
  findings: Findings,
): Promise<void> {
  const { size } = await stat(file);
  if (frames === framesOf(false)) findings.expect('larger than 4 GiB', size > wantedBytes, true);
  findings.expect('duration', await durationOf(file), frames / frameRate);
  if (preset.startsWith('mp4')) {
    const { largeData, wideOffsets } = await wideBoxes(file);
    findings.expect('64-bit length of the data', largeData, size > wantedBytes);
    findings.expect('64-bit offsets', wideOffsets, size > wantedBytes);
  }
  const numbers = await frameNumbers(file, width);
  findings.expect('frames decoded', numbers.length, frames);
  findings.expect(
    'frames that show another number than theirs',
    numbers.filter((number, frame) => number !== frame).length,
    0,
  );
  findings.expect('number of the last frame', numbers.at(-1) ?? Number.NaN, frames - 1);
}

async function freeBytes(): Promise<number> {
  const { bavail, bsize } = await statfs(tmpdir());
  return bavail * bsize;
}
