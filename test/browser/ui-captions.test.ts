import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExportSettingsForm } from '../../src/ui/export-settings-form';
import type { TimedTextFields } from '../../src/ui/timed-text-fields';
import { commands, page, userEvent } from 'vitest/browser';
import '../../src/elements';
import type { ExportButton } from '../../src/elements';
import type { ExportResult } from '../../src/index';
import { cleanUpAfterEach, newExporter } from '../support/fault-session';
import { fromBase64, probe, toBase64 } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';

cleanUpAfterEach();

let button: ExportButton;

beforeEach(async () => {
  button = document.createElement('stepframe-export-button');
  button.exporter = newExporter();
  button.saveMode = 'download';
  button.composition = frameCodeComposition();
  document.body.append(button);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByText('Advanced').click();
  await expect.element(page.getByLabelText('Choose a file of chapters…')).toBeInTheDocument();
});

afterEach(() => {
  button.remove();
  vi.restoreAllMocks();
});

const dialog = () => page.getByRole('dialog');
const vtt = (name: string, ...cues: string[]) =>
  new File([['WEBVTT', ...cues].join('\n\n')], name, { type: 'text/vtt' });
const focused = (): Element | null => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
};
const chapters = vtt('parts.vtt', '00:00.000 --> 00:01.000\nOpening', '00:01.000 --> 00:02.000\nThe <b>end</b>');
const german = vtt('film.de.vtt', '00:00.000 --> 00:01.500\nGuten Tag');
const english = new File(['1\n00:00:00,500 --> 00:00:01,500\nHello\n'], 'film.srt');

async function exported(): Promise<ExportResult> {
  const result = new Promise<ExportResult>((resolve) =>
    button.addEventListener('stepframe-export-complete', ({ detail }) => resolve(detail), { once: true }),
  );
  const start = dialog().getByRole('button', { name: 'Export', exact: true });
  await expect.element(start).toBeEnabled();
  await start.click();
  return result;
}

async function chaptersOf(file: File): Promise<[title: string, start: number][]> {
  const args = ['-v', 'error', '-show_chapters', '-of', 'json', '{in}'];
  const { stdoutBase64 } = await commands.mediaTool('ffprobe', await toBase64(file), 'mp4', args);
  const { chapters: found } = JSON.parse(new TextDecoder().decode(fromBase64(stdoutBase64))) as {
    chapters: { start_time: string; tags: { title: string } }[];
  };
  return found.map(({ start_time, tags }) => [tags.title, Number(start_time)]);
}

describe('chapters and captions in the dialog', () => {
  it('are picked, described and in the film; those asked for beside it are saved beside it', async () => {
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click');
    await userEvent.upload(page.getByLabelText('Choose a file of chapters…'), chapters);
    await expect.element(dialog().getByText('2 chapters').first()).toBeVisible();
    await userEvent.upload(page.getByLabelText('Choose files of captions…'), [german, english]);
    await expect.element(page.getByLabelText(/^Language of film\.de\.vtt/)).toHaveValue('de');
    await page.getByLabelText(/^Language of film\.srt/).fill('en-GB');
    await page.getByLabelText('Where the captions go').nth(1).selectOptions('Beside it, SubRip');
    const { file, sidecars } = await exported();

    const { streams } = await probe(file!, 'mp4');
    const found = await chaptersOf(file!);
    expect(found).toEqual([
      ['Opening', 0],
      ['The end', 1],
    ]);
    expect(streams.filter(({ codec_type }) => codec_type === 'subtitle')).toHaveLength(1);
    expect(sidecars.map(({ name }) => name)).toHaveLength(1);
    await expect
      .poll(() => click.mock.contexts.map((anchor) => (anchor as HTMLAnchorElement).download))
      .toEqual([expect.stringMatching(/\.mp4$/), expect.stringMatching(/\.en-GB\.srt$/)]);
  });

  it('that are bad are refused with their line, and those that are there stay', async () => {
    await userEvent.upload(page.getByLabelText('Choose files of captions…'), german);
    await expect.element(dialog().getByText('film.de.vtt', { exact: true })).toBeVisible();
    await userEvent.upload(
      page.getByLabelText('Choose files of captions…'),
      vtt('bad.vtt', '00:00.000 --> 00:01.000\nFine', 'at noon\nNot fine'),
    );
    await expect
      .element(
        dialog()
          .getByRole('alert')
          .getByText(/^bad\.vtt: .*Line 7/),
      )
      .toBeVisible();
    await expect.element(dialog().getByText('film.de.vtt', { exact: true })).toBeVisible();
    await userEvent.upload(
      page.getByLabelText('Choose a file of chapters…'),
      new File([new Uint8Array([0xff])], 'x.vtt'),
    );
    await expect
      .element(
        dialog()
          .getByRole('alert')
          .getByText(/not text in UTF-8/),
      )
      .toBeVisible();

    // What is no language is told at the field, and one track is on by default at the most.
    await page.getByLabelText(/^Language of film\.de\.vtt/).fill('not a language');
    await expect.element(dialog().getByText('is not a language', { exact: false })).toBeVisible();
    await page.getByLabelText(/^Language of film\.de\.vtt/).fill('de');
    await userEvent.upload(page.getByLabelText('Choose files of captions…'), english);
    await page.getByLabelText('On by default').nth(1).click();
    await expect.element(page.getByLabelText('On by default').nth(0)).not.toBeChecked();

    await dialog().getByRole('button', { name: 'Remove film.de.vtt' }).click();
    await expect.element(dialog().getByText('film.de.vtt', { exact: true })).not.toBeInTheDocument();
    await expect.poll(() => focused()?.id).toBe('captions');
  });

  it('are dropped on their field, which keeps presets from being looked for in them', async () => {
    const fields = () =>
      button.renderRoot
        .querySelector('stepframe-export-dialog')!
        .renderRoot.querySelector<ExportSettingsForm>('stepframe-export-settings-form')!
        .renderRoot.querySelector<TimedTextFields>('stepframe-timed-text-fields')!;
    const target = fields().renderRoot.querySelectorAll('.taker')[1]!;
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(german);
    const send = (type: string) =>
      target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true }));
    send('dragenter');
    send('dragover');
    await fields().updateComplete;
    expect(target.classList.contains('over')).toBe(true);
    await expect.element(dialog().getByText('Drop preset files')).not.toBeInTheDocument();
    send('drop');
    await expect.element(page.getByLabelText(/^Language of film\.de\.vtt/)).toHaveValue('de');
    expect(fields().renderRoot.querySelector('[role="alert"] p')).toBeNull();
    // A format without a place for them says what becomes of them; a picture has none.
    await dialog().getByLabelText('Format', { exact: true }).selectOptions('MXF');
    await expect.element(dialog().getByText(/MXF has no place for captions/)).toBeVisible();
    await dialog().getByLabelText('Format', { exact: true }).selectOptions('PNG picture');
    await expect.element(page.getByLabelText('Choose files of captions…')).not.toBeInTheDocument();
  });
});
