import { expect, type Page } from '@playwright/test';

/** What has the focus, through all shadow roots: its name, and of a job's row the file it makes. */
async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (active === null || active === document.body) return '';
    const root = active.getRootNode() as Document | ShadowRoot;
    const labels = (active as HTMLInputElement).labels;
    const labelledBy = active.getAttribute('aria-labelledby');
    const name =
      active.getAttribute('aria-label') ??
      (labelledBy === null ? null : root.getElementById(labelledBy)?.textContent) ??
      (labels && labels.length > 0 ? labels[0]!.textContent : null) ??
      active.textContent;
    const row = root instanceof ShadowRoot && root.host.matches('[data-id]') ? root.querySelector('.makes') : null;
    return `${name}${row === null ? '' : ` | ${row.textContent}`}`.replace(/\s+/g, ' ').trim();
  });
}

/** Presses Tab, or Shift and Tab, until something of that name has the focus. */
export async function tabTo(page: Page, name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 150; step++) {
    const now = await focusedName(page);
    if (typeof name === 'string' ? now === name : name.test(now)) return;
    passed.push(now);
    await page.keyboard.press(key);
  }
  throw new Error(`Nothing named ${String(name)} was reached by ${key}, past ${[...new Set(passed)].join(', ')}`);
}

/** Resolves when something of that name has got the focus by itself. */
export async function focusComesTo(page: Page, name: string | RegExp): Promise<void> {
  const named = expect.poll(() => focusedName(page), { timeout: 60_000 });
  await (typeof name === 'string' ? named.toBe(name) : named.toMatch(name));
}
