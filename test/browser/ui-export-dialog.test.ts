import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Composition } from '../../src/composition/composition';
import { realSetTimeout } from '../../src/composition/real-time';
import type { ExportButton } from '../../src/elements';
import '../../src/elements';
import { createExporter, ExportError } from '../../src/index';
import type { ExportResult } from '../../src/index';
import { readFrameCodes } from '../support/frame-code';
import { decodeRgb, probe } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';

const exporter = createExporter();
afterAll(() => exporter.dispose());

let button: ExportButton;
/** Names of the files handed over as downloads. */
let downloads: () => string[];
/** The element's events, in order. */
let events: CustomEvent[];

const eventTypes = [
  'stepframe-export-start',
  'stepframe-export-complete',
  'stepframe-export-error',
  'stepframe-export-close',
] as const;

beforeEach(() => {
  events = [];
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click');
  downloads = () => click.mock.contexts.map((anchor) => (anchor as HTMLAnchorElement).download);
  button = document.createElement('stepframe-export-button');
  button.exporter = exporter;
  button.saveMode = 'download';
  button.composition = frameCodeComposition();
  for (const type of eventTypes) button.addEventListener(type, (event) => events.push(event));
  document.body.append(button);
});

afterEach(() => {
  button.remove();
  vi.restoreAllMocks();
});

const eventNames = (): string[] => events.map(({ type }) => type);
const dialog = (): HTMLDialogElement =>
  button.renderRoot.querySelector('stepframe-export-dialog')!.renderRoot.querySelector('dialog')!;
const action = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });
const text = (content: string | RegExp) => expect.element(page.getByRole('dialog').getByText(content).first());
const inLongTests = { timeout: 30_000 };

async function openDialog(): Promise<void> {
  await page.getByRole('button', { name: 'Export' }).click();
  await expect.element(page.getByRole('dialog')).toBeVisible();
}

async function startExport(): Promise<void> {
  await expect.element(action('Export'), inLongTests).toBeEnabled();
  await action('Export').click();
}

/** Frames of which each takes 50 ms, so that there is time to act while they are rendered. */
function slowComposition(): Composition {
  return frameCodeComposition({ renderFrame: () => new Promise((resolve) => void realSetTimeout(resolve, 50)) });
}

describe('the export dialog', () => {
  it('exports what its fields say and hands the file over', async () => {
    button.composition = frameCodeComposition({ name: 'Spring: “teaser”' });
    button.range = { first: 15, end: 45 };
    await openDialog();
    await page.getByLabelText('Preset').selectOptions('WebM · VP9');
    await page.getByLabelText('Frame rate').selectOptions('60 fps');
    await page.getByText('Advanced').click();
    await page.getByLabelText('Title').fill('Spring');
    await text('320 × 180 · 60 fps · 1.0 s · 60 frames · VP9, no sound').toBeVisible();
    await startExport();
    await text('Export complete').toBeVisible();

    expect(eventNames()).toEqual(['stepframe-export-start', 'stepframe-export-complete']);
    expect(downloads()).toEqual(['Spring “teaser”.webm']);
    const { file, frames } = events[1]!.detail as ExportResult;
    expect(frames).toBe(60);
    const { streams, format } = await probe(file!, 'webm');
    expect(streams).toHaveLength(1);
    expect(streams[0]).toMatchObject({
      codec_name: 'vp9',
      width: 320,
      height: 180,
      nb_read_frames: '60',
      avg_frame_rate: '60/1',
    });
    expect(format.tags?.['TITLE']).toBe('Spring');
    // The composition draws the number of each frame, at the rate it is asked for: in at 15 of 30 is 30 of 60.
    const codes = readFrameCodes(await decodeRgb(file!, 'webm'), 320, 180);
    expect(codes).toEqual(Array.from({ length: 60 }, (_, index) => index + 30));

    await action('Save again').click();
    expect(downloads()).toHaveLength(2);
    await action('Done').click();
    await expect.poll(() => dialog().open).toBe(false);
    expect(eventNames().at(-1)).toBe('stepframe-export-close');
  });

  it('shows a frame while it exports, whole and inside its box', async () => {
    button.composition = slowComposition();
    await openDialog();
    await startExport();
    const picture = (): HTMLCanvasElement | null | undefined =>
      dialog().querySelector('stepframe-export-progress-view')?.shadowRoot?.querySelector('canvas');
    await expect.poll(() => picture()?.width).toBeGreaterThan(0);
    const canvas = picture()!;
    expect(canvas.width / canvas.height).toBeCloseTo(320 / 180, 1);
    expect(canvas.offsetHeight).toBeLessThanOrEqual(canvas.parentElement!.clientHeight);
    expect(canvas.getContext('2d')!.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[3]).toBe(255);
    await expect.element(page.getByRole('progressbar')).toHaveAttribute('max', '60');
    await action('Cancel').click();
    await expect.element(action('Export')).toBeVisible();
  });

  it('waits for what the host puts into waitUntil', async () => {
    const opened = vi.spyOn(button.composition!, 'open');
    let release!: () => void;
    button.addEventListener('stepframe-export-start', (event) =>
      event.detail.waitUntil(new Promise<void>((resolve) => (release = resolve))),
    );
    await openDialog();
    await startExport();
    await text('Preparing').toBeVisible();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(opened).not.toHaveBeenCalled();
    release();
    await text('Export complete').toBeVisible();
    expect(opened).toHaveBeenCalledOnce();
  });

  it('can be cancelled while the host keeps it waiting', async () => {
    button.addEventListener('stepframe-export-start', (event) => event.detail.waitUntil(new Promise(() => undefined)));
    await openDialog();
    await startExport();
    await action('Cancel').click();
    await expect.element(action('Export')).toBeEnabled();
    expect(eventNames()).toEqual(['stepframe-export-start']);
  });

  it('cancels at once, keeps the settings, and exports afterwards', async () => {
    button.composition = slowComposition();
    await openDialog();
    await page.getByText('Custom', { exact: true }).last().click();
    await page.getByLabelText('Last frame').fill('9');
    await startExport();
    await text(/^Rendering frames$/).toBeVisible();
    await action('Cancel').click();
    await expect.element(action('Export')).toBeVisible();
    await text(/10 frames/).toBeVisible();
    expect(downloads()).toEqual([]);

    await startExport();
    await text('Export complete').toBeVisible();
    expect((events.at(-1)!.detail as ExportResult).frames).toBe(10);
    expect(eventNames()).not.toContain('stepframe-export-error');
  });

  it('shows a failure with its remedy and code, and leads back to the settings', async () => {
    button.composition = frameCodeComposition({
      renderFrame: (frame) => {
        if (frame === 7) throw new Error('no brush');
      },
    });
    await openDialog();
    await startExport();
    await expect.element(action('Try again')).toBeVisible();
    const error = events.at(-1)!.detail as ExportError;
    expect(events.at(-1)!.type).toBe('stepframe-export-error');
    expect(error).toBeInstanceOf(ExportError);
    await text(error.message).toBeVisible();
    await text(error.remedy).toBeVisible();
    await text(`${error.code} (${error.detail}), frame 7`).toBeVisible();
    await action('Back to settings').click();
    await expect.element(action('Export')).toBeEnabled();
  });

  it('shows issues at their fields and applies a fix in one click', async () => {
    await openDialog();
    await page.getByLabelText('Resolution').selectOptions('Custom');
    await page.getByLabelText('Width in pixels').fill('321');
    await text(/width of 321 pixels is odd/).toBeVisible();
    await expect.element(page.getByLabelText('Width in pixels')).toHaveAttribute('aria-invalid', 'true');
    await expect.element(action('Export')).toBeDisabled();
    await page.getByRole('button', { name: /Use 32[02] × 180/ }).click();
    await expect.element(action('Export')).toBeEnabled();
    await expect.element(page.getByLabelText('Width in pixels')).toHaveAttribute('aria-invalid', 'false');
    await page.getByLabelText('Height in pixels').fill('');
    await expect.element(action('Export')).toBeDisabled();
  });

  it('closes on Escape, but not while it exports', async () => {
    button.composition = slowComposition();
    await openDialog();
    await startExport();
    await text(/^Rendering frames$/).toBeVisible();
    await userEvent.keyboard('{Escape}{Escape}{Escape}');
    await text('The export is running. Pause it to close, or press Cancel to stop it.').toBeVisible();
    expect(dialog().open).toBe(true);
    await action('Cancel').click();
    await expect.element(action('Export')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => dialog().open).toBe(false);
    expect(eventNames()).toEqual(['stepframe-export-start', 'stepframe-export-close']);
  });

  it('stops the export when it is taken out of the document', async () => {
    const disposed = vi.fn();
    const composition = slowComposition();
    button.composition = {
      ...composition,
      async open(stage) {
        const session = await composition.open(stage);
        return { ...session, dispose: disposed };
      },
    };
    await openDialog();
    await startExport();
    await text(/^Rendering frames$/).toBeVisible();
    button.remove();
    await expect.poll(() => disposed.mock.calls.length).toBe(1);
    await expect.poll(eventNames).toEqual(['stepframe-export-start', 'stepframe-export-close']);
    document.body.append(button);
    await openDialog();
    await expect.element(action('Export')).toBeEnabled();
  });

  it('names every field, starts at the first and keeps the editor’s shortcuts asleep', async () => {
    const shortcut = vi.fn();
    document.addEventListener('keydown', shortcut);
    await openDialog();
    const form = dialog().querySelector('stepframe-export-settings-form')!;
    await expect.poll(() => form.shadowRoot!.activeElement?.id).toBe('preset');
    const fields = [...form.shadowRoot!.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')];
    expect(fields.length).toBeGreaterThan(10);
    for (const field of fields) {
      expect(field.getAttribute('aria-label') ?? field.labels![0]?.textContent.trim()).toBeTruthy();
    }
    await userEvent.keyboard(' ');
    expect(shortcut).not.toHaveBeenCalled();
    document.removeEventListener('keydown', shortcut);
  });
});

describe('the export button', () => {
  it('asks for the composition at the click, and shows why there is none', async () => {
    button.getComposition = () => Promise.reject(new Error('project not loaded'));
    await page.getByRole('button', { name: 'Export' }).click();
    await text(/composition could not be made ready/).toBeVisible();
    expect((events[0]!.detail as ExportError).detail).toBe('composition-unavailable');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    button.getComposition = () => Promise.resolve(frameCodeComposition({ name: 'Late' }));
    await openDialog();
    await text('Late').toBeVisible();
  });

  it('is disabled while there is nothing to export', async () => {
    button.composition = null;
    await expect.element(page.getByRole('button', { name: 'Export' })).toBeDisabled();
  });
});

describe('a picked file', () => {
  const fileName = 'picked-by-test.mp4';
  let folder: FileSystemDirectoryHandle;

  /** The picker itself needs a person; a file of the origin's own system is as real a handle as one it gives. */
  async function pickerGives(handle: () => Promise<FileSystemFileHandle>): Promise<void> {
    folder = await navigator.storage.getDirectory();
    vi.stubGlobal('showSaveFilePicker', handle);
    button.saveMode = 'picker';
    await openDialog();
  }

  afterEach(async () => {
    vi.unstubAllGlobals();
    await folder.removeEntry(fileName).catch(() => undefined);
  });

  const pick = (): Promise<FileSystemFileHandle> => folder.getFileHandle(fileName, { create: true });
  const names = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const name of folder.keys()) found.push(name);
    return found;
  };

  it('takes the export, which is then not downloaded', async () => {
    await pickerGives(pick);
    await startExport();
    await text('Export complete').toBeVisible();
    await text(fileName).toBeVisible();
    expect(downloads()).toEqual([]);
    const file = await (await folder.getFileHandle(fileName)).getFile();
    const { streams } = await probe(file, 'mp4');
    expect(streams[0]).toMatchObject({ codec_name: 'h264', nb_read_frames: '60' });
  });

  it('is gone after a cancelled export', async () => {
    button.composition = slowComposition();
    await pickerGives(pick);
    await startExport();
    await text(/^Rendering frames$/).toBeVisible();
    expect(await names()).toContain(fileName);
    await action('Cancel').click();
    await expect.element(action('Export')).toBeVisible();
    expect(await names()).not.toContain(fileName);
  });

  it('may be refused: the settings stay', async () => {
    await pickerGives(() => Promise.reject(new DOMException('closed', 'AbortError')));
    await startExport();
    await expect.element(action('Export')).toBeEnabled();
    expect(eventNames()).toEqual([]);
  });

  it('becomes a download where the page may not open a picker', async () => {
    await pickerGives(() => Promise.reject(new DOMException('cross-origin', 'SecurityError')));
    await startExport();
    await text('Export complete').toBeVisible();
    expect(downloads()).toEqual(['Frame code.mp4']);
  });
});

describe('the entry', () => {
  it('leaves elements that are registered already', async () => {
    const before = customElements.get('stepframe-export-dialog');
    const again = '/src/elements.ts?copy=2';
    await import(/* @vite-ignore */ again);
    expect(customElements.get('stepframe-export-dialog')).toBe(before);
  });
});
