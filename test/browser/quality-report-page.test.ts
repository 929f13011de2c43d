import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { reportPage } from '../../src/quality/report-page';
import type { QualityReport } from '../../src/quality/report';
import { contrastOfText } from '../support/text-contrast';
import { check, qualityReport } from '../support/quality-report';

const frames: HTMLIFrameElement[] = [];

afterEach(() => {
  for (const frame of frames.splice(0)) frame.remove();
});

interface Opened {
  document: Document;
  window: Window & typeof globalThis;
}

async function open(
  report: QualityReport,
  { width = 1200, scheme = 'light' }: { width?: number; scheme?: 'light' | 'dark' } = {},
): Promise<Opened> {
  await page.viewport(1400, 900);
  const frame = document.createElement('iframe');
  frame.style.cssText = `width:${width}px;height:900px;border:0;color-scheme:${scheme}`;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.srcdoc = reportPage(report);
  document.body.append(frame);
  frames.push(frame);
  await loaded;
  const opened = { document: frame.contentDocument!, window: frame.contentWindow as Opened['window'] };
  opened.document.documentElement.style.colorScheme = scheme;
  return opened;
}

function visible(of: Document, selector: string): HTMLElement[] {
  return [...of.querySelectorAll<HTMLElement>(selector)].filter((element) => element.checkVisibility());
}

describe('the page of a report', () => {
  test('says the verdict, every check with its remedy and source, and the sum of the file', async () => {
    const report = qualityReport();
    const { document } = await open(report);
    expect(document.querySelector('h1')!.textContent).toBe(report.file.name);
    const text = document.body.textContent;
    for (const { title, message, source } of report.checks) {
      for (const part of [title, message, source]) expect(text).toContain(part);
    }
    for (const remedy of report.recommendations) expect(text).toContain(remedy);
    expect(text).toContain(report.file.sha256);
    expect(document.querySelector('.total')!.textContent).toMatch(/^\s*75 of 100\s*Reject\s*$/);
    expect(document.querySelectorAll('.check')).toHaveLength(report.checks.length);
  });

  test('filters its checks without a script', async () => {
    const { document } = await open(qualityReport());
    expect(visible(document, '.check')).toHaveLength(12);
    document.querySelector<HTMLInputElement>('#show-warn')!.click();
    expect(visible(document, '.check h4').map((title) => title.textContent)).toEqual(['Colour', 'Loudness']);
    expect(visible(document, '.group h3').map((title) => title.textContent)).toEqual(['Picture', 'Sound']);
    document.querySelector<HTMLInputElement>('#show-other')!.click();
    expect(visible(document, '.check h4').map((title) => title.textContent)).toEqual(['YouTube bitrate', 'Flashes']);
  });

  test('moves the border between source and file, by the one script its policy lets run', async () => {
    const { document, window } = await open(qualityReport());
    const input = document.querySelector<HTMLInputElement>('.wipe input')!;
    const output = document.querySelector('.wipe .output')!;
    expect(window.getComputedStyle(output).clipPath).toBe('inset(0px 0px 0px 50%)');
    input.value = '20';
    input.dispatchEvent(new window.Event('input', { bubbles: true }));
    expect(window.getComputedStyle(output).clipPath).toBe('inset(0px 0px 0px 20%)');
    expect(document.querySelectorAll('script')).toHaveLength(1);
  });

  test('asks nothing of the network, and runs no script but its own', async () => {
    const { document, window } = await open(qualityReport());
    expect(window.performance.getEntriesByType('resource').filter(({ name }) => !name.startsWith('data:'))).toEqual([]);
    for (const image of document.images) {
      await image.decode();
      expect(image.src).toMatch(/^data:image\/png;base64,/);
    }
    const refused = new Promise<string>((resolve) =>
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective)),
    );
    const other = document.createElement('script');
    other.textContent = 'window.ran = true';
    document.body.append(other);
    expect(await refused).toBe('script-src-elem');
    expect('ran' in window).toBe(false);
  });

  test('shows hostile text as text, wherever it stands', async () => {
    const hostile = `</title></style></script><script>parent.hacked=1</script><img src=x onerror="parent.hacked=1">"'&\u202Efdp.exe`;
    const report = qualityReport();
    const worst = { ...report.worst[0]!, metric: hostile, source: `x" onerror="parent.hacked=1` };
    const texts = { title: hostile, message: hostile, remedy: hostile, measured: hostile, expected: hostile };
    const { document } = await open({
      ...report,
      file: { ...report.file, name: hostile, mimeType: hostile, sha256: hostile },
      picture: { ...report.picture!, codec: hostile, frameRate: hostile },
      sound: { ...report.sound!, codec: hostile },
      recommendations: [hostile],
      checks: [
        check('one', { status: 'fail', source: hostile, ...texts }),
        check('two', { source: 'javascript:parent.hacked=1' }),
        check('three', { source: 'https://example.org/"onclick="parent.hacked=1' }),
      ],
      worst: [worst],
    });
    expect(document.querySelector('h1')!.textContent).toBe(hostile);
    expect(document.title).toBe(`Quality of ${hostile}`);
    expect(document.querySelectorAll('script')).toHaveLength(1);
    expect(document.images).toHaveLength(3);
    const attributes = [...document.querySelectorAll('*')].flatMap((element) => element.getAttributeNames());
    expect(attributes.filter((name) => name.startsWith('on'))).toEqual([]);
    expect([...document.links].map(({ protocol }) => protocol)).toEqual(['https:']);
    expect('hacked' in window).toBe(false);
  });

  test('holds a report of a file with no picture, no sound and nothing to compare with', async () => {
    const { document } = await open(
      qualityReport({
        picture: null,
        sound: null,
        sampled: [],
        worst: [],
        checks: [],
        series: { bitrate: [], momentary: [], shortTerm: [], loudnessStep: 0.1, deltaEHistogram: [] },
      }),
    );
    expect([...document.querySelectorAll('h2')].map((title) => title.textContent)).toEqual([
      'What to do',
      'Points',
      'Checks',
    ]);
    expect(document.body.textContent).toContain('could be judged');
  });
});

describe('the page is for everyone', () => {
  test.each([
    [1200, 'ltr'],
    [400, 'ltr'],
    [400, 'rtl'],
  ] as const)('fits %i pixels, %s, with an unbroken name', async (width, direction) => {
    const report = qualityReport();
    const name = `${'a-name-without-a-break'.repeat(8)}.mp4`;
    const { document } = await open({ ...report, file: { ...report.file, name } }, { width });
    document.documentElement.dir = direction;
    for (const details of document.querySelectorAll('details')) details.open = true;
    expect(document.documentElement.scrollWidth).toBe(document.documentElement.clientWidth);
  });

  test.each(['light', 'dark'] as const)('its text has the contrast of WCAG 2.2, 1.4.3, in %s', async (scheme) => {
    const { document } = await open(qualityReport(), { scheme });
    for (const details of document.querySelectorAll('details')) details.open = true;
    const texts = contrastOfText(document.body);
    expect(texts.length).toBeGreaterThan(200);
    const poor = texts.filter(({ ratio, large }) => ratio < (large ? 3 : 4.5));
    expect(poor).toEqual([]);
  });

  test('every image, plot, control and table has a name, ids are unique, headings leave out no level', async () => {
    const { document } = await open(qualityReport());
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const image of document.images) expect(image.alt).not.toBe('');
    const plots = document.querySelectorAll('svg');
    expect(plots).toHaveLength(6);
    for (const plot of plots) {
      expect(plot.getAttribute('role')).toBe('img');
      for (const id of plot.getAttribute('aria-labelledby')!.split(' ')) {
        expect(document.getElementById(id)!.textContent.trim()).not.toBe('');
      }
      const table = plot.closest('figure')!.querySelector('details table')!;
      expect(table.querySelectorAll('tbody tr').length).toBeGreaterThan(0);
      const columns = table.querySelectorAll('thead th').length;
      for (const row of table.querySelectorAll('tbody tr')) expect(row.children).toHaveLength(columns);
    }
    const inputs = [...document.querySelectorAll('input')];
    const names = inputs.map((input) => input.getAttribute('aria-label') ?? input.labels![0]!.textContent.trim());
    expect(names).not.toContain('');
    expect(new Set(names).size).toBe(names.length);
    const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) => Number(tagName[1]));
    expect(levels[0]).toBe(1);
    levels.slice(1).forEach((level, index) => expect(level - levels[index]!).toBeLessThanOrEqual(1));
    expect(document.documentElement.lang).toBe('en');
  });
});
