import { css, html, nothing, type TemplateResult } from 'lit';
import type { CheckResult, QualityReport } from '../quality/report';
import { checkTitle, statusLabels } from './quality-verdict';

/** What failed, then what warned. */
export function wantingChecks({ checks }: QualityReport): CheckResult[] {
  return (['fail', 'warn'] as const).flatMap((wanted) => checks.filter(({ status }) => status === wanted));
}

/** What was found, and what to do about it. */
export function checkList(checks: readonly CheckResult[]): TemplateResult | typeof nothing {
  if (checks.length === 0) return nothing;
  return html`<ul class="checks" part="checks">
    ${checks.map(checkItem)}
  </ul>`;
}

function checkItem(check: CheckResult): TemplateResult {
  const { status, message, remedy } = check;
  return html`
    <li class=${status}>
      <span class="state">${statusLabels[status]}</span>
      <div>
        <h4>${checkTitle(check)}</h4>
        <p lang="en">${message}</p>
        ${remedy === undefined ? nothing : html`<p class="remedy" lang="en">${remedy}</p>`}
      </div>
    </li>
  `;
}

/** Of the list, and of whatever else is coloured by how a file fared. */
export const checkListStyles = css`
  .approve,
  .pass {
    --_outcome: var(--_success);
  }

  .review,
  .warn {
    --_outcome: var(--_warning);
  }

  .reject,
  .fail {
    --_outcome: var(--_danger);
  }

  .checks {
    margin: 0;
    padding: 0;
    list-style: none;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }

  .checks li {
    display: grid;
    grid-template-columns: 64px 1fr;
    gap: 2px 12px;
    padding: 10px 12px;
  }

  .checks li + li {
    border-block-start: 1px solid var(--_border);
  }

  .checks h4,
  .checks p {
    margin: 0;
    font-size: inherit;
    overflow-wrap: anywhere;
  }

  .checks h4 {
    font-weight: 500;
  }

  .state {
    font-weight: 500;
    color: var(--_outcome);
  }

  .checks .remedy {
    margin-block-start: 4px;
    padding-inline-start: 8px;
    border-inline-start: 2px solid var(--_outcome);
  }
`;
