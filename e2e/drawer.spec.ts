import { expect, test } from '@playwright/test';
import { tabTo } from './keys';

test('the drawer opens and closes, has four panels, and what is in it outlives a reload', async ({ page }) => {
  await page.goto('/editor/index.html#blend');
  const drawer = page.getByRole('complementary', { name: 'Exports' });
  await expect(drawer).toBeHidden();
  await expect(page.getByRole('slider', { name: 'In point' })).toBeVisible();
  for (const key of ['End', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'i']) await page.keyboard.press(key);
  await tabTo(page, 'Queue');
  await page.keyboard.press('Enter');
  await expect(drawer.getByText(/Nothing is queued/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await page.getByRole('button', { name: 'Queue' }).click();

  // What waits and what was done are there again in the next session.
  await drawer.getByRole('combobox', { name: 'Preset' }).selectOption('webm-vp8');
  await drawer.getByRole('button', { name: 'Add to queue' }).click();
  await expect(drawer.getByText('Blend.webm').first()).toBeVisible();
  await drawer.getByRole('button', { name: 'Pause all' }).click();
  await expect(drawer.getByText(/The queue is paused/)).toBeVisible();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  const toggle = page.getByRole('button', { name: 'Queue, 1 left' });
  await expect(toggle).toBeVisible();
  await toggle.click();
  await expect(drawer.getByText(/The queue is paused/)).toBeVisible();
  await drawer.getByRole('button', { name: 'Resume all' }).click();
  await expect(drawer.locator('stepframe-queue-row[over]').getByText('Done')).toBeVisible({ timeout: 90_000 });

  await drawer.getByRole('tab', { name: 'History' }).click();
  await expect(drawer.getByRole('heading', { name: 'Blend' }).first()).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(drawer.getByText('Finished files of the queue')).toBeVisible();
  await expect(drawer.getByRole('meter')).toBeVisible();

  await page.keyboard.press('ArrowRight');
  await expect(drawer.getByRole('tab', { name: 'Settings' })).toHaveAttribute('aria-selected', 'true');
  await drawer.getByLabel('Check of finished files').selectOption('Off');
  await page.reload();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByRole('dialog').getByRole('radio', { name: 'Off' })).toBeChecked();
});
