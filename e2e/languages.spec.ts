import { createRequire } from 'node:module';
import { expect, test, type Page } from '@playwright/test';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds in the elements. */
const violations = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const options = { resultTypes: ['violations'] };
    const { violations: found } = await window.axe.run({ include: [['stepframe-export-button']] }, options);
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).join(', ')}`);
  });

/** Texts that are wider than their place, in any of the dialog's shadow roots, and what scrolls sideways. */
const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const look = (root: ParentNode): void => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) look(element.shadowRoot);
        const isText = [...element.childNodes].some(
          ({ nodeType, textContent }) => nodeType === Node.TEXT_NODE && (textContent ?? '').trim() !== '',
        );
        const isCut =
          getComputedStyle(element).textOverflow === 'ellipsis' ||
          element.matches('.visually-hidden, .visually-hidden *');
        // What is in a line has no width of its own.
        if (isCut || element.clientWidth === 0 || !(isText || element.matches('dialog, .body'))) continue;
        if (element.scrollWidth > element.clientWidth + 1) {
          found.push(`${element.localName}.${element.className}: ${element.textContent.trim().slice(0, 60)}`);
        }
      }
    };
    look(document.querySelector('stepframe-export-button')!.shadowRoot!);
    return found;
  });

const languages = [
  {
    lang: 'de',
    dir: 'ltr',
    title: 'Export',
    start: 'Exportieren',
    presets: 'Alle Voreinstellungen …',
    cover: /Titelbild verwenden/,
  },
  {
    lang: 'ja',
    dir: 'ltr',
    title: '書き出し',
    start: '書き出し',
    presets: 'すべてのプリセット…',
    cover: /カバー画像に使用/,
  },
  // There are no Arabic words: English ones run with the page.
  { lang: 'ar', dir: 'rtl', title: 'Export', start: 'Export', presets: 'All presets…', cover: /as the cover/ },
];

for (const { lang, dir, title, start, presets, cover } of languages) {
  for (const width of [1280, 400]) {
    test(`the dialog fits and axe finds nothing in it, ${lang} (${dir}), ${width} pixels`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`/editor/index.html?lang=${lang}`);
      await page.evaluate((to) => (document.documentElement.dir = to), dir);
      await page.addScriptTag({ path: axe });
      const button = page.locator('stepframe-export-button');
      await button.evaluate((element) => element.setAttribute('save-mode', 'download'));
      await button.evaluate((element) => (element as HTMLElement & { open(): Promise<void> }).open());

      const dialog = page.getByRole('dialog');
      await expect(dialog.getByRole('heading', { name: title })).toBeVisible();
      await dialog.getByRole('button', { name: cover }).click();
      await dialog.locator('summary').click();
      expect.soft(await overflowing(page), 'settings').toEqual([]);
      expect.soft(await violations(page), 'settings').toEqual([]);

      await dialog.getByRole('button', { name: presets }).click();
      await expect(dialog.getByRole('listbox')).toBeVisible();
      expect.soft(await overflowing(page), 'presets').toEqual([]);
      expect.soft(await violations(page), 'presets').toEqual([]);
      await page.keyboard.press('Escape');

      await dialog.getByRole('button', { name: start, exact: true }).click();
      await expect(dialog.getByRole('progressbar')).toBeVisible();
      expect.soft(await overflowing(page), 'at work').toEqual([]);
      expect.soft(await violations(page), 'at work').toEqual([]);
    });
  }
}
