import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import '../../src/elements';
import type { ExportButton } from '../../src/elements';
import { ExportError, type ExportQueue, type Job } from '../../src/index';
import { cleanUpAfterEach, newExporter } from '../support/fault-session';
import { small } from '../support/queue-compositions';
import { emptyAfterEach, newQueue } from '../support/queue-session';

cleanUpAfterEach();
emptyAfterEach();

let button: ExportButton;
let queue: ExportQueue;
/** What the host was told of. */
let told: string[];

beforeEach(async () => {
  told = [];
  queue = newQueue();
  await queue.pauseAll();
  button = document.createElement('stepframe-export-button');
  button.exporter = newExporter();
  button.saveMode = 'download';
  button.composition = small({ id: 'spring', name: 'Spring' });
  for (const type of ['stepframe-export-queued', 'stepframe-queue-show', 'stepframe-export-close'] as const) {
    button.addEventListener(type, () => told.push(type));
  }
  document.body.append(button);
});

afterEach(() => {
  button.remove();
  vi.restoreAllMocks();
});

const dialog = () => page.getByRole('dialog');
const action = (name: string) => dialog().getByRole('button', { name, exact: true });
const line = () => button.renderRoot.querySelector('stepframe-export-dialog')!.renderRoot.querySelector('.summary p')!;
const status = () =>
  button.renderRoot.querySelector('stepframe-export-dialog')!.renderRoot.querySelector('[role="status"]')!.textContent;

async function open(withQueue: ExportQueue | null = queue): Promise<void> {
  button.queue = withQueue;
  await page.getByRole('button', { name: 'Export' }).click();
  await expect.element(dialog()).toBeVisible();
}

async function add(): Promise<void> {
  await expect.element(action('Add to queue')).toBeEnabled();
  await action('Add to queue').click();
}

describe('adding to a queue from the dialog', () => {
  it('is offered where there is one', async () => {
    await open(null);
    await expect.element(action('Export')).toBeEnabled();
    await expect.element(action('Add to queue')).not.toBeInTheDocument();
  });

  it('puts all that was asked for into it, says so, and leads there', async () => {
    button.queueId = ({ id }) => `host:${id}`;
    await open();
    await dialog().getByLabelText('Preset', { exact: true }).selectOptions('webm-vp9');
    await dialog().getByLabelText('File name').fill('{composition} {counter:2}');
    await dialog().getByText('Hold back', { exact: true }).click();
    await dialog().getByLabelText('Also make').selectOptions('mp4-h264');
    await add();
    await expect.poll(() => line().textContent).toContain('“Spring 01.webm” and 1 more file are in the queue');
    expect(status()).toContain('“Spring 01.webm”');
    const [first, also] = queue.jobs as [Job, Job];
    expect(first).toMatchObject({
      ...{ compositionId: 'host:spring', compositionName: 'Spring', fileName: 'Spring 01.webm', presetId: 'webm-vp9' },
      ...{ check: 'fail_export', destination: { kind: 'browser' }, state: 'waiting' },
    });
    expect(also).toMatchObject({ compositionId: 'host:spring', fileName: 'Spring 01.mp4', presetId: 'mp4-h264' });
    expect(also.settings.range).toEqual(first.settings.range);

    // The counter goes on from what is in the queue, whoever put it there.
    await add();
    await expect.poll(() => queue.jobs.map(({ fileName }) => fileName)).toContain('Spring 02.webm');
    expect(told).toEqual(['stepframe-export-queued', 'stepframe-export-queued']);
    await action('Show queue').click();
    await expect.element(dialog()).not.toBeInTheDocument();
    expect(told.slice(2)).toEqual(['stepframe-export-close', 'stepframe-queue-show']);

    await queue.resumeAll();
    const done = await queue.over([first.id]);
    expect(done.map(({ state, result }) => [state, result?.score !== null])).toEqual([['complete', true]]);
    expect((await queue.file(first.id))?.name).toBe('Spring 01.webm');
  });

  it('asks where to save where the dialog would, and forgets it when the queue refuses', async () => {
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle('picked.mp4', { create: true });
    const picker = vi.fn(() => Promise.resolve(handle));
    vi.stubGlobal('showSaveFilePicker', picker);
    button.saveMode = 'picker';
    await open();
    vi.spyOn(queue, 'add').mockRejectedValueOnce(
      new ExportError('unsupported', {
        detail: 'job-too-large',
        stage: 'configure',
        message: 'Too large.',
        remedy: 'Less.',
      }),
    );
    await add();
    await expect.poll(() => line().textContent).toContain('Too large. Less.');
    await expect.element(action('Show queue')).not.toBeInTheDocument();
    await expect(folder.getFileHandle('picked.mp4')).rejects.toThrow();

    await folder.getFileHandle('picked.mp4', { create: true });
    await add();
    await expect.poll(() => line().textContent).toContain('“picked.mp4” is in the queue.');
    expect(queue.jobs[0]).toMatchObject({ fileName: 'picked.mp4', destination: { kind: 'handle' } });
    expect(picker).toHaveBeenCalledTimes(2);
    picker.mockRejectedValueOnce(new DOMException('Closed.', 'AbortError'));
    await add();
    await expect.poll(() => picker.mock.calls.length).toBe(3);
    expect(queue.jobs).toHaveLength(1);
    vi.unstubAllGlobals();
    await folder.removeEntry('picked.mp4');
  });
});
