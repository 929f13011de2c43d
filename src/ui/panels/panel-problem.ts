import { html, nothing, type TemplateResult } from 'lit';
import { ExportError } from '../../errors';
import { icons } from './panel-icons';
import { queueText as text } from './panel-text';
import { problemRest, problemWords } from '../error-text';

/** What could not be done, and what helps. */
export function problem(error: ExportError | null, dismiss: () => void): TemplateResult | typeof nothing {
  if (error === null) return nothing;
  return html`<div class="problem" role="alert" part="problem">
    <p>
      <strong part="error-message">${problemWords(error).headline}</strong>
      <span part="error-remedy">${problemRest(error)}</span>
    </p>
    <button type="button" class="icon-button" part="button" aria-label=${text.dismiss} @click=${dismiss}>
      ${icons.close}
    </button>
  </div>`;
}

export function asProblem(thrown: unknown): ExportError {
  return ExportError.from(thrown, 'internal', {
    detail: 'panel-failed',
    stage: 'configure',
    message: 'That could not be done.',
    remedy: 'Reload the page and try again.',
    recoverable: true,
  });
}
