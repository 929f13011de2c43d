import { LitElement, css, html, nothing, svg, type TemplateResult } from 'lit';
import type { ExportError } from '../errors';
import { dimensions, formatBytes, formatClock, formatSeconds, frameRateLabel } from './display-text';
import type { FinishedExport } from './export-model';
import { theme } from './theme';
import { warningList } from './warning-list';

const tick = svg`<path d="M4.5 10.5 8.5 14.5 15.5 6.5" />`;
const exclamation = svg`<path d="M10 5.5v5.5M10 14.2v.3" />`;

/** How an export ended: the file that came out, or what went wrong and what can be done about it. */
export class ExportResultView extends LitElement {
  static override properties = { finished: { attribute: false }, error: { attribute: false } };

  static override styles = [
    theme,
    css`
      :host {
        display: grid;
        gap: 24px;
        user-select: text;
      }

      .outcome {
        display: grid;
        grid-template-columns: 40px 1fr;
        gap: 4px 16px;
      }

      .icon {
        grid-row: span 3;
        width: 40px;
        height: 40px;
        padding: 9px;
        color: var(--_outcome);
        background: color-mix(in srgb, var(--_outcome) 14%, transparent);
        border-radius: 50%;
      }

      .icon svg {
        display: block;
        fill: none;
        stroke: currentcolor;
        stroke-width: 2;
        stroke-linecap: round;
        stroke-linejoin: round;
      }

      .facts {
        grid-template-columns: repeat(auto-fit, minmax(144px, 1fr));
      }

      .complete {
        --_outcome: var(--_success);
      }

      .failed {
        --_outcome: var(--_danger);
      }

      h3,
      p {
        grid-column: 2;
        margin: 0;
        overflow-wrap: anywhere;
      }

      h3 {
        font-size: 14px;
        font-weight: 600;
      }

      .complete p,
      .remedy {
        color: var(--_muted);
      }

      .code {
        margin-top: 8px;
        font:
          11px/1.5 ui-monospace,
          SFMono-Regular,
          Menlo,
          monospace;
        color: var(--_muted);
      }
    `,
  ];

  declare finished: FinishedExport | null;
  declare error: ExportError | null;

  constructor() {
    super();
    this.finished = null;
    this.error = null;
  }

  override render(): TemplateResult | typeof nothing {
    if (this.finished !== null) return completeTemplate(this.finished);
    return this.error === null ? nothing : failedTemplate(this.error);
  }
}

function completeTemplate({ result, fileName }: FinishedExport): TemplateResult {
  const facts: readonly (readonly [term: string, value: string])[] = [
    ['Size', formatBytes(result.byteLength)],
    ['Duration', formatSeconds(result.durationSeconds)],
    ['Picture', `${dimensions(result.width, result.height)}, ${frameRateLabel(result.frameRate)}`],
    ['Frames', String(result.frames)],
    ['Encoder', `${result.engine}, ${result.codecString}`],
    ['Took', formatClock(result.timings.total / 1000)],
  ];
  return html`
    <div class="outcome complete">
      <span class="icon">${icon(tick)}</span>
      <h3>Export complete</h3>
      <p part="file-name">${fileName}</p>
    </div>
    <dl class="facts" part="facts">
      ${facts.map(
        ([term, value]) => html`
          <div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>
        `,
      )}
    </dl>
    ${warningList(result.warnings)}
  `;
}

function failedTemplate({ message, remedy, code, detail, frame }: ExportError): TemplateResult {
  return html`
    <div class="outcome failed">
      <span class="icon">${icon(exclamation)}</span>
      <h3 part="error-message">${message}</h3>
      <p class="remedy" part="error-remedy">${remedy}</p>
      <p class="code" part="error-code">${code} (${detail})${frame === undefined ? nothing : `, frame ${frame}`}</p>
    </div>
  `;
}

function icon(drawing: TemplateResult<2>): TemplateResult {
  return html`<svg viewBox="0 0 20 20" aria-hidden="true">${drawing}</svg>`;
}
