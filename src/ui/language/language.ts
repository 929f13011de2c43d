import { atom } from 'nanostores';
import { ExportError } from '../../errors';
import type { HostTranslation, Translation } from './translation';

/** What elements without a translation say, and what fills the gaps of one. */
const base = 'en';

/** Translations of the package, loaded when first shown. */
const own: Readonly<Record<string, () => Promise<Translation>>> = {
  de: async () => (await import('./german')).german,
  ja: async () => (await import('./japanese')).japanese,
};

/** What hosts have added, the latest last. */
const given = new Map<string, HostTranslation[]>();

/** What is shown, of what there is; loaded when it stands here. */
export const shownLanguage = atom<string>(base);

/** Counts changes of what is said, or of how numbers are written. */
export const revision = atom(0);

/** How numbers and dates are written: the shown language, with the reader's region where there is one. */
let numbers: string | undefined;

/** What a host asked for; null: the page's. */
let asked: string | null = null;
let loading: Promise<void> = Promise.resolve();
let fill: (language: string, translation: HostTranslation) => void = () => undefined;

/** Lets whoever keeps the words have them before a language is shown. */
export function onTranslation(take: typeof fill): void {
  fill = take;
}

/** The language that elements speak now, such as `de`. */
export function language(): string {
  return shownLanguage.get();
}

/** For `Intl`: the language with a region, such as `de-AT`. */
export function numberLocale(): string {
  return (numbers ??= localeOf(base));
}

/**
 * Has all elements of the page speak another language: English (`en`), German (`de`), Japanese (`ja`), or one that was
 * added. Of a tag with a region, such as `de-AT`, numbers and dates take it. Null, the default, leaves it to the page: the
 * `lang` of its root, then what the browser prefers. What there is no translation for is said in English.
 *
 * @returns when it is shown. Never rejects: where its words cannot be loaded, what is shown stays, and the window gets an `error`
 */
export function setLanguage(tag: string | null): Promise<void> {
  asked = tag;
  return chooseLanguage();
}

/**
 * Adds a translation, or other words for some of a language there is. What it leaves out is said as before: in English, or
 * as the package's translation has it.
 *
 * @param tag its language, such as `fr` or `pt-BR`
 * @throws ExportError `invalid-input` (translation) with the path of what is no text
 */
export function addTranslation(tag: string, translation: HostTranslation): void {
  const code = tag.toLowerCase();
  assertTexts(translation);
  given.set(code, [...(given.get(code) ?? []), translation]);
  if (code === base || code === shownLanguage.get()) {
    fill(code, translation);
    revision.set(revision.get() + 1);
  }
  void chooseLanguage();
}

/** Settles when no language is being loaded. Never rejects. */
export function languageReady(): Promise<void> {
  return loading;
}

/** Shows what is asked for now. Never rejects. */
export function chooseLanguage(): Promise<void> {
  const code = wanted();
  const tag = localeOf(code);
  if (code === shownLanguage.get()) {
    if (numbers !== undefined && tag !== numbers) revision.set(revision.get() + 1);
    numbers = tag;
    return (loading = Promise.resolve());
  }
  return (loading = show(code));
}

const filled = new Set([base]);

async function show(code: string): Promise<void> {
  try {
    if (!filled.has(code)) {
      const translation = await own[code]?.();
      if (!filled.has(code)) for (const each of [translation ?? {}, ...(given.get(code) ?? [])]) fill(code, each);
      filled.add(code);
    }
  } catch (thrown) {
    reportError(thrown);
    return;
  }
  // Something else may be wanted by now.
  if (wanted() !== code) return;
  numbers = localeOf(code);
  shownLanguage.set(code);
  revision.set(revision.get() + 1);
}

/** The first of what is asked for that there is. */
function wanted(): string {
  for (const tag of asked === null ? [pageTag(), ...preferred()] : [asked]) {
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
    if (code === base || code in own || given.has(code)) return code;
  }
  return undefined;
}

/** The tag that asks for a language in the most detail. */
function localeOf(code: string): string {
  const tags = [...(asked === null ? [pageTag()] : [asked]), ...preferred()];
  const fitting = tags.filter((tag) => tag !== '' && available(tag) === code);
  return supported(fitting.find((tag) => tag.includes('-')) ?? fitting[0] ?? code) ?? base;
}

function supported(tag: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag)[0];
  } catch {
    // No tag at all, such as `en_GB`.
    return undefined;
  }
}

// Neither is there outside a browser.
const pageTag = (): string => globalThis.document?.documentElement.lang ?? '';
const preferred = (): readonly string[] => globalThis.navigator?.languages ?? [];

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
