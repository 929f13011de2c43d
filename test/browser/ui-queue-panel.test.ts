import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../src/elements';
import type { ExportQueuePanel } from '../../src/elements';
import { openPresetLibrary, type ExportQueue, type NewJob } from '../../src/index';
import { cleanUpAfterEach } from '../support/fault-session';
import { small } from '../support/queue-compositions';
import { emptyAfterEach, jobFor, jobOf, newQueue, type QueueSetup } from '../support/queue-session';

cleanUpAfterEach();
emptyAfterEach();

let panel: ExportQueuePanel;
let queue: ExportQueue;

beforeEach(() => {
  panel = document.createElement('stepframe-export-queue');
  document.body.append(panel);
});

afterEach(() => {
  panel.remove();
  vi.restoreAllMocks();
});

/** A queue at which nothing runs until it is resumed, shown in the panel. */
async function shown(jobs: readonly NewJob[], setup: QueueSetup = {}): Promise<void> {
  queue = newQueue({ retry: { times: 0 }, limits: { exports: 1 }, ...setup });
  await queue.pauseAll();
  if (jobs.length > 0) await queue.add(jobs);
  panel.queue = queue;
  await expect.poll(() => rows().length).toBe(jobs.length);
}

const named = (id: string, change: Partial<NewJob> = {}): NewJob => ({
  ...jobFor(small({ id: `of ${id}` })),
  ...{ id, compositionName: `Film ${id}`, fileName: `${id}.webm` },
  ...change,
});

const inner = () => panel.renderRoot.querySelector('stepframe-queue-panel')!;
const rows = () => [
  ...(panel.renderRoot.querySelector('stepframe-queue-panel')?.renderRoot.querySelectorAll('stepframe-queue-row') ??
    []),
];
const row = (id: string) =>
  inner().renderRoot.querySelector<HTMLElementTagNameMap['stepframe-queue-row']>(`[data-id="${id}"]`)!;
const order = () => rows().map(({ job }) => job.id);
const textOf = (id: string) => row(id).renderRoot.textContent.replace(/\s+/g, ' ');
const within = (id: string, selector: string) => row(id).renderRoot.querySelector<HTMLElement>(selector)!;
const status = () => inner().renderRoot.querySelector('p[role="status"]')!.textContent;
const focused = (): Element | null => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
};

describe('the panel of a queue', () => {
  it('says what an empty queue is for', async () => {
    await shown([]);
    await expect.element(page.getByText(/Nothing is queued/)).toBeVisible();
  });

  it('shows a job from its turn to its file, and another that fails with its remedy', async () => {
    const broken = small({
      id: 'of bad',
      renderFrame: (frame) => (frame === 3 ? Promise.reject(new Error('the logo is missing')) : undefined),
    });
    await shown([named('good'), named('bad', jobFor(broken)), named('then', { after: ['bad'] })], {
      compositions: [broken],
    });
    expect(textOf('then')).toContain('After “');
    await page.getByRole('button', { name: 'Resume all' }).click();
    await queue.over(['good', 'bad', 'then']);
    await expect.poll(() => textOf('good')).toMatch(/Done .*kB.*0\.4 s.*not checked/);
    const { error } = jobOf(queue, 'bad');
    await expect.poll(() => textOf('bad')).toContain(error!.message);
    expect(textOf('bad')).toContain(error!.remedy);
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    within('good', '.save').click();
    await expect
      .poll(() => click.mock.contexts.map((anchor) => (anchor as HTMLAnchorElement).download))
      .toEqual(['good.webm']);
    // The file is nowhere else: it is asked about first, and the safe answer has the focus.
    within('good', '.remove').click();
    await expect.poll(() => focused()?.textContent.trim()).toBe('Keep');
    within('good', '.danger').click();
    await expect.poll(order).not.toContain('good');
    expect(queue.jobs.some(({ id }) => id === 'good')).toBe(false);
  });

  it('is put in order by keys: the focus stays with the job, and its place is said', async () => {
    await shown([named('a'), named('b'), named('c'), named('urgent', { priority: 'urgent' })]);
    expect(order()).toEqual(['urgent', 'a', 'b', 'c']);
    within('c', '.grip').focus();
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(order).toEqual(['urgent', 'a', 'c', 'b']);
    await expect.poll(status).toBe('“c.webm” is now 3 of 4.');
    expect(focused()).toBe(within('c', '.grip'));
    within('c', '.pause').focus();
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}');
    await expect.poll(order).toEqual(['urgent', 'c', 'a', 'b']);
    await expect.poll(() => focused()).toBe(within('c', '.grip'));
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(status).toContain('first of its priority');
    expect(order()).toEqual(['urgent', 'c', 'a', 'b']);
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await expect.poll(order).toEqual(['urgent', 'a', 'b', 'c']);
    expect(queue.jobs.map(({ id }) => id)).toEqual(['urgent', 'a', 'b', 'c']);
  });

  it('is put in order by dragging, among jobs of one priority', async () => {
    await shown([named('a'), named('b'), named('c')]);
    const middle = (id: string, part: number): PointerEventInit => {
      const box = row(id).getBoundingClientRect();
      return { pointerId: 1, button: 0, bubbles: true, clientX: box.left + 10, clientY: box.top + box.height * part };
    };
    const grip = within('c', '.grip');
    // No pointer is down that could be captured.
    grip.setPointerCapture = () => undefined;
    grip.dispatchEvent(new PointerEvent('pointerdown', middle('c', 0.5)));
    grip.dispatchEvent(new PointerEvent('pointermove', middle('a', 0.2)));
    await expect.poll(() => row('a').getAttribute('drop')).toBe('before');
    grip.dispatchEvent(new PointerEvent('pointerup', middle('a', 0.2)));
    await expect.poll(order).toEqual(['c', 'a', 'b']);
    expect(row('a').hasAttribute('drop')).toBe(false);
  });

  it('takes another priority, a pause and a cancellation from a row', async () => {
    await shown([named('a'), named('b')]);
    const select = within('b', 'select') as HTMLSelectElement;
    await userEvent.selectOptions(select, 'Urgent');
    await expect.poll(order).toEqual(['b', 'a']);
    within('a', '.pause').click();
    await expect.poll(() => jobOf(queue, 'a').state).toBe('paused');
    await expect.poll(() => textOf('a')).toContain('Paused');
    within('a', '.resume').click();
    await expect.poll(() => jobOf(queue, 'a').state).toBe('waiting');
    within('a', '.cancel').click();
    await expect.poll(() => jobOf(queue, 'a').state).toBe('cancelled');
    await page.getByRole('button', { name: 'Clear finished' }).click();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await expect.poll(order).toEqual(['b']);
  });

  it('names the preset a job was made of, also one of the person’s own, by the name it has now', async () => {
    const library = openPresetLibrary();
    const own = await library.duplicate('webm-vp9', 'Our channel');
    await shown([named('own', { presetId: own.id }), named('known', { presetId: 'webm-vp9' })]);
    await expect.poll(() => textOf('own')).toContain('Our channel');
    expect(textOf('known')).toContain('WebM · VP9');
    await library.rename(own.id, 'Their channel');
    await expect.poll(() => textOf('own')).toContain('Their channel');
    await library.remove(own.id);
    await expect.poll(() => textOf('own')).not.toContain('channel');
  });

  it('says that another tab works the queue', async () => {
    const first = newQueue();
    await expect.poll(() => first.status.role).toBe('working');
    queue = newQueue();
    await queue.add([named('a', { after: [] })]);
    await queue.pause('a');
    panel.queue = queue;
    await expect.element(page.getByText(/Another tab works/)).toBeVisible();
  });

  it('asks the browser for leave to notify in the click alone, and says where it is refused', async () => {
    const ask = vi.spyOn(Notification, 'requestPermission').mockResolvedValue('denied');
    await shown([named('a')]);
    expect(ask).not.toHaveBeenCalled();
    const box = page.getByLabelText('Notify me when all is done');
    await box.click();
    expect(ask).toHaveBeenCalledOnce();
    await expect.element(page.getByText(/does not let this page notify/)).toBeVisible();
    await expect.element(box).not.toBeChecked();
  });

  it('draws of 500 jobs those alone that have changed', async () => {
    const ids = Array.from({ length: 500 }, (_, index) => `job-${index}`);
    await shown(ids.map((id) => named(id)));
    const update = vi.spyOn(
      customElements.get('stepframe-queue-row')!.prototype as unknown as { update: () => void },
      'update',
    );
    await queue.pause('job-7');
    await queue.pause('job-450');
    await expect.poll(() => textOf('job-450')).toContain('Paused');
    // Twice each at the most: when it changes, and when what was asked for is done.
    expect(update.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(update.mock.calls.length).toBeLessThanOrEqual(4);
    update.mockClear();
    within('job-3', '.grip').focus();
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(() => order().slice(0, 4)).toEqual(['job-0', 'job-1', 'job-3', 'job-2']);
    expect(update.mock.calls.length).toBeLessThanOrEqual(4);
  });
});
