import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { Soak, SoakProgress, SoakRequest, SoakResult } from './page';
import { processMemory, type ProcessMemory } from './process-memory';
import type { SoakBrowser } from './soak-browser';

const sampleEveryMs = 1000;

/** What was held at one moment of an export, bytes. */
export interface MemorySample extends ProcessMemory {
  framesDone: number;
  phase: string;
  /** What the browser says the page and its workers hold; null where that was not measured. */
  heap: number | null;
}

export interface WatchedExport {
  result: SoakResult;
  seconds: number;
  samples: MemorySample[];
}

declare global {
  var soak: Soak;
}

/** Runs an export in a page and looks once a second at what the browser holds, and its page by its own account. */
export async function watchExport(browser: SoakBrowser, page: Page, request: SoakRequest): Promise<WatchedExport> {
  const samples: MemorySample[] = [];
  const startedAt = performance.now();
  const over = new AbortController();
  await page.evaluate((asked) => globalThis.soak.start(asked), request);
  const watching = watch(browser, page, samples, over.signal);
  try {
    const result = await page.evaluate(() => globalThis.soak.result());
    return { result, seconds: (performance.now() - startedAt) / 1000, samples };
  } finally {
    over.abort();
    await watching;
  }
}

async function watch(browser: SoakBrowser, page: Page, samples: MemorySample[], over: AbortSignal): Promise<void> {
  let heap: number | null = null;
  let measuring: Promise<void> | null = null;
  while (!over.aborted) {
    // One measurement at a time, beside the samples: a busy page answers late.
    measuring ??= page
      .evaluate(() => globalThis.soak.heapBytes())
      .then((bytes) => {
        heap = bytes;
        measuring = null;
      });
    const progress: SoakProgress = await page.evaluate(() => globalThis.soak.progress());
    samples.push({ ...(await processMemory(browser.pid)), ...progress, heap });
    await delay(sampleEveryMs, undefined, { signal: over }).catch(() => undefined); // Over: no more to wait for.
  }
  await measuring;
}
