import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from 'playwright';
import { ExportError } from '../errors';
import type { ExportComparison } from '../quality/compare-exports';
import type { QualityReport } from '../quality/report';
import { builtApp } from './app-build';
import { badArgument } from './bad-argument';
import type { ComparisonCommand, FileCheckCommand } from './check-arguments';
import { chooseComposition } from './chosen-composition';
import type { CheckOutcome, FileInput, PageCheckRequest } from './page-protocol';
import { pagePath, withPage } from './page-session';
import { writeReports } from './report-files';
import { folderRoute, startServer, type Route } from './static-server';
import type { Terminal } from './terminal-export';

/** Checks a file and writes the reports. @throws ExportError */
export async function checkMediaFile(command: FileCheckCommand, terminal: Terminal): Promise<QualityReport> {
  await assertReadable(command.file);
  const { reference, frames, profile } = command;
  const pictures = reference?.kind === 'folder' ? await picturesIn(reference.folder, frames?.first ?? 0) : [];
  const chosen = reference?.kind === 'composition' ? await chooseComposition(reference.composition) : null;
  const request: PageCheckRequest = {
    ...{ name: basename(command.file), profile, composition: chosen?.composition ?? null },
    ...{
      frames: frames ?? null,
      pictureFrames: reference?.kind === 'folder' ? pictures.map(({ frame }) => frame) : null,
    },
  };
  const report = await onPage(chosen?.routes ?? {}, terminal, async (page) => {
    await give(page, 'file', [command.file]);
    await give(
      page,
      'pictures',
      pictures.map(({ path }) => path),
    );
    return page.evaluate((asked) => globalThis.stepframePage.check(asked), request);
  });
  await writeReports(report, command.reports);
  return report;
}

/** @throws ExportError */
export async function compareMediaFiles(
  { file, against }: ComparisonCommand,
  terminal: Terminal,
): Promise<ExportComparison> {
  await assertReadable(file);
  await assertReadable(against);
  return onPage({}, terminal, async (page) => {
    await give(page, 'file', [file]);
    await give(page, 'against', [against]);
    return page.evaluate(() => globalThis.stepframePage.compare());
  });
}

/**
 * Names files of this machine to the page, as a person does who picks them: the browser then reads from disk what the page
 * asks for, so that nothing is copied and no file is too large.
 */
async function give(page: Page, input: FileInput, paths: readonly string[]): Promise<void> {
  await page.setInputFiles(`#${input}`, [...paths]);
}

async function onPage<T>(
  routes: Record<string, Route>,
  terminal: Terminal,
  use: (page: Page) => Promise<CheckOutcome<T>>,
): Promise<T> {
  const app = await builtApp(terminal.log);
  const server = await startServer({ '/app/': folderRoute(app), ...routes });
  try {
    const outcome = await withPage({ port: server.port, path: pagePath, profile: null }, use, terminal);
    if (!outcome.ok) throw ExportError.fromJSON(outcome.error);
    return outcome.result;
  } finally {
    await server.close();
  }
}

/** Pictures named by a frame, in its order. @throws ExportError `invalid-input` (no-pictures, file-missing) */
async function picturesIn(folder: string, first: number): Promise<{ frame: number; path: string }[]> {
  if (!(await stat(folder)).isDirectory()) {
    throw badArgument('no-pictures', `--reference takes a folder, and ${folder} is a file.`);
  }
  const pictures = (await readdir(folder)).flatMap((name) => {
    const number = /^(\d+)\.png$/i.exec(name)?.[1];
    return number === undefined ? [] : [{ frame: Number(number) - first, path: join(folder, name) }];
  });
  const named = pictures.filter(({ frame }) => frame >= 0).sort((one, other) => one.frame - other.frame);
  if (named.length > 0) return named;
  throw badArgument(
    'no-pictures',
    `There is no picture in ${folder} that is named by a frame of the file.`,
    'Name them 000000.png, 000001.png and so on, as --keep-references of an export does.',
  );
}

async function assertReadable(path: string): Promise<void> {
  if ((await stat(path)).isDirectory()) throw badArgument('is-folder', `${path} is a folder, not a file.`);
  try {
    await access(path, constants.R_OK);
  } catch (cause) {
    throw new ExportError('storage', {
      detail: 'file-unreadable',
      stage: 'prepare',
      message: `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: 'See who may read it.',
      cause,
    });
  }
}
