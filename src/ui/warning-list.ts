import { html, nothing, type TemplateResult } from 'lit';
import type { CaptureWarning } from '../capture/frame-capture';
import { coreWord } from './language/words';

/** What could not be captured exactly. */
export function warningList(warnings: readonly CaptureWarning[]): TemplateResult | typeof nothing {
  if (warnings.length === 0) return nothing;
  return html`
    <ul class="warnings" part="warnings">
      ${warnings.map(({ code, message }) => html`<li>${coreWord('warnings', code, '')} <span lang="en">${message}</span></li>`)}
    </ul>
  `;
}
