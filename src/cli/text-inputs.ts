import { readFile } from 'node:fs/promises';
import { ExportError } from '../errors';
import { plainText } from '../formats/captions/cue-text';
import { parseCaptions } from '../formats/captions/parse-captions';
import { parseWebVtt } from '../formats/captions/webvtt';
import type { CaptionTrack } from '../formats/format';
import type { CaptionsArgument } from './captions-argument';
import type { AskedChapter } from './page-protocol';

/**
 * Reads chapters from WebVTT, the form in which HTML has them (`kind="chapters"`): a caption is a chapter, its text the
 * title. It lasts until the next one begins, whatever its end says.
 *
 * @throws ExportError `invalid-input` (bad-captions), which names the file and its lines
 */
export async function readChapters(path: string): Promise<AskedChapter[]> {
  const { cues } = naming(path, parseWebVtt, await readFile(path, 'utf8'));
  return cues.map(({ startMs, text }) => ({ startMs, title: plainText(text).replaceAll('\n', ' ') }));
}

/** Reads captions, WebVTT or SubRip. @throws ExportError `invalid-input` (bad-captions), which names the file and its lines */
export async function readCaptions({ path, ...about }: CaptionsArgument): Promise<CaptionTrack> {
  const text = await readFile(path, 'utf8');
  naming(path, parseCaptions, text);
  return { ...about, text };
}

function naming<T>(path: string, parse: (text: string) => T, text: string): T {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    throw ExportError.fromJSON({ ...error.toJSON(), message: `${path}: ${error.message}` });
  }
}
