import { join } from 'node:path';
import { findBeep } from '../support/flash-beep';
import { Findings } from './findings';
import { durationOf, frameNumbers, largestFile, soundBetween } from './media-file';
import { megabytes, memoryTable, peak } from './memory-table';
import type { SoakRequest } from './page';
import { withBrowser, type SoakServer } from './soak-browser';
import { watchExport } from './watched-export';

const frameRate = 30;
const sampleRate = 48_000;
const width = 160;
const height = 90;

/** How far picture and sound may lie apart. */
const syncLimitMs = 1;

/** What the export may hold at its peak while it draws, against the first sixth of it. */
const allowedGrowth = 1.1;

/** What the index of an hour, some 280 000 packets, may take while it is written at the end. Megabytes. */
const allowedForIndex = 60;

/** A white frame reads as this number. */
const flashNumber = 65_535;

/** An hour of picture and sound, a flash and a beep at its start, in its middle and at its end. */
export async function soakHour(server: SoakServer, quick: boolean): Promise<boolean> {
  const findings = new Findings();
  const frames = (quick ? 300 : 3600) * frameRate;
  const flashes = [0, frames / 2, frames - 2 * frameRate];
  const request: SoakRequest = {
    ...{ picture: 'numbered', preset: 'mp4-h264', sound: 'repeated', destination: 'browser' },
    ...{ width, height, frames, flashes },
  };
  await withBrowser(server, async (browser) => {
    const page = await browser.openPage();
    const { result, seconds, samples } = await watchExport(browser, page, request);
    console.log(`${frames} frames in ${seconds.toFixed(0)} s, ${megabytes(result.byteLength)} MB of file`);
    const stretch = frames / 6;
    console.log(memoryTable(samples, stretch, quick ? 'sixth' : '10 minutes'));
    const drawing = samples.filter(({ framesDone }) => framesDone < frames);
    const first = peak(
      samples.filter(({ framesDone }) => framesDone <= stretch),
      'heap',
    );
    findings.atMost('peak held against that of the first sixth', peak(drawing, 'heap') / first, allowedGrowth, 'times');
    findings.atMost('held more at the end', (peak(samples, 'heap') - first) / 1e6, allowedForIndex, 'MB');
    const { path } = await largestFile(join(browser.profile, 'Default', 'File System'));
    findings.expect('duration', await durationOf(path), frames / frameRate);
    const numbers = await frameNumbers(path, width);
    findings.expect('frames decoded', numbers.length, frames);
    const wrong = numbers.filter(
      (number, frame) => number !== (flashes.includes(frame) ? flashNumber : frame % 65_536),
    );
    findings.expect('frames that show another number than theirs', wrong.length, 0);
    for (const frame of flashes) {
      findings.atMost(`beep against flash at frame ${frame}`, await beepOffMs(path, frame), syncLimitMs, 'ms');
    }
    await page.evaluate(() => globalThis.soak.dispose());
  });
  return findings.passed;
}

/** How far from the instant of a frame its beep begins. */
async function beepOffMs(file: string, frame: number): Promise<number> {
  const at = frame / frameRate;
  const from = Math.max(0, at - 1);
  const samples = await soundBetween(file, from, at + 1);
  const { at: found, likeness } = findBeep(samples, Math.round((at - from) * sampleRate), sampleRate / 4);
  if (likeness < 0.5) throw new Error(`There is no beep near frame ${frame}.`);
  return Math.abs((found / sampleRate - (at - from)) * 1000);
}
