import type { AudioTrack } from '../composition/composition';
import { ExportError, throwIfAborted } from '../errors';
import { untilAborted } from './abort';

/** A source fetched: either sound already, or a file that holds sound. */
export type LoadedSource = AudioBuffer | Blob;

/** Bytes of an answer that the page holds before it gives them to the browser, which keeps large files on the disk. */
const heldBytes = 4 << 20;

/**
 * Brings a source in.
 *
 * @param path where the source stands, for messages, e.g. `audio[1].source`
 * @throws ExportError `audio`: audio-missing, audio-source-failed; `cancelled`
 */
export async function loadSource(
  source: AudioTrack['source'],
  path: string,
  signal: AbortSignal,
): Promise<LoadedSource> {
  throwIfAborted(signal, 'audio');
  if (typeof source === 'string') return fetchFile(source, path, signal);
  if (typeof source === 'function') return callSource(source, path, signal);
  return source;
}

async function fetchFile(url: string, path: string, signal: AbortSignal): Promise<Blob> {
  let answer: string;
  try {
    const response = await fetch(url, { signal });
    const type = response.headers.get('content-type') ?? '';
    // Single-page servers answer an unknown path with their own page and status 200.
    if (response.ok && !type.startsWith('text/html')) return await fileOf(response);
    await response.body?.cancel();
    answer = response.ok ? 'the server answered with a web page' : `the server answered ${response.status}`;
  } catch (cause) {
    throwIfAborted(signal, 'audio');
    throw missing(`${path} could not be loaded from ${url}.`, cause);
  }
  throw missing(`${path} could not be loaded from ${url}: ${answer}.`);
}

/** `response.blob()` gathers all of it in the page first. */
async function fileOf({ body }: Response): Promise<Blob> {
  const parts: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let byteLength = 0;
  const reader = body?.getReader();
  for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
    chunks.push(next.value);
    byteLength += next.value.length;
    if (byteLength < heldBytes) continue;
    parts.push(new Blob(chunks));
    [chunks, byteLength] = [[], 0];
  }
  return new Blob([...parts, ...chunks]);
}

/**
 * All bytes of a file.
 *
 * @throws ExportError `audio` (audio-missing), `cancelled`
 */
export async function readFile(blob: Blob, path: string, signal: AbortSignal): Promise<ArrayBuffer> {
  try {
    return await untilAborted(blob.arrayBuffer(), signal);
  } catch (cause) {
    throwIfAborted(signal, 'audio');
    throw missing(`The file behind ${path} can no longer be read.`, cause);
  }
}

function missing(message: string, cause?: unknown): ExportError {
  return new ExportError('audio', {
    detail: 'audio-missing',
    stage: 'audio',
    message,
    remedy: 'Put the file back or choose another one; for another site, it must allow this page to load it (CORS).',
    recoverable: true,
    cause,
  });
}

async function callSource(create: () => Promise<AudioBuffer>, path: string, signal: AbortSignal): Promise<AudioBuffer> {
  let made: unknown;
  try {
    made = await untilAborted(Promise.resolve(create()), signal);
  } catch (cause) {
    throwIfAborted(signal, 'audio');
    throw sourceFailed(`The function in ${path} failed`, cause);
  }
  if (typeof made === 'object' && made !== null && 'getChannelData' in made) return made as AudioBuffer;
  throw sourceFailed(`The function in ${path} did not give an AudioBuffer`);
}

function sourceFailed(message: string, cause?: unknown): ExportError {
  return new ExportError('audio', {
    detail: 'audio-source-failed',
    stage: 'audio',
    message: cause instanceof Error ? `${message}: ${cause.message}` : `${message}.`,
    remedy: 'Correct the composition, or export without sound.',
    cause,
  });
}
