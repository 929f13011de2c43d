import { createI18n, transform, type Translations } from '@nanostores/i18n';
import { atom, keepMount } from 'nanostores';
import { formatNumber } from './number-format';
import { language } from './shown-language';
import type { CoreWords, HostTranslation, Translation } from './translation';

/** A text in the forms that a language has of it, told apart by a number (`count`) as `Intl.PluralRules` does. */
export interface PluralText {
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/** A text; what stands in braces is put in when it is said. */
export type Text = string | PluralText;
type Value = string | number;

type NamesIn<Said extends string> = Said extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

type Said<Given> = Given extends PluralText
  ? (values: Record<NamesIn<Given['other']> | 'count', Value> & { count: number }) => string
  : Given extends string
    ? [NamesIn<Given>] extends [never]
      ? string
      : (values: Record<NamesIn<Given>, Value>) => string
    : never;

/** English texts, to be read when they are shown: each is then in the language of that moment. */
export type Words<Body extends Readonly<Record<string, Text>>> = { readonly [Key in keyof Body]: Said<Body[Key]> };

/** Names what `i18n` has the words of: each set of translations is one by itself. */
const shownWords = atom<string>('en');
let sets = 0;

/** All that has been asked for so far: it is in every set, if only empty, so that nothing waits for it. */
const defined = new Set<string>();

const i18n = createI18n(shownWords, {
  // Never asked: all words of a language are there before it is shown.
  get: () => Promise.resolve({}),
});

type Named = Readonly<Record<string, Readonly<Record<string, Text>> | undefined>>;

/** What is said from now on, from the words of `translations`, the later before the earlier, and in English else. */
export function showWords(code: string, translations: readonly HostTranslation[]): void {
  const before = shownWords.get();
  if (translations.length === 0) shownWords.set('en');
  else {
    const all = translations as readonly Named[];
    const names = new Set([...defined, ...all.flatMap((each) => Object.keys(each))]);
    const merged = [...names].map(
      (name) => [name, Object.fromEntries(all.flatMap((each) => Object.entries(each[name] ?? {})))] as const,
    );
    const key = `${code} ${++sets}`;
    i18n.cache[key] = Object.fromEntries(merged) as unknown as Translations;
    shownWords.set(key);
  }
  if (before !== 'en') Reflect.deleteProperty(i18n.cache, before);
}

/** Numbers are written as the language does. */
const said = transform((_, phrase, values: Readonly<Record<string, Value>>) => {
  const text = phrase as Text;
  const form = typeof text === 'string' ? text : (text[pluralRules().select(Number(values['count']))] ?? text.other);
  return form.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? '';
    return typeof value === 'number' ? formatNumber(value) : value;
  });
}) as unknown as (text: Text) => Translations[string];

let rules = new Intl.PluralRules('en');
let rulesFor = 'en';

function pluralRules(): Intl.PluralRules {
  if (rulesFor !== language()) {
    rulesFor = language();
    rules = new Intl.PluralRules(rulesFor);
  }
  return rules;
}

/** Words of the interface, in English. Translations have them under the same names (`translation.ts`). */
/* @__NO_SIDE_EFFECTS__ */
export function words<const Body extends Readonly<Record<string, Text>>>(
  name: Exclude<keyof Translation, CoreWords>,
  body: Body,
): Words<Body> {
  const entries = Object.entries<Text>(body).map(
    ([key, text]) => [key, typeof text === 'string' && !text.includes('{') ? text : said(text)] as const,
  );
  defined.add(name);
  if (shownWords.get() !== 'en') {
    const shown = i18n.cache[shownWords.get()] as unknown as Record<string, object>;
    shown[name] ??= {};
  }
  const messages = i18n(name, Object.fromEntries(entries));
  keepMount(messages);
  const live = {};
  for (const key of Object.keys(body)) {
    Object.defineProperty(live, key, { enumerable: true, get: () => messages.get()[key] });
  }
  return live as Words<Body>;
}

/** All English words there are, by where they are said, of the files that are loaded. */
export function englishWords(): Named {
  return i18n.cache['en'] as unknown as Named;
}

/** What the core calls something, by a stable key, in the language that is shown. @param english what the core says itself */
export function coreWord(name: CoreWords, key: string, english: string): string {
  const word = (i18n.cache[shownWords.get()] as Named | undefined)?.[name]?.[key];
  return typeof word === 'string' ? word : english;
}
