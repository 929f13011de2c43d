import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Plugin } from 'vite';
import { ExportError } from '../errors';

/** The folder of the package: where `package.json` lies. */
export const packageFolder = resolve(import.meta.dirname, '../..');

const builds = join(packageFolder, 'dist/cli');
const inputs = ['src', 'public', 'vite.config.ts', 'package-lock.json'];
const dayMs = 24 * 60 * 60 * 1000;

/**
 * The folder of a build of the page that is up to date, built if there is none.
 *
 * A build is named after a digest of everything it is made from and gets that name only when it is whole. So it is
 * never stale, commands running at once cannot get in each other's way, and a running export keeps its files while a
 * newer source is built beside it.
 *
 * @throws ExportError `internal` (page-not-built)
 */
export async function builtApp(log: (line: string) => void): Promise<string> {
  for (;;) {
    const name = await digestOfInputs();
    const folder = join(builds, name);
    if (existsSync(folder)) {
      await utimes(folder, new Date(), new Date());
      return folder;
    }
    log('Building the export page …');
    const draft = join(builds, `draft-${randomBytes(4).toString('hex')}`);
    try {
      await buildPage(draft);
      // Sources that changed meanwhile would leave a build under the wrong name.
      if ((await digestOfInputs()) === name) await publish(draft, folder);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    await removeOldBuilds();
  }
}

async function buildPage(outDir: string): Promise<void> {
  // Loaded only when needed: a command that finds its page built starts a second sooner.
  const { build } = await import('vite');
  try {
    await build({
      configFile: join(packageFolder, 'vite.config.ts'),
      plugins: [exportPageOnly()],
      build: { outDir, emptyOutDir: true, reportCompressedSize: false, chunkSizeWarningLimit: Infinity },
      // Standard output is the report's. What goes wrong is thrown.
      logLevel: 'silent',
    });
  } catch (cause) {
    throw new ExportError('internal', {
      detail: 'page-not-built',
      stage: 'prepare',
      message: `The export page could not be built: ${stripVTControlCharacters(String(cause))}`,
      remedy: 'Run npm ci and try again; if the sources were edited, correct what the message names.',
      cause,
    });
  }
}

/** The editor is built by the same configuration; a command has no use for it. */
function exportPageOnly(): Plugin {
  return {
    name: 'stepframe:export-page-only',
    config: (config) => {
      config.build!.rolldownOptions!.input = { cli: join(packageFolder, 'src/cli/page.html') };
    },
  };
}

/** Another command may have published the same build first; then that one is as good. */
async function publish(draft: string, folder: string): Promise<void> {
  try {
    await rename(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

async function digestOfInputs(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of (await Promise.all(inputs.map(filesUnder))).flat()) {
    hash.update(`${path}\0`).update(await readFile(join(packageFolder, path)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Paths from the package's folder, in an order that does not depend on the file system. */
async function filesUnder(path: string): Promise<string[]> {
  const absolute = join(packageFolder, path);
  if (!existsSync(absolute)) return [];
  if (!(await stat(absolute)).isDirectory()) return [path];
  const entries = await readdir(absolute, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(packageFolder.length + 1))
    .sort();
}

/** A build unused for a day serves no running export any more. */
async function removeOldBuilds(): Promise<void> {
  await mkdir(builds, { recursive: true });
  for (const name of await readdir(builds)) {
    const folder = join(builds, name);
    const used = await stat(folder).catch(() => null);
    if (used !== null && Date.now() - used.mtimeMs > dayMs) await rm(folder, { recursive: true, force: true });
  }
}
