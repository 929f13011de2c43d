import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { exportReaches } from './dialog';
import { focusComesTo, tabTo } from './keys';
import { probe } from './media';

let folder: string;
test.beforeEach(async ({ page }) => {
  folder = await mkdtemp(join(tmpdir(), 'stepframe-keys-'));
  await page.goto('/editor/index.html#blend');
  // The native save dialog is the browser's own.
  await page.locator('stepframe-export-button').evaluate((element) => element.setAttribute('save-mode', 'download'));
  await expect(page.getByRole('slider', { name: 'In point' })).toBeVisible();
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test('exports by keys alone, from the page to the file and its report', async ({ page }) => {
  const dialog = page.getByRole('dialog');
  // In and out in the editor.
  await press(page, 'End', ...Array<string>(8).fill('Shift+ArrowLeft'), 'i', 'End', 'Shift+ArrowLeft', 'o');
  await tabTo(page, 'Export');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();

  // A preset by its name.
  await tabTo(page, 'All presets…');
  await page.keyboard.press('Enter');
  await focusComesTo(page, 'Search presets');
  await page.keyboard.type('webm vp8');
  await press(page, 'ArrowDown', 'ArrowUp', 'Enter');
  await expect(dialog.getByRole('button', { name: 'Export', exact: true })).toBeVisible();
  await expect(dialog.getByLabel('Preset', { exact: true })).toHaveValue('webm-vp8');

  // Another in point on the dialog's timeline, and another quality.
  await tabTo(page, 'In point');
  await press(page, 'ArrowRight');
  await tabTo(page, 'High');
  await press(page, 'ArrowRight');
  await focusComesTo(page, 'Medium');
  await tabTo(page, 'Export');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');

  await focusComesTo(page, 'Pause');
  await exportReaches(page, 5);
  await page.keyboard.press('Enter');
  await focusComesTo(page, 'Resume');
  await expect(dialog.getByText(/^Paused, resumes at frame \d+/).first()).toBeVisible();
  await page.keyboard.press('Enter');

  const path = join(folder, 'film.webm');
  await (await download).saveAs(path);
  await focusComesTo(page, 'Done');
  const { video } = await probe(path);
  // Frames 160 to 229.
  expect(video).toMatchObject({ codec_name: 'vp8', width: 1280, height: 720, nb_read_frames: '70' });

  await tabTo(page, 'Report', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await focusComesTo(page, 'Back');
  await expect(dialog.getByRole('heading', { name: 'Quality report' })).toBeVisible();
  await page.keyboard.press('Escape');
  await focusComesTo(page, 'Report');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await focusComesTo(page, 'Export');
});

test('puts exports into the queue and in order by keys alone', async ({ page }) => {
  await press(page, 'End', 'Shift+ArrowLeft', 'i');
  await tabTo(page, 'Export');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await tabTo(page, 'Add to queue');
  for (const name of ['Blend.mp4', 'Blend (2).mp4', 'Blend (3).mp4']) {
    await page.keyboard.press('Enter');
    await expect(dialog.getByText(`“${name}” is in the queue.`).first()).toBeVisible();
  }
  await tabTo(page, 'Show queue', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await focusComesTo(page, 'Queue');

  await tabTo(page, /^(Pause|Resume) all$/);
  await page.keyboard.press('Enter');
  const rows = page.locator('stepframe-queue-row:not([over])');
  const order = (): Promise<string[]> =>
    rows.evaluateAll((all) => all.map((row) => row.shadowRoot!.querySelector('.makes')!.textContent.split(' · ')[0]!));
  await expect.poll(order).toHaveLength(3);
  const before = await order();
  expect(before.at(-1)).toBe('Blend (3).mp4');

  await tabTo(page, /^Move \| Blend \(3\)/);
  await press(page, 'ArrowUp');
  await expect.poll(async () => (await order()).indexOf('Blend (3).mp4')).toBe(1);
  await focusComesTo(page, /^Move \| Blend \(3\)/);
  await tabTo(page, /^Priority \| Blend \(3\)/);
  await page.keyboard.type('Urgent');
  await expect.poll(async () => (await order())[0]).toBe('Blend (3).mp4');

  await tabTo(page, /^(Pause|Resume) \| Blend \(2\)/, 'Tab');
  const second = rows.filter({ hasText: 'Blend (2)' });
  await page.keyboard.press('Enter');
  await expect(second.getByText('Paused').first()).toBeVisible();
  await tabTo(page, /^Cancel \| Blend \(2\)/);
  await page.keyboard.press('Enter');
  const ended = page.locator('stepframe-queue-row[over]').filter({ hasText: 'Blend (2)' });
  await expect(ended.getByText('Cancelled').first()).toBeVisible();
  await tabTo(page, /^Try again \| Blend \(2\)/);
  await page.keyboard.press('Enter');
  await expect(second).toHaveCount(1);

  await tabTo(page, 'Resume all', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('stepframe-queue-row[over]').getByText('Done')).toHaveCount(3, { timeout: 90_000 });
});
