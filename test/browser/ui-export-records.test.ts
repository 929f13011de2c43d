import { afterEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import '../../src/elements';
import { cleanUpAfterEach, newExporter, settings } from '../support/fault-session';
import { small } from '../support/queue-compositions';
import { emptyAfterEach, jobFor, newQueue } from '../support/queue-session';

cleanUpAfterEach();
emptyAfterEach();

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

describe('the history of exports', () => {
  it('tells what was exported and what failed, is searched, verified and saved', async () => {
    const exporter = newExporter({ check: 'warn_user' });
    const good = small({ id: 'records-good', name: 'Records, good' });
    const bad = small({
      id: 'records-bad',
      name: 'Records, bad',
      renderFrame: () => Promise.reject(new Error('the logo is missing')),
    });
    const result = await exporter.start(good, settings(good)).result;
    await expect(exporter.start(bad, settings(bad)).result).rejects.toThrow();
    const history = document.createElement('stepframe-export-history');
    history.exporter = exporter;
    document.body.append(history);
    const { sha256 } = result.quality!.file;
    await page.getByRole('searchbox').fill(`good ${sha256}`);
    await expect.element(page.getByRole('heading', { name: 'Records, good' })).toBeVisible();
    await expect.element(page.getByText(sha256)).toBeVisible();
    expect(page.getByRole('listitem').elements()).toHaveLength(1);
    expect(page.getByRole('listitem').element().textContent).toMatch(/Completed.*score \d/s);
    await page.getByRole('searchbox').fill('records-bad logo');
    await expect.element(page.getByText('No export fits the search.')).toBeVisible();
    await page.getByRole('searchbox').fill('records,');
    await page.getByLabelText('Show').selectOptions('Failed');
    await expect.element(page.getByRole('heading', { name: 'Records, bad' }).first()).toBeVisible();
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect.element(page.getByText(/The chain is whole: \d+ entries/)).toBeVisible();
    const urls: Blob[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const make = URL.createObjectURL.bind(URL);
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      urls.push(blob as Blob);
      return make(blob);
    });
    await page.getByRole('button', { name: 'Save as JSON lines' }).click();
    await expect.poll(() => urls.length).toBe(1);
    expect(await urls[0]!.text()).toBe(await exporter.audit.exportJsonLines());
  });
});

describe('the use of storage', () => {
  it('tells what is held, and discards it after a question that says what is lost', async () => {
    const exporter = newExporter();
    const queue = newQueue({ exporter });
    const [job] = await queue.add([jobFor(small())]);
    await queue.over([job!.id]);
    const storage = document.createElement('stepframe-storage-use');
    storage.exporter = exporter;
    storage.queue = queue;
    document.body.append(storage);
    await expect.element(page.getByText('Finished files of the queue')).toBeVisible();
    await expect.element(page.getByRole('meter')).toBeVisible();
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect.element(page.getByText(/1 file that only the browser keeps/)).toBeVisible();
    expect(queue.jobs).toHaveLength(1);
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('button', { name: 'Discard' }).last().click();
    await expect.element(page.getByText('Stepframe holds nothing here.')).toBeVisible();
    expect(queue.jobs).toEqual([]);
    expect(await exporter.unfinished('queue')).toEqual([]);
  });
});
