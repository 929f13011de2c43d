import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ExportButton } from '../../src/elements';
import '../../src/elements';
import { createExporter, type Exporter, type ExportResult } from '../../src/index';
import { defaultCheck } from '../../src/orchestrator/export-job';
import { loadDialogContent } from '../../src/ui/load-dialog-content';
import { frameCodeComposition, noiseComposition } from '../support/test-compositions';
import { contrastOfText } from '../support/text-contrast';

vi.mock('../../src/ui/load-dialog-content', { spy: true });

let exporter: Exporter;
let button: ExportButton;
let saved: File[];

beforeEach(async () => {
  await page.viewport(1000, 800);
  exporter = createExporter();
  saved = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
    if (file instanceof File) saved.push(file);
    return 'blob:nothing';
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
  names = [];
});

/** What files were handed over as. */
let names: string[];

afterEach(async () => {
  button.remove();
  vi.restoreAllMocks();
  for (const { id } of await exporter.unfinished()) await exporter.discard(id);
  await exporter.dispose();
});

const dialog = (): HTMLDialogElement =>
  button.renderRoot.querySelector('stepframe-export-dialog')!.renderRoot.querySelector('dialog')!;
const action = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });
const text = (content: string | RegExp) => expect.element(page.getByRole('dialog').getByText(content).first());
const inLongTests = { timeout: 30_000 };

function addButton(composition = frameCodeComposition({ durationInFrames: 30 }), of = exporter): void {
  button = document.createElement('stepframe-export-button');
  button.exporter = of;
  button.saveMode = 'download';
  button.composition = composition;
  document.body.append(button);
}

async function openDialog(): Promise<void> {
  await page.getByRole('button', { name: 'Export' }).click();
  await expect.element(page.getByRole('dialog')).toBeVisible();
}

async function chooseCheck(label: string): Promise<void> {
  const choices = page.getByRole('radiogroup', { name: 'Check of the file' });
  await choices.getByText(label, { exact: true }).click();
}

async function startExport(): Promise<void> {
  await expect.element(action('Export'), inLongTests).toBeEnabled();
  await action('Export').click();
}

/** An export whose file no one would take. */
async function exportNoise(check: string): Promise<void> {
  addButton(noiseComposition({ durationInFrames: 30 }));
  await openDialog();
  await page.getByLabelText('Preset').selectOptions('WebM · VP9');
  await page.getByRole('radiogroup', { name: 'Quality' }).getByText('Bitrate', { exact: true }).click();
  await page.getByLabelText('Bitrate in megabits per second').fill('0.1');
  await chooseCheck(check);
  await startExport();
}

/** What has the focus, through all shadow roots. */
function focused(): string {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element?.textContent.trim() ?? '';
}

function shadowOf(tag: string): ShadowRoot {
  return dialog().querySelector(tag)!.shadowRoot!;
}

/** Text of the dialog and of the view in it that does not stand out as WCAG 2.2, 1.4.3 asks. */
function faintText(view: string): unknown[] {
  const roots = [...dialog().children, ...shadowOf(view).children];
  const found = roots.flatMap((part) => (part instanceof HTMLElement ? contrastOfText(part) : []));
  expect(found.length).toBeGreaterThan(10);
  return found.filter(({ ratio, large }) => ratio < (large ? 3 : 4.5));
}

describe('the choice of a check', () => {
  it('begins with what the exporter does, explains each, and is what the export is asked for', async () => {
    const start = vi.spyOn(exporter, 'start');
    addButton();
    await openDialog();
    const chosen = shadowOf('stepframe-export-settings-form').querySelector<HTMLInputElement>('[name=check]:checked')!;
    expect(chosen.value).toBe(defaultCheck);
    await chooseCheck('Hold back');
    await text(/One that fails is held back for you to decide/).toBeVisible();
    await startExport();
    await text('Export complete').toBeVisible();
    expect(start.mock.lastCall![2]).toMatchObject({ check: 'fail_export' });
  });

  it('is kept for the next export', async () => {
    addButton();
    await openDialog();
    await chooseCheck('Hold back');
    await action('Close').last().click();
    await openDialog();
    await expect.element(page.getByRole('radio', { name: 'Hold back' })).toBeChecked();
  });

  it('may be none: the result says that nothing was looked at', async () => {
    addButton();
    await openDialog();
    await chooseCheck('Off');
    await startExport();
    await text('Not checked').toBeVisible();
    await expect.element(action('Report')).not.toBeInTheDocument();
  });
});

describe('a check that runs', () => {
  it('is told in words, with no share of it made up, and can be stopped', async () => {
    const deaf = new URL('data:text/javascript,0');
    const waiting = createExporter({ workers: { quality: () => new Worker(deaf) } });
    addButton(undefined, waiting);
    await openDialog();
    await chooseCheck('Tell me');
    await startExport();
    await text('Checking the file').toBeVisible();
    await text('The finished file is decoded again and compared with what was drawn.').toBeVisible();
    await expect.element(page.getByRole('progressbar')).not.toHaveAttribute('value');
    await expect.element(page.getByText('100%')).not.toBeInTheDocument();
    await action('Cancel').click();
    await expect.element(action('Export')).toBeVisible();
    await waiting.dispose();
  });
});

describe('a file that was checked', () => {
  it('has its score and report, which is saved as a page and as data, and the focus goes along', async () => {
    addButton();
    const results: ExportResult[] = [];
    button.addEventListener('stepframe-export-complete', ({ detail }) => results.push(detail));
    await openDialog();
    await chooseCheck('Tell me');
    await startExport();
    await text('Export complete').toBeVisible();
    const quality = results[0]!.quality!;
    await expect.poll(focused).toBe('Done');
    const shown = shadowOf('stepframe-export-result-view').querySelector('.score')!;
    expect(shown.textContent).toBe(`${quality.score.total} of 100`);
    await text({ approve: 'Approve', review: 'Review', reject: 'Reject' }[quality.recommendation]).toBeVisible();

    await action('Report').click();
    await expect.element(page.getByRole('heading', { name: 'Quality report' })).toBeVisible();
    await expect.poll(focused).toBe('Back');
    await expect.element(page.getByRole('dialog').getByRole('img', { name: /SSIM/ })).toBeVisible();
    await action('Save report').click();
    await expect.poll(() => names.at(-1)).toBe('frame-code.mp4.quality.html');
    await action('Save as JSON').click();
    expect(names.at(-1)).toBe('frame-code.mp4.quality.json');
    expect(JSON.parse(await saved.at(-1)!.text())).toEqual(quality);

    await userEvent.keyboard('{Escape}');
    await text('Export complete').toBeVisible();
    await expect.poll(focused).toBe('Report');
    await userEvent.keyboard('{Enter}');
    await expect.poll(focused).toBe('Back');
    await userEvent.keyboard('{Enter}');
    await text('Export complete').toBeVisible();
    await action('Done').click();
    await expect.poll(() => dialog().open).toBe(false);
  });

  it('and failed: what failed is told once, with its remedy', async () => {
    await exportNoise('Tell me');
    await text('Export complete').toBeVisible();
    await text('Reject').toBeVisible();
    const view = shadowOf('stepframe-export-result-view');
    expect(view.querySelector('.checks .fail')).not.toBeNull();
    expect(view.querySelector('.checks .remedy')!.textContent).not.toBe('');
    expect(view.querySelector('.warnings')).toBeNull();
    expect(names).toEqual(['Frame code.webm']);
  });
});

describe('a file that is held back', () => {
  it('is kept anyway on demand, after a look at its report', async () => {
    await exportNoise('Hold back');
    await text('The file did not pass its check').toBeVisible();
    expect(names).toEqual([]);
    await expect.poll(focused).toBe('Back to settings');
    await action('Report').click();
    await expect.element(page.getByText(/among the worst by/).first()).toBeVisible();
    await action('Back').click();
    await action('Keep the file anyway').click();
    await text('Export complete').toBeVisible();
    await text('Reject').toBeVisible();
    expect(names).toEqual(['Frame code.webm']);
    await action('Done').click();
    await expect.poll(async () => (await exporter.unfinished()).length).toBe(0);
  });

  it('is discarded on demand', async () => {
    await exportNoise('Hold back');
    await action('Discard').click();
    await expect.element(action('Export')).toBeVisible();
    expect(await exporter.unfinished()).toEqual([]);
  });

  it('waits in the list, where there is the same to be done', async () => {
    await exportNoise('Hold back');
    await action('Back to settings').click();
    await action('Show').click();
    await text('Held back').toBeVisible();
    await action('Report').click();
    await expect.poll(focused).toBe('Back to the list');
    await expect.element(page.getByText(/among the worst by/).first()).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.element(action('Keep anyway')).toBeVisible();
    await action('Keep anyway').click();
    await text('Export complete').toBeVisible();
    expect(names).toEqual(['Frame code.webm']);
  });

  it.each(['light', 'dark'])('is told in words that stand out in %s', async (scheme) => {
    document.documentElement.style.colorScheme = scheme;
    await exportNoise('Hold back');
    await text('The file did not pass its check').toBeVisible();
    expect(faintText('stepframe-export-result-view')).toEqual([]);
    await action('Report').click();
    await expect.element(action('Back')).toBeVisible();
    expect(faintText('stepframe-quality-report-view')).toEqual([]);
    document.documentElement.style.colorScheme = '';
  });
});

describe('more files of the same frames', () => {
  const also = () => page.getByLabelText('Also make');

  it('are asked for by presets, made in one pass, and each saved by itself', async () => {
    const start = vi.spyOn(exporter, 'start');
    addButton();
    await openDialog();
    await also().selectOptions('WebM · VP9');
    await also().selectOptions('MP4 · AV1');
    await also().selectOptions('WebM · VP8');
    await text('Frame code (2).mp4').toBeVisible();
    await action('Do not make WebM · VP8').click();
    await startExport();
    await text('Export complete').toBeVisible();
    expect(names).toEqual(['Frame code.mp4', 'Frame code.webm', 'Frame code (2).mp4']);
    expect(start).toHaveBeenCalledOnce();
    await action('Save').nth(1).click();
    expect(names.at(-1)).toBe('Frame code (2).mp4');
    expect(saved.slice(0, 3).map(({ type }) => type)).toEqual(['video/mp4', 'video/webm', 'video/mp4']);
  });

  it('are refused before the start where they cannot be made beside the first', async () => {
    addButton();
    await openDialog();
    await also().selectOptions('DNxHD 120');
    const notes = () => shadowOf('stepframe-export-settings-form').querySelector('#also-notes')!.textContent;
    await expect.poll(notes).not.toBe('');
    await expect.element(action('Export')).toBeDisabled();
    await action('Do not make DNxHD 120').click();
    await expect.element(action('Export')).toBeEnabled();
  });

  it('are mended, or left out, in one click where they stand', async () => {
    addButton(frameCodeComposition({ durationInFrames: 12, float16: true }));
    await openDialog();
    await also().selectOptions('ProRes 422');
    const note = () => shadowOf('stepframe-export-settings-form').querySelector('#also-notes')!.textContent;
    await expect.poll(note).toContain('ProRes 422:');
    await expect.element(action('Export')).toBeDisabled();
    await action('Correct it').click();
    await expect.element(action('Export')).toBeEnabled();
    expect(note().trim()).toBe('');
    await action('Do not make ProRes 422').click();

    await also().selectOptions('DNxHD 120');
    await action('Do not make it').first().click();
    await expect.element(action('Export')).toBeEnabled();
    await expect.element(action('Do not make DNxHD 120')).not.toBeInTheDocument();
  });

  it('are five at the most', async () => {
    addButton();
    await openDialog();
    for (const preset of ['WebM · VP9', 'WebM · VP8', 'WebM · AV1', 'MP4 · AV1', 'PNG picture']) {
      await also().selectOptions(preset);
    }
    await expect.element(also()).toBeDisabled();
  });
});

describe('a dialog that cannot be loaded', () => {
  it('says so, and opens when it is tried again', async () => {
    addButton();
    const errors: string[] = [];
    button.addEventListener('stepframe-export-error', ({ detail }) => errors.push(detail.detail));
    vi.mocked(loadDialogContent).mockRejectedValue(new TypeError('Failed to fetch dynamically imported module'));
    await page.getByRole('button', { name: 'Export' }).click();
    await text('The export dialog could not be loaded.').toBeVisible();
    expect(errors).toEqual(['dialog-unavailable']);
    vi.mocked(loadDialogContent).mockRestore();
    await action('Close').click();
    await openDialog();
    await expect.element(action('Export')).toBeEnabled();
  });
});
