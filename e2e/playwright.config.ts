import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from '../src/cli/find-browser';

const executablePath = findBrowser();
// One of this run's own, so that two checkouts may be tested side by side; the workers inherit it.
const port = Number((process.env['STEPFRAME_TEST_PORT'] ??= String(20_000 + (process.pid % 20_000))));

/** The built editor and the terminal command, as a person meets them. `npm run build` comes first. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  // An export fills every core: one test at a time, and what fails is not tried again until it passes.
  workers: 1,
  retries: 0,
  timeout: 120_000,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1400, height: 900 },
    launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: [...browserArguments] },
  },
  webServer: {
    command: `npx vite preview --host 127.0.0.1 --port ${port} --strictPort`,
    cwd: resolve(import.meta.dirname, '..'),
    url: `http://127.0.0.1:${port}/editor/index.html`,
    stdout: 'ignore',
  },
});
