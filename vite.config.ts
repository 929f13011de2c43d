import { resolve } from 'node:path';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { browserArguments, findBrowser } from './src/cli/find-browser.ts';
import { kernels } from './src/kernels/kernel-plugin.ts';
import { workerFiles } from './src/workers/worker-files-plugin.ts';
import { mediaCommands } from './test/support/media-commands.ts';

const path = (relative: string): string => resolve(import.meta.dirname, relative);

// Minified here, since a host's bundler sees an inlined worker as a text.
const workers = {
  format: 'es',
  plugins: () => [kernels()],
  rolldownOptions: { output: { codeSplitting: false, minify: true } },
} as const;

/** The demo editor and the page the terminal command drives. */
const app: ViteUserConfig = {
  root: path('src'),
  base: './',
  plugins: [kernels()],
  publicDir: path('public'),
  worker: workers,
  server: { port: 5173, open: false },
  build: {
    outDir: path('dist/app'),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { input: { editor: path('src/editor/index.html'), cli: path('src/cli/page.html') } },
  },
};

const files = workerFiles();

/** They ask Node's `process` for its mode, which a page without a bundler does not have: they go into the package, answered. */
const takenIn = /^(@nanostores\/i18n|nanostores)(\/|$)/;

function staysImport(id: string): boolean {
  return !/^[./\0]/.test(id) && !takenIn.test(id);
}

/** The package. Dependencies stay imports, so that a host's bundler shares them; workers are inlined whole. */
const library: ViteUserConfig = {
  plugins: [kernels(), files.written],
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  publicDir: false,
  worker: { ...workers, plugins: () => [kernels(), files.taken] },
  build: {
    outDir: path('dist/lib'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    minify: false,
    lib: {
      entry: { index: path('src/index.ts'), elements: path('src/elements.ts'), prores: path('src/prores.ts') },
      formats: ['es'],
    },
    rolldownOptions: { external: staysImport },
  },
};

const executablePath = findBrowser();

const tests: ViteUserConfig = {
  plugins: [kernels()],
  root: path('.'),
  // Two runs at once would write one cache.
  cacheDir: path(`node_modules/.vite${process.env['STEPFRAME_HALF'] ?? ''}`),
  publicDir: path('public'),
  worker: workers,
  test: {
    reporters: process.env['CI'] === undefined ? ['default'] : ['verbose'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node', testTimeout: 30_000 },
      },
      {
        extends: true,
        // Dependencies named up front: one found in the middle of a run would reload the page under the tests.
        optimizeDeps: {
          include: [
            'mediabunny',
            '@nanostores/i18n',
            'nanostores',
            '@mediabunny/prores',
            '@mediabunny/aac-encoder',
            'comlink',
            'idb',
            'valibot',
            'fft.js',
            'lit',
            'lit/directives/live.js',
            'lit/directives/repeat.js',
            'lit/directives/unsafe-html.js',
            'hash-wasm',
            'zustand/vanilla',
            'nanostores',
            '@nanostores/i18n',
            '@zumer/snapdom',
            'html2canvas',
            'lottie-web',
            'client-zip',
            'culori',
            'fast-png',
            'axe-core',
          ],
        },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // One at a time: their storage is one. `npm test` runs two halves at once, each in a browser of its own.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(executablePath === undefined ? {} : { executablePath }),
                args: [...browserArguments],
              },
            }),
            viewport: { width: 1400, height: 900 },
            instances: [{ browser: 'chromium' }],
            commands: mediaCommands,
          },
        },
      },
    ],
  },
};

export default defineConfig(({ mode }) => {
  if (process.env['VITEST'] !== undefined) return tests;
  return mode === 'lib' ? library : app;
});
