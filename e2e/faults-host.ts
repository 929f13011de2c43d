import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BrowserContext, Page } from '@playwright/test';
import { build } from 'esbuild';

const run = promisify(execFile);
const packageFolder = resolve(import.meta.dirname, '..');
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

/** Gives a browser the page to export on. */
export async function servePage(context: BrowserContext): Promise<void> {
  script ??= bundle();
  const body = await script;
  await context.route(`${address}**`, (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body })
      : route.fulfill({
          contentType: 'text/html',
          body: '<!doctype html><body>Faults<script type="module" src="/page.js"></script>',
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
