import { cp, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { exportThroughDialog } from './dialog';
import { bundlers } from './host-bundlers';
import { serveHost } from './host-server';
import { probe } from './media';
import { createProject, packedFiles } from './packed-package';

declare global {
  interface Document {
    violations: string[];
  }
}

test.beforeAll(async () => {
  test.setTimeout(300_000);
  await packedFiles();
});

/** The policies that the guide gives, word for word. */
async function policies(): Promise<{ page: string; workers: string }> {
  const guide = await readFile(resolve(import.meta.dirname, '../src/guides/isolation.md'), 'utf8');
  const [page, workers] = [...guide.matchAll(/^Content-Security-Policy: (.*)$/gm)].map(([, policy]) => policy!);
  return { page: page!, workers: workers! };
}

test('under the strictest policy a page exports, checks and reports with workers that it serves', async ({ page }) => {
  await using project = await createProject('strict');
  await bundlers.esbuild(project);
  await cp(join(project.installed, 'dist/lib/workers'), join(project.folder, 'dist/workers'), {
    recursive: true,
  });
  const policy = await policies();
  await using server = await serveHost(project, {
    headers: (path) => ({ 'Content-Security-Policy': path.startsWith('workers/') ? policy.workers : policy.page }),
  });
  await page.addInitScript(() => {
    document.violations = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      document.violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}`);
    });
  });
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(server.origin);

  const path = join(project.folder, 'film.mp4');
  await exportThroughDialog(page, { preset: 'mp4-h264', check: 'Tell me' }, path);
  const { video, audio } = await probe(path);
  expect(video).toMatchObject({ codec_name: 'h264', nb_read_frames: '10' });
  expect(audio).toMatchObject({ codec_name: 'aac' });
  await page.getByRole('dialog').getByRole('button', { name: 'Report', exact: true }).click();
  await expect(page.getByRole('dialog').getByText('of 100').last()).toBeVisible();
  expect(await page.evaluate(() => document.violations)).toEqual([]);
  expect(faults).toEqual([]);
});

test('where blob workers are forbidden and none are given, the error says what to do', async ({ page }) => {
  await using project = await createProject('strict');
  await bundlers.esbuild(project);
  const { page: policy } = await policies();
  await using server = await serveHost(project, { headers: () => ({ 'Content-Security-Policy': policy }) });
  await page.goto(server.origin);
  await page.getByRole('button', { name: 'Try blob workers' }).click();
  await expect(page.locator('output')).toHaveText(/^worker-crash: .*give createExporter worker constructors/, {
    timeout: 40_000,
  });
});
