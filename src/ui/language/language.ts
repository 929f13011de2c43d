import { ExportError } from '../../errors';
import { language, numberLocale, setShown } from './shown-language';
import type { HostTranslation, Translation } from './translation';
import { showWords } from './words';

/** What is said without a translation, and where one has gaps. */
const base = 'en';

/** Translations of the package, loaded when first shown. */
const own: Readonly<Record<string, () => Promise<Translation>>> = {
  de: async () => (await import('./german')).german,
  ja: async () => (await import('./japanese')).japanese,
};

/** What hosts have added, by language, the latest last. */
const given = new Map<string, HostTranslation[]>();

/** What a host asked for; null: the page's. */
let asked: string | null = null;
let choosing: Promise<void> = Promise.resolve();

/**
 * Has all elements of the page speak another language: English (`en`), German (`de`), Japanese (`ja`), or one that was
 * added. Of a tag with a region, such as `de-AT`, numbers and dates take it. Null, the default, leaves it to the page: the
 * `lang` of its root, then what the browser prefers. What there is no translation for is said in English.
 *
 * @returns when it is shown. Never rejects: where its words cannot be loaded, what is shown stays, and the window gets an
 * `error`
 */
export function setLanguage(tag: string | null): Promise<void> {
  asked = tag;
  return chooseLanguage();
}

/** The language that the elements speak now, such as `de`. */
export function getLanguage(): string {
  return language();
}

/**
 * Adds a translation, or other words for some of a language there is. What it leaves out is said as before.
 *
 * @param tag its language, such as `fr` or `pt-BR`
 * @throws ExportError `invalid-input` (translation) with the path of what is no text
 */
export function addTranslation(tag: string, translation: HostTranslation): void {
  assertTexts(translation);
  const code = tag.toLowerCase();
  given.set(code, [...(given.get(code) ?? []), translation]);
  choosing = choose(true);
}

/** Settles when no language is being loaded. Never rejects. */
export function languageReady(): Promise<void> {
  return choosing;
}

/** Shows what is asked for now, by host, page or browser. Never rejects. */
export function chooseLanguage(): Promise<void> {
  return (choosing = choose(false));
}

async function choose(anew: boolean): Promise<void> {
  const code = wanted();
  if (!anew && code === language() && localeOf(code) === numberLocale()) return;
  let translation: HostTranslation | undefined;
  try {
    translation = await own[code]?.();
  } catch (thrown) {
    reportError(thrown);
    return;
  }
  // Something else may be wanted by now.
  if (wanted() !== code) return;
  showWords(code, [...(translation === undefined ? [] : [translation]), ...(given.get(code) ?? [])]);
  setShown({ language: code, locale: localeOf(code) });
}

/** The first of what is asked for that there is. */
function wanted(): string {
  for (const tag of askedTags()) {
    const code = available(tag);
    if (code !== undefined) return code;
  }
  return base;
}

/** `pt-BR` is served by `pt-BR`, else by `pt`. */
function available(tag: string): string | undefined {
  const parts = tag.toLowerCase().split('-');
  for (let length = parts.length; length > 0; length--) {
    const code = parts.slice(0, length).join('-');
    if (code === base || Object.hasOwn(own, code) || given.has(code)) return code;
  }
  return undefined;
}

/** The first tag of a language that names a region, wherever it comes from, else the first. */
function localeOf(code: string): string {
  const tags = [...askedTags(), ...preferred()].filter((tag) => available(tag) === code);
  return supported(tags.find((tag) => tag.includes('-')) ?? tags[0] ?? code) ?? base;
}

function supported(tag: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag)[0];
  } catch {
    // No tag at all, such as `en_GB`.
    return undefined;
  }
}

function askedTags(): readonly string[] {
  if (asked !== null) return [asked];
  return typeof document === 'undefined' ? [] : [document.documentElement.lang, ...preferred()];
}

function preferred(): readonly string[] {
  return typeof navigator === 'undefined' ? [] : navigator.languages;
}

function assertTexts(translation: HostTranslation): void {
  for (const [name, words] of Object.entries(translation)) {
    for (const [key, text] of Object.entries(words)) {
      if (typeof text === 'string' || typeof (text as { other?: unknown } | null)?.other === 'string') continue;
      throw new ExportError('invalid-input', {
        detail: 'translation',
        stage: 'configure',
        message: `The translation has no text at “${name}.${key}”.`,
        remedy: 'Give a text there, or forms of one with `other` among them.',
      });
    }
  }
}
