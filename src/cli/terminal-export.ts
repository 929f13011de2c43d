import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ExportError } from '../errors';
import { parsePreset, type Preset } from '../presets/preset';
import { findPreset, presets } from '../presets/registry';
import type { AlsoArgument } from './also-argument';
import { builtApp } from './app-build';
import type { ExportCommand } from './arguments';
import { badArgument } from './bad-argument';
import { chooseComposition } from './chosen-composition';
import { isResumable, type FailedRun } from './keep-rule';
import { OutputFile } from './output-file';
import type { AskedSettings, PageOutcome, PageProgress, PageRequest } from './page-protocol';
import { pagePath, withPage } from './page-session';
import { ReferenceWriter } from './reference-writer';
import type { ExportReport, Listing } from './report';
import { writeReports } from './report-files';
import { readCaptions, readChapters } from './text-inputs';
import { folderRoute, startServer, type Route } from './static-server';
import { referencesRoute, sinkRoute } from './upload-routes';
import { WorkFolder } from './work-folder';

export interface Terminal {
  /** A line for the person watching. */
  log: (line: string) => void;
  /** A line of the answer, before the rest of it. */
  print: (line: string) => void;
  onProgress: (progress: PageProgress) => void;
  /** As `onProgress`, of what is no single export. */
  onStatus: (text: string) => void;
  /** Aborted when the command is interrupted. */
  signal: AbortSignal;
}

export async function listAll(terminal: Terminal): Promise<Listing> {
  const server = await startServer({ '/app/': folderRoute(await builtApp(terminal.log)) });
  try {
    return {
      compositions: await withPage(
        { port: server.port, path: pagePath, profile: null },
        (page) => page.evaluate(() => globalThis.stepframePage.list()),
        terminal,
      ),
      presets: presets.map(({ id, name, format, description = '' }) => ({ id, name, format, description })),
    };
  } finally {
    await server.close();
  }
}

/**
 * Exports a composition to a file. When it rejects, nothing new is under the file's name; what is finished of it is kept
 * where `--resume` can go on with it.
 *
 * @throws ExportError
 */
export async function exportToFile(command: ExportCommand, terminal: Terminal): Promise<ExportReport> {
  const preset = await choosePreset(command.preset);
  const also: Also[] = [];
  for (const each of command.also) also.push({ ...each, preset: await choosePreset(each.preset) });
  const composition = await chooseComposition(command.composition);
  const folder = await WorkFolder.open(command.out, { resume: command.resume, log: terminal.log });
  const run: FailedRun = { resuming: command.resume, progress: null };
  const onProgress = (progress: PageProgress): void => {
    run.progress = progress;
    terminal.onProgress(progress);
  };
  try {
    const report = await exportWith(command, { preset, also, folder, ...composition }, { ...terminal, onProgress });
    await folder.remove();
    return report;
  } catch (error) {
    if (isResumable(error, run)) {
      await folder.keep();
      terminal.log(`What is finished is kept in ${folder.path}: the same command with --resume continues it.`);
    } else {
      await folder.remove();
    }
    throw error;
  }
}

type Also = AlsoArgument<Preset>;

interface Chosen {
  preset: Preset;
  also: Also[];
  composition: PageRequest['composition'];
  /** Serve the composition's module. */
  routes: Record<string, Route>;
  folder: WorkFolder;
}

async function exportWith(command: ExportCommand, chosen: Chosen, terminal: Terminal): Promise<ExportReport> {
  const { preset, also, composition, folder } = chosen;
  const app = await builtApp(terminal.log);
  const { keepReferences, resume } = command;
  const references = keepReferences === undefined ? null : await ReferenceWriter.create(keepReferences);
  const files: OutputFile[] = [];
  try {
    files.push(await OutputFile.create(command.out, preset, folder));
    for (const each of also) files.push(await OutputFile.createBeside(each.out, each.preset));
    // Other pages on this machine can reach the port; they cannot guess the path.
    const uploads = `/${randomBytes(16).toString('hex')}`;
    const sinkUrl = (index: number): string => `${uploads}/sink/${index}`;
    const routes: Record<string, Route> = {
      '/app/': folderRoute(app),
      ...chosen.routes,
      ...Object.fromEntries(files.map(({ receiver }, index) => [sinkUrl(index), sinkRoute(receiver)])),
      ...(references === null ? {} : { [`${uploads}/references`]: referencesRoute(references) }),
    };
    const asked = await askedSettings(command);
    const request: PageRequest = {
      ...{ composition, preset, asked, resume },
      ...(command.check === undefined ? {} : { check: command.check }),
      sinkUrl: sinkUrl(0),
      also: also.map((each, index) => ({
        preset: each.preset,
        asked: askedBeside(asked, each),
        sinkUrl: sinkUrl(index + 1),
      })),
      referencesUrl: references === null ? null : `${uploads}/references`,
    };
    const outcome = await runPage(routes, folder.profile, request, terminal);
    if (!outcome.ok) {
      // Of a file that was kept back the report is all there is to look at.
      if (outcome.quality) await writeReports(outcome.quality, command.reports);
      throw outcome.quality ? withheld(outcome) : ExportError.fromJSON(outcome.error);
    }
    const { result } = outcome;
    const report = await files[0]!.commit(result);
    const others: ExportReport[] = [];
    for (const [index, other] of result.also.entries()) others.push(await files[index + 1]!.commit(other));
    if (result.quality) await writeReports(result.quality, command.reports);
    return others.length === 0 ? report : { ...report, also: others };
  } finally {
    await Promise.all(files.map((file) => file.discard()));
  }
}

/** As a command can mend it: nothing is kept of the file. */
function withheld({ error, quality }: Extract<PageOutcome, { ok: false }>): ExportError {
  const remedy = quality?.recommendations[0] ?? 'Export again.';
  return ExportError.fromJSON({ ...error, remedy: `${remedy} To have the file as it is, use --check warn_user.` });
}

async function askedSettings(command: ExportCommand): Promise<AskedSettings> {
  const { width, height, frameRate, frames, loudness, metadata, chapters, poster } = command;
  const captions = await Promise.all(command.captions.map(readCaptions));
  return {
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(frameRate === undefined ? {} : { frameRate }),
    ...(frames === undefined ? {} : { frames }),
    ...(loudness === undefined ? {} : { loudness }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(chapters === undefined ? {} : { chapters: await readChapters(chapters) }),
    ...(captions.length === 0 ? {} : { captions }),
    ...(poster === undefined ? {} : { poster }),
  };
}

/** Of a file beside the first: as the first, but for what it says itself. One frame has no parts and says nothing. */
function askedBeside(first: AskedSettings, { width, height, frame }: Also): AskedSettings {
  const asked = { ...first };
  if (frame !== undefined) {
    delete asked.chapters;
    delete asked.captions;
    delete asked.poster;
  }
  return {
    ...asked,
    ...(width === undefined || height === undefined ? {} : { width, height }),
    ...(frame === undefined ? {} : { frames: { first: frame, last: frame } }),
  };
}

async function runPage(
  routes: Record<string, Route>,
  profile: string,
  request: PageRequest,
  terminal: Terminal,
): Promise<PageOutcome> {
  const server = await startServer(routes);
  try {
    return await withPage(
      { port: server.port, path: pagePath, profile },
      async (page) => {
        await page.exposeFunction('stepframeProgress', terminal.onProgress);
        return page.evaluate((asked) => globalThis.stepframePage.start(asked), request);
      },
      terminal,
    );
  } finally {
    await server.close();
  }
}

async function choosePreset(choice: ExportCommand['preset']): Promise<Preset> {
  if (choice.kind === 'file') return parsePreset(await readFile(choice.path, 'utf8'));
  const preset = findPreset(choice.id);
  if (preset !== undefined) return preset;
  throw badArgument(
    'unknown-preset',
    `No preset is called "${choice.id}".`,
    `There are ${presets.map(({ id }) => id).join(', ')}; or give a path to a preset file.`,
  );
}
