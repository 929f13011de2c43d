import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { CheckResult, QualityReport, WorstFrame } from '../quality/report';
import { recommendationLabels, statusLabels } from '../quality/report-text';
import { qualityReportStyles } from './quality-report-style';
import { downloadFile } from './save-location';
import { theme } from './theme';

/**
 * What a quality report says first: score and recommendation, what failed or warned and what to do about it, the worst
 * frames. The rest is in the page it saves.
 */
export class QualityReportView extends LitElement {
  static override properties = { report: { attribute: false }, notSaved: { state: true } };

  static override styles = [theme, qualityReportStyles];

  declare report: QualityReport | null;
  declare private notSaved: boolean;

  constructor() {
    super();
    this.report = null;
    this.notSaved = false;
  }

  override render(): TemplateResult | typeof nothing {
    const { report } = this;
    if (report === null) return nothing;
    const wanting = (['fail', 'warn'] as const).flatMap((wanted) =>
      report.checks.filter(({ status }) => status === wanted),
    );
    return html`
      ${this.verdict(report)}
      ${this.notSaved ? html`<p role="alert" class="fail state">The report could not be made. Reload the page and try again.</p>` : nothing}
      ${
        wanting.length === 0
          ? nothing
          : html`<ul class="checks" part="checks">
              ${wanting.map(checkItem)}
            </ul>`
      }
      ${
        report.worst.length === 0
          ? nothing
          : html`<section class="worst">
              <h3>Worst frames</h3>
              ${report.worst.map(worstFrame)}
            </section>`
      }
    `;
  }

  private verdict(report: QualityReport): TemplateResult {
    const { score, recommendation, recommendations, checks } = report;
    const judged = checks.filter(({ status }) => status !== 'info' && status !== 'skipped');
    const passed = judged.filter(({ status }) => status === 'pass').length;
    return html`
      <div class="verdict ${recommendation}">
        <span class="score" part="score">${score.total}<small> of 100</small></span>
        <div>
          <h3 class="recommendation" part="recommendation">${recommendationLabels[recommendation]}</h3>
          <p class="muted">${passed} of ${judged.length} checks passed.</p>
        </div>
        <button class="button" type="button" part="save" @click=${() => this.save(report)}>Save report</button>
      </div>
      ${
        judged.length === passed && recommendations.length > 0
          ? html`<p class="muted">${recommendations.join(' ')}</p>`
          : nothing
      }
    `;
  }

  /** The page is made when it is asked for: most reports are never saved. */
  private async save(report: QualityReport): Promise<void> {
    this.notSaved = false;
    try {
      const { reportPage } = await import('../quality/report-page');
      const name = `${report.file.name}.quality.html`;
      downloadFile(new File([reportPage(report)], name, { type: 'text/html' }), name);
    } catch (error) {
      this.notSaved = true;
      reportError(error);
    }
  }
}

function checkItem({ status, title, message, remedy }: CheckResult): TemplateResult {
  return html`
    <li class=${status}>
      <span class="state">${statusLabels[status]}</span>
      <div>
        <h4>${title}</h4>
        <p>${message}</p>
        ${remedy === undefined ? nothing : html`<p class="remedy">${remedy}</p>`}
      </div>
    </li>
  `;
}

function worstFrame({ frame, metric, source, output }: WorstFrame): TemplateResult {
  return html`
    <figure dir="ltr">
      <figcaption>Frame ${frame} <small>among the worst by ${metric}</small></figcaption>
      <div class="pair" style="--_at: 50%">
        <img src=${source} alt="Frame ${frame} of the source" />
        <img class="output" src=${output} alt="Frame ${frame} of the file" />
      </div>
      <label class="wipe">
        <small>Source</small>
        <input
          type="range"
          min="0"
          max="100"
          value="50"
          aria-label="How much of frame ${frame} is the source, by ${metric}"
          @input=${moveBorder}
        />
        <small>File</small>
      </label>
    </figure>
  `;
}

function moveBorder({ currentTarget }: Event): void {
  const input = currentTarget as HTMLInputElement;
  input.closest('figure')!.querySelector<HTMLElement>('.pair')!.style.setProperty('--_at', `${input.value}%`);
}
