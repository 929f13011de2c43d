import { expect, test, type BrowserContext } from '@playwright/test';
import { openPage, servePage } from './faults-host';
import type { Film, FinishedFile } from './faults-page';

const film: Film = { preset: 'prores-422', width: 320, height: 180, durationInFrames: 90, frameMs: 1 };

const isolating = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

async function exported(context: BrowserContext, isolated: boolean): Promise<FinishedFile> {
  const page = await openPage(context);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
  await page.evaluate((given) => window.faults.run(given), film);
  return page.evaluate(() => window.faults.finish());
}

// There, frames lie in memory that the page's workers share; elsewhere they are handed over.
test('an isolated page makes the same ProRes', async ({ browser, context }) => {
  await servePage(context);
  const plain = await exported(context, false);
  const isolated = await browser.newContext();
  await servePage(isolated, isolating);
  const shared = await exported(isolated, true);
  expect(shared.frames).toBe(90);
  expect(shared.sha256).toBe(plain.sha256);
  await isolated.close();
});
