import { atom } from 'nanostores';

/** What is shown now. `language.ts` chooses it. */
let shown = { language: 'en', locale: 'en' };

/** Counts changes of what is said, or of how numbers are written. */
export const revision = atom(0);

/** The language that the elements speak now, such as `de`. */
export function language(): string {
  return shown.language;
}

/** For `Intl`: the language, with the reader's region where one is known, such as `de-AT`. */
export function numberLocale(): string {
  return shown.locale;
}

export function setShown(now: Readonly<typeof shown>): void {
  shown = now;
  revision.set(revision.get() + 1);
}
