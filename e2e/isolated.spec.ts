import { expect, test, type BrowserContext } from '@playwright/test';
import { openPage, servePage } from './faults-host';
import type { Film, FinishedFile } from './faults-page';

const isolating = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

async function exported(context: BrowserContext, film: Film, isolated: boolean): Promise<FinishedFile> {
  const page = await openPage(context);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
  await page.evaluate((given) => window.faults.run(given), film);
  return page.evaluate(() => window.faults.finish());
}

// There, frames lie in memory that the page's workers share; elsewhere they are handed over.
for (const preset of ['prores-422', 'dnxhr-hq'] as const) {
  test(`an isolated page makes the same file: ${preset}`, async ({ browser, context }) => {
    const film: Film = { preset, width: 320, height: 180, durationInFrames: 90, frameMs: 1 };
    await servePage(context);
    const plain = await exported(context, film, false);
    const isolated = await browser.newContext();
    await servePage(isolated, isolating);
    const shared = await exported(isolated, film, true);
    expect(shared.frames).toBe(90);
    expect(shared.sha256).toBe(plain.sha256);
    await isolated.close();
  });
}
