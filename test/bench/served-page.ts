import { resolve } from 'node:path';
import { chromium, type Page } from 'playwright';
import { build, preview } from 'vite';
import { browserArguments, findBrowser } from '../../src/cli/find-browser';
import { kernels } from '../../src/kernels/kernel-plugin';

/** Builds a bench's `page.html`, opens it in a browser of its own, and ends all of it when `run` is over. */
export async function withBenchPage<T>(
  { folder, outDir }: { folder: string; outDir: string },
  run: (page: Page) => Promise<T>,
): Promise<T> {
  const config = { configFile: false, root: folder, base: './', logLevel: 'error' } as const;
  await build({
    ...config,
    plugins: [kernels()],
    worker: { format: 'es', plugins: () => [kernels()], rolldownOptions: { output: { codeSplitting: false } } },
    build: { outDir, emptyOutDir: true, target: 'es2022', rolldownOptions: { input: resolve(folder, 'page.html') } },
  });
  const server = await preview({ ...config, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...browserArguments],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`${server.resolvedUrls!.local[0]!}page.html`);
    return await run(page);
  } finally {
    await browser.close();
    await server.close();
  }
}
