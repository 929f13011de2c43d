/**
 * `npm run docs:pictures`: photographs the built editor. Writes what the README shows, and a frame of each composition
 * for the list of sample projects, into `public`.
 *
 * Frames are fixed, nothing plays or moves, and what would differ from one run to the next (how long an export took) is
 * not in the pictures; antialiasing differs a little between machines.
 */
import { copyFile, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { chromium, type Page } from 'playwright';
import { preview } from 'vite';
import { browserArguments, findBrowser } from '../../src/cli/find-browser';
import { thumbnailFrames } from './thumbnail-frames';

const root = resolve(import.meta.dirname, '../..');
const publicFolder = resolve(root, 'public');
const builtFolder = resolve(root, 'dist/app');

const server = await preview({
  ...{ root, configFile: resolve(root, 'vite.config.ts'), logLevel: 'error' },
  preview: { port: 0, host: '127.0.0.1' },
});
const editor = `${server.resolvedUrls!.local[0]!}editor/index.html`;
const executablePath = findBrowser();
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: [...browserArguments, '--force-color-profile=srgb'],
});
try {
  await photographThumbnails();
  await photographEditor();
} finally {
  await browser.close();
  await server.close();
}

async function openPage(size: { width: number; height: number }, scale: number): Promise<Page> {
  const page = await browser.newPage({
    ...{ viewport: size, deviceScaleFactor: scale, colorScheme: 'dark', reducedMotion: 'reduce', locale: 'en-GB' },
  });
  page.on('pageerror', (error) => console.error(error));
  return page;
}

/** Opens a composition at a frame. */
async function open(page: Page, id: string, frame: number): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${editor}#${id}`);
  await page.locator('.stage-message').waitFor({ state: 'hidden' });
  for (let at = 0; at < frame; at += 10) await page.keyboard.press('Shift+ArrowRight');
  for (let at = Math.ceil(frame / 10) * 10; at > frame; at--) await page.keyboard.press('ArrowLeft');
  await page.getByTestId('frame-number').getByText(`Frame ${frame}`, { exact: true }).waitFor();
  await page.locator(`.stage-surface[data-frame="${frame}"]`).waitFor();
}

/** 480 × 270: a quarter of a composition, one and a half times as dense. */
async function photographThumbnails(): Promise<void> {
  const folder = resolve(publicFolder, 'projects');
  await mkdir(folder, { recursive: true });
  await mkdir(resolve(builtFolder, 'projects'), { recursive: true });
  const page = await openPage({ width: 1280, height: 800 }, 1.5);
  for (const [id, frame] of Object.entries(thumbnailFrames)) {
    await open(page, id, frame);
    await page.getByLabel('Zoom').selectOption('0.25');
    const path = resolve(folder, `${id}.jpg`);
    // In the corner, where its edges lie on whole pixels.
    await page.addStyleTag({ content: '.stage-frame { position: fixed; inset: 0 auto auto 0; z-index: 9 }' });
    await page.locator('.stage-surface').screenshot({ path, type: 'jpeg', quality: 80 });
    await copyFile(path, resolve(builtFolder, 'projects', `${id}.jpg`));
    console.log(path);
  }
  await page.close();
}

async function photographEditor(): Promise<void> {
  const page = await openPage({ width: 1280, height: 800 }, 1);
  const shoot = async (name: string): Promise<void> => {
    const path = resolve(publicFolder, name);
    await page.screenshot({ path });
    console.log(path);
  };
  await open(page, 'spectrum', 96);
  const button = page.locator('stepframe-export-button');
  await button.evaluate((element) => element.setAttribute('save-mode', 'download'));
  await shoot('editor.png');

  await button.getByRole('button').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Preset', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Export', exact: true }).waitFor();
  await shoot('export-dialog.png');
  // Of VP9 every export is the same, to the byte.
  await dialog.getByLabel('Preset', { exact: true }).selectOption('webm-vp9');
  await dialog.getByRole('radiogroup', { name: 'Check of the file' }).getByText('Tell me', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await dialog.getByText('Export complete').first().waitFor({ timeout: 300_000 });
  await dialog.getByRole('button', { name: 'Report', exact: true }).click();
  await dialog.getByRole('heading', { name: 'Quality report' }).waitFor();
  await shoot('quality-report.png');
  await page.close();
}
