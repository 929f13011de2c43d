import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { build } from 'esbuild';
import { exportThroughDialog } from './dialog';
import { decodeLuma, probe } from './media';

const run = promisify(execFile);
const packageFolder = resolve(import.meta.dirname, '..');
const example = join(packageFolder, 'test/package/embed-example.js');

let host: string;
test.beforeEach(async () => {
  host = await mkdtemp(join(tmpdir(), 'stepframe-host-'));
});
test.afterEach(() => rm(host, { recursive: true, force: true }));

/** What a host gets from a registry: the packed files, and links to the dependencies the manifest names, no others. */
async function installPackage(): Promise<void> {
  const modules = join(host, 'node_modules');
  await mkdir(modules);
  await run('npm', ['run', 'build:lib'], { cwd: packageFolder });
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', host], { cwd: packageFolder });
  const [tarball] = (await readdir(host)).filter((name) => name.endsWith('.tgz'));
  await run('tar', ['-xzf', join(host, tarball!), '-C', modules]);
  await run('mv', [join(modules, 'package'), join(modules, 'stepframe')]);
  const manifest = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(manifest.dependencies)) {
    await mkdir(resolve(modules, name, '..'), { recursive: true });
    await symlink(join(packageFolder, 'node_modules', name), join(modules, name));
  }
}

test('the README’s example exports from the packed package, bundled by a host', async ({ page }) => {
  await installPackage();
  const { outputFiles } = await build({
    stdin: { contents: await readFile(example, 'utf8'), resolveDir: host },
    bundle: true,
    write: false,
    format: 'esm',
  });
  await page.route('http://host.localhost/**', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: outputFiles[0]!.text })
      : route.fulfill({
          contentType: 'text/html',
          body: '<!doctype html><script type="module" src="/host.js"></script>',
        }),
  );
  await page.goto('http://host.localhost/');
  const path = join(host, 'film.mp4');
  expect(await exportThroughDialog(page, { preset: 'mp4-h264' }, path)).toBe('Sweep.mp4');

  const { video } = await probe(path);
  expect(video).toMatchObject({ codec_name: 'h264', width: 640, height: 360, nb_read_frames: '60' });
  // The bar has covered half of the picture after half of the time: tomato is light, navy is dark.
  const luma = (await decodeLuma(path, 640, 360))[30]!;
  const middle = 180 * 640;
  expect(luma[middle + 310]).toBeGreaterThan(100);
  expect(luma[middle + 330]).toBeLessThan(50);
});
