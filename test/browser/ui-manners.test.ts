import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import '../../src/elements';
import type { ExportButton, ExportPreferences } from '../../src/elements';
import type { Composition } from '../../src/index';
import { realSetTimeout } from '../../src/composition/real-time';
import { guardPage } from '../../src/orchestrator/page-guard';
import { sayInTitle } from '../../src/ui/page-title';
import { cleanUpAfterEach, newExporter } from '../support/fault-session';
import { frameCodeComposition } from '../support/test-compositions';

cleanUpAfterEach();

const title = '  The  host’s title ';
let button: ExportButton;
/** What was shown outside the page. */
let shown: { title: string; body: string | undefined }[];

beforeEach(() => {
  shown = [];
  localStorage.removeItem('stepframe.preferences');
  document.head.querySelector('title')!.textContent = title;
  button = document.createElement('stepframe-export-button');
  button.exporter = newExporter();
  button.saveMode = 'download';
  document.body.append(button);
});

afterEach(() => {
  button.remove();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  localStorage.removeItem('stepframe.preferences');
});

const dialog = () => page.getByRole('dialog');
const action = (name: string) => dialog().getByRole('button', { name, exact: true });
const inLongTests = { timeout: 30_000 };
const titleText = () => document.head.querySelector('title')!.textContent;

function see(visibility: DocumentVisibilityState): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibility);
  document.dispatchEvent(new Event('visibilitychange'));
}

/** A browser that has been asked for leave to notify, or not yet. */
function notices(permission: NotificationPermission, answer: NotificationPermission = permission) {
  const requestPermission = vi.fn(() => {
    Fake.permission = answer;
    return Promise.resolve(answer);
  });
  class Fake extends EventTarget {
    static permission = permission;
    static requestPermission = requestPermission;
    constructor(heading: string, { body }: NotificationOptions) {
      super();
      shown.push({ title: heading, body });
    }
  }
  vi.stubGlobal('Notification', Fake);
  return requestPermission;
}

const slow = (seconds: number, ms = 40): Composition =>
  frameCodeComposition({
    durationInFrames: seconds * 30,
    renderFrame: () => new Promise((resolve) => void realSetTimeout(resolve, ms)),
  });

async function start(composition: Composition): Promise<void> {
  button.composition = composition;
  await page.getByRole('button', { name: 'Export' }).click();
  await expect.element(action('Export')).toBeEnabled();
  await action('Export').click();
}

describe('the title of the page', () => {
  it('says how far an export is while the page is hidden, and is the host’s to the letter afterwards', async () => {
    await start(slow(2));
    await expect.element(action('Pause')).toBeVisible();
    expect(titleText()).toBe(title);
    see('hidden');
    await expect.poll(() => document.title).toMatch(/^[1-9]\d?% · The host’s title$/);
    see('visible');
    expect(titleText()).toBe(title);
    see('hidden');
    await action('Pause').click();
    await expect.poll(() => document.title).toBe('Paused · The host’s title');
    // What the host makes of it meanwhile is kept, even where it is made of what was found.
    document.title = `(1) ${document.title}`;
    await action('Resume').click();
    await expect.poll(() => document.title).toMatch(/^\d+% · \(1\) The host’s title$/);
    document.title = 'Another';
    await expect.poll(() => document.title).toMatch(/^\d+% · Another$/);
    await expect.element(dialog().getByText('Export complete').first()).toBeInTheDocument();
    expect(titleText()).toBe('Another');
  });

  it('is left alone where the host or the person wants it so', async () => {
    button.titleProgress = false;
    await start(slow(1));
    see('hidden');
    await expect.element(dialog().getByText('Export complete').first()).toBeInTheDocument();
    expect(titleText()).toBe(title);
  });

  it('is had by one after the other, and by a page without one', () => {
    const [one, other] = [{}, {}];
    document.head.querySelector('title')!.remove();
    sayInTitle(one, '1 %');
    sayInTitle(other, '2 %');
    expect(document.title).toBe('2 % ·');
    sayInTitle(other, null);
    expect(document.title).toBe('1 % ·');
    sayInTitle(one, null);
    expect(document.head.querySelector('title')).toBeNull();
    document.head.append(document.createElement('title'));
  });
});

describe('a notice', () => {
  it('is asked for by a click, while there is long to wait, and shown to whoever does not see the page', async () => {
    const ask = notices('default', 'granted');
    await start(slow(60));
    await expect.element(action('Notify me')).toBeVisible();
    expect(ask).not.toHaveBeenCalled();
    await action('Notify me').click();
    expect(ask).toHaveBeenCalledOnce();
    await expect.element(action('Notify me')).toHaveAttribute('aria-pressed', 'true');
    see('hidden');
    await action('Cancel').click();
    await expect.element(action('Export')).toBeVisible();
    // Nobody needs to be told what they did themselves.
    expect(shown).toEqual([]);

    await dialog().getByRole('radiogroup', { name: 'Range' }).getByText('Custom').click();
    await dialog().getByLabelText('Last frame').fill('5');
    await expect.element(action('Export')).toBeEnabled();
    await action('Export').click();
    await expect
      .poll(() => shown, inLongTests)
      .toEqual([{ title: 'Export complete', body: expect.stringMatching(/\.mp4$/) as string }]);
  });

  it('tells of a failure, but not whoever sees it', async () => {
    notices('granted');
    localStorage.setItem('stepframe.preferences', JSON.stringify({ notify: true }));
    const failing = frameCodeComposition({ renderFrame: () => Promise.reject(new Error('The logo is missing.')) });
    await start(failing);
    await expect.element(action('Try again')).toBeVisible();
    expect(shown).toEqual([]);
    see('hidden');
    await action('Try again').click();
    await expect
      .poll(() => shown, inLongTests)
      .toEqual([{ title: 'Export failed', body: expect.stringContaining('logo') as string }]);
  });

  it('that is refused is said, and not asked for again', async () => {
    const ask = notices('default', 'denied');
    await start(slow(60));
    await action('Notify me').click();
    await expect.element(dialog().getByText(/does not let this page notify/)).toBeVisible();
    await action('Cancel').click();
    expect(ask).toHaveBeenCalledOnce();
  });
});

describe('what a person wants of all exports', () => {
  let preferences: ExportPreferences;
  beforeEach(() => {
    preferences = document.createElement('stepframe-export-preferences');
    document.body.prepend(preferences);
  });
  afterEach(() => preferences.remove());

  it('is what the dialog begins with', async () => {
    vi.stubGlobal('showSaveFilePicker', () => Promise.reject(new Error('Nobody is to be asked.')));
    button.saveMode = 'picker';
    await page.getByLabelText('Check of finished files').selectOptions('Hold back');
    await page.getByLabelText('Where files go').selectOptions('Among the downloads');
    const asked = vi.spyOn(button.exporter!, 'start');
    await start(slow(1, 0));
    await expect.element(dialog().getByText('Export complete').first()).toBeVisible();
    const [, , options] = asked.mock.calls[0]!;
    expect(options).toMatchObject({ check: 'fail_export', destination: { kind: 'browser' } });

    // What is changed later counts from the next one on, over what the last one had.
    await action('Done').click();
    await page.getByLabelText('Check of finished files').selectOptions('Off');
    await page.getByRole('button', { name: 'Export' }).click();
    await expect.element(dialog().getByRole('radio', { name: 'Off' })).toBeChecked();
  });

  it('is asked for leave where the browser has to, and nothing else', async () => {
    const ask = notices('default', 'denied');
    const box = page.getByLabelText('Notify me when exports are over');
    await box.click();
    expect(ask).toHaveBeenCalledOnce();
    await expect.element(box).not.toBeChecked();
    await expect.element(page.getByText(/does not let this page notify/)).toBeVisible();
    await page.getByLabelText(/in the title of the page/).click();
    expect(JSON.parse(localStorage.getItem('stepframe.preferences')!)).toMatchObject({ titleProgress: false });
  });
});

describe('the guard of the page', () => {
  it('keeps the screen awake while an export works, also after the page was hidden, and asks before leaving', async () => {
    const released: number[] = [];
    let locks = 0;
    vi.spyOn(navigator.wakeLock, 'request').mockImplementation(() => {
      const lock = ++locks;
      return Promise.resolve({
        release: () => (released.push(lock), Promise.resolve()),
      } as unknown as WakeLockSentinel);
    });
    const isAsked = (): boolean => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
    const end = guardPage();
    const endOther = guardPage();
    await expect.poll(() => locks).toBe(1);
    expect(isAsked()).toBe(true);
    see('hidden');
    expect(locks).toBe(1);
    see('visible');
    await expect.poll(() => locks).toBe(2);
    end();
    end();
    expect(isAsked()).toBe(true);
    endOther();
    await expect.poll(() => released).toEqual([1, 2]);
    expect(isAsked()).toBe(false);
    see('visible');
    expect(locks).toBe(2);
  });
});
