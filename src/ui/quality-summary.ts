import { css, html, nothing, type TemplateResult } from 'lit';
import type { QualityReport } from '../quality/report';
import { checkList, wantingChecks } from './quality-check-list';
import { advice, isUnchecked, passedOf, qualityTexts, recommendationLabels, whyUnchecked } from './quality-verdict';

/** More than that is in the report. */
const mostShown = 4;

/** How a file fared in its check: score, recommendation, what failed and warned. @param report null: it was not checked */
export function qualitySummary(
  report: QualityReport | null,
  showReport: (report: QualityReport) => void,
): TemplateResult {
  if (report === null || isUnchecked(report)) {
    const why = whyUnchecked(report);
    return html`<section class="quality" part="quality">
      <div>
        <h4>${qualityTexts.unchecked}</h4>
        ${why === null ? html`<p>${qualityTexts.asItCame}</p>` : html`<p lang="en">${why}</p>`}
      </div>
    </section>`;
  }
  const { score, recommendation } = report;
  const { passed, judged } = passedOf(report);
  const wanting = wantingChecks(report);
  const others = wanting.length - mostShown;
  return html`<section class="quality" part="quality">
    <div class="verdict ${recommendation}">
      <p class="score" part="score">${score.total}<small>${qualityTexts.of100}</small></p>
      <div>
        <h4 class="recommendation" part="recommendation">${recommendationLabels[recommendation]}</h4>
        <p>${advice[recommendation]} ${qualityTexts.passed({ passed, judged })}</p>
      </div>
      <button type="button" class="button" part="button" @click=${() => showReport(report)}>
        ${qualityTexts.open}
      </button>
    </div>
    ${checkList(wanting.slice(0, mostShown))}
    ${others > 0 ? html`<p class="rest">${qualityTexts.more({ count: others })}</p>` : nothing}
  </section>`;
}

export const qualitySummaryStyles = css`
  .quality {
    display: grid;
    gap: 12px;
    padding: 16px;
    background: var(--_field);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }

  .verdict {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 8px 16px;
    align-items: center;
  }

  .quality h4,
  .quality p {
    margin: 0;
  }

  .quality h4 {
    font-size: inherit;
    font-weight: 600;
  }

  .quality .score {
    font-size: 32px;
    font-weight: 600;
    line-height: 1;
    color: var(--_text);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .score small {
    font-size: 12px;
    font-weight: 400;
  }

  .score small,
  .verdict p,
  .quality > div > p,
  .rest {
    color: var(--_muted);
  }

  .recommendation {
    color: var(--_outcome);
  }

  .quality .checks {
    background: var(--_surface);
  }

  @container (max-width: 440px) {
    .verdict {
      grid-template-columns: auto 1fr;
    }

    .verdict .button {
      grid-column: 1 / -1;
    }
  }
`;
