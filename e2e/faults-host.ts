import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BrowserContext, Page } from '@playwright/test';
import { build } from 'esbuild';

const run = promisify(execFile);
const packageFolder = resolve(import.meta.dirname, '..');
const ffmpegCore = resolve(packageFolder, 'node_modules/@ffmpeg/core/dist/esm');
const library = resolve(packageFolder, 'dist/lib/index.js');
const address = 'http://faults.localhost/';

let script: Promise<string> | undefined;

/** `faults-page.ts` over the built library, as one module. */
async function bundle(): Promise<string> {
  await run('npm', ['run', 'build:lib'], { cwd: packageFolder });
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./faults-page.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    plugins: [
      {
        name: 'the built library',
        setup: (bundling) => bundling.onResolve({ filter: /\/src\/index$/ }, () => ({ path: library })),
      },
    ],
  });
  return outputFiles[0]!.text;
}

/** The page to export on: what its address and that of its script answer. */
export async function pageFiles(): Promise<(path: string) => { contentType: string; body: string }> {
  script ??= bundle();
  const body = await script;
  return (path) =>
    path.endsWith('.js')
      ? { contentType: 'text/javascript', body }
      : {
          contentType: 'text/html',
          body: '<!doctype html><body>Faults<script type="module" src="/page.js"></script>',
        };
}

/** Gives a browser the page to export on. @param headers of all that it is made of */
export async function servePage(context: BrowserContext, headers: Record<string, string> = {}): Promise<void> {
  const fileAt = await pageFiles();
  await context.route(`${address}**`, (route) => route.fulfill({ ...fileAt(route.request().url()), headers }));
  await context.route(`${address}ffmpeg/*`, (route) =>
    route.fulfill({
      path: resolve(ffmpegCore, new URL(route.request().url()).pathname.slice('/ffmpeg/'.length)),
      headers,
    }),
  );
}

/** Opens the page in a new tab. */
export async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => 'faults' in window);
  return page;
}
