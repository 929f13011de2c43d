import { LitElement, html, nothing, svg, type TemplateResult } from 'lit';
import type { ExportError } from '../errors';
import type { ExportEstimate } from '../exporter';
import type { QualityReport } from '../quality/report';
import { dimensions, formatClock, formatSeconds, frameRateLabel } from './display-text';
import { problemRest, problemWords } from './error-text';
import type { FinishedExport, FinishedFile } from './export-model';
import { resultStyles } from './export-result-style';
import { followLanguage } from './language/follow-language';
import { formatBytes, formatNumber } from './language/number-format';
import { resultTexts } from './progress-text';
import { checkListStyles } from './quality-check-list';
import { qualitySummary, qualitySummaryStyles } from './quality-summary';
import { isUnchecked, qualityTexts, verdictInWords } from './quality-verdict';
import { sampleTexts, sizeRange, timeRange } from './sample-text';
import { theme } from './theme';
import { warningList } from './warning-list';

const tick = svg`<path d="M4.5 10.5 8.5 14.5 15.5 6.5" />`;
const exclamation = svg`<path d="M10 5.5v5.5M10 14.2v.3" />`;

/**
 * How an export ended: the file that came out and what its check found, or what went wrong and what can be done about it.
 * Dispatches `show-report` with a report, and `save-file` with one of several files.
 */
export class ExportResultView extends LitElement {
  static override properties = {
    finished: { attribute: false },
    expected: { attribute: false },
    error: { attribute: false },
    withheld: { attribute: false },
  };

  static override styles = [theme, checkListStyles, qualitySummaryStyles, resultStyles];

  declare finished: FinishedExport | null;
  /** What was measured before; null: nothing. */
  declare expected: ExportEstimate | null;
  declare error: ExportError | null;
  /** Of a file that is kept back, as it failed its check. */
  declare withheld: QualityReport | null;

  constructor() {
    super();
    this.finished = null;
    this.expected = null;
    this.error = null;
    this.withheld = null;
    followLanguage(this);
  }

  /** Focuses what leads to the report. A shadow root that delegates the focus would do so at each click on a text too. */
  override focus(): void {
    this.renderRoot.querySelector('button')?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.finished !== null) return this.complete(this.finished);
    if (this.withheld !== null) return this.heldBack(this.withheld);
    return this.error === null ? nothing : failedTemplate(this.error);
  }

  private complete({ result, fileName, also }: FinishedExport): TemplateResult {
    const rejected = result.quality?.recommendation === 'reject';
    return html`
      <div class="outcome complete ${rejected ? 'rejected' : ''}">
        <span class="icon">${icon(rejected ? exclamation : tick)}</span>
        <h3>${resultTexts.complete}</h3>
        <p part="file-name">${fileName}</p>
      </div>
      ${this.quality(result.quality)} ${also.length === 0 ? nothing : this.others(also)}
      <dl class="facts" part="facts">
        ${factsOf(result, this.expected).map(
          ([term, value]) => html`
            <div>
              <dt>${term}</dt>
              <dd>${value}</dd>
            </div>
          `,
        )}
      </dl>
      ${warningList(result.warnings.filter(({ code }) => code !== 'quality' && code !== 'quality-unchecked'))}
    `;
  }

  /** Why a file was kept back. */
  private heldBack(report: QualityReport): TemplateResult {
    return html`
      <div class="outcome failed">
        <span class="icon">${icon(exclamation)}</span>
        <h3 part="error-message">${qualityTexts.withheld}</h3>
        <p class="remedy" part="error-remedy">${resultTexts.heldBack}</p>
      </div>
      ${this.quality(report)}
    `;
  }

  private quality(report: QualityReport | null): TemplateResult {
    return qualitySummary(report, (shown) => this.showReport(shown));
  }

  private others(files: readonly FinishedFile[]): TemplateResult {
    return html`<section class="others" aria-labelledby="others-heading">
      <h3 id="others-heading">${resultTexts.also}</h3>
      <ul>
        ${files.map((file, i) => this.other(file, `other-${i}`))}
      </ul>
    </section>`;
  }

  private other(file: FinishedFile, id: string): TemplateResult {
    const { result, fileName } = file;
    const { quality } = result;
    const verdict = verdictInWords(quality);
    return html`<li>
      <div>
        <p id=${id} part="file-name">${fileName}</p>
        <small>${formatBytes(result.byteLength)} · ${verdict}</small>
      </div>
      <div class="actions">
        ${quality === null || isUnchecked(quality) ? nothing : action(qualityTexts.open, id, () => this.showReport(quality))}
        ${result.file === null ? nothing : action(resultTexts.save, id, () => this.dispatchEvent(new CustomEvent('save-file', { detail: file })))}
      </div>
    </li>`;
  }

  private showReport(report: QualityReport): void {
    this.dispatchEvent(new CustomEvent('show-report', { detail: report }));
  }
}

function action(label: string, describedBy: string, onClick: () => void): TemplateResult {
  return html`<button type="button" class="button" part="button" aria-describedby=${describedBy} @click=${onClick}>
    ${label}
  </button>`;
}

function factsOf(
  result: FinishedFile['result'],
  expected: ExportEstimate | null,
): (readonly [term: string, value: string])[] {
  return [
    [resultTexts.size, formatBytes(result.byteLength)],
    ...(expected === null ? [] : ([[sampleTexts.expected, listed(sizeRange(expected), timeRange(expected))]] as const)),
    [resultTexts.duration, formatSeconds(result.durationSeconds)],
    [resultTexts.picture, listed(dimensions(result.width, result.height), frameRateLabel(result.frameRate))],
    [resultTexts.frames, formatNumber(result.frames)],
    [resultTexts.encoder, listed(result.engine, result.codecString)],
    [resultTexts.took, formatClock(result.timings.total / 1000)],
  ];
}

const listed = (first: string, second: string): string => resultTexts.list({ first, second });

function failedTemplate(error: ExportError): TemplateResult {
  const { code, detail, frame } = error;
  const named = `${code} (${detail})`;
  return html`
    <div class="outcome failed">
      <span class="icon">${icon(exclamation)}</span>
      <h3 part="error-message">${problemWords(error).headline}</h3>
      <p class="remedy" part="error-remedy">${problemRest(error)}</p>
      <p class="code" part="error-code">
        ${frame === undefined ? named : resultTexts.atFrame({ code: named, frame: String(frame) })}
      </p>
    </div>
  `;
}

function icon(drawing: TemplateResult<2>): TemplateResult {
  return html`<svg viewBox="0 0 20 20" aria-hidden="true">${drawing}</svg>`;
}
