import { expect, test, type Dialog, type Page } from '@playwright/test';
import { openPage, servePage } from './faults-host';
import type { Film, FinishedFile } from './faults-page';
import { filmCodes } from './film-codes';

const film: Film = { preset: 'webm-vp9', width: 160, height: 96, durationInFrames: 600, frameMs: 5 };
const long: Film = { ...film, durationInFrames: 3000 };

test.beforeEach(({ context }) => servePage(context));

async function start(page: Page, given: Film, id?: string): Promise<string> {
  return page.evaluate(([each, known]) => window.faults.run(each, known), [given, id] as const);
}

function finish(page: Page): Promise<FinishedFile> {
  return page.evaluate(() => window.faults.finish());
}

async function rendering(page: Page): Promise<void> {
  await page.waitForFunction(() => window.faults.state().phase === 'rendering');
}

async function segmentsStored(page: Page, count: number): Promise<void> {
  await page.waitForFunction((wanted) => window.faults.state().segmentsStored >= wanted, count);
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test('two tabs export at once, each its own film', async ({ context }) => {
  const films: Film[] = [film, { ...film, preset: 'mp4-h264', width: 320, height: 180, durationInFrames: 300 }];
  const pages = [await openPage(context), await openPage(context)];
  await Promise.all(pages.map((page, index) => start(page, films[index]!)));
  const files = await Promise.all(pages.map(finish));
  for (const [index, file] of files.entries())
    expect(await filmCodes(file, films[index]!)).toEqual(numbers(films[index]!.durationInFrames));
  for (const page of pages) expect(await page.evaluate(() => window.faults.unfinished())).toEqual([]);
});

test('an export that one tab works on cannot be resumed in another', async ({ context }) => {
  const [first, second] = [await openPage(context), await openPage(context)];
  const id = await start(first, film);
  await segmentsStored(first, 1);
  expect(await second.evaluate(() => window.faults.unfinished())).toEqual([]);
  await start(second, film, id);
  await expect(finish(second)).rejects.toThrow('in another tab');
  expect(await second.evaluate(() => window.faults.state())).toMatchObject({
    phase: 'failed',
    error: 'storage/export-in-use',
  });
  expect(await filmCodes(await finish(first), film)).toEqual(numbers(film.durationInFrames));
});

test('a tab that dies with a finished file: another tab has it at once', async ({ context }) => {
  const first = await openPage(context);
  const id = await start(first, film);
  await first.waitForFunction(() => window.faults.state().phase === 'complete');
  const second = await openPage(context);
  await expect.poll(() => second.evaluate(() => window.faults.unfinished())).toEqual([]);
  await first.close();
  await expect
    .poll(() => second.evaluate(() => window.faults.unfinished()))
    .toEqual([{ id, framesStored: film.durationInFrames, finished: true }]);
  await start(second, film, id);
  expect(await filmCodes(await finish(second), film)).toEqual(numbers(film.durationInFrames));
  expect((await second.evaluate(() => window.faults.state())).drawn).toBe(0);
  expect(await second.evaluate(() => window.faults.unfinished())).toEqual([]);
});

test('asks before the page is left while it exports, and at no other time', async ({ context }) => {
  const page = await openPage(context);
  const dialogs: Dialog[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog);
    void dialog.dismiss();
  });
  // Browsers ask only where the user has done something on the page.
  await page.mouse.click(20, 20);
  const reload = (): Promise<unknown> => page.reload({ timeout: 3000 }).catch((reason: unknown) => reason);

  const id = await start(page, long);
  await segmentsStored(page, 1);
  await reload();
  expect(dialogs.map((dialog) => dialog.type())).toEqual(['beforeunload']);
  await page.evaluate(() => window.faults.pause());
  expect((await page.evaluate(() => window.faults.state())).phase).toBe('paused');
  await page.mouse.click(20, 20);
  await page.reload();
  expect(dialogs).toHaveLength(1);
  await page.waitForFunction(() => 'faults' in window);
  expect(await page.evaluate(() => window.faults.unfinished())).toMatchObject([{ id }]);
  await page.mouse.click(20, 20);
  await page.reload();
  expect(dialogs, 'idle').toHaveLength(1);
});

test('survives being frozen', async ({ context }) => {
  const page = await openPage(context);
  await start(page, film);
  await rendering(page);
  const session = await context.newCDPSession(page);
  for (let time = 0; time < 3; time++) {
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(await filmCodes(await finish(page), film)).toEqual(numbers(film.durationInFrames));
});
