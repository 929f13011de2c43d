import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright';
import { createSeededRandom } from '../../src/composition/seeded-random';
import { Findings } from './findings';
import { largestFile } from './media-file';
import type { SoakRequest } from './page';
import { browserProcesses } from './process-memory';
import { withBrowser, type SoakBrowser, type SoakServer } from './soak-browser';

const seed = 1;

/** Milliseconds a page may live before its process is killed: from before anything began to some segments later. */
const shortestLife = 50;
const longestLife = 2500;

/** Frames of the export for every kill, so that there is something left to kill at the end. */
const framesPerKill = 60;

/** One export whose renderer is killed again and again, at random instants, must give the file of one left alone. */
export async function soakKills(server: SoakServer, quick: boolean): Promise<boolean> {
  const findings = new Findings();
  const kills = quick ? 10 : 200;
  const request: SoakRequest = {
    ...{ picture: 'numbered', preset: 'mp4-h264', sound: 'repeated', destination: 'browser', deterministic: true },
    ...{ width: 160, height: 90, frames: framesPerKill * kills },
  };
  const whole = await withBrowser(server, async (browser) => {
    const page = await browser.openPage();
    await page.evaluate((asked) => globalThis.soak.start(asked), request);
    await page.evaluate(() => globalThis.soak.result());
    return pictureOf(browser);
  });
  const startedAt = performance.now();
  const resumed = await withBrowser(server, async (browser) => {
    const random = createSeededRandom(seed);
    const tally = { started: 0, resumed: 0, finished: 0 };
    for (let kill = 0; kill < kills; kill++) {
      const page = await browser.openPage();
      tally[await killDuring(browser, page, request, shortestLife + random.next() * (longestLife - shortestLife))]++;
      await page.close();
    }
    const page = await browser.openPage();
    await page.evaluate((asked) => globalThis.soak.startOrResume(asked), request);
    await page.evaluate(() => globalThis.soak.result());
    console.log(
      `${kills} kills in ${((performance.now() - startedAt) / 1000).toFixed(0)} s: ${tally.started} before anything was stored, ${tally.resumed} of a resumed export, ${tally.finished} after it had finished`,
    );
    return pictureOf(browser);
  });
  findings.expect('the file is the same', resumed, whole);
  return findings.passed;
}

/** @returns what the page was at when its process was killed */
async function killDuring(
  browser: SoakBrowser,
  page: Page,
  request: SoakRequest,
  lifeMs: number,
): Promise<'started' | 'resumed' | 'finished'> {
  const crashed = new Promise<void>((resolve) => page.once('crash', () => resolve()));
  const going = page.evaluate((asked) => globalThis.soak.startOrResume(asked), request);
  // Whatever it is at, it is killed: its answer may then never come.
  const begun = going.catch(() => 'started' as const);
  await delay(lifeMs);
  const phase = await Promise.race([
    page.evaluate(() => globalThis.soak.phase()).catch(() => 'unknown'),
    delay(1000, 'unknown'),
  ]);
  for (const { pid, type, ownUi } of await browserProcesses(browser.pid)) {
    if (type === 'renderer' && !ownUi) process.kill(pid, 'SIGKILL');
  }
  await crashed;
  if (phase === 'complete') return 'finished';
  return Promise.race([begun, delay(1000, 'started' as const)]);
}

async function pictureOf(browser: SoakBrowser): Promise<string> {
  const { path } = await largestFile(join(browser.profile, 'Default', 'File System'));
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
