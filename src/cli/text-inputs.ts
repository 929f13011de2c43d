import { readFile } from 'node:fs/promises';
import { ExportError } from '../errors';
import { parseChapters } from '../formats/captions/chapter-file';
import { parseCaptions } from '../formats/captions/parse-captions';
import type { CaptionTrack } from '../formats/format';
import type { CaptionsArgument } from './captions-argument';
import type { AskedChapter } from './page-protocol';

/** Reads chapters. @throws ExportError `invalid-input` (bad-captions), which names the file and its lines */
export async function readChapters(path: string): Promise<AskedChapter[]> {
  return naming(path, parseChapters, await readFile(path, 'utf8'));
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
