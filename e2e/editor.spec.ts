import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { exportReaches, exportThroughDialog, startThroughDialog } from './dialog';
import { decodeLuma, decodeSound, probe } from './media';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepframe-editor-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

for (const [composition, preset, extension, codec, hasSound] of [
  ['blend', 'mp4-h264', 'mp4', 'h264', false],
  ['spectrum', 'webm-vp9', 'webm', 'vp9', true],
] as const) {
  test(`saves ${composition} as ${preset} through the export button`, async ({ page }) => {
    await page.goto(`/editor/index.html#${composition}`);
    const path = join(folder, `film.${extension}`);
    const name = await exportThroughDialog(page, { preset, frames: { first: 15, last: 44 } }, path);
    expect(name).toBe(`${composition[0]!.toUpperCase()}${composition.slice(1)}.${extension}`);

    const { video, audio, durationSeconds } = await probe(path);
    expect(video).toMatchObject({ codec_name: codec, width: 1280, height: 720, nb_read_frames: '30' });
    expect(durationSeconds).toBeCloseTo(1, 1);
    const pictures = await decodeLuma(path, 1280, 720);
    expect(pictures).toHaveLength(30);
    expect(audio !== undefined).toBe(hasSound);
    if (hasSound) expect((await decodeSound(path)).some((sample) => Math.abs(sample) > 0.01)).toBe(true);
  });
}

test('checks the file it made, shows the score, and saves the report', async ({ page }) => {
  await page.goto('/editor/index.html#blend');
  const path = join(folder, 'film.mp4');
  const settings = { preset: 'mp4-h264', frames: { first: 0, last: 29 }, check: 'Tell me' };
  await exportThroughDialog(page, settings, path);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Export complete').first()).toBeVisible();
  await expect(dialog.getByText(/^\d+ of 100$/)).toBeVisible();
  await expect(dialog.getByRole('heading', { name: /^(Approve|Review|Reject)$/ })).toBeVisible();

  await dialog.getByRole('button', { name: 'Report' }).click();
  await expect(dialog.getByRole('heading', { name: 'Quality report' })).toBeVisible();
  await expect(dialog.getByRole('img', { name: /SSIM/ })).toBeVisible();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save report' }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('blend.mp4.quality.html');
  const report = join(folder, 'report.html');
  await saved.saveAs(report);
  await page.goto(`file://${report}`);
  await expect(page).toHaveTitle('Quality of blend.mp4');
  const digest = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  await expect(page.getByText(digest)).toBeVisible();
});

test('leaves the page with its own clock after a composition that needed a virtual one', async ({ page }) => {
  await page.goto('/editor/index.html#loop');
  await exportThroughDialog(page, { preset: 'webm-vp9', frames: { first: 0, last: 9 } }, join(folder, 'film.webm'));
  // The preview of the loop runs on a virtual clock too, so another composition is chosen before looking.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('combobox', { name: 'Composition' }).selectOption('Blend');
  const sources = (): Promise<string[]> =>
    page.evaluate(() => [setTimeout, requestAnimationFrame, Date, Math.random].map(String));
  const native = expect.stringContaining('[native code]') as unknown as string;
  await expect.poll(sources).toEqual([native, native, native, native]);
});

test('goes on with an export after the page was reloaded in the middle of it', async ({ page }) => {
  // A reload asks first, since an export is under way.
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.goto('/editor/index.html#blend');
  const notice = page.getByRole('button', { name: /unfinished export/ });
  await expect(notice).toBeHidden();
  await startThroughDialog(page, { preset: 'webm-vp9' });
  await exportReaches(page, 150);
  await page.reload();
  expect(asked).toEqual(['beforeunload']);

  await expect(notice).toHaveText('1 unfinished export');
  await page.locator('stepframe-export-button').evaluate((element) => element.setAttribute('save-mode', 'download'));
  await notice.click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Frame 120 of 240 · 50%')).toBeVisible();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Resume' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('Blend.webm');
  const path = join(folder, 'film.webm');
  await file.saveAs(path);
  const { video, durationSeconds } = await probe(path);
  expect(video).toMatchObject({ codec_name: 'vp9', width: 1280, height: 720, nb_read_frames: '240' });
  expect(durationSeconds).toBeCloseTo(8, 1);
  expect(await decodeLuma(path, 1280, 720)).toHaveLength(240);
  await expect(notice).toBeHidden();
});

test('opens another project by keys alone, and a reload opens it again', async ({ page }) => {
  await page.goto('/editor/index.html');
  const project = page.getByRole('button', { name: /^Project:/ });
  await expect(project).toHaveText('Screen print');
  await page.keyboard.press('p');
  const browser = page.getByRole('dialog', { name: 'Sample projects' });
  await expect(browser.getByRole('button', { name: /^Blend/ })).toBeFocused();
  const pictures = browser.locator('img');
  await expect(pictures).toHaveCount(7);
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await expect(browser.getByRole('button', { name: /^Lottie/ })).toBeFocused();
  const drawn = () => pictures.evaluateAll((all) => all.map((each) => (each as HTMLImageElement).naturalWidth));
  await expect.poll(drawn).toEqual(Array(7).fill(480));
  await page.keyboard.press('Enter');
  await expect(browser).toBeHidden();
  await expect(project).toHaveText('Brought along');
  await expect(page).toHaveURL(/#lottie$/);
  await page.reload();
  await expect(project).toHaveText('Brought along');
  await expect(page.getByRole('combobox', { name: 'Composition' })).toHaveValue('lottie');
  await page.goBack();
  await expect(project).toHaveText('Screen print');
});

test('says what to do where the browser gives no WebGL, and goes on with another project', async ({ page }) => {
  await page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype as unknown as { getContext: (...given: unknown[]) => unknown };
    Object.assign(HTMLCanvasElement.prototype, {
      getContext(this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind === 'webgl2' ? null : getContext.call(this, kind, ...rest);
      },
    });
  });
  await page.goto('/editor/index.html#shader');
  const stage = page.getByRole('region', { name: 'Stage' });
  await expect(stage.getByText('The browser gives no WebGL2 context.')).toBeVisible();
  await expect(stage.getByText(/Turn on hardware acceleration/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Play' })).toBeDisabled();
  await stage.getByRole('button', { name: 'Try again' }).click();
  await expect(stage.getByText('The browser gives no WebGL2 context.')).toBeVisible();
  await stage.getByRole('button', { name: 'Other projects' }).click();
  await page.getByRole('button', { name: /^Blend/ }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeEnabled();
  await expect(stage.getByText(/WebGL2/)).toBeHidden();
});

for (const [width, height] of [
  [1440, 900],
  [1024, 700],
  [400, 800],
] as const) {
  test(`fits a page of ${width} by ${height}: nothing is cut off at its side`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    // The drawer slides in otherwise.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto('/editor/index.html#blend');
    await expect(page.getByRole('button', { name: 'Play' })).toBeEnabled();
    const tooWide = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('#editor button, #editor select, #editor dd, #editor dt')]
          .filter((each) => each.checkVisibility())
          .map((each) => ({ name: each.textContent || each.ariaLabel, box: each.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.left < 0 || box.right > innerWidth))
          .map(({ name }) => name),
      );
    expect(await tooWide()).toEqual([]);
    await page.getByRole('button', { name: 'Queue' }).click();
    const drawer = page.getByRole('complementary', { name: 'Exports' });
    await expect(drawer.getByRole('button', { name: 'Add to queue' })).toBeInViewport({ ratio: 1 });
    expect(await tooWide()).toEqual([]);
    // Where there is room for both, the picture can still be played.
    if (width >= 900) await expect(page.getByRole('button', { name: 'Play' })).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
    await expect(drawer).toBeHidden();
  });
}
