import { expect, test } from '@playwright/test';
import { bundlers, developWithVite } from './host-bundlers';
import { exportFromHost } from './host-export';
import { serveHost } from './host-server';
import { createProject, packedFiles } from './packed-package';

test.beforeAll(async () => {
  test.setTimeout(300_000);
  await packedFiles();
});

for (const [name, bundle] of Object.entries(bundlers)) {
  test(`the packed package exports when ${name} has bundled it`, async ({ page }) => {
    await using project = await createProject('plain');
    await bundle(project);
    await using server = await serveHost(project);
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    await page.goto(server.origin);
    await exportFromHost(page, project.folder);
    expect(faults).toEqual([]);
  });
}

test('the packed package exports where Vite serves it to a developer', async ({ page }) => {
  await using project = await createProject('plain');
  await using server = await developWithVite(project);
  await page.goto(server.origin);
  await exportFromHost(page, project.folder);
});
