import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { browserArguments, findBrowser } from '../../../src/cli/find-browser';
import { presets } from '../../../src/presets/registry';
import { columns } from '../../support/columns';
import type { SoakServer } from '../soak-browser';
import { checkFile, type Checked } from './check-file';
import { expectations } from './expectations';
import { runExport } from './terminal-command';
import { picturesIn, References } from './references';

/** A busy one with sound, and one whose background is transparent. */
const compositions = {
  spectrum: { composition: 'spectrum', first: 60 },
  emblem: { composition: fileURLToPath(new URL('../compositions/emblem.ts', import.meta.url)), first: 20 },
} as const;

/**
 * Every preset that does not come from the browser's encoders, of real compositions, by `npm run export`; each file is
 * judged by tools that are not ours.
 *
 * @param only ids of presets, with commas between
 */
export async function soakFormats(server: SoakServer, quick: boolean, only?: string): Promise<boolean> {
  const chosen = presets.map(({ id }) => id).filter((id) => (only ? only.split(',').includes(id) : id in expectations));
  const folder = await mkdtemp(join(tmpdir(), 'stepframe-formats-'));
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...browserArguments],
  });
  const rows: string[][] = [];
  let passed = true;
  try {
    const page = await browser.newPage();
    await page.goto(server.pageUrl);
    const references = new References(folder);
    for (const [name, { composition, first }] of Object.entries(compositions)) {
      for (const preset of chosen) {
        const asked = { composition, first, frames: quick ? 4 : 12 };
        const checked = await exportAndCheck(page, references, folder, { name, preset, ...asked });
        passed &&= checked.problems.length === 0;
        const row = rowOf(preset, name, checked);
        rows.push(row);
        console.log(`  ${row.join('  ')}`);
      }
    }
  } finally {
    await browser.close();
    if (passed) await rm(folder, { recursive: true, force: true });
    else console.log(`The files are in ${folder}.`);
  }
  const heads = ['preset', 'composition', 'picture', 'called', 'luma', 'alpha', 'result'];
  console.log(`\n${columns([heads, ...rows])}\n`);
  return passed;
}

interface Asked {
  name: string;
  preset: string;
  composition: string;
  first: number;
  frames: number;
}

async function exportAndCheck(page: Page, references: References, folder: string, asked: Asked): Promise<Checked> {
  const { name, preset } = asked;
  const expectation = expectations[preset]!;
  const out = join(folder, name, `${preset}${expectation.pictures ? '' : `.${expectation.extension}`}`);
  try {
    const captured = expectation.reference === 'captured' ? `${out}.captured` : undefined;
    const report = await runExport({ ...asked, out, captured });
    return await checkFile(page, report, expectation, (kind) =>
      captured === undefined ? references.of(asked, report, kind) : Promise.resolve(picturesIn(captured)),
    );
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] };
  }
}

function rowOf(preset: string, name: string, { picture, profile, luma, alpha, problems }: Checked): string[] {
  const decibels = (value: number | undefined): string =>
    value === undefined ? '' : value === Infinity ? 'all' : `${value.toFixed(1)} dB`;
  const result = problems.length === 0 ? 'ok' : `WRONG: ${problems.join('; ')}`;
  return [preset, name, picture ?? '', profile ?? '', decibels(luma), decibels(alpha), result];
}
