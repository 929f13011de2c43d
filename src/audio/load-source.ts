import type { AudioTrack } from '../composition/composition';
import { ExportError, throwIfAborted } from '../errors';
import { untilAborted } from './abort';

/** A source fetched: either sound already, or the bytes of a file that holds sound. */
export type LoadedSource = AudioBuffer | ArrayBuffer;

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
  if ('getChannelData' in source) return source;
  return readBlob(source, path, signal);
}

async function fetchFile(url: string, path: string, signal: AbortSignal): Promise<ArrayBuffer> {
  let answer: string;
  try {
    const response = await fetch(url, { signal });
    const type = response.headers.get('content-type') ?? '';
    // Single-page servers answer an unknown path with their own page and status 200.
    if (response.ok && !type.startsWith('text/html')) return await response.arrayBuffer();
    await response.body?.cancel();
    answer = response.ok ? 'the server answered with a web page' : `the server answered ${response.status}`;
  } catch (cause) {
    throwIfAborted(signal, 'audio');
    throw missing(`${path} could not be loaded from ${url}.`, cause);
  }
  throw missing(`${path} could not be loaded from ${url}: ${answer}.`);
}

async function readBlob(blob: Blob, path: string, signal: AbortSignal): Promise<ArrayBuffer> {
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
