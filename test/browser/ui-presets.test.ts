import { deleteDB } from 'idb';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ExportButton } from '../../src/elements';
import '../../src/elements';
import { createExporter, findPreset, openPresetLibrary, parsePreset, type Preset } from '../../src/index';
import { presetStore } from '../../src/presets/preset-store';
import { frameCodeComposition } from '../support/test-compositions';

const exporter = createExporter();
const library = openPresetLibrary();
const webm: Preset = { ...findPreset('webm-vp9')!, id: 'ours', name: 'Ours', frameRate: 25 };

let button: ExportButton;
/** Files handed over as downloads. */
let saved: File[];

beforeEach(async () => {
  saved = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
  const create = URL.createObjectURL.bind(URL);
  vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
    if (file instanceof File) saved.push(file);
    return create(file);
  });
  button = document.createElement('stepframe-export-button');
  button.exporter = exporter;
  button.saveMode = 'download';
  button.composition = frameCodeComposition();
  document.body.append(button);
  await page.getByRole('button', { name: 'Export' }).click();
  await expect.element(select(), inTime).toBeVisible();
});

afterEach(async () => {
  button.remove();
  vi.restoreAllMocks();
  await deleteDB('stepframe-presets');
});

afterAll(() => exporter.dispose());

const dialog = () => page.getByRole('dialog');
const action = (name: string) => dialog().getByRole('button', { name, exact: true });
const select = () => dialog().getByLabelText('Preset', { exact: true });
const search = () => dialog().getByRole('combobox', { name: 'Search presets' });
const option = (name: string) => dialog().getByRole('option', { name });
/** The library is loaded when it is first asked for something. */
const inTime = { timeout: 10_000 };
const text = (content: string | RegExp) => expect.element(dialog().getByText(content).first(), inTime);
const file = (content: object | string, name = 'a.stepframe-preset.json'): File =>
  new File([typeof content === 'string' ? content : JSON.stringify(content)], name);

/** The name or the id of what has the focus, in whatever shadow. */
function focused(): string | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element?.getAttribute('aria-label') ?? element?.getAttribute('id') ?? element?.outerHTML ?? null;
}

function drag(type: string, files: File[]): DragEvent {
  const dataTransfer = new DataTransfer();
  for (const each of files) dataTransfer.items.add(each);
  const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true });
  dialog().element().querySelector('.body')!.dispatchEvent(event);
  return event;
}

async function browse(): Promise<void> {
  await action('All presets…').click();
  await expect.poll(focused, inTime).toBe('Search presets');
}

describe('presets in the dialog', () => {
  it('are found, counted and chosen by the keyboard alone', async () => {
    await action('All presets…').click();
    await expect.poll(focused, inTime).toBe('Search presets');
    await userEvent.keyboard('youtube 60');
    await expect.element(dialog().getByText('2 presets found')).toBeVisible();
    await expect.element(option('YouTube 1080p60')).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('{ArrowDown}');
    const { id } = option('YouTube 4K60').element();
    await expect.element(search()).toHaveAttribute('aria-activedescendant', id);
    await userEvent.keyboard('{ArrowDown}{ArrowUp}{Enter}');
    await expect.element(select(), inTime).toHaveValue('youtube-4k60');
    await expect.poll(focused, inTime).toBe('preset');
  });

  it('can be none, which Escape takes back before it leaves', async () => {
    await browse();
    await search().fill('no such words');
    await text('No presets found').toBeVisible();
    await text('No preset has all of these words.').toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(search()).toHaveValue('');
    await userEvent.keyboard('{Escape}');
    await expect.element(select(), inTime).toBeVisible();
    await expect.element(dialog()).toBeVisible();
  });

  it('are marked, and stand first then', async () => {
    await browse();
    await option('GIF').click();
    await action('Favourite').click();
    await expect.element(action('Favourite'), inTime).toHaveAttribute('aria-pressed', 'true');
    await expect.element(dialog().getByRole('group', { name: 'Favourites' }).getByRole('option')).toBeVisible();
    expect((await library.read()).favourites.map(({ id }) => id)).toEqual(['gif']);
    await action('Back').click();
    const groups = [...select().element().querySelectorAll('optgroup')];
    expect(groups[0]!.label).toBe('Favourites');
    expect(select().element().querySelectorAll('[value=gif]')).toHaveLength(1);
  });

  it('are saved from the settings, renamed, duplicated, written to a file and deleted', async () => {
    await select().selectOptions('WebM · VP9');
    await dialog().getByLabelText('Frame rate').selectOptions('50 fps');
    await dialog().getByText('Low', { exact: true }).click();
    await expect.element(select(), inTime).toHaveValue('custom');
    await browse();
    await action('Save current settings…').click();
    await userEvent.keyboard('Our show{Enter}');
    await option('Our show').click();
    expect((await library.read()).own).toMatchObject([{ id: 'our-show', name: 'Our show', format: 'webm' }]);
    await action('Back').click();
    await expect.element(select(), inTime).toHaveValue('our-show');

    await browse();
    await action('Rename').click();
    await userEvent.keyboard('{Control>}a{/Control}Our other show{Enter}');
    await option('Our other show').click();
    await action('Duplicate').click();
    await option('Our other show copy').click();
    await action('Save as file').click();
    await expect
      .poll(() => saved.map(({ name }) => name), inTime)
      .toEqual(['Our other show copy.stepframe-preset.json']);
    expect(parsePreset(await saved[0]!.text())).toMatchObject({ name: 'Our other show copy', frameRate: { num: 50 } });
    await action('Delete').click();
    await text('Delete “Our other show copy”?').toBeVisible();
    await action('Delete').click();
    await expect.element(option('Our other show copy'), inTime).not.toBeInTheDocument();
    expect((await library.read()).own.map(({ id }) => id)).toEqual(['our-show']);
  });

  it('come out of files dropped anywhere, the first of which is chosen', async () => {
    drag('dragenter', [file(webm)]);
    await text('Drop preset files to import them').toBeVisible();
    expect(drag('drop', [file(webm), file({ ...webm, name: 'Others' })]).defaultPrevented).toBe(true);
    await text('2 presets are imported. “Ours” is chosen.').toBeVisible();
    await expect.element(select(), inTime).toHaveValue('ours');
    await expect.element(dialog().getByText('Drop preset files')).not.toBeInTheDocument();
    await expect.element(dialog().getByLabelText('Frame rate')).toHaveValue('25/1');
    expect((await library.read()).own.map(({ name }) => name)).toEqual(['Ours', 'Others']);
  });

  it.each([
    ['no JSON', file('{"schema":', 'x.json'), /x\.json: The preset file is not valid JSON/],
    ['a film', new File([new Uint8Array(100_000)], 'film.mp4'), /film\.mp4: The file is larger than 64 kB/],
    ['markup in its name', file({ ...webm, name: '<img src=x onerror=alert(1)>' }), /name: must be plain text/],
    ['another prototype', file(`{"schema":"stepframe-preset","__proto__":{"version":2}}`), /__proto__/],
    ['a later version', file({ ...webm, version: 99 }), /version 99/],
    ['deep nesting', file('['.repeat(2000)), /nested deeper/],
  ])('are not taken from a file of %s, nor from what came with it, and one error says so', async (_, bad, message) => {
    const before = select().element().getAttribute('value');
    drag('drop', [file(webm), bad]);
    await text(message).toBeVisible();
    expect(dialog().getByRole('alert').elements()).toHaveLength(1);
    expect((await library.read()).own).toEqual([]);
    expect(select().element().getAttribute('value')).toBe(before);
    // It goes with the next change.
    await select().selectOptions('WebM · VP9');
    await expect.element(dialog().getByRole('alert'), inTime).not.toBeInTheDocument();
  });

  it('come out of a file that is picked', async () => {
    await browse();
    await userEvent.upload(dialog().getByLabelText('Import files…'), file(webm));
    await expect.element(select(), inTime).toHaveValue('ours');
  });

  it('follow what another tab does to them', async () => {
    // As the store does in another tab: nothing of this dialog is called.
    await presetStore.save(webm);
    await select().selectOptions('Ours');
    await expect.element(select(), inTime).toHaveValue('ours');
    await presetStore.rename('ours', 'Theirs');
    await expect.poll(() => select().element().textContent, inTime).toContain('Theirs');
    await presetStore.remove('ours');
    await expect.element(select(), inTime).toHaveValue('custom');
  });

  it('that are used are the recent ones', async () => {
    await select().selectOptions('WebM · VP8');
    await expect.element(action('Export'), inTime).toBeEnabled();
    await action('Export').click();
    await expect.poll(async () => (await library.read()).recent.map(({ id }) => id), inTime).toEqual(['webm-vp8']);
    await text('Export complete').toBeVisible();
  });

  it('leave the page where it is when files are dropped while it exports', async () => {
    await expect.element(action('Export'), inTime).toBeEnabled();
    await action('Export').click();
    await expect.element(page.getByRole('progressbar'), inTime).toBeVisible();
    expect(drag('drop', [file(webm)]).defaultPrevented).toBe(true);
    await text('Export complete').toBeVisible();
    expect((await library.read()).own).toEqual([]);
  });
});
