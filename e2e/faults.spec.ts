import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../src/cli/find-browser';
import { readFrameCode } from './frame-code';
import { openPage, servePage } from './faults-host';
import type { Film } from './faults-page';
import { decodeLuma } from './media';

const rounds = Number(process.env['STEPFRAME_ROUNDS'] ?? 20);
const segmentFrames = 120;
/** Of a film's frames: room for several kills, and for those of its size to take the time it takes. */
const films: Record<string, Film> = {
  vp9: { preset: 'webm-vp9', width: 160, height: 96, durationInFrames: 840, frameMs: 3 },
  h264: { preset: 'mp4-h264', width: 640, height: 360, durationInFrames: 480, frameMs: 3 },
};

type Moment = 'page crash' | 'renderer killed' | 'browser killed';
interface Round {
  film: string;
  moment: Moment;
  afterMs: number;
  framesStored: number;
  drawnAgain: number;
  outcome: string;
}

/** Numbers below 1, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A browser with a profile that outlives it. */
class MortalBrowser {
  private readonly folder: string;
  private context!: BrowserContext;
  /** By the page opened last. */
  framesDrawn = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  async start(): Promise<void> {
    const executablePath = findBrowser();
    this.context = await chromium.launchPersistentContext(this.folder, {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [...browserArguments],
    });
    await servePage(this.context);
  }

  async open(): Promise<Page> {
    const page = await openPage(this.context);
    this.framesDrawn = 0;
    page.on('console', (message) => {
      const [, drawn] = /^drawn (\d+)$/.exec(message.text()) ?? [];
      if (drawn !== undefined) this.framesDrawn = Number(drawn);
    });
    return page;
  }

  close(): Promise<void> {
    return this.context.close();
  }

  /** Ends the page as a fault would, without a word to it. Resolves when there is another to be opened. */
  async kill(page: Page, moment: Moment): Promise<void> {
    switch (moment) {
      case 'page crash': {
        const session = await this.context.newCDPSession(page);
        const crashed = page.waitForEvent('crash');
        session.send('Page.crash').catch(() => undefined); // It has no one left to answer.
        await crashed;
        await page.close();
        return;
      }
      case 'renderer killed': {
        const crashed = page.waitForEvent('crash');
        for (const pid of await this.processes('renderer')) process.kill(pid, 'SIGKILL');
        await crashed;
        await page.close();
        return;
      }
      case 'browser killed': {
        const closed = new Promise((resolve) => this.context.once('close', resolve));
        for (const pid of await this.processes('browser')) process.kill(pid, 'SIGKILL');
        await closed;
        await this.start();
        return;
      }
    }
  }

  private async processes(type: 'browser' | 'renderer'): Promise<number[]> {
    const session = await this.context.browser()!.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.filter((each) => each.type === type).map(({ id }) => id);
  }
}

function table(seed: number, all: readonly Round[]): string {
  const head = 'round | film | moment                      | stored at kill | drawn again | outcome';
  const lines = all.map(({ film, moment, afterMs, framesStored, drawnAgain, outcome }, index) =>
    [
      String(index + 1).padStart(5),
      film.padEnd(4),
      `${moment}, after ${Math.round(afterMs)} ms`.padEnd(27),
      String(framesStored).padStart(14),
      String(drawnAgain).padStart(11),
      outcome,
    ].join(' | '),
  );
  return [`Random kills, seed ${seed}`, head, ...lines].join('\n');
}

test(`nothing is lost when pages, renderers and browsers are killed ${rounds} times`, async () => {
  test.setTimeout(600_000);
  const seed = Number(process.env['STEPFRAME_SEED'] ?? Date.now() % 1_000_000);
  const random = randomNumbers(seed);
  const folder = await mkdtemp(join(tmpdir(), 'stepframe-profile-'));
  const browser = new MortalBrowser(folder);
  const all: Round[] = [];
  await browser.start();
  try {
    let page = await browser.open();
    const references: Record<string, string> = {};
    for (const [name, film] of Object.entries(films)) {
      await page.evaluate((each) => window.faults.run(each), film);
      references[name] = (await page.evaluate(() => window.faults.finish())).sha256;
    }
    for (let take = 0; all.length < rounds; take++) {
      const name = take % 2 === 1 ? 'h264' : 'vp9';
      const film = films[name]!;
      const killed: Round[] = [];
      const framesBefore = browser.framesDrawn;
      let id = await page.evaluate((each) => window.faults.run(each), film);
      let [storedBefore, drawnBefore] = [0, framesBefore];
      for (;;) {
        const moment = (['page crash', 'renderer killed', 'page crash', 'browser killed'] as const)[
          Math.floor(random() * 4)
        ]!;
        // Sometimes while it is still being looked at what is there; before the first time nothing is there.
        const whilePreparing = killed.length > 0 && random() < 0.2;
        const afterMs = random() * (whilePreparing ? 300 : 1200);
        if (!whilePreparing)
          await page.waitForFunction(() => !['idle', 'preparing'].includes(window.faults.state().phase));
        await new Promise((resolve) => setTimeout(resolve, afterMs));
        const { phase } = await page.evaluate(() => window.faults.state());
        if (phase === 'complete' || all.length + killed.length >= rounds) break;
        await browser.kill(page, moment);
        const framesDrawn = browser.framesDrawn;
        page = await browser.open();
        const [unfinished, ...others] = await page.evaluate(() => window.faults.unfinished());
        expect(others).toEqual([]);
        expect(unfinished, 'the export is still there').toBeDefined();
        const { framesStored } = unfinished!;
        const drawnAgain = storedBefore + framesDrawn - drawnBefore - framesStored;
        killed.push({ film: name, moment, afterMs, framesStored, drawnAgain, outcome: 'resumed' });
        expect(unfinished!.id).toBe(id);
        expect(framesStored).toBeGreaterThanOrEqual(storedBefore);
        expect(drawnAgain).toBeLessThan(2 * segmentFrames);
        [storedBefore, drawnBefore] = [framesStored, 0];
        id = await page.evaluate(([each, known]) => window.faults.run(each, known), [film, id] as const);
      }
      const { sha256, base64, frames } = await page.evaluate(() => window.faults.finish());
      all.push(...killed);
      expect(frames).toBe(film.durationInFrames);
      expect(sha256, `the file of export ${take + 1} is the one of an undisturbed export`).toBe(references[name]);
      if (killed.length > 0) killed.at(-1)!.outcome = 'resumed and finished: same file';
      await expectAllFrames(film, base64, join(folder, `film-${take}`));
      expect(await page.evaluate(() => window.faults.unfinished())).toEqual([]);
    }
  } finally {
    console.log(table(seed, all));
    await browser.close().catch(() => undefined); // It may be dead.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  console.log(
    `Frames drawn again after a kill: at the most ${Math.max(...all.map(({ drawnAgain }) => drawnAgain))}, ` +
      `${all.reduce((sum, { drawnAgain }) => sum + drawnAgain, 0)} in all.`,
  );
});

async function expectAllFrames({ width, height, durationInFrames }: Film, base64: string, path: string): Promise<void> {
  await writeFile(path, Buffer.from(base64, 'base64'));
  const codes = (await decodeLuma(path, width, height)).map((luma) => readFrameCode(luma, width, height));
  expect(codes).toEqual(Array.from({ length: durationInFrames }, (_, index) => index));
  await rm(path);
}
