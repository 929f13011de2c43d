import { expect, test } from '@playwright/test';
import { startServer, type StaticServer } from '../src/cli/static-server';
import { BareBrowser, type BareTab } from './bare-browser';
import { pageFiles } from './faults-host';
import type { ExportState, Film, FinishedFile } from './faults-page';
import { filmCodes } from './film-codes';

const film: Film = { preset: 'webm-vp9', width: 160, height: 96, durationInFrames: 300, frameMs: 2 };

let server: StaticServer;
let browser: BareBrowser;
let tab: BareTab;

test.beforeEach(async () => {
  const fileAt = await pageFiles();
  server = await startServer({
    '/': (rest, _query, _request, response) => {
      const { contentType, body } = fileAt(rest);
      response.setHeader('Content-Type', contentType).end(body);
      return Promise.resolve();
    },
  });
  browser = await BareBrowser.launch();
  tab = await browser.open(`http://127.0.0.1:${server.port}/`);
  await expect.poll(() => tab.evaluate('"faults" in window')).toBe(true);
});

test.afterEach(async () => {
  await browser.close();
  await server.close();
});

const start = (given: Film): Promise<string> => tab.evaluate(`faults.run(${JSON.stringify(given)})`);
const state = (): Promise<ExportState> => tab.evaluate('faults.state()');

/** Puts another tab in front. */
async function hide(): Promise<void> {
  await browser.open('about:blank');
  await expect.poll(async () => (await state()).visibility).toBe('hidden');
}

async function frameCodes(given: Film): Promise<number[]> {
  return filmCodes(await tab.evaluate<FinishedFile>('faults.finish()'), given);
}

const numbers = Array.from({ length: film.durationInFrames }, (_, index) => index);

/** Runs of a timer of 10 ms in a second. */
const timerRuns = `new Promise((resolve) => {
  let runs = 0;
  const end = performance.now() + 1000;
  (function again() { runs++; performance.now() < end ? setTimeout(again, 10) : resolve(runs); })();
})`;

for (const drawing of ['canvas', 'loop', 'element'] as const) {
  test(`a hidden tab exports what it would in front: ${drawing}`, async () => {
    const took: number[] = [];
    const exported = async (given: Film): Promise<void> => {
      const from = performance.now();
      await start(given);
      expect(await frameCodes(given)).toEqual(numbers);
      took.push(performance.now() - from);
    };
    await exported({ ...film, drawing });
    await hide();
    // That the browser does throttle it: some 60 in front.
    expect(await tab.evaluate(timerRuns)).toBeLessThan(10);
    await exported({ ...film, drawing });
    expect((await state()).visibility).toBe('hidden');
    console.log(`${drawing}: ${took[1]!.toFixed(0)} ms hidden, ${took[0]!.toFixed(0)} in front`);
  });
}

// Chromium loads no video in a tab that is hidden from the start: such an export begins when it is seen.
test('an export with a video element that is hidden while it runs', async () => {
  await start(film);
  expect(await frameCodes(film)).toEqual(numbers);
  const video = { ...film, drawing: 'video' } as const;
  await start(video);
  await expect.poll(async () => (await state()).phase).toBe('rendering');
  await hide();
  const { drawn } = await state();
  expect(await frameCodes(video)).toEqual(numbers);
  console.log(`hidden after ${drawn - film.durationInFrames} of ${film.durationInFrames} frames`);
});

test('an export that is hidden and shown again while it runs, awake whenever it is seen', async () => {
  const long = { ...film, frameMs: 30 };
  await start(long);
  await expect.poll(async () => (await state()).phase).toBe('rendering');
  expect((await state()).wakeLocks).toBe(1);
  await hide();
  await expect.poll(async () => (await state()).wakeLocks).toBe(0);
  await tab.bringToFront();
  await expect.poll(async () => (await state()).wakeLocks).toBe(1);
  expect((await state()).phase).toBe('rendering');
  expect(await frameCodes(long)).toEqual(numbers);
  await expect.poll(async () => (await state()).wakeLocks).toBe(0);
});
