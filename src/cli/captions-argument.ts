import { existsSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { canonicalLanguage } from '../formats/captions/language-codes';
import type { CaptionTrack } from '../formats/format';
import { existing } from './argument-values';
import { badArgument } from './bad-argument';

/** A file of captions that `--captions` names. */
export interface CaptionsArgument extends Pick<CaptionTrack, 'language' | 'mode' | 'sidecarType'> {
  /** Absolute. */
  path: string;
  default: boolean;
}

/**
 * `FILE[:LANG][:sidecar][:default]`. Without a language it is the one in the file's name, as in `film.de.vtt`, or unknown.
 *
 * @param folder what relative paths start from
 * @throws ExportError `invalid-input` with stage `configure`
 */
export function captionsArgument(text: string, folder: string): CaptionsArgument {
  const words: string[] = [];
  let file = text;
  // A path may have colons of its own, such as that of a drive: what ends it is looked at, from behind.
  for (
    let colon = file.lastIndexOf(':');
    colon > 0 && !existsSync(resolve(folder, file));
    colon = file.lastIndexOf(':')
  ) {
    const word = file.slice(colon + 1);
    if (/[/\\.]/.test(word)) break;
    words.push(word);
    file = file.slice(0, colon);
  }
  const languages = words.filter((word) => word !== 'sidecar' && word !== 'default');
  const [language = languageInName(file), ...more] = languages;
  if (more.length > 0 || canonicalLanguage(language) === null) {
    throw badArgument(
      'bad-captions-argument',
      `--captions takes a file and a language, not "${text}".`,
      'Give them as film.vtt:en, film.srt:pt-BR:sidecar or film.vtt:en:default.',
    );
  }
  return {
    path: existing('captions', file, folder),
    language,
    mode: words.includes('sidecar') ? 'sidecar' : 'embedded',
    sidecarType: extname(file).toLowerCase() === '.srt' ? 'srt' : 'vtt',
    default: words.includes('default'),
  };
}

const unknownLanguage = 'und';

function languageInName(file: string): string {
  const within = extname(basename(file, extname(file))).slice(1);
  return within !== '' && canonicalLanguage(within) !== null ? within : unknownLanguage;
}
