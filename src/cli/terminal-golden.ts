import { randomBytes } from 'node:crypto';
import { ExportError } from '../errors';
import type { GoldenFrameKey } from '../quality/golden-frames';
import { builtApp } from './app-build';
import { chooseComposition } from './chosen-composition';
import type { GoldenAction, GoldenFrameCommand } from './golden-arguments';
import { GoldenFolder } from './golden-folder';
import { goldenRoute } from './golden-routes';
import type { GoldenResult, PageGoldenRequest } from './page-protocol';
import { pagePath, withPage } from './page-session';
import { folderRoute, startServer } from './static-server';
import type { Terminal } from './terminal-export';

/** What became of golden frames. */
export interface GoldenReport {
  action: GoldenAction;
  /** Absolute path. */
  dir: string;
  /** With `passed` and figures where they were compared. */
  frames: readonly (GoldenResult['frames'][number] & { passed?: boolean })[];
}

/** @throws ExportError */
export async function runGolden(command: GoldenFrameCommand, terminal: Terminal): Promise<GoldenReport> {
  const { kind: action, dir, composition } = command;
  const folder = new GoldenFolder(dir);
  if (action === 'list' || action === 'remove') {
    const id = composition?.kind === 'module' ? await idOf(command, folder, terminal) : composition?.id;
    const kept = (await folder.list(id)).filter((key) => isNamed(key, command));
    if (action === 'remove') for (const { compositionId, ...one } of kept) await folder.remove(compositionId, one);
    return { action, dir, frames: kept };
  }
  const { frames } = await onPage(command, action, folder, terminal);
  return { action, dir, frames };
}

function isNamed({ frame, width, height }: GoldenFrameKey, command: GoldenFrameCommand): boolean {
  const isSize = command.width === undefined || (command.width === width && command.height === height);
  return isSize && (command.frames?.includes(frame) ?? true);
}

async function idOf(command: GoldenFrameCommand, folder: GoldenFolder, terminal: Terminal): Promise<string> {
  return (await onPage(command, 'identify', folder, terminal)).compositionId;
}

async function onPage(
  { composition: choice, frames, width, height }: GoldenFrameCommand,
  action: PageGoldenRequest['action'],
  folder: GoldenFolder,
  terminal: Terminal,
): Promise<GoldenResult> {
  const { composition, routes } = await chooseComposition(choice!);
  const app = await builtApp(terminal.log);
  // Other pages on this machine can reach the port; they cannot guess the path.
  const framesUrl = `/${randomBytes(16).toString('hex')}/golden`;
  const server = await startServer({ '/app/': folderRoute(app), [framesUrl]: goldenRoute(folder), ...routes });
  const request: PageGoldenRequest = {
    ...{ action, composition, framesUrl },
    ...(frames && { frames }),
    ...(width === undefined || height === undefined ? {} : { width, height }),
  };
  try {
    const outcome = await withPage(
      { port: server.port, path: pagePath, profile: null },
      (page) => page.evaluate((asked) => globalThis.stepframePage.golden(asked), request),
      terminal,
    );
    if (!outcome.ok) throw ExportError.fromJSON(outcome.error);
    return outcome.result;
  } finally {
    await server.close();
  }
}
