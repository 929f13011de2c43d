import type { IncomingMessage, ServerResponse } from 'node:http';
import { ExportError } from '../errors';
import type { FileReceiver } from './file-receiver';
import type { ReferenceWriter } from './reference-writer';
import { end, type Route } from './static-server';

/** `PUT ?position=`: bytes of the file. Answers when they are written, so the page cannot run ahead of the disk. */
export function sinkRoute(receiver: FileReceiver): Route {
  return upload((query, body) => receiver.write(wholeNumber(query, 'position'), body));
}

/** `PUT ?frame=&width=&height=&alpha=`: the pixels of one captured frame. Answers when it is written. */
export function referencesRoute(writer: ReferenceWriter): Route {
  return upload(async (query, body) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    const size = [wholeNumber(query, 'width'), wholeNumber(query, 'height')] as const;
    await writer.write(wholeNumber(query, 'frame'), ...size, Buffer.concat(chunks), query.get('alpha') === 'true');
  });
}

function upload(take: (query: URLSearchParams, body: AsyncIterable<Uint8Array>) => Promise<void>): Route {
  return answering(async (query, request, response) => {
    if (request.method !== 'PUT') throw new TypeError(`${request.method} is not how data is sent here.`);
    await take(query, request as AsyncIterable<Uint8Array>);
    end(response, 200);
  });
}

/** A route whose failure the page hears as the error that it is. */
export function answering(
  work: (query: URLSearchParams, request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Route {
  return async (_rest, query, request, response) => {
    try {
      await work(query, request, response);
    } catch (thrown) {
      const error = ExportError.from(thrown, 'internal', {
        detail: 'upload-failed',
        stage: 'deliver',
        message: `The command could not take data from the page: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
        remedy: 'Run the command again.',
      });
      end(response, 500, JSON.stringify(error));
    }
  };
}

export function wholeNumber(query: URLSearchParams, name: string): number {
  const value = Number(query.get(name) ?? Number.NaN);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} is no whole number.`);
  return value;
}
