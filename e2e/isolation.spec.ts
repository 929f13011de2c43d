import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { exportThroughDialog } from './dialog';
import { bundlers } from './host-bundlers';
import { expectSweep } from './host-export';
import { serveHost, type HostServer } from './host-server';
import { createProject, packedFiles, type Project } from './packed-package';

declare global {
  interface Document {
    globalsBefore: Set<PropertyKey>;
  }
}

let project: Project;
let server: HostServer;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  await packedFiles();
  project = await createProject('apart');
  await bundlers.esbuild(project);
  server = await serveHost(project);
});
test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await project[Symbol.asyncDispose]();
});

test('two editors export on one page, one of them in a shadow root, both at once too', async ({ page }) => {
  await page.goto(server.origin);
  const inDocument = page.locator('body > stepframe-export-button');
  const inShadow = page.locator('my-editor stepframe-export-button');
  const shadowed = join(project.folder, 'shadow.mp4');
  await exportThroughDialog(page, { preset: 'mp4-h264' }, shadowed, inShadow);
  await expectSweep(shadowed);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  await page.getByRole('button', { name: 'Export with the second exporter' }).click();
  const path = join(project.folder, 'film.mp4');
  await exportThroughDialog(page, { preset: 'mp4-h264' }, path, inDocument);
  await expectSweep(path);
  await expect(page.locator('output')).toHaveText('10');
});

test('an export adds no globals but those of Lit and Nano Stores', async ({ page }) => {
  await page.addInitScript(() => {
    document.globalsBefore = new Set(Reflect.ownKeys(window));
  });
  await page.goto(server.origin);
  await exportThroughDialog(
    page,
    { preset: 'mp4-h264' },
    join(project.folder, 'globals.mp4'),
    page.locator('body > stepframe-export-button'),
  );
  const added = await page.evaluate(() =>
    Reflect.ownKeys(window)
      .filter((key) => !document.globalsBefore.has(key))
      .map(String),
  );
  const ofPlaywright = (name: string): boolean => name.startsWith('__playwright') || name.startsWith('__pw');
  expect(added.filter((name) => !ofPlaywright(name)).toSorted()).toEqual([
    'litElementVersions',
    'litHtmlVersions',
    'litPropertyMetadata',
    'nanostoresGlobal',
    'reactiveElementVersions',
  ]);
});

const hostile = `
  * {
    all: unset !important; display: block !important; color: red !important; font: 40px/3 serif !important;
    letter-spacing: 9px !important; word-spacing: 9px !important; text-align: right !important;
    text-indent: 30px !important; text-shadow: 1px 1px red !important; text-transform: uppercase !important;
    white-space: pre !important;
  }
  button, dialog, input, select, progress, label, [role], .button { display: none !important; }
`;

test('a hostile stylesheet of the page changes nothing inside of the elements', async ({ page }) => {
  await page.goto(server.origin);
  const calm = await openedLooks(page);
  await page.reload();
  await page.addStyleTag({ content: hostile });
  expect(await openedLooks(page)).toEqual(calm);
  expect(calm.length).toBeGreaterThan(50);
});

test('the elements change nothing of the page’s own looks', async ({ page }) => {
  await page.goto(server.origin);
  await page.evaluate(() => {
    const plain = '<button>a</button><input><select><option>b</select><dialog open>c</dialog><progress></progress>';
    document.body.insertAdjacentHTML('beforeend', `<section>${plain}</section>`);
  });
  const looks = () =>
    page.evaluate(() => ({
      sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
      styles: [document.documentElement, document.body, ...document.querySelectorAll('section *')].map((element) => {
        const style = getComputedStyle(element);
        return [...style].map((property) => `${property}: ${style.getPropertyValue(property)}`).join('; ');
      }),
    }));
  const before = await looks();
  await openedLooks(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog').filter({ hasText: 'Preset' })).toBeHidden();
  expect(await looks()).toEqual(before);
});

/** Opens the dialog as a script does and tells how everything in the elements' shadow roots looks. */
async function openedLooks(page: Page): Promise<string[]> {
  const button = page.locator('body > stepframe-export-button');
  await button.evaluate((element) => (element as HTMLElement & { open(): Promise<void> }).open());
  await expect(button.getByLabel('Preset', { exact: true })).toBeVisible();
  return button.evaluate((element) => {
    const shown = ['display', 'visibility', 'color', 'background-color', 'font-family', 'font-size', 'font-weight'];
    const text = ['line-height', 'letter-spacing', 'word-spacing', 'text-align', 'text-indent', 'text-shadow'];
    const properties = [...shown, ...text, 'text-transform', 'white-space'];
    const looks: string[] = [];
    const walk = (root: ParentNode): void => {
      for (const each of root.querySelectorAll('*')) {
        const style = getComputedStyle(each);
        looks.push(
          `${each.localName}.${each.className} ${properties.map((name) => style.getPropertyValue(name)).join('|')}`,
        );
        if (each.shadowRoot !== null) walk(each.shadowRoot);
      }
    };
    walk(element.shadowRoot!);
    return looks;
  });
}
