import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright';
import { cancelled, ExportError } from '../errors';
import { ensureBrowser, launchBrowser, pageOrigin } from './browser';

/** A page whose main thread has not answered for so long is taken for hung. A frame may take 30 s at most. */
const hungAfterMs = 60_000;
const probeEveryMs = 5_000;

/** Where the page of a build lies that is served under `/app/`. */
export const pagePath = '/app/cli/page.html';

export interface PagePlace {
  /** The port of this machine that the page comes from. */
  port: number;
  /** Under the page's origin. */
  path: string;
  /** Keeps what the page stores; null: nothing is kept. */
  profile: string | null;
}

/**
 * Opens a page in a browser of its own, lets `use` work with it, and ends the browser whatever happened.
 *
 * @throws ExportError what `use` throws; `worker-crash` when the page or the browser dies or hangs; `cancelled`
 */
export async function withPage<T>(
  { path, ...place }: PagePlace,
  use: (page: Page) => Promise<T>,
  { log, signal }: { log: (line: string) => void; signal: AbortSignal },
): Promise<T> {
  const browser = await launchBrowser(ensureBrowser(log), place);
  try {
    const page = browser.pages()[0] ?? (await browser.newPage());
    page.on('pageerror', (error) => log(`page: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') log(`page: ${message.text()}`);
    });
    const ended = new AbortController();
    try {
      return await Promise.race([open(page, path, use), death(browser, page, signal), hang(page, ended.signal)]);
    } finally {
      ended.abort();
    }
  } finally {
    await browser.close();
  }
}

async function open<T>(page: Page, path: string, use: (page: Page) => Promise<T>): Promise<T> {
  try {
    await page.goto(pageOrigin + path);
    return await use(page);
  } catch (error) {
    if (error instanceof ExportError) throw error;
    throw crashed('page-failed', `The page failed: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

function death(browser: BrowserContext, page: Page, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => reject(cancelled('render'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    page.once('crash', () => reject(crashed('page-crashed', 'The page crashed.')));
    browser.once('close', () => reject(crashed('browser-gone', 'The browser ended by itself.')));
  });
}

/** Rejects when the page's main thread stops answering; stays silent otherwise, and stops when `ended` is aborted. */
async function hang(page: Page, ended: AbortSignal): Promise<never> {
  for (;;) {
    await delay(probeEveryMs, undefined, { signal: ended });
    if (!(await answers(page, ended))) {
      throw crashed('page-hung', `The page has not answered for ${hungAfterMs / 1000} seconds.`);
    }
  }
}

async function answers(page: Page, ended: AbortSignal): Promise<boolean> {
  const answered = new AbortController();
  const patience = AbortSignal.any([ended, answered.signal]);
  try {
    return await Promise.race([
      // A page that is gone is reported as such by `death`.
      page.evaluate(() => true).catch(() => true),
      delay(hungAfterMs, false, { signal: patience }),
    ]);
  } finally {
    answered.abort();
  }
}

function crashed(detail: string, message: string, cause?: unknown): ExportError {
  return new ExportError('worker-crash', {
    detail,
    stage: 'render',
    message,
    remedy: 'Run the command again; if it happens again, export a smaller size or look for an endless loop.',
    recoverable: true,
    cause,
  });
}
