import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { createProject, packedFiles } from './packed-package';

const run = promisify(execFile);
const packageFolder = resolve(import.meta.dirname, '..');
const compiler = join(packageFolder, 'node_modules/typescript/bin/tsc');

interface Manifest {
  sideEffects: string[];
  exports: Record<string, { types: string; default: string } | string>;
}

const manifestOf = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  await packedFiles();
});

test('publint finds nothing in the package', async () => {
  const pkgDir = await packedFiles();
  const { messages, pkg } = await publint({ pkgDir, pack: false, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

test('a strict TypeScript host compiles, with a bundler’s way of resolving and with Node’s', async () => {
  await using project = await createProject();
  await writeFile(
    join(project.folder, 'host.ts'),
    await readFile(join(packageFolder, 'test/package/typed-host.ts'), 'utf8'),
  );
  // What the declarations themselves import is looked at once.
  for (const [module, moduleResolution, skipLibCheck] of [
    ['ESNext', 'bundler', true],
    ['NodeNext', 'nodenext', false],
  ] as const) {
    const compilerOptions = {
      target: 'ES2022',
      lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
      module,
      moduleResolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: [],
    };
    await writeFile(
      join(project.folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck }, files: ['host.ts'] }),
    );
    const found = await run(process.execPath, [compiler, '-p', '.'], { cwd: project.folder }).catch(
      (failed: unknown) => failed as { stdout: string },
    );
    expect(found.stdout, moduleResolution).toBe('');
  }
});

test('the entries that touch no page are imported by Node, where they list, validate and encode', async () => {
  await using project = await createProject();
  const script = `
    import { presets, findPreset, fromCanvas, settingsFor } from 'stepframe';
    import { createProResEncoder } from 'stepframe/prores';
    const film = fromCanvas({ id: 'a', name: 'A', width: 64, height: 64, frameRate: 25, durationInFrames: 5, draw() {} });
    const encoder = await createProResEncoder({ profile: '422', width: 64, height: 64, frameRate: 25 });
    const { codec } = settingsFor(findPreset('mp4-h264'), film).video;
    const packet = encoder.encode(new Uint8Array(64 * 64 * 4).buffer);
    console.log(JSON.stringify([presets.length > 40, codec, packet.byteLength > 100]));
  `;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: project.folder });
  expect(stdout).toBe('[true,"h264",true]\n');
});

test('every entry is there with its types and its source map, and only the elements have an effect', async () => {
  const folder = await packedFiles();
  const { exports, sideEffects } = await manifestOf(folder);
  for (const entry of Object.values(exports)) {
    if (typeof entry === 'string') continue;
    expect(await readFile(join(folder, entry.types), 'utf8')).toContain('export');
    const map = JSON.parse(await readFile(join(folder, `${entry.default}.map`), 'utf8')) as {
      sources: string[];
      sourcesContent: (string | null)[];
    };
    expect(map.sources.length).toBeGreaterThan(1);
    expect(map.sourcesContent.every((text) => text !== null && text.length > 0)).toBe(true);
  }
  expect(sideEffects).toContain(`./${join('dist/lib/elements.js')}`);
  const workers = (await readdir(join(folder, 'dist/lib/workers'))).toSorted();
  expect(workers).toEqual(['audio', 'encode', 'ffmpeg', 'mux', 'prores', 'quality'].map((name) => `${name}.js`));
});

test('of an import that is not used nothing is left in a bundle', async () => {
  await using project = await createProject();
  const { build } = await import('esbuild');
  const bundled = async (contents: string): Promise<string> => {
    const options = {
      bundle: true,
      write: false,
      format: 'esm',
      minify: true,
      splitting: true,
      outdir: 'dist',
    } as const;
    const { outputFiles } = await build({ stdin: { contents, resolveDir: project.folder }, ...options });
    return outputFiles.find(({ path }) => path.endsWith('stdin.js'))!.text;
  };
  expect(await bundled(`import { createExporter } from 'stepframe'; console.log(1);`)).toMatch(
    /^(import"[^"]*";)*console\.log\(1\);\s*$/,
  );
  expect(await bundled(`import 'stepframe/elements';`)).toContain('stepframe-export-button');
});
