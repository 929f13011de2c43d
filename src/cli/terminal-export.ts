import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExportError } from '../errors';
import type { ExportResult } from '../orchestrator/export-run';
import { parsePreset, type Preset } from '../presets/preset';
import { findPreset, presets } from '../presets/registry';
import type { AlsoArgument } from './also-argument';
import { builtApp, packageFolder } from './app-build';
import type { ExportCommand } from './arguments';
import { badArgument } from './bad-argument';
import { bundleComposition } from './composition-bundle';
import { isResumable, type FailedRun } from './keep-rule';
import { OutputFile } from './output-file';
import type { AskedSettings, PageProgress, PageRequest } from './page-protocol';
import { withPage } from './page-session';
import { ReferenceWriter } from './reference-writer';
import type { ExportReport, Listing } from './report';
import { bytesRoute, folderRoute, startServer, type Route } from './static-server';
import { referencesRoute, sinkRoute } from './upload-routes';
import { WorkFolder } from './work-folder';

export interface Terminal {
  /** A line for the person watching. */
  log: (line: string) => void;
  onProgress: (progress: PageProgress) => void;
  /** Aborted when the command is interrupted. */
  signal: AbortSignal;
}

const pagePath = '/app/cli/page.html';

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
    const asked = askedSettings(command);
    const request: PageRequest = {
      ...{ composition, preset, asked, resume },
      sinkUrl: sinkUrl(0),
      also: also.map((each, index) => ({
        preset: each.preset,
        asked: askedBeside(asked, each),
        sinkUrl: sinkUrl(index + 1),
      })),
      referencesUrl: references === null ? null : `${uploads}/references`,
    };
    const result = await runPage(routes, folder.profile, request, terminal);
    const report = await files[0]!.commit(result);
    const others: ExportReport[] = [];
    for (const [index, other] of result.also.entries()) others.push(await files[index + 1]!.commit(other));
    return others.length === 0 ? report : { ...report, also: others };
  } finally {
    await Promise.all(files.map((file) => file.discard()));
  }
}

function askedSettings({ width, height, frameRate, frames, loudness, metadata }: ExportCommand): AskedSettings {
  return {
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(frameRate === undefined ? {} : { frameRate }),
    ...(frames === undefined ? {} : { frames }),
    ...(loudness === undefined ? {} : { loudness }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** Of a file beside the first: as the first, but for what it says itself. */
function askedBeside(first: AskedSettings, { width, height, frame }: Also): AskedSettings {
  return {
    ...first,
    ...(width === undefined || height === undefined ? {} : { width, height }),
    ...(frame === undefined ? {} : { frames: { first: frame, last: frame } }),
  };
}

async function runPage(
  routes: Record<string, Route>,
  profile: string,
  request: PageRequest,
  terminal: Terminal,
): Promise<ExportResult> {
  const server = await startServer(routes);
  try {
    const outcome = await withPage(
      { port: server.port, path: pagePath, profile },
      async (page) => {
        await page.exposeFunction('stepframeProgress', terminal.onProgress);
        return page.evaluate((asked) => globalThis.stepframePage.start(asked), request);
      },
      terminal,
    );
    if (!outcome.ok) throw ExportError.fromJSON(outcome.error);
    return outcome.result;
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

async function chooseComposition(
  choice: ExportCommand['composition'],
): Promise<Pick<Chosen, 'composition' | 'routes'>> {
  if (choice.kind === 'id') return { composition: choice, routes: {} };
  const { folder, script, stylesheet } = await bundleComposition(choice.path, join(packageFolder, 'src'));
  // Beside the module's own files, so that what it asks for by URL is found where the source says it is.
  const scriptUrl = '/module/composition.bundle.js';
  const stylesheetUrl = '/module/composition.bundle.css';
  return {
    composition: {
      kind: 'module',
      url: scriptUrl,
      stylesheetUrl: stylesheet === null ? null : stylesheetUrl,
      version: createHash('sha256').update(script).digest('hex'),
    },
    routes: {
      [scriptUrl]: bytesRoute('text/javascript; charset=utf-8', script),
      ...(stylesheet === null ? {} : { [stylesheetUrl]: bytesRoute('text/css; charset=utf-8', stylesheet) }),
      '/module/': folderRoute(folder),
    },
  };
}
