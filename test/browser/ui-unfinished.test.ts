import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import type { Composition } from '../../src/composition/composition';
import { realSetTimeout } from '../../src/composition/real-time';
import type { ExportButton, UnfinishedExports } from '../../src/elements';
import '../../src/elements';
import {
  createExporter,
  findPreset,
  settingsFor,
  type Exporter,
  type ExportProgress,
  type ExportResult,
} from '../../src/index';
import { ExportStore } from '../../src/storage/export-store';
import { readFrameCodes } from '../support/frame-code';
import { decodeRgb, probe } from '../support/media-tools';
import { valuesOf } from '../support/raw-database';
import { frameCodeComposition, noiseComposition } from '../support/test-compositions';

/** Ten seconds: three segments, the first of 120 frames. */
const length = 300;
const inLongTests = { timeout: 30_000 };

let exporter: Exporter;
let button: ExportButton;
let events: CustomEvent[];
/** How many files were handed over as downloads. */
let downloads: () => number;
/** Frames drawn, in order. */
let drawn: number[];

beforeEach(() => {
  events = [];
  drawn = [];
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click');
  downloads = () => click.mock.calls.length;
  exporter = createExporter();
  button = newButton(exporter);
});

afterEach(async () => {
  button.remove();
  await exporter.dispose();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  const cleaner = createExporter();
  for (const { id } of await cleaner.unfinished()) await cleaner.discard(id);
  await cleaner.dispose();
});

function newButton(given: Exporter, composition: Composition = drawing()): ExportButton {
  const made = document.createElement('stepframe-export-button');
  made.exporter = given;
  made.saveMode = 'download';
  made.composition = composition;
  for (const type of [
    'stepframe-export-start',
    'stepframe-export-complete',
    'stepframe-export-error',
    'stepframe-export-close',
    'stepframe-unfinished-resume',
  ] as const) {
    made.addEventListener(type, (event) => events.push(event));
  }
  document.body.append(made);
  return made;
}

/** A page that is opened again: another exporter and another dialog over the same storage. */
async function reload(composition?: Composition): Promise<void> {
  button.remove();
  await exporter.dispose();
  exporter = createExporter();
  button = newButton(exporter, composition);
  events = [];
  drawn = [];
}

/** @param hold the frames to take their time, so that there is time to act */
function drawing(hold: (frame: number) => boolean = (frame) => frame >= 150): Composition {
  return frameCodeComposition({
    width: 160,
    height: 90,
    durationInFrames: length,
    renderFrame(frame) {
      drawn.push(frame);
      return hold(frame) ? new Promise((resolve) => void realSetTimeout(resolve, 20)) : undefined;
    },
  });
}

const eventNames = (): string[] => events.map(({ type }) => type);
const theDialog = () => page.getByRole('dialog');
const action = (name: string) => theDialog().getByRole('button', { name, exact: true });
const text = (content: string | RegExp) => expect.element(theDialog().getByText(content).first(), inLongTests);
const focused = (): string | undefined => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.textContent.trim();
};
const dialogIsOpen = (): boolean =>
  button.renderRoot.querySelector('stepframe-export-dialog')!.renderRoot.querySelector('dialog')!.open;
const storedFrames = async (): Promise<number[]> =>
  (await exporter.unfinished()).map(({ framesStored }) => framesStored);

async function startExport(preset = 'WebM · VP9'): Promise<void> {
  await page.getByRole('button', { name: 'Export' }).click();
  await theDialog().getByLabelText('Preset').selectOptions(preset);
  await expect.element(action('Export'), inLongTests).toBeEnabled();
  await action('Export').click();
}

/** Until a segment is stored and the second is under way. */
async function pauseInTheSecondSegment(): Promise<void> {
  await expect.poll(() => drawn.length, inLongTests).toBeGreaterThan(155);
  await action('Pause').click();
  await text(/^Paused, resumes at frame \d+ \/ 300$/).toBeVisible();
}

async function expectWholeFile(): Promise<void> {
  await text('Export complete').toBeVisible();
  const { file } = events.find(({ type }) => type === 'stepframe-export-complete')!.detail as ExportResult;
  const { streams } = await probe(file!, 'webm');
  expect(streams[0]).toMatchObject({ codec_name: 'vp9', nb_read_frames: String(length) });
  const codes = readFrameCodes(await decodeRgb(file!, 'webm'), 160, 90);
  expect(codes).toEqual(Array.from({ length }, (_, index) => index));
}

describe('a paused export', () => {
  it('goes on to the whole file', async () => {
    await startExport();
    await pauseInTheSecondSegment();
    expect(focused()).toBe('Resume');
    await text(/^Safe to close: it resumes at frame \d+\.$/).toBeVisible();
    const { length: drawnThen } = drawn;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(drawn).toHaveLength(drawnThen);
    const canvas = button.renderRoot
      .querySelector('stepframe-export-dialog')!
      .renderRoot.querySelector('stepframe-export-progress-view')!
      .shadowRoot!.querySelector('canvas')!;
    await expect.poll(() => canvas.width).toBeGreaterThan(0);

    await action('Resume').click();
    await expect.poll(focused).toBe('Pause');
    await expectWholeFile();
    expect(drawn.slice(drawnThen)[0]).toBe(120);
    expect(eventNames()).toEqual(['stepframe-export-start', 'stepframe-export-complete']);
  });

  it('is kept when it is closed, and resumed from the list in another session', async () => {
    await startExport();
    await pauseInTheSecondSegment();
    await userEvent.keyboard('{Escape}');
    await expect.poll(dialogIsOpen).toBe(false);
    expect(eventNames()).toEqual(['stepframe-export-start', 'stepframe-export-close']);
    expect(await storedFrames()).toEqual([120]);

    await reload();
    await page.getByRole('button', { name: 'Export' }).click();
    await text('1 unfinished export').toBeVisible();
    await action('Show').click();
    await text('Frame 120 of 300 · 40%').toBeVisible();
    await expect.poll(focused).toBe('Discard');
    await action('Resume').click();
    await expectWholeFile();
    expect(drawn[0]).toBe(120);
    // The dialog itself resumes; its host need not.
    expect(eventNames()).toEqual(['stepframe-export-start', 'stepframe-export-complete']);
    await action('Back to settings').click();
    await expect.element(theDialog().getByLabelText('Preset')).toHaveValue('webm-vp9');
    expect(await storedFrames()).toEqual([]);
  });

  it('is gone when it is cancelled', async () => {
    await startExport();
    await pauseInTheSecondSegment();
    await action('Cancel').click();
    await expect.element(action('Export')).toBeVisible();
    expect(await exporter.unfinished()).toEqual([]);
  });

  it('says when there is nothing yet that could be kept', async () => {
    button.composition = drawing(() => true);
    await startExport();
    await expect.poll(() => drawn.length, inLongTests).toBeGreaterThan(5);
    await action('Pause').click();
    await text('No part of it is finished: closing discards it.').toBeVisible();
    await theDialog().getByRole('button', { name: 'Close' }).click();
    await expect.poll(dialogIsOpen).toBe(false);
    expect(await exporter.unfinished()).toEqual([]);
  });

  it('may be paused while the host keeps it waiting', async () => {
    let release!: () => void;
    button.addEventListener('stepframe-export-start', ({ detail }) =>
      detail.waitUntil(new Promise<void>((resolve) => (release = resolve))),
    );
    await startExport();
    await action('Pause').click();
    await text('Pausing').toBeVisible();
    release();
    await text('Paused, resumes at frame 0 / 300').toBeVisible();
    expect(drawn).toEqual([]);
    await action('Cancel').click();
    await expect.element(action('Export')).toBeVisible();
  });
});

it('keeps what is finished when the dialog is taken out of the document', async () => {
  await startExport();
  await expect.poll(() => drawn.length, inLongTests).toBeGreaterThan(155);
  await expect.poll(async () => (await valuesOf('segments')).length, inLongTests).toBe(1);
  button.remove();
  await expect.poll(eventNames).toEqual(['stepframe-export-start', 'stepframe-export-close']);
  // Offered as soon as its export has let go of it.
  await expect.poll(storedFrames).toEqual([120]);
});

describe('a failed export whose parts are kept', () => {
  let broken: boolean;
  beforeEach(async () => {
    broken = true;
    button.composition = drawing((frame) => {
      if (frame === 200 && broken) throw new Error('no brush');
      // By then the first segment is stored.
      return broken && frame >= 150;
    });
    await startExport();
    await expect.element(action('Resume'), inLongTests).toBeVisible();
    await text('What is finished is kept, to be resumed now or later.').toBeVisible();
    expect(eventNames().at(-1)).toBe('stepframe-export-error');
  });

  it('is resumed from them', async () => {
    expect(focused()).toBe('Resume');
    broken = false;
    drawn = [];
    await action('Resume').click();
    await expectWholeFile();
    expect(drawn[0]).toBe(120);
  });

  it('is discarded on demand', async () => {
    expect(await storedFrames()).toEqual([120]);
    await action('Discard').click();
    await expect.element(action('Export')).toBeVisible();
    expect(await exporter.unfinished()).toEqual([]);
  });

  it('waits in the list, with the reason, when the user goes back to the settings', async () => {
    await action('Back to settings').click();
    await action('Show').click();
    await text(/Stopped: The composition failed to draw frame 200: no brush/).toBeVisible();
  });
});

describe('a full disk', () => {
  const fileName = 'straight-by-test.webm';

  beforeEach(async () => {
    await commands.overrideQuota(1_000_000);
    button.composition = noiseComposition({ durationInFrames: length });
  });

  afterEach(async () => {
    await commands.overrideQuota(null);
    await (await navigator.storage.getDirectory()).removeEntry(fileName).catch(() => undefined);
  });

  const problem = () =>
    button.renderRoot
      .querySelector('stepframe-export-dialog')!
      .renderRoot.querySelector('stepframe-export-progress-view')
      ?.shadowRoot!.querySelector('.problem');

  it('pauses the export until there is room', async () => {
    await startExport('MP4 · H.264');
    await expect.element(action('Try again'), inLongTests).toBeVisible();
    // The parts' store or the file's, whichever met the limit first.
    expect(problem()?.textContent.replace(/\s+/g, ' ')).toMatch(
      /The browser (has no more space to store the export|could not store all of the file)\./,
    );
    expect(problem()?.textContent.replace(/\s+/g, ' ')).toContain('Free some disk space');
    expect(focused()).toBe('Try again');
    await commands.overrideQuota(null);
    await action('Try again').click();
    await text('Export complete').toBeVisible();
    const { file } = events.at(-1)!.detail as ExportResult;
    expect((await probe(file!, 'mp4')).streams[0]).toMatchObject({ nb_read_frames: '300' });
  });

  it('is got round by saving straight to a file', async () => {
    const folder = await navigator.storage.getDirectory();
    vi.stubGlobal('showSaveFilePicker', () => folder.getFileHandle(fileName, { create: true }));
    await startExport('MP4 · H.264');
    await expect.element(action('Save straight to a file…'), inLongTests).toBeVisible();
    expect(problem()?.textContent.replace(/\s+/g, ' ')).toContain('cannot be resumed after a crash');
    // The test's file is in the origin's own file system, which the quota is over too.
    await commands.overrideQuota(null);
    await action('Save straight to a file…').click();
    await text('Keep this tab open: straight to a file, it can be neither paused nor resumed.').toBeVisible();
    await expect.element(action('Pause')).not.toBeInTheDocument();
    await text('Export complete').toBeVisible();
    await text(fileName).toBeVisible();
    const file = await (await folder.getFileHandle(fileName)).getFile();
    expect((await probe(file, 'mp4')).streams[0]).toMatchObject({ nb_read_frames: '300' });
    expect((events.at(-1)!.detail as ExportResult).file).toBeNull();
  });
});

describe('the list of unfinished exports', () => {
  let list: UnfinishedExports;
  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });

  /** Exports that another session has begun and left. */
  async function leave(...compositions: Composition[]): Promise<void> {
    const earlier = createExporter();
    for (const composition of compositions) {
      drawn = [];
      const handle = earlier.start(composition, settingsFor(findPreset('webm-vp9')!, composition));
      await expect.poll(() => handle.progress.segmentsStored, inLongTests).toBeGreaterThan(0);
      await handle.interrupt();
    }
    await earlier.dispose();
  }

  function showList(compositions: readonly Composition[]): void {
    list = document.createElement('stepframe-unfinished-exports');
    list.exporter = exporter;
    list.compositions = compositions;
    list.addEventListener('stepframe-unfinished-resume', (event) => events.push(event));
    document.body.append(list);
  }

  afterEach(() => list.remove());

  it('tells what each is, shows its picture, and asks before it discards', async () => {
    const spring = { ...drawing(), id: 'spring', name: 'Spring' };
    const autumn = { ...drawing(), id: 'autumn', name: 'Autumn' };
    await leave(spring, autumn);
    showList([spring, autumn]);
    await expect.element(row('Spring').getByText('Frame 120 of 300 · 40%')).toBeVisible();
    await expect.element(row('Spring').getByText(/^WebM · 160 × 90 · [\d.]+ kB$/)).toBeVisible();
    expect(list.renderRoot.querySelector('.use p')!.textContent).toMatch(
      /Stepframe uses [\d.]+ [kM]B of this browser’s storage\./,
    );
    const picture = () =>
      list.renderRoot.querySelector('stepframe-unfinished-row')!.renderRoot.querySelector('canvas')!;
    await expect.poll(() => picture().width).toBeGreaterThan(0);
    expect(picture().hidden).toBe(false);

    await row('Spring').getByRole('button', { name: 'Discard' }).click();
    await expect.poll(focused).toBe('Keep');
    await userEvent.keyboard('{Enter}');
    await expect.poll(focused).toBe('Discard');
    expect(await exporter.unfinished()).toHaveLength(2);
    await userEvent.keyboard('{Enter}');
    await expect.poll(focused).toBe('Keep');
    await userEvent.keyboard('{Tab}{Enter}');
    await expect.element(row('Spring')).not.toBeInTheDocument();
    expect((await exporter.unfinished()).map(({ compositionName }) => compositionName)).toEqual(['Autumn']);
    await expect.poll(focused).toBe('Discard');

    await page.getByRole('button', { name: 'Discard all' }).click();
    await page.getByRole('button', { name: 'Discard all' }).click();
    await expect.element(page.getByText('Nothing is unfinished.')).toBeVisible();
    expect(await exporter.unfinished()).toEqual([]);
  });

  it('hands on what shall be resumed, and says which composition is missing', async () => {
    const here = { ...drawing(), id: 'here', name: 'Here' };
    await leave(here, { ...drawing(), id: 'away', name: 'Away' });
    showList([here]);
    await expect.element(row('Away').getByText(/“Away”, is not here: it can only be discarded\./)).toBeVisible();
    await expect.element(row('Away').getByRole('button', { name: 'Resume' })).not.toBeInTheDocument();
    await row('Here').getByRole('button', { name: 'Resume' }).click();
    expect(eventNames()).toEqual(['stepframe-unfinished-resume']);
    const { unfinished, composition } = (events[0] as HTMLElementEventMap['stepframe-unfinished-resume']).detail;
    expect(composition).toBe(here);
    list.remove();

    await button.resume(unfinished, composition);
    await expectWholeFile();
  });

  it('saves what was finished and never fetched', async () => {
    const composition = drawing(() => false);
    const earlier = createExporter();
    const handle = earlier.start(composition, settingsFor(findPreset('webm-vp9')!, composition));
    const { file } = await handle.result;
    // As a tab leaves it that is closed with the file still in it.
    const store = new ExportStore();
    await expect.poll(async () => (await store.getRecord(handle.id))?.finished).toBeTruthy();
    const record = (await store.getRecord(handle.id))!;
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('stepframe', { create: true });
    const writable = await (await folder.getFileHandle('left-behind', { create: true })).createWritable();
    await file!.stream().pipeTo(writable);
    await store.putRecord({ ...record, id: 'left-behind' });
    await store.close();
    await earlier.dispose();

    drawn = [];
    showList([composition]);
    await expect.element(page.getByText('Finished, not saved yet')).toBeVisible();
    const [unfinished] = await exporter.unfinished();
    await row('Frame code').getByRole('button', { name: 'Save' }).click();
    list.remove();
    await button.resume(unfinished!, composition);
    await expectWholeFile();
    expect(drawn).toEqual([]);
    expect(downloads()).toBe(1);
  });
});

describe('a picked file', () => {
  const fileName = 'resumed-by-test.webm';
  let folder: FileSystemDirectoryHandle;
  let handle: FileSystemFileHandle;

  beforeEach(async () => {
    folder = await navigator.storage.getDirectory();
    handle = await folder.getFileHandle(fileName, { create: true });
    vi.stubGlobal('showSaveFilePicker', () => Promise.resolve(handle));
    button.saveMode = 'picker';
    await startExport();
    await pauseInTheSecondSegment();
    await theDialog().getByRole('button', { name: 'Close' }).click();
    await expect.poll(dialogIsOpen).toBe(false);
  });

  afterEach(() => folder.removeEntry(fileName).catch(() => undefined));

  /** What a person answers when the browser asks whether the page may write. */
  function permissionIs(state: PermissionState): void {
    for (const name of ['queryPermission', 'requestPermission']) {
      vi.spyOn(FileSystemFileHandle.prototype as unknown as Record<string, () => unknown>, name).mockResolvedValue(
        state,
      );
    }
  }

  async function resumeFromList(): Promise<void> {
    await reload();
    await button.showUnfinished();
    await action('Resume').click();
  }

  it('is written to by the resumed export, when the browser is allowed to', async () => {
    permissionIs('granted');
    await resumeFromList();
    await text('Export complete').toBeVisible();
    await text(fileName).toBeVisible();
    const file = await (await folder.getFileHandle(fileName)).getFile();
    expect((await probe(file, 'webm')).streams[0]).toMatchObject({ nb_read_frames: String(length) });
  });

  it('gives way to another place when it is not', async () => {
    permissionIs('denied');
    await resumeFromList();
    await text(`The browser was not allowed to write to “${fileName}”.`).toBeVisible();
    expect(await storedFrames()).toEqual([120]);
    button.saveMode = 'download';
    await button.updateComplete;
    await action('Resume').click();
    await expectWholeFile();
  });

  it('is removed, being empty, with the export that is discarded', async () => {
    permissionIs('granted');
    await reload();
    await button.showUnfinished();
    await action('Discard').click();
    await action('Discard').click();
    await text('Nothing is unfinished.').toBeVisible();
    await expect(folder.getFileHandle(fileName)).rejects.toThrow();
  });
});

describe('the progress of a simulation that is drawn again', () => {
  it('is shown as its own', async () => {
    await document.createElement('stepframe-export-dialog').preload();
    const view = document.createElement('stepframe-export-progress-view') as HTMLElement & {
      progress: ExportProgress;
    };
    view.progress = {
      phase: 'rendering',
      framesDone: 240,
      framesStored: 240,
      framesTotal: 300,
      framesPerSecond: 0,
      secondsLeft: null,
      secondsElapsed: 3,
      segmentsStored: 2,
      segmentsTotal: 3,
      replay: { framesDone: 60, framesTotal: 240 },
      thumbnail: null,
      warnings: [],
      error: null,
      resumable: true,
    };
    document.body.append(view);
    await expect.element(page.getByText('Catching up: frame 60 / 240')).toBeVisible();
    await expect.element(page.getByText('25%')).toBeVisible();
    await expect.element(page.getByRole('progressbar')).toHaveAttribute('max', '240');
    view.remove();
  });
});
