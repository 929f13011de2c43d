import { html, nothing, type TemplateResult } from 'lit';
import type { ErrorCode } from '../errors';
import { coreWord } from './language/words';

/** An error, or an issue of settings. */
interface Problem {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly message: string;
  readonly remedy: string;
  readonly severity?: 'error' | 'warning';
}

/** A problem as it is shown. */
interface ProblemWords {
  readonly headline: string;
  /** What the core says of it, in English; none where the headline says it. */
  readonly message: string | null;
  readonly remedy: string;
  /** `en` where the remedy is the core's own. */
  readonly remedyLanguage: 'en' | typeof nothing;
}

/**
 * The headline in the reader's language, by the exact case where that has words of its own, else by the family; then what
 * the core says itself stands below, in English.
 */
export function problemWords({ code, detail, message, remedy, severity }: Problem): ProblemWords {
  const told = coreWord('problems', detail, '');
  if (told !== '') {
    const helps = coreWord('problems', `${detail}.remedy`, '');
    return { headline: told, message: null, remedy: helps, remedyLanguage: nothing };
  }
  const family = severity === 'warning' ? coreWord('warnings', 'setting', '') : coreWord('failures', code, '');
  return family === ''
    ? { headline: message, message: null, remedy, remedyLanguage: 'en' }
    : { headline: family, message, remedy, remedyLanguage: 'en' };
}

export function headlineOf(problem: Problem): string {
  return problemWords(problem).headline;
}

/** In a line to be announced, in one language. */
export function problemLine(problem: Problem): string {
  const { headline, message, remedy } = problemWords(problem);
  return message === null ? `${headline} ${remedy}` : headline;
}

/** What went wrong and what helps, in a line of text. */
export function problemSentence(problem: Problem): TemplateResult {
  const { headline } = problemWords(problem);
  return html`<strong>${headline}</strong> ${problemRest(problem)}`;
}

/** A problem that was noted down without its remedy. */
export function notedProblem(noted: { code: string; detail: string; message: string }): TemplateResult {
  const { detail, message: told } = noted;
  const { headline, message } = problemWords({ code: noted.code as ErrorCode, detail, message: told, remedy: '' });
  return html`${headline}${message === null ? nothing : html` <span lang="en">${message}</span>`}`;
}

/** What comes after the headline. */
export function problemRest(problem: Problem): TemplateResult {
  const { message, remedy, remedyLanguage } = problemWords(problem);
  return html`${message === null ? nothing : html`<span lang="en">${message}</span> `}<span lang=${remedyLanguage}
      >${remedy}</span
    >`;
}
