import { createRequire } from 'node:module';
import { expect, test, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { exportReaches } from './dialog';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

declare global {
  interface Window {
    axe: { run(context: object, options: object): Promise<AxeResults> };
  }
}

/** What axe finds in what is chosen, shadow roots included, in words that name the rule and the place. */
async function violations(page: Page, chosen = 'stepframe-export-button'): Promise<string[]> {
  const { violations: found } = await page.evaluate(
    (selector) => window.axe.run({ include: [[selector]] }, { resultTypes: ['violations'] }),
    chosen,
  );
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id} (${help}): ${target.flat().join(' ')}`),
  );
}

/** Opens everything that is folded. */
async function unfold(page: Page): Promise<void> {
  for (const summary of await page.getByRole('dialog').locator('summary').all()) {
    if (await summary.isVisible()) await summary.click();
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the dialog, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto('/editor/index.html');
    await page.addScriptTag({ path: axe });
    const button = page.locator('stepframe-export-button');
    await button.evaluate((element) => element.setAttribute('save-mode', 'download'));
    expect.soft(await violations(page), 'closed').toEqual([]);

    await button.getByRole('button').first().click();
    const dialog = page.getByRole('dialog');
    const presets = dialog.getByLabel('Preset', { exact: true });
    await expect(presets).toBeVisible();
    expect.soft(await violations(page), 'opened').toEqual([]);
    await unfold(page);
    for (const preset of ['mp4-h264', 'png-sequence', 'webm-vp9-alpha']) {
      await presets.selectOption(preset);
      expect.soft(await violations(page), preset).toEqual([]);
    }

    await presets.selectOption('mp4-h264');
    await dialog.getByRole('radiogroup', { name: 'Range' }).getByText('Custom').click();
    await dialog.getByLabel('First frame').fill('9');
    await dialog.getByLabel('Last frame').fill('5');
    expect.soft(await violations(page), 'with a fault').toEqual([]);
    await dialog.getByLabel('First frame').fill('0');
    await dialog.getByLabel('Last frame').fill('119');

    await dialog.getByRole('radiogroup', { name: 'Check of the file' }).getByText('Tell me', { exact: true }).click();
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await exportReaches(page, 1);
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await expect(dialog.getByRole('button', { name: 'Resume' })).toBeVisible();
    expect.soft(await violations(page), 'paused').toEqual([]);
    await dialog.getByRole('button', { name: 'Resume' }).click();
    expect.soft(await violations(page), 'at work').toEqual([]);
    await download;
    expect.soft(await violations(page), 'done').toEqual([]);
    await dialog.getByRole('button', { name: 'Report', exact: true }).click();
    await expect(dialog.getByText('of 100').last()).toBeVisible();
    expect.soft(await violations(page), 'report').toEqual([]);
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the editor around it, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto('/editor/index.html#spectrum');
    await page.addScriptTag({ path: axe });
    await expect(page.getByRole('button', { name: 'Play' })).toBeEnabled();
    expect.soft(await violations(page, 'body'), 'open').toEqual([]);
    await page.keyboard.press('i');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Hide Ring' }).click();
    expect.soft(await violations(page, 'body'), 'edited').toEqual([]);
    await page.keyboard.press('p');
    await expect(page.getByRole('dialog', { name: 'Sample projects' })).toBeVisible();
    expect.soft(await violations(page, 'body'), 'projects').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Queue' }).click();
    for (const tab of ['Queue', 'History', 'Storage']) {
      await page.getByRole('tab', { name: tab }).click();
      expect.soft(await violations(page, 'body'), tab).toEqual([]);
    }
  });
}
