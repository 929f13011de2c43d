import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { addTranslation, getLanguage, setLanguage, type ExportButton } from '../../src/elements';
import '../../src/elements';
import { createExporter, ExportError } from '../../src/index';
import { frameCodeComposition } from '../support/test-compositions';

const exporter = createExporter();
afterAll(() => exporter.dispose());

let button: ExportButton;

beforeEach(() => {
  button = document.createElement('stepframe-export-button');
  button.exporter = exporter;
  button.saveMode = 'download';
  button.composition = frameCodeComposition();
  document.body.append(button);
});

afterEach(async () => {
  button.remove();
  document.documentElement.lang = 'en';
  document.documentElement.dir = '';
  await setLanguage(null);
});

const dialog = (): HTMLDialogElement =>
  button.renderRoot.querySelector('stepframe-export-dialog')!.renderRoot.querySelector('dialog')!;
const inDialog = (name: string) => expect.element(page.getByRole('dialog').getByText(name, { exact: true }).first());

async function open(): Promise<void> {
  await button.open();
  await expect.element(page.getByRole('dialog')).toBeVisible();
}

describe('the language of the elements', () => {
  it('changes while the dialog is open, in all that it shows', async () => {
    await open();
    await inDialog('Frame rate').toBeVisible();
    await setLanguage('de');
    expect(getLanguage()).toBe('de');
    await inDialog('Bildrate').toBeVisible();
    await inDialog('320 × 180 · 30 fps · 2,0 s · 60 Bilder · H.264, ohne Ton').toBeVisible();
    await expect.element(page.getByRole('dialog').getByRole('button', { name: 'Exportieren' })).toBeEnabled();
    expect(dialog().lang).toBe('de');
    await setLanguage('ja');
    await inDialog('フレームレート').toBeVisible();
    await expect.element(page.getByRole('dialog').getByText('60フレーム')).toBeVisible();
    await setLanguage('en');
    await inDialog('Frame rate').toBeVisible();
  });

  it('is that of the page, whenever it changes', async () => {
    document.documentElement.lang = 'de-AT';
    await expect.element(page.getByRole('button', { name: 'Exportieren' })).toBeVisible();
    document.documentElement.lang = 'ja';
    await expect.element(page.getByRole('button', { name: '書き出し' })).toBeVisible();
    // There are no words for it; the browser of the tests prefers English.
    document.documentElement.lang = 'fi';
    await expect.element(page.getByRole('button', { name: 'Export', exact: true })).toBeVisible();
    await setLanguage('de');
    document.documentElement.lang = 'ja';
    await expect.element(page.getByRole('button', { name: 'Exportieren' })).toBeVisible();
    await setLanguage(null);
    await expect.element(page.getByRole('button', { name: '書き出し' })).toBeVisible();
  });

  it('says the last that was asked for, however long words take to load', async () => {
    await Promise.all([setLanguage('ja'), setLanguage('de'), setLanguage('en')]);
    expect(getLanguage()).toBe('en');
    await Promise.all([setLanguage('en'), setLanguage('ja'), setLanguage('de')]);
    expect(getLanguage()).toBe('de');
  });

  it('may be one that a host gives, with English in its gaps, or have other words', async () => {
    addTranslation('fr', {
      form: { frameRate: 'Cadence' },
      figures: { frames: { one: '{count} image', other: '{count} images' } },
    });
    await setLanguage('fr-CA');
    await open();
    await inDialog('Cadence').toBeVisible();
    await inDialog('Range').toBeVisible();
    await inDialog('320 × 180 · 30 fps · 2,0 s · 60 images · H.264, no sound').toBeVisible();
    await setLanguage('de');
    addTranslation('de', { form: { frameRate: 'Bildfrequenz' } });
    await inDialog('Bildfrequenz').toBeVisible();
    await inDialog('Bereich').toBeVisible();
    await setLanguage('en');
    addTranslation('en', { form: { frameRate: 'Rate' } });
    await inDialog('Rate').toBeVisible();
    addTranslation('en', { form: { frameRate: 'Frame rate' } });
    await inDialog('Frame rate').toBeVisible();
    const wrong = { form: { frameRate: 25 } } as unknown as Parameters<typeof addTranslation>[1];
    expect(() => addTranslation('de', wrong)).toThrow(ExportError);
    expect(() => addTranslation('de', wrong)).toThrow('form.frameRate');
  });
});
