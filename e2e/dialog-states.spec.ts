import { expect, test } from '@playwright/test';
import type { ExportButton } from '../src/elements';
import type { Composition } from '../src/index';
import { exportReaches, startThroughDialog } from './dialog';

const button = 'stepframe-export-button';

test('the dialog says what an export is at, from its settings to its file', async ({ page }) => {
  await page.goto(`/editor/index.html#blend`);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeHidden();
  // Holds the export back, as a host does that closes something first.
  await page.locator(button).evaluate((element) =>
    element.addEventListener(
      'stepframe-export-start',
      (event) => {
        (event as CustomEvent<{ waitUntil(promise: Promise<void>): void }>).detail.waitUntil(
          new Promise<void>((resolve) => addEventListener('go-on', () => resolve(), { once: true })),
        );
      },
      { once: true },
    ),
  );
  await startThroughDialog(page, { preset: 'webm-vp9', frames: { first: 0, last: 179 }, check: 'Tell me' });

  const steps = dialog.getByRole('listitem').filter({ hasText: /^\s*(Prepare|Render|Encode|Write|Check)/ });
  await expect(steps).toHaveText([/Prepare/, /Render/, /Encode/, /Write/, /Check/]);
  await expect(dialog.locator('[aria-current="step"]')).toHaveText(/Prepare/);
  // Every stage that is shown, in the order it is shown in.
  await page.evaluate(() => {
    const stages: string[] = [];
    Object.assign(window, { stages });
    const look = (): void => {
      const dialogElement = document
        .querySelector('stepframe-export-button')!
        .shadowRoot!.querySelector('stepframe-export-dialog')!.shadowRoot!;
      const stage = dialogElement
        .querySelector('stepframe-export-progress-view')
        ?.shadowRoot?.querySelector('#phase')?.textContent;
      if (stage && stages.at(-1) !== stage) stages.push(stage);
      requestAnimationFrame(look);
    };
    look();
    dispatchEvent(new Event('go-on'));
  });

  await exportReaches(page, 125);
  await expect(dialog.locator('[aria-current="step"]')).toHaveText(/Render/);
  await expect(dialog.getByText('Keep this tab open until it is done.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await expect(dialog.getByText('Safe to close: it resumes at frame 120.')).toBeVisible();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await download;

  await expect(dialog.getByText('Export complete').first()).toBeVisible();
  await expect(dialog.getByText(/^\d+ of 100$/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Report', exact: true })).toBeVisible();
  const again = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save again' }).click();
  expect((await again).suggestedFilename()).toBe('Blend.webm');
  const opened = page.context().waitForEvent('page');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await (await opened).close();

  const stages = await page.evaluate(() => (window as unknown as { stages: string[] }).stages);
  const known = ['Preparing', 'Rendering frames', 'Finishing the video', 'Writing the file', 'Checking the file'];
  const resumed = stages.slice(stages.findIndex((stage) => stage.startsWith('Paused')) + 1);
  const seen = resumed.filter((stage) => known.includes(stage)).map((stage) => known.indexOf(stage));
  expect(seen).toEqual([...seen].sort((one, other) => one - other));
  expect(resumed).toContain('Rendering frames');
  expect(resumed).toContain('Checking the file');
});

test('the size of the file is held against what was measured before', async ({ page }) => {
  await page.goto(`/editor/index.html#blend`);
  await page.locator(button).evaluate((element) => element.setAttribute('save-mode', 'download'));
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Preset', { exact: true }).selectOption('webm-vp9');
  await dialog.getByRole('radiogroup', { name: 'Range' }).getByText('Custom').click();
  await dialog.getByLabel('Last frame').fill('29');
  await dialog.getByRole('button', { name: 'Preview', exact: true }).click();
  await expect(dialog.locator('[part="estimate"]')).toHaveText(/\d.*B/, { timeout: 60_000 });
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await download;
  await expect(dialog.getByText('Export complete').first()).toBeVisible();
  await expect(dialog.getByText(/expected/i).first()).toBeVisible();
});

test('a failure says its cause, its remedy and what is kept, and is gone on with', async ({ page }) => {
  await page.goto(`/editor/index.html#blend`);
  // The host hands over a composition that breaks in the second segment, until it is mended.
  await page.locator(button).evaluate((element: ExportButton) => {
    const composition: Composition = element.composition!;
    Object.assign(window, { broken: true });
    element.composition = {
      ...composition,
      async open(stage) {
        const session = await composition.open(stage);
        const draw = session.renderFrame.bind(session);
        session.renderFrame = (frame, context) => {
          if (frame === 130 && (window as unknown as { broken: boolean }).broken)
            throw new Error('The logo is missing.');
          return draw(frame, context);
        };
        return session;
      },
    };
  });
  await startThroughDialog(page, { preset: 'webm-vp9', frames: { first: 0, last: 149 } });
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/The logo is missing/).first()).toBeVisible({ timeout: 60_000 });
  await expect(dialog.locator('[part~="error-remedy"]').first()).not.toBeEmpty();
  await expect(dialog.getByText('What is finished is kept, to be resumed now or later.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Discard' })).toBeVisible();
  await page.evaluate(() => Object.assign(window, { broken: false }));
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Resume' }).click();
  expect((await download).suggestedFilename()).toBe('Blend.webm');
  await expect(dialog.getByText('Export complete').first()).toBeVisible();
});

for (const [reducedMotion, name] of [
  ['no-preference', 'appear'],
  ['reduce', 'none'],
] as const) {
  test(`the dialog comes with the motion a person wants: ${reducedMotion}`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion });
    await page.goto('/editor/index.html#blend');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(page.getByRole('dialog')).toHaveCSS('animation-name', name);
  });
}
