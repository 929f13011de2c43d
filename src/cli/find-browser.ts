import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of a Chromium to drive: `STEPFRAME_BROWSER`, Playwright's own if it is there, else the system's. */
export function findBrowser(): string | undefined {
  const asked = process.env['STEPFRAME_BROWSER'];
  if (asked !== undefined && asked !== '') return asked;
  return [chromium.executablePath(), ...systemPaths].find((path) => existsSync(path));
}

/** What a browser that exports needs: no sandbox as root, no throttling of a page nobody looks at, no background traffic. */
export const browserArguments: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--autoplay-policy=no-user-gesture-required',
];
