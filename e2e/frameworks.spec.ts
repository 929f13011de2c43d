import { svelte } from '@sveltejs/vite-plugin-svelte';
import vue from '@vitejs/plugin-vue';
import { expect, test } from '@playwright/test';
import type { PluginOption } from 'vite';
import { buildWithVite } from './host-bundlers';
import { exportFromHost, leaveHost } from './host-export';
import { serveHost } from './host-server';
import { createProject, packedFiles } from './packed-package';
import { tracesOf, watchTraces } from './page-traces';

test.beforeAll(async () => {
  test.setTimeout(300_000);
  await packedFiles();
});

interface Framework {
  name: string;
  packages: readonly string[];
  plugins: () => PluginOption[];
}

const isCustomElement = (tag: string): boolean => tag.startsWith('stepframe-');

const frameworks: readonly Framework[] = [
  { name: 'plain', packages: [], plugins: () => [] },
  { name: 'react', packages: ['react', 'react-dom'], plugins: () => [] },
  { name: 'vue', packages: ['vue'], plugins: () => [vue({ template: { compilerOptions: { isCustomElement } } })] },
  { name: 'svelte', packages: ['svelte'], plugins: () => [svelte({ configFile: false })] },
];

for (const { name, packages, plugins } of frameworks) {
  test(`a ${name} host exports, hears of it, and has nothing left once the button is gone`, async ({ page }) => {
    await using project = await createProject(name, packages);
    await buildWithVite(project, plugins());
    await using server = await serveHost(project);
    await watchTraces(page);
    await page.goto(server.origin);
    await expect(page.getByRole('button', { name: 'Show or hide' })).toBeVisible();
    const before = await tracesOf(page);

    await exportFromHost(page, project.folder);
    expect((await tracesOf(page)).workers).toBeGreaterThan(0);
    await leaveHost(page);

    await expect(page.locator('output')).toHaveText(/^start complete close\s*$/);
    await expect.poll(() => tracesOf(page)).toEqual(before);
  });
}
