import type { GoldenFrameKey } from '../quality/golden-frames';
import type { GoldenFolder } from './golden-folder';
import { end, type Route } from './static-server';
import { answering, wholeNumber } from './upload-routes';

/**
 * Gives the page a folder of golden frames: `GET`, `PUT` and `DELETE` with `?id=&frame=&width=&height=` for the pixels of
 * one, `GET` and `DELETE` with fewer for the list and for all of a composition.
 */
export function goldenRoute(folder: GoldenFolder): Route {
  return answering(async (query, request, response) => {
    const id = query.get('id') ?? undefined;
    const key = query.has('frame') ? keyOf(query) : null;
    switch (request.method) {
      case 'GET': {
        if (key) {
          const pixels = await folder.read(key);
          // Not 404, which the browser would complain of.
          response.writeHead(pixels ? 200 : 204, { 'Content-Type': 'application/octet-stream' });
          response.end(pixels && new Uint8Array(pixels));
        } else end(response, 200, JSON.stringify(await folder.list(id)));
        return;
      }
      case 'PUT': {
        const chunks: Uint8Array[] = [];
        for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
        if (key) await folder.write(key, new Uint8Array(Buffer.concat(chunks)).buffer);
        break;
      }
      case 'DELETE':
        await folder.remove(id ?? '', key ?? undefined);
        break;
      default:
        throw new TypeError(`${request.method} is not how golden frames are asked for.`);
    }
    end(response, 200);
  });
}

function keyOf(query: URLSearchParams): GoldenFrameKey {
  return {
    compositionId: query.get('id') ?? '',
    frame: wholeNumber(query, 'frame'),
    width: wholeNumber(query, 'width'),
    height: wholeNumber(query, 'height'),
  };
}
