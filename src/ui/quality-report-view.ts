import { LitElement, html, nothing, unsafeCSS, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { QualityReport, WorstFrame } from '../quality/report';
import { chartsOf } from '../quality/report-charts';
import { plotStyle } from '../quality/report-plot-style';
import { plotFigure } from '../quality/report-plots';
import { recommendationLabels } from '../quality/report-text';
import { checkList, checkListStyles, wantingChecks } from './quality-check-list';
import { qualityReportStyles } from './quality-report-style';
import { advice, passedOf } from './quality-verdict';
import { downloadFile } from './save-location';
import { theme } from './theme';

/**
 * What a quality report says first: score and recommendation, what failed or warned and what to do about it, the plots,
 * the worst frames. The rest is in the page it saves.
 *
 * @csspart button, score, recommendation, checks
 */
export class QualityReportView extends LitElement {
  static override properties = { report: { attribute: false }, notSaved: { state: true } };

  static override styles = [theme, checkListStyles, unsafeCSS(plotStyle), qualityReportStyles];

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
    const charts = chartsOf(report);
    return html`
      ${this.verdict(report)}
      ${this.notSaved ? html`<p role="alert" class="fail state">The report could not be made. Reload the page and try again.</p>` : nothing}
      ${checkList(wantingChecks(report))}
      ${
        charts.length === 0
          ? nothing
          : html`<section class="measured">
              <h3>Measured</h3>
              ${charts.map((chart) => unsafeHTML(withoutStyles(plotFigure(chart).text)))}
            </section>`
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

  protected override updated(): void {
    for (const element of this.renderRoot.querySelectorAll<HTMLElement>('[data-style]')) {
      element.style.cssText = element.dataset['style']!;
    }
  }

  private verdict(report: QualityReport): TemplateResult {
    const { score, recommendation, recommendations } = report;
    const { passed, judged } = passedOf(report);
    return html`
      <div class="verdict ${recommendation}">
        <span class="score" part="score">${score.total}<small> of 100</small></span>
        <div>
          <h3 class="recommendation" part="recommendation">${recommendationLabels[recommendation]}</h3>
          <p class="muted">${advice[recommendation]} ${passed} of ${judged} checks passed.</p>
        </div>
        <div class="actions">
          <button class="button" type="button" part="button save" @click=${() => void this.savePage(report)}>
            Save report
          </button>
          <button class="button" type="button" part="button save-data" @click=${() => saveData(report)}>
            Save as JSON
          </button>
        </div>
      </div>
      ${
        judged === passed && recommendations.length > 0
          ? html`<p class="muted">${recommendations.join(' ')}</p>`
          : nothing
      }
    `;
  }

  /** The page is made when it is asked for: most reports are never saved. */
  private async savePage(report: QualityReport): Promise<void> {
    this.notSaved = false;
    try {
      const { reportPage } = await import('../quality/report-page');
      saveText(reportPage(report), `${report.file.name}.quality.html`, 'text/html');
    } catch (error) {
      this.notSaved = true;
      reportError(error);
    }
  }
}

/** A page's policy may forbid styles in attributes, which a script may set. */
function withoutStyles(html: string): string {
  return html.replaceAll(' style="', ' data-style="');
}

function saveData(report: QualityReport): void {
  saveText(JSON.stringify(report, null, 2), `${report.file.name}.quality.json`, 'application/json');
}

function saveText(text: string, name: string, type: string): void {
  downloadFile(new File([text], name, { type }), name);
}

function worstFrame({ frame, metric, source, output }: WorstFrame): TemplateResult {
  return html`
    <figure dir="ltr">
      <figcaption>Frame ${frame} <small>among the worst by ${metric}</small></figcaption>
      <div class="pair" .style=${'--_at: 50%'}>
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
