import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Page } from 'playwright';
import { build, preview } from 'vite';
import { kernels } from '../../src/kernels/kernel-plugin';
import { browserArguments, findBrowser } from '../../src/cli/find-browser';
import { mainProcess } from './process-memory';

const root = resolve(import.meta.dirname, '../..');
const pageFolder = resolve(root, 'test/soak');
const config = { configFile: false, root: pageFolder, base: './', logLevel: 'error' } as const;

/** The built page behind an address of its own, isolated, so that it may measure its memory. */
export interface SoakServer {
  readonly pageUrl: string;
  close(): Promise<void>;
}

export async function startSoakServer(): Promise<SoakServer> {
  // Of this run alone, so that several may run beside each other.
  const outDir = await mkdtemp(join(tmpdir(), 'stepframe-soak-page-'));
  await build({
    ...config,
    // Not shaken: the package says that its modules have no effect when imported, and a worker of ours counts on theirs.
    plugins: [kernels()],
    worker: {
      format: 'es',
      plugins: () => [kernels()],
      rolldownOptions: { treeshake: false, output: { codeSplitting: false } },
    },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      rolldownOptions: { input: join(pageFolder, 'page.html') },
    },
  });
  const server = await preview({
    ...config,
    build: { outDir },
    preview: {
      port: 0,
      host: '127.0.0.1',
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    },
  });
  return {
    pageUrl: `${server.resolvedUrls!.local[0]!}page.html`,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true });
    },
  };
}

/** A browser with a profile on the disk, as a user's has: one without keeps what pages store in memory. */
export interface SoakBrowser {
  readonly profile: string;
  /** Of the browser's main process. */
  readonly pid: number;
  openPage(): Promise<Page>;
}

/** Gives `use` a fresh browser and removes it, profile and all, whatever happened. */
export async function withBrowser<T>(server: SoakServer, use: (browser: SoakBrowser) => Promise<T>): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), 'stepframe-soak-'));
  try {
    const executablePath = findBrowser();
    const context = await chromium.launchPersistentContext(profile, {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Measures at once, where it would else wait for the next garbage collection.
      args: [...browserArguments, '--enable-blink-features=ForceEagerMeasureMemory'],
    });
    try {
      const pid = await mainProcess(profile);
      const openPage = async (): Promise<Page> => {
        const page = await context.newPage();
        page.on('pageerror', (error) => console.error(error));
        await page.goto(server.pageUrl);
        return page;
      };
      return await use({ profile, pid, openPage });
    } finally {
      await context.close();
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
