import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { exportThroughDialog } from './dialog';
import { decodeLuma, probe } from './media';

/** What `e2e/hosts/sweep.js` must have become: every frame once, tomato (light) a tenth further in each. */
export async function expectSweep(path: string): Promise<void> {
  const { video } = await probe(path);
  expect(video).toMatchObject({ codec_name: 'h264', width: 160, height: 90, nb_read_frames: '10' });
  const pictures = await decodeLuma(path, 160, 90);
  expect(pictures).toHaveLength(10);
  const covered = pictures.map((luma) => luma.subarray(45 * 160, 46 * 160).filter((value) => value > 75).length);
  for (const [frame, width] of covered.entries()) expect(Math.abs(width - 16 * (frame + 1))).toBeLessThanOrEqual(2);
}

/** Has an open host show its button, exports through it and looks at the file. */
export async function exportFromHost(page: Page, folder: string): Promise<void> {
  await page.getByRole('button', { name: 'Show or hide' }).click();
  const path = join(folder, 'film.mp4');
  expect(await exportThroughDialog(page, { preset: 'mp4-h264' }, path)).toBe('Sweep.mp4');
  await expectSweep(path);
}

/** Closes the dialog and takes the button away. */
export async function leaveHost(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: 'Show or hide' }).click();
  await expect(page.locator('stepframe-export-button')).toHaveCount(0);
}
