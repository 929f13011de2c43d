import { LitElement, html, nothing, unsafeCSS, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { QualityReport, WorstFrame } from '../quality/report';
import { chartsOf } from '../quality/report-charts';
import { plotStyle } from '../quality/report-plot-style';
import { plotFigure } from '../quality/report-plots';
import { checkList, checkListStyles, wantingChecks } from './quality-check-list';
import { qualityReportStyles } from './quality-report-style';
import { advice, passedOf, qualityTexts, recommendationLabels } from './quality-verdict';
import { reportTexts } from './report-text';
import { downloadFile } from './save-location';
import { theme } from './theme';
import { followLanguage } from './language/follow-language';

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
    followLanguage(this);
  }

  override render(): TemplateResult | typeof nothing {
    const { report } = this;
    if (report === null) return nothing;
    const charts = chartsOf(report);
    return html`
      ${this.verdict(report)}
      ${this.notSaved ? html`<p role="alert" class="fail state">${reportTexts.notMade}</p>` : nothing}
      ${checkList(wantingChecks(report))}
      ${
        charts.length === 0
          ? nothing
          : html`<section class="measured">
              <h3>${reportTexts.measured}</h3>
              <div class="charts" lang="en">
                ${charts.map((chart) => unsafeHTML(withoutStyles(plotFigure(chart).text)))}
              </div>
            </section>`
      }
      ${
        report.worst.length === 0
          ? nothing
          : html`<section class="worst">
              <h3>${reportTexts.worst}</h3>
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
        <span class="score" part="score">${score.total}<small>${qualityTexts.of100}</small></span>
        <div>
          <h3 class="recommendation" part="recommendation">${recommendationLabels[recommendation]}</h3>
          <p class="muted">${advice[recommendation]} ${qualityTexts.passed({ passed, judged })}</p>
        </div>
        <div class="actions">
          <button class="button" type="button" part="button save" @click=${() => void this.savePage(report)}>
            ${reportTexts.save}
          </button>
          <button class="button" type="button" part="button save-data" @click=${() => saveData(report)}>
            ${reportTexts.saveData}
          </button>
        </div>
      </div>
      ${
        judged === passed && recommendations.length > 0
          ? html`<p class="muted" lang="en">${recommendations.join(' ')}</p>`
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
      <figcaption>
        ${reportTexts.frame({ frame: String(frame) })} <small>${reportTexts.worstBy({ metric })}</small>
      </figcaption>
      <div class="pair" .style=${'--_at: 50%'}>
        <img src=${source} alt=${reportTexts.ofSource({ frame: String(frame) })} />
        <img class="output" src=${output} alt=${reportTexts.ofFile({ frame: String(frame) })} />
      </div>
      <label class="wipe">
        <small>${reportTexts.source}</small>
        <input
          type="range"
          min="0"
          max="100"
          value="50"
          aria-label=${reportTexts.wipe({ frame: String(frame), metric })}
          @input=${moveBorder}
        />
        <small>${reportTexts.file}</small>
      </label>
    </figure>
  `;
}

function moveBorder({ currentTarget }: Event): void {
  const input = currentTarget as HTMLInputElement;
  input.closest('figure')!.querySelector<HTMLElement>('.pair')!.style.setProperty('--_at', `${input.value}%`);
}
