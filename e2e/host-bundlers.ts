import { join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { build as vite, createServer, type PluginOption } from 'vite';
import webpack from 'webpack';
import type { Project } from './packed-package';

/** Bundles `main.js` of a project, with what it loads later, into `dist/`. */
export type Bundler = (project: Project) => Promise<void>;

export const bundlers = {
  vite: (project) => buildWithVite(project),

  async webpack({ folder }) {
    const compiler = webpack({
      mode: 'production',
      context: folder,
      entry: './main.js',
      output: { path: join(folder, 'dist'), filename: 'main.js' },
      // That one speaks of size is no fault.
      performance: false,
    });
    await new Promise<void>((done, failed) => {
      compiler.run((error, stats) => {
        const problems = stats?.toString({ all: false, errors: true, warnings: true }) ?? '';
        if (error) failed(error);
        else if (problems === '') done();
        else failed(new Error(problems));
      });
    });
    await new Promise((done) => compiler.close(done));
  },

  async esbuild({ folder }) {
    await esbuild({
      absWorkingDir: folder,
      entryPoints: ['main.js'],
      outdir: 'dist',
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      logLevel: 'error',
    });
  },
} satisfies Record<string, Bundler>;

/** As Vite builds a page: `index.html` names the module. */
export async function buildWithVite({ folder }: Project, plugins: PluginOption[] = []): Promise<void> {
  await vite({ ...common(folder), plugins });
}

/** Vite while one develops: modules one by one, dependencies optimised when they are first met. */
export async function developWithVite({ folder }: Project): Promise<{ origin: string } & AsyncDisposable> {
  const server = await createServer({
    ...common(folder),
    server: { host: '127.0.0.1', port: 0, hmr: false, ws: false },
  });
  await server.listen();
  const [origin] = server.resolvedUrls!.local;
  return { origin: origin!, [Symbol.asyncDispose]: () => server.close() };
}

const common = (root: string) => ({ root, configFile: false, logLevel: 'error' }) as const;
