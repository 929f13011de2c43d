import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { loadQualityReportView } from '../../src/ui/load-quality-report-view';
import type { QualityReportView } from '../../src/ui/quality-report-view';
import { contrastOfText } from '../support/text-contrast';
import { check, qualityReport } from '../support/quality-report';

let view: QualityReportView;

beforeEach(async () => {
  await page.viewport(1000, 900);
  await loadQualityReportView();
  await loadQualityReportView();
  view = document.createElement('stepframe-quality-report-view');
  view.style.cssText = 'width: 552px; padding: 24px; font: 13px/1.45 sans-serif; color-scheme: light';
  document.body.append(view);
});

afterEach(() => {
  view.remove();
  vi.restoreAllMocks();
});

async function show(report: ReturnType<typeof qualityReport>): Promise<ShadowRoot> {
  view.report = report;
  await view.updateComplete;
  return view.shadowRoot!;
}

function texts(root: ShadowRoot, selector: string): string[] {
  return [...root.querySelectorAll(selector)].map((element) => element.textContent.trim());
}

test('says what failed, what warned and what to do, and nothing of what passed', async () => {
  const root = await show(qualityReport());
  expect(texts(root, '.score, .recommendation')).toEqual(['75 of 100', 'Reject']);
  expect(texts(root, '.checks .state')).toEqual(['Failed', 'Warning', 'Warning']);
  expect(texts(root, '.checks h4')).toEqual(['Noise', 'Colour', 'Loudness']);
  expect(texts(root, '.remedy')[0]).toContain('Raise the bitrate');
  expect(root.textContent).toContain('7 of 10 checks passed.');
});

test('says why a file that passed every check is to be looked at', async () => {
  const recommendations = ['Look at its worst frames.'];
  const root = await show(
    qualityReport({ checks: [check('one')], worst: [], recommendation: 'review', recommendations }),
  );
  expect(root.querySelector('.checks, .worst')).toBeNull();
  expect(root.textContent).toContain('Look at its worst frames.');
});

test('moves the border between source and file by keys, of each frame by itself', async () => {
  const root = await show(qualityReport());
  const [first, second] = [...root.querySelectorAll('.output')].map((image) => getComputedStyle(image));
  root.querySelector('input')!.focus();
  await userEvent.keyboard('{Home}');
  expect(first!.clipPath).toBe('inset(0px 0px 0px 0%)');
  expect(second!.clipPath).toBe('inset(0px 0px 0px 50%)');
});

test('saves the page of the report under the name of its file', async () => {
  const root = await show(qualityReport());
  const saved = new Promise<HTMLAnchorElement>((resolve) => {
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      resolve(this);
    });
  });
  root.querySelector<HTMLButtonElement>('[part~=save]')!.click();
  const link = await saved;
  expect(link.download).toBe('Title sequence – final 2.mp4.quality.html');
  const text = await (await fetch(link.href)).text();
  expect(text).toMatch(/^<!doctype html>/);
  expect(text).toContain('<title>Quality of Title sequence – final 2.mp4</title>');
});

test.each(['light', 'dark'])('its text stands out in %s', async (scheme) => {
  view.style.colorScheme = scheme;
  view.style.background = scheme === 'dark' ? '#1d1e23' : '#ffffff';
  const root = await show(qualityReport());
  const found = [...root.children].flatMap((part) => (part instanceof HTMLElement ? contrastOfText(part) : []));
  expect(found.length).toBeGreaterThan(15);
  expect(found.filter(({ ratio, large }) => ratio < (large ? 3 : 4.5))).toEqual([]);
});
