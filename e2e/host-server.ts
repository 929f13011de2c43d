import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesRoute, folderRoute, startServer, type Route } from '../src/cli/static-server';
import type { Project } from './packed-package';

export interface HostServer extends AsyncDisposable {
  readonly origin: string;
}

const page = '<!doctype html><meta charset="utf-8" /><title>Host</title><script type="module" src="/main.js"></script>';

/**
 * Serves a bundled host: `dist/`, and a page that loads `main.js` where the bundler makes none.
 *
 * @param headers go with every answer, those of workers too; of a path alone where a function says so
 */
export async function serveHost(
  { folder }: Project,
  { html = page, headers = () => ({}) }: { html?: string; headers?: (path: string) => Record<string, string> } = {},
): Promise<HostServer> {
  const files = folderRoute(join(folder, 'dist'));
  const made = join(folder, 'dist/index.html');
  const index = bytesRoute('text/html; charset=utf-8', existsSync(made) ? await readFile(made) : Buffer.from(html));
  const route: Route = (rest, query, request, response) => {
    for (const [name, value] of Object.entries(headers(rest))) response.setHeader(name, value);
    return rest === '' ? index(rest, query, request, response) : files(rest, query, request, response);
  };
  const server = await startServer({ '/': route });
  return { origin: `http://127.0.0.1:${server.port}/`, [Symbol.asyncDispose]: () => server.close() };
}
