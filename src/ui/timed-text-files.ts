import { ExportError } from '../errors';
import { parseChapters } from '../formats/captions/chapter-file';
import { canonicalLanguage } from '../formats/captions/language-codes';
import { parseCaptions } from '../formats/captions/parse-captions';
import { captionsTexts as texts } from './captions-text';
import type { DraftCaptions, DraftChapters } from './draft-timed-text';

/** Bytes: some hundred hours of dense captions. */
const largestFile = 5_000_000;

/** @throws ExportError `invalid-input` (bad-captions, captions-unreadable), which names the file and its lines */
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
  if (file.size > largestFile) throw refused(file, texts.tooLarge, texts.tooLargeRemedy);
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch (cause) {
    throw refused(file, texts.unreadable, texts.unreadableRemedy, cause);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refused(file, texts.notText, texts.notTextRemedy, cause);
  }
}

function naming<T>({ name }: File, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    throw ExportError.fromJSON({ ...error.toJSON(), message: texts.bad(name, error.message) });
  }
}

function refused({ name }: File, message: string, remedy: string, cause?: unknown): ExportError {
  return new ExportError('invalid-input', {
    detail: 'captions-unreadable',
    stage: 'configure',
    message: texts.bad(name, message),
    remedy,
    cause,
  });
}
