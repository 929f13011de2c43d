import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Page } from 'playwright';
import { cancelled, ExportError } from '../errors';
import type { BatchDryRun } from '../queue/batch-dry-run';
import { hasErrors, type BatchIssue } from '../queue/batch-issue';
import { describeItem, manifestOf, type BatchReport } from '../queue/batch-report';
import { builtApp } from './app-build';
import type { BatchCommand } from './batch-arguments';
import { findParts, readBatchFile } from './batch-file';
import { BatchOutputs, checkTargets, type BatchTarget } from './batch-outputs';
import { describeBatchStatus } from './batch-text';
import type { BatchMessage, CheckOutcome, Found, PageBatchPlan, PageBatchRequest } from './page-protocol';
import { pagePath, withPage } from './page-session';
import { folderRoute, startServer, type Route } from './static-server';
import type { Terminal } from './terminal-export';
import { WorkFolder } from './work-folder';

/** What became of the command; with errors among the issues nothing was exported. */
export type BatchAnswer =
  | { kind: 'refused'; issues: readonly BatchIssue[] }
  | { kind: 'dry-run'; dryRun: BatchDryRun }
  | { kind: 'done'; report: BatchReport; issues: readonly BatchIssue[]; outDir: string };

/**
 * Exports a batch, or says what is wrong with it. Each file is under its name as soon as it is whole. When it is
 * interrupted, what is finished is kept where `--resume` can go on with it.
 *
 * @throws ExportError where none of it could be begun, or the page died
 */
export async function runBatchFile(command: BatchCommand, terminal: Terminal): Promise<BatchAnswer> {
  const content = await readBatchFile(command.file);
  const parts = await findParts(content);
  const request: PageBatchRequest = {
    batch: content.batch,
    compositions: parts.compositions.map(([name, found]) => [name, foundOf(found)]),
    presets: parts.presets.map(([name, found]) => [name, foundOf(found)]),
  };
  const { outDir } = content;
  const routes = { '/app/': folderRoute(await builtApp(terminal.log)), ...parts.routes };
  if (command.dryRun) {
    return inPage(routes, null, terminal, async (page) => {
      const { items } = await planIn(page, request);
      const tried = answerOf(await page.evaluate((asked) => globalThis.stepframePage.tryBatch(asked), request));
      const issues = [...tried.issues, ...(await checkTargets(outDir, items))];
      return { kind: 'dry-run', dryRun: { ...tried, issues } };
    });
  }
  const planned = await inPage(routes, null, terminal, (page) => planIn(page, request));
  const issues = [...planned.issues, ...(await checkTargets(outDir, planned.items))];
  if (hasErrors(issues)) return { kind: 'refused', issues };
  const report = await exportBatch({ command, outDir, request, routes, targets: planned.items }, terminal);
  if (command.manifest !== undefined) await writeManifest(command.manifest, report);
  return { kind: 'done', report, issues, outDir };
}

async function planIn(page: Page, request: PageBatchRequest): Promise<PageBatchPlan> {
  return answerOf(await page.evaluate((asked) => globalThis.stepframePage.planBatch(asked), request));
}

interface BatchJob {
  command: BatchCommand;
  outDir: string;
  request: PageBatchRequest;
  routes: Record<string, Route>;
  targets: readonly BatchTarget[];
}

async function exportBatch(job: BatchJob, terminal: Terminal): Promise<BatchReport> {
  const { command, outDir, targets } = job;
  const folder = await WorkFolder.open(join(outDir, basename(command.file)), {
    resume: command.resume,
    log: terminal.log,
  });
  const outputs = new BatchOutputs(outDir, targets, folder.path);
  let anythingDone = command.resume;
  const onStatus = (text: string): void => {
    anythingDone = true;
    terminal.onStatus(text);
  };
  try {
    const report = await runInPage(job, folder, outputs, { ...terminal, onStatus });
    await outputs.discard();
    await folder.remove();
    return report;
  } catch (error) {
    await outputs.discard();
    // What the page says itself is no more to be resumed than the command is; a page that died is.
    const wasStopped = error instanceof ExportError && (error.code === 'worker-crash' || error.code === 'cancelled');
    if (!wasStopped || !anythingDone) {
      await folder.remove();
      throw error;
    }
    await folder.keep();
    terminal.log(`What is finished is kept in ${folder.path}: the same command with --resume continues it.`);
    throw error.code === 'cancelled' ? batchCancelled(error) : error;
  }
}

function runInPage(job: BatchJob, folder: WorkFolder, outputs: BatchOutputs, terminal: Terminal): Promise<BatchReport> {
  const { command, request } = job;
  // Other pages on this machine can reach the port; they cannot guess the path.
  const sinksUrl = `/${randomBytes(16).toString('hex')}/sinks/`;
  const hear = async (message: BatchMessage): Promise<unknown> => {
    switch (message.kind) {
      case 'file':
        return (
          outputs.file(message.id) ??
          (message.byteLength === null ? null : outputs.find(message.id, message.byteLength))
        );
      case 'item':
        if (!command.json) terminal.print(describeItem(message.item));
        return null;
      case 'status':
        if (message.status.framesDone > 0) terminal.onStatus(describeBatchStatus(message.status));
        return null;
    }
  };
  return inPage({ ...job.routes, [sinksUrl]: outputs.route() }, folder.profile, terminal, async (page) => {
    await page.exposeFunction('stepframeBatch', hear);
    const run = { ...request, sinksUrl, ...(command.check === undefined ? {} : { check: command.check }) };
    return answerOf(await page.evaluate((asked) => globalThis.stepframePage.runBatch(asked), run));
  });
}

async function inPage<T>(
  routes: Record<string, Route>,
  profile: string | null,
  terminal: Terminal,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  const server = await startServer(routes);
  try {
    return await withPage({ port: server.port, path: pagePath, profile }, use, terminal);
  } finally {
    await server.close();
  }
}

function answerOf<T>(outcome: CheckOutcome<T>): T {
  if (outcome.ok) return outcome.result;
  throw ExportError.fromJSON(outcome.error);
}

function foundOf<T>(found: T | ExportError): Found<T> {
  return found instanceof ExportError ? { ok: false, error: found.toJSON() } : { ok: true, value: found };
}

function batchCancelled(cause: ExportError): ExportError {
  const { message, remedy } = cancelled('render');
  return new ExportError('cancelled', {
    ...{ detail: 'cancelled', stage: 'render', recoverable: true, cause },
    message: message.replace('export', 'batch'),
    remedy,
  });
}

async function writeManifest(path: string, report: BatchReport): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(manifestOf(report), null, 2)}\n`);
  } catch (cause) {
    throw new ExportError('storage', {
      detail: 'manifest-not-written',
      stage: 'deliver',
      message: `The manifest ${path} was not written: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: 'Check that the folder can be written to and that the disk has room.',
      recoverable: true,
      cause,
    });
  }
}
