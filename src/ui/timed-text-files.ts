import { ExportError } from '../errors';
import { parseChapters } from '../formats/captions/chapter-file';
import { canonicalLanguage } from '../formats/captions/language-codes';
import { parseCaptions } from '../formats/captions/parse-captions';
import type { DraftCaptions, DraftChapters } from './draft-timed-text';

/** Bytes: some hundred hours of dense captions. */
const largestFile = 5_000_000;

/** @throws ExportError `invalid-input` (bad-captions, which names the file and its lines; captions-too-large, captions-not-text,
 * captions-unreadable) */
export async function readChapterFile(file: File): Promise<DraftChapters> {
  const text = await textOf(file);
  return { fileName: file.name, list: naming(file, () => parseChapters(text)) };
}

/**
 * @param before what there is already: only the first is shown by default
 * @throws ExportError as above
 */
export async function readCaptionFile(file: File, before: readonly DraftCaptions[]): Promise<DraftCaptions> {
  const text = await textOf(file);
  naming(file, () => parseCaptions(text));
  const { name } = file;
  return { fileName: name, language: languageIn(name), text, place: 'film', isDefault: before.length === 0 };
}

/** What a file's name says of its language, as in `film.pt-BR.vtt`; otherwise the one of the page. */
export function languageIn(fileName: string): string {
  const told = /[._ -]([a-z]{2,3}(?:-[a-z0-9]{2,8})*)\.[^.]+$/i.exec(fileName)?.[1];
  const canonical = told === undefined ? null : canonicalLanguage(told);
  const named = canonical === null ? undefined : new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  if (canonical !== null && named?.of(canonical) !== undefined) return canonical;
  const { lang } = document.documentElement;
  return canonicalLanguage(lang === '' ? navigator.language : lang) ?? 'en';
}

async function textOf(file: File): Promise<string> {
  if (file.size > largestFile) throw tooLarge();
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch (cause) {
    throw unreadable(cause);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw notText(cause);
  }
}

function naming<T>({ name }: File, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    throw ExportError.fromJSON({ ...error.toJSON(), message: `${name}: ${error.message}` });
  }
}

function tooLarge(): ExportError {
  return new ExportError('invalid-input', {
    detail: 'captions-too-large',
    stage: 'configure',
    message: 'The file is too large for chapters or captions.',
    remedy: 'Choose a text file of at most 5 MB.',
  });
}

function unreadable(cause: unknown): ExportError {
  return new ExportError('invalid-input', {
    detail: 'captions-unreadable',
    stage: 'configure',
    message: 'The file could not be read.',
    remedy: 'Choose it again.',
    cause,
  });
}

function notText(cause: unknown): ExportError {
  return new ExportError('invalid-input', {
    detail: 'captions-not-text',
    stage: 'configure',
    message: 'The file is not text in UTF-8.',
    remedy: 'Save it as UTF-8 in a text editor, and choose it again.',
    cause,
  });
}
