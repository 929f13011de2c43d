import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../src/elements';
import type { ExportButton } from '../../src/elements';
import type { Composition, Exporter } from '../../src/index';
import { realSetTimeout } from '../../src/composition/real-time';
import type { ExportProgressView } from '../../src/ui/export-progress-view';
import { cleanUpAfterEach, newExporter, settings } from '../support/fault-session';
import { small } from '../support/queue-compositions';
import { emptyAfterEach, jobFor, newQueue } from '../support/queue-session';
import { frameCodeComposition, noiseComposition } from '../support/test-compositions';

cleanUpAfterEach();
emptyAfterEach();

let button: ExportButton;
let exporter: Exporter;

beforeEach(() => {
  // Elements go with the page where it has a scheme.
  document.documentElement.style.colorScheme = 'light';
  document.body.style.background = 'Canvas';
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  exporter = newExporter();
  button = document.createElement('stepframe-export-button');
  button.exporter = exporter;
  button.saveMode = 'download';
});

afterEach(() => {
  document.documentElement.style.colorScheme = '';
  document.body.style.background = '';
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

const inLongTests = { timeout: 30_000 };
const dialog = () => page.getByRole('dialog');
const action = (name: string) => dialog().getByRole('button', { name, exact: true });
const inside = () => button.renderRoot.querySelector('stepframe-export-dialog')!.renderRoot;
const progressView = () => inside().querySelector<ExportProgressView>('stepframe-export-progress-view')!;

/** A page as a whole is the host's. */
const rules = Object.fromEntries(
  ['region', 'landmark-one-main', 'page-has-heading-one'].map((id) => [id, { enabled: false }]),
);

/** What axe finds, shadow roots included, in light and in dark, in words that name the rule and the place. */
async function violations(of: Element): Promise<string[]> {
  const told: string[] = [];
  for (const scheme of ['light', 'dark']) {
    document.documentElement.style.colorScheme = scheme;
    const { violations: found } = await axe.run(of, { resultTypes: ['violations'], rules });
    for (const { id, nodes } of found) {
      for (const { target, failureSummary } of nodes)
        told.push(`${scheme}: ${id} ${target.flat().join(' ')} ${failureSummary ?? ''}`);
    }
  }
  return told;
}

/** Nothing is found, and the focus is somewhere in the dialog. */
async function isSound(state: string): Promise<void> {
  expect.soft(await violations(button), state).toEqual([]);
  await expect.poll(() => (inside() as ShadowRoot).activeElement, { message: `focus while ${state}` }).not.toBeNull();
}

function focused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

async function open(composition: Composition): Promise<void> {
  button.composition = composition;
  document.body.append(button);
  await page.getByRole('button', { name: 'Export' }).click();
  await expect.element(action('Export')).toBeEnabled();
}

describe('axe finds nothing', () => {
  it('while settings are made, presets searched and frames looked at', async () => {
    button.queue = newQueue();
    await button.queue.pauseAll();
    await open(small());
    await isSound('configuring');
    await page.getByText('Advanced').click();
    await expect.element(page.getByLabelText('Choose a file of chapters…')).toBeInTheDocument();
    const vtt = new File(['WEBVTT\n\n00:00.000 --> 00:00.300\nHello'], 'film.de.vtt', { type: 'text/vtt' });
    await userEvent.upload(page.getByLabelText('Choose a file of chapters…'), vtt);
    await userEvent.upload(page.getByLabelText('Choose files of captions…'), vtt);
    await userEvent.upload(page.getByLabelText('Choose files of captions…'), new File(['-->'], 'bad.vtt'));
    await expect.element(dialog().getByText(/^bad\.vtt/)).toBeVisible();
    await dialog().getByLabelText('Also make').selectOptions('DNxHD 120');
    await expect.element(dialog().getByRole('button', { name: 'Do not make it' }).first()).toBeVisible();
    await isSound('told what is wrong');
    await dialog().getByRole('button', { name: 'Do not make it' }).first().click();
    await expect.element(action('Export')).toBeEnabled();
    await dialog().getByRole('button', { name: 'Preview', exact: false }).first().click();
    await expect.poll(() => inside().querySelector('[part="estimate"]')!.textContent, inLongTests).toMatch(/\d/);
    await isSound('previewing');
    await action('Add to queue').click();
    await expect.element(action('Show queue')).toBeVisible();
    await isSound('added to the queue');
    await dialog().getByRole('button', { name: 'All presets…' }).click();
    await expect.element(page.getByRole('combobox', { name: 'Search presets' })).toBeVisible();
    await isSound('looking at presets');
    await userEvent.keyboard('{Escape}');
    await expect.element(action('Export')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog()).not.toBeInTheDocument();
    expect(focused()?.closest('button')?.getAttribute('part')).toBe('button');
    expect(document.activeElement).toBe(button);
  });

  it('while an export is prepared, runs, waits and is done, and in its report', async () => {
    let goOn = (): void => undefined;
    button.addEventListener('stepframe-export-start', (event) =>
      event.detail.waitUntil(new Promise<void>((resolve) => (goOn = resolve))),
    );
    await open(
      frameCodeComposition({
        durationInFrames: 90,
        renderFrame: () => new Promise((resolve) => void realSetTimeout(resolve, 30)),
      }),
    );
    await page.getByLabelText('Preset').selectOptions('WebM · VP9');
    await expect.element(action('Export')).toBeEnabled();
    await action('Export').click();
    await expect.element(dialog().getByText('Preparing').first()).toBeVisible();
    await isSound('preparing');
    goOn();
    await expect.poll(() => progressView().progress?.framesDone, inLongTests).toBeGreaterThan(3);
    await isSound('rendering');
    await action('Pause').click();
    await expect.element(action('Resume')).toBeVisible();
    await isSound('paused');
    // What passes quickly is shown while nothing moves.
    for (const phase of ['encoding', 'muxing', 'validating'] as const) {
      progressView().progress = { ...progressView().progress!, phase };
      progressView().notices = 'offered';
      await progressView().updateComplete;
      await isSound(phase);
    }
    await action('Resume').click();
    await expect.element(dialog().getByText('Export complete').first(), inLongTests).toBeVisible();
    await isSound('complete');
    await action('Report').click();
    await expect.element(action('Back')).toBeVisible();
    await isSound('looking at the report');
    await action('Back').click();
    await action('Done').click();
    await expect.poll(() => document.activeElement).toBe(button);
  });

  it('of an export that failed, of a file that is held back, and in the list of what is unfinished', async () => {
    const broken = { current: true };
    const failing = frameCodeComposition({
      renderFrame: (frame) =>
        broken.current && frame === 3 ? Promise.reject(new Error('No logo.')) : Promise.resolve(),
    });
    await open(failing);
    await action('Export').click();
    await expect.element(action('Try again'), inLongTests).toBeVisible();
    await isSound('failed');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => document.activeElement).toBe(button);

    button.composition = noiseComposition({ durationInFrames: 30 });
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByLabelText('Preset').selectOptions('WebM · VP9');
    await page.getByRole('radiogroup', { name: 'Quality' }).getByText('Bitrate', { exact: true }).click();
    await page.getByLabelText('Bitrate in megabits per second').fill('0.1');
    await dialog().getByText('Hold back', { exact: true }).click();
    await expect.element(action('Export')).toBeEnabled();
    await action('Export').click();
    await expect.element(action('Keep the file anyway'), inLongTests).toBeVisible();
    await isSound('held back');
    await action('Back to settings').click();
    await action('Show').click();
    await expect.element(dialog().getByText('Held back')).toBeVisible();
    await isSound('looking at what is unfinished');
  });

  it('in the panels of queue, history, storage and settings', async () => {
    const broken = small({ id: 'broken', name: 'Broken', renderFrame: () => Promise.reject(new Error('No logo.')) });
    const endless = small({
      id: 'endless',
      name: 'Endless',
      renderFrame: (frame) => (frame === 2 ? new Promise(() => undefined) : undefined),
    });
    const queue = newQueue({ exporter, compositions: [broken, endless], retry: { times: 0 } });
    await exporter.start(small(), settings(small())).result;
    const jobs = await queue.add([
      jobFor(small(), { id: 'done' }),
      jobFor(broken, { id: 'bad' }),
      jobFor(endless, { id: 'runs' }),
      jobFor(endless, { id: 'waits', after: ['runs'] }),
    ]);
    await queue.over(['done', 'bad']);
    await expect.poll(() => queue.jobs.find(({ id }) => id === 'runs')?.state, inLongTests).toBe('running');
    expect(jobs).toHaveLength(4);
    const panel = document.createElement('stepframe-export-queue');
    const history = document.createElement('stepframe-export-history');
    const storage = document.createElement('stepframe-storage-use');
    Object.assign(panel, { queue });
    Object.assign(history, { exporter });
    Object.assign(storage, { exporter, queue });
    const section = document.createElement('main');
    section.append(panel, history, storage, document.createElement('stepframe-export-preferences'));
    document.body.append(section);
    await expect.element(page.getByText('Finished files of the queue')).toBeVisible();
    await expect.element(page.getByLabelText('Check of finished files')).toBeVisible();
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect.element(page.getByText(/The chain is whole/)).toBeVisible();
    expect.soft(await violations(section), 'panels').toEqual([]);
    // Questions and what is folded.
    for (const summary of page.getByText('Details', { exact: true }).elements()) (summary as HTMLElement).click();
    await page.getByRole('button', { name: 'Clear finished' }).click();
    await page.getByRole('button', { name: 'Discard' }).first().click();
    expect.soft(await violations(section), 'panels that ask').toEqual([]);
  });
});

it('shows where the focus is, wherever it goes', async () => {
  await open(small());
  await page.getByText('Advanced').click();
  await expect.element(page.getByLabelText('Choose a file of chapters…')).toBeInTheDocument();
  const [seen, unseen] = [new Set<Element>(), [] as string[]];
  for (let step = 0; step < 80; step++) {
    await userEvent.keyboard('{Tab}');
    const element = focused();
    // Past the last one comes the browser's own.
    if (element === null || element === document.body) continue;
    if (seen.has(element)) break;
    seen.add(element);
    const isRinged = (each: Element | null): boolean => each !== null && getComputedStyle(each).outlineStyle !== 'none';
    if (!isRinged(element) && !isRinged(element.closest('label'))) unseen.push(element.outerHTML.slice(0, 200));
  }
  expect(seen.size).toBeGreaterThan(15);
  expect(unseen).toEqual([]);
});
