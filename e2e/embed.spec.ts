import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { build } from 'esbuild';
import { exportThroughDialog } from './dialog';
import { decodeLuma, probe } from './media';
import { createProject, packedFiles } from './packed-package';

const example = resolve(import.meta.dirname, '../test/package/embed-example.js');

test.beforeAll(async () => {
  test.setTimeout(300_000);
  await packedFiles();
});

test('the README’s example exports from the packed package, bundled by a host', async ({ page }) => {
  await using project = await createProject();
  const { outputFiles } = await build({
    stdin: { contents: await readFile(example, 'utf8'), resolveDir: project.folder },
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
  const path = join(project.folder, 'film.mp4');
  expect(await exportThroughDialog(page, { preset: 'mp4-h264' }, path)).toBe('Sweep.mp4');

  const { video } = await probe(path);
  expect(video).toMatchObject({ codec_name: 'h264', width: 640, height: 360, nb_read_frames: '60' });
  // The bar has covered half of the picture after half of the time: tomato is light, navy is dark.
  const luma = (await decodeLuma(path, 640, 360))[30]!;
  const middle = 180 * 640;
  expect(luma[middle + 310]).toBeGreaterThan(100);
  expect(luma[middle + 330]).toBeLessThan(50);
});
