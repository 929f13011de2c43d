import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Answers requests under one path. `rest` is what follows it, without a leading slash; `query` what follows `?`. */
export type Route = (
  rest: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void>;

export interface StaticServer {
  readonly port: number;
  /** Ends open connections too. Idempotent. */
  close(): Promise<void>;
}

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.m4a': 'audio/mp4',
  '.ogg': 'audio/ogg',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
};

/** Listens on a free port of this machine alone. `routes` maps a path's beginning, such as `/app/`, to what answers. */
export async function startServer(routes: Readonly<Record<string, Route>>): Promise<StaticServer> {
  const server = createServer((request, response) => {
    answer(routes, request, response).catch((error: unknown) => {
      // The page went away, or a file did while it was read: nobody is left to tell.
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { port, close: () => close(server) };
}

/** Serves the files of a folder, whole or by range (a `<video>` seeks only where ranges are served). */
export function folderRoute(folder: string): Route {
  return async (rest, _query, request, response) => {
    const path = join(folder, normalize(rest));
    const file = path.startsWith(folder + sep) ? await stat(path).catch(() => null) : null;
    if (!file?.isFile()) {
      end(response, 404);
      return;
    }
    response.setHeader('Content-Type', mimeTypes[extname(path)] ?? 'application/octet-stream');
    response.setHeader('Accept-Ranges', 'bytes');
    const range = byteRange(request.headers.range, file.size);
    response.writeHead(range === null ? 200 : 206, {
      'Content-Length': range === null ? file.size : range.end - range.start + 1,
      ...(range === null ? {} : { 'Content-Range': `bytes ${range.start}-${range.end}/${file.size}` }),
    });
    await pipeline(createReadStream(path, range ?? {}), response);
  };
}

/** Serves bytes held in memory. */
export function bytesRoute(mimeType: string, bytes: Uint8Array): Route {
  return (_rest, _query, _request, response) => {
    response.writeHead(200, { 'Content-Type': mimeType, 'Content-Length': bytes.length });
    response.end(bytes);
    return Promise.resolve();
  };
}

export function end(response: ServerResponse, status: number, body = ''): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body);
}

async function answer(
  routes: Readonly<Record<string, Route>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    end(response, 400);
    return;
  }
  const prefix = Object.keys(routes).find((key) => path.startsWith(key));
  if (prefix === undefined) end(response, 404);
  else await routes[prefix]!(path.slice(prefix.length), searchParams, request, response);
}

/** RFC 9110, section 14.1.2, one range; null where there is none to honour, which means the whole file. */
function byteRange(header: string | undefined, size: number): { start: number; end: number } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null) return null;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start <= end ? { start, end } : null;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
