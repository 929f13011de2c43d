import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ExportButton } from '../../src/elements';
import '../../src/elements';
import { createExporter, type ExportResult } from '../../src/index';
import { probe } from '../support/media-tools';
import { frameCodeComposition } from '../support/test-compositions';

const exporter = createExporter();
const inTime = { timeout: 30_000 };
let button: ExportButton;
let result: ExportResult | null;

beforeEach(async () => {
  result = null;
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
  button = document.createElement('stepframe-export-button');
  button.exporter = exporter;
  button.saveMode = 'download';
  button.composition = frameCodeComposition();
  button.addEventListener('stepframe-export-complete', ({ detail }) => (result = detail));
  document.body.append(button);
  await page.getByRole('button', { name: 'Export' }).click();
  await expect.element(label('Preset')).toBeVisible();
});

afterEach(() => {
  button.remove();
  vi.restoreAllMocks();
});

afterAll(() => exporter.dispose());

const dialog = () => page.getByRole('dialog');
const action = (name: string) => dialog().getByRole('button', { name, exact: true });
const label = (name: string) => dialog().getByLabelText(name, { exact: true });
const handle = (name: string) => dialog().getByRole('slider', { name, exact: true });
const text = (content: string | RegExp) => expect.element(dialog().getByText(content).first(), inTime);
function focused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

const at = (name: string) => Number(handle(name).element().getAttribute('aria-valuenow'));

async function press(name: string, keys: string): Promise<void> {
  (handle(name).element() as HTMLElement).focus();
  await userEvent.keyboard(keys);
}

describe('the timeline', () => {
  it('moves its handles by keys: a frame, ten, a second, to the end', async () => {
    await press('In point', '{ArrowRight}');
    await expect.element(handle('In point')).toHaveAttribute('aria-valuenow', '1');
    await expect.element(handle('In point')).toHaveAttribute('aria-valuetext', '00:00:00:01, frame 1');
    await press('In point', '{Shift>}{ArrowRight}{/Shift}');
    expect(at('In point')).toBe(11);
    await press('Out point', '{PageDown}');
    expect(at('Out point')).toBe(29);
    // Neither passes the other.
    await press('Out point', '{Home}');
    expect(at('Out point')).toBe(11);
    await press('Out point', '{End}{ArrowLeft}');
    expect(at('Out point')).toBe(58);
    expect(at('Playhead')).toBe(58);
    // The fields say the same, and are as good.
    await expect.element(label('First frame')).toHaveValue(11);
    await expect.element(label('Last frame')).toHaveValue(58);
    await label('Last frame').fill('40');
    await expect.element(handle('Out point')).toHaveAttribute('aria-valuenow', '40');
    await text(/30 frames/).toBeVisible();
  });

  it('is dragged, and puts the playhead where it is pressed', async () => {
    const rail = dialog().getByRole('group', { name: 'Timeline' }).element();
    const { left, width, top, height } = rail.getBoundingClientRect();
    const pointer = (type: string, target: Element, share: number): void => {
      const place = { clientX: left + share * width, clientY: top + height / 2, pointerId: 1, button: 0 };
      target.dispatchEvent(new PointerEvent(type, { ...place, bubbles: true, composed: true, cancelable: true }));
    };
    vi.spyOn(Element.prototype, 'setPointerCapture').mockReturnValue();
    pointer('pointerdown', rail, 0.5);
    pointer('pointerup', rail, 0.5);
    await expect.poll(() => at('Playhead')).toBe(30);
    pointer('pointerdown', handle('Out point').element(), 1);
    pointer('pointermove', rail, 0.251);
    pointer('pointerup', rail, 0.251);
    await expect.poll(() => at('Out point')).toBe(14);
    pointer('pointermove', rail, 0.9);
    expect(at('Out point')).toBe(14);
  });
});

describe('the cover', () => {
  it('is the frame that is looked at, in formats that carry one, and none of a file without', async () => {
    await press('Playhead', '{PageUp}');
    await action('Use this frame as the cover').click();
    await text('00:00:01:00, frame 30').toBeVisible();
    // It must be one that is exported.
    await press('Out point', '{Home}{Shift>}{ArrowRight}{ArrowRight}{/Shift}');
    await text(/cannot be the cover/).toBeVisible();
    await action('Use the first frame').click();
    await text('00:00:00:00, frame 0').toBeVisible();
    await expect.element(action('Export'), inTime).toBeEnabled();
    await action('Export').click();
    await text('Export complete').toBeVisible();
    const { streams } = await probe(result!.file!, 'mp4');
    expect(streams.some(({ codec_name }) => codec_name === 'mjpeg')).toBe(true);
    await action('Back to settings').click();
    await label('Preset').selectOptions('GIF');
    await expect.element(dialog().getByText('Use this frame as the cover')).not.toBeInTheDocument();
  });
});

describe('the preview', () => {
  it('shows a frame before and after, and what is measured on a sample, to which the file keeps', async () => {
    await text('Size – · Time –').toBeVisible();
    await action('Measure').click();
    await expect.poll(focused).toBe(action('Preview').element());
    await expect.element(action('Measure')).not.toBeInTheDocument();
    await text(/^Measured on all 60 frames\./).toBeVisible();
    const [line] = /Size [^S]*measured on 60 frames/.exec(dialog().element().textContent)!;
    expect(line).toMatch(/^Size [\d.]+(–[\d.]+)? \w+ · Time \d+:\d\d( – \d+:\d\d)?, measured on 60 frames$/);
    const view = dialog()
      .element()
      .querySelector('stepframe-export-settings-form')!
      .shadowRoot!.querySelector('stepframe-settings-preview')!;
    const canvas = (name: string) => view.shadowRoot!.querySelector<HTMLCanvasElement>(`canvas.${name}`)!;
    await expect.poll(() => [canvas('source').width, canvas('encoded').width], inTime).toEqual([320, 320]);
    const { estimate } = view.sample;
    await press('Before and after', '{Home}{PageUp}{ArrowLeft}');
    await expect.element(handle('Before and after')).toHaveAttribute('aria-valuenow', '24');

    // Another frame is another picture.
    const pixels = (): string => canvas('source').toDataURL();
    const first = pixels();
    await press('Playhead', '{PageUp}');
    await expect.poll(pixels, inTime).not.toBe(first);

    await action('Export').click();
    await text('Export complete').toBeVisible();
    expect(result!.byteLength).toBeGreaterThanOrEqual(estimate!.byteLength!.low);
    expect(result!.byteLength).toBeLessThanOrEqual(estimate!.byteLength!.high);
  });
});

describe('what is wrong with settings', () => {
  it('is mended by its button: an odd size', async () => {
    await label('Resolution').selectOptions('Custom');
    await label('Width in pixels').fill('321');
    await action('Use 322 × 180').click();
    await expect.element(label('Width in pixels')).toHaveValue(322);
    await expect.element(action('Export'), inTime).toBeEnabled();
  });

  it('is mended by its button: a bitrate that is none', async () => {
    await dialog().getByText('Bitrate', { exact: true }).click();
    await label('Bitrate in megabits per second').fill('');
    await action('Correct it').click();
    await expect.element(label('Bitrate in megabits per second')).toHaveValue(8);
    await expect.element(action('Export'), inTime).toBeEnabled();
  });

  it('is mended by its button: a codec that this browser does not encode', async () => {
    await label('Video codec').selectOptions('H.265');
    await action('Use H.264').click();
    await expect.element(label('Video codec')).toHaveValue('h264');
    await expect.element(action('Export'), inTime).toBeEnabled();
  });
});

describe('the name of the file', () => {
  it('comes of a template, counts on, and is told where it is wrong', async () => {
    const name = label('File name');
    await name.fill('{composition} {height}p: {counter:2}');
    await text('Frame code 180p 01.mp4').toBeVisible();
    await expect.element(action('Export'), inTime).toBeEnabled();
    await action('Export').click();
    await text('Export complete').toBeVisible();
    await text('Frame code 180p 01.mp4').toBeVisible();
    await action('Back to settings').click();
    await text('Frame code 180p 02.mp4').toBeVisible();
    await name.fill('{size}');
    await text('File names have no {size}.').toBeVisible();
    await expect.element(action('Export')).toBeDisabled();
    await name.fill('Film');
    await label('Insert…').selectOptions('Codec');
    await expect.element(name).toHaveValue('Film {codec}');
    await text('Film h264.mp4').toBeVisible();
  });
});
