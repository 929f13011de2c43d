import { expect, type Locator, type Page } from '@playwright/test';

export interface DialogSettings {
  /** Id of a preset. */
  preset: string;
  /** Both ends included. */
  frames?: { first: number; last: number };
  /** A named size of the dialog, e.g. `720p`. */
  size?: string;
  /** What is done about the finished file, in the dialog's words. Default: as the dialog has it. */
  check?: string;
}

/**
 * Exports as a person does, through the export button and its dialog, and stores what the browser downloads.
 *
 * @returns the file name the browser was told
 */
export async function exportThroughDialog(
  page: Page,
  settings: DialogSettings,
  path: string,
  button = page.locator('stepframe-export-button'),
): Promise<string> {
  const download = page.waitForEvent('download');
  await startThroughDialog(page, settings, button);
  const file = await download;
  await file.saveAs(path);
  return file.suggestedFilename();
}

/** Resolves when so many frames are done of the export that runs. */
export async function exportReaches(page: Page, frames: number): Promise<void> {
  const shown = page.getByRole('dialog').getByRole('progressbar');
  const framesDone = () => shown.evaluate((bar) => (bar as HTMLProgressElement).value);
  await expect.poll(framesDone, { timeout: 60_000, intervals: [100] }).toBeGreaterThan(frames);
}

/** Starts an export as a person does, through the export button and its dialog. */
export async function startThroughDialog(
  page: Page,
  settings: DialogSettings,
  button: Locator = page.locator('stepframe-export-button'),
): Promise<void> {
  // The native save dialog cannot be driven from here; a download goes through the same export.
  await button.evaluate((element) => element.setAttribute('save-mode', 'download'));
  await button.getByRole('button').first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Preset', { exact: true }).selectOption(settings.preset);
  if (settings.size !== undefined) await dialog.getByLabel('Resolution', { exact: true }).selectOption(settings.size);
  if (settings.frames !== undefined) {
    await dialog.getByRole('radiogroup', { name: 'Range' }).getByText('Custom').click();
    await dialog.getByLabel('First frame').fill(String(settings.frames.first));
    await dialog.getByLabel('Last frame').fill(String(settings.frames.last));
  }
  if (settings.check !== undefined) {
    await dialog
      .getByRole('radiogroup', { name: 'Check of the file' })
      .getByText(settings.check, { exact: true })
      .click();
  }
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
}
