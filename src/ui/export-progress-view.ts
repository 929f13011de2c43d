import { LitElement, css, html, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { realNow } from '../composition/real-time';
import type { ExportProgress } from '../orchestrator/export-run';
import { figureTexts, formatClock, percentOf, stageLabel, stepTexts, stepsOf } from './display-text';
import { problemRest, problemWords } from './error-text';
import type { ExportState } from './export-model';
import { followLanguage } from './language/follow-language';
import { formatFixed, formatNumber, formatShare } from './language/number-format';
import { mannersTexts } from './manners-text';
import { progressTexts } from './progress-text';
import { theme } from './theme';
import { warningList } from './warning-list';

const thumbnailIntervalMs = 500;

/** A running or paused export: a picture of it, how far it is, how long it will take, and what it waits for. */
export class ExportProgressView extends LitElement {
  static override properties = {
    progress: { attribute: false },
    pausing: { attribute: false },
    stopping: { attribute: false },
    offersFile: { attribute: false },
    checks: { attribute: false },
    notices: { attribute: false },
  };

  static override styles = [
    theme,
    css`
      :host {
        display: grid;
        gap: 16px;
      }

      .preview {
        height: 160px;
        background: var(--_field);
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
        overflow: hidden;
      }

      canvas {
        display: block;
        width: 100%;
        height: 100%;
        object-fit: contain;
      }

      .status {
        display: flex;
        justify-content: space-between;
        margin: 0 0 8px;
        font-weight: 500;
        font-variant-numeric: tabular-nums;
      }

      .steps {
        display: flex;
        flex-wrap: wrap;
        gap: 4px clamp(6px, 2vw, 16px);
        margin: 0;
        padding: 0;
        list-style: none;
        font-size: 12px;
        color: var(--_muted);
      }

      .steps li {
        display: flex;
        align-items: center;
        gap: 4px;
      }

      .steps svg {
        width: 14px;
        fill: none;
        stroke: currentcolor;
        stroke-width: 1.5;
        stroke-linecap: round;
        stroke-linejoin: round;
      }

      .steps .done svg {
        color: var(--_success);
      }

      .steps .current {
        font-weight: 500;
        color: var(--_text);
      }

      .steps .current circle {
        fill: var(--_accent);
        stroke: var(--_accent);
      }

      .problem {
        padding: 8px 12px;
        background: color-mix(in srgb, var(--_warning) 10%, transparent);
        border-inline-start: 2px solid var(--_warning);
        border-radius: 2px;
        user-select: text;
      }

      .problem p {
        margin: 4px 0 0;
        color: var(--_muted);
      }

      .problem strong {
        font-weight: 600;
      }

      progress {
        display: block;
        width: 100%;
        height: 6px;
        appearance: none;
        background: var(--_field);
        border: 0;
        border-radius: 3px;
        overflow: hidden;
      }

      progress::-webkit-progress-bar {
        background: var(--_field);
      }

      progress::-webkit-progress-value {
        background: var(--_accent);
        border-radius: 3px;
      }

      progress::-moz-progress-bar {
        background: var(--_accent);
        border-radius: 3px;
      }

      /* Nothing moves in it, since what is drawn takes time from the export. */
      progress:indeterminate {
        --_stripes: repeating-linear-gradient(
          -45deg,
          var(--_accent) 0 6px,
          color-mix(in srgb, var(--_accent) 45%, var(--_field)) 6px 12px
        );
      }

      progress:indeterminate::-webkit-progress-bar {
        background: var(--_stripes);
      }

      progress:indeterminate::-moz-progress-bar {
        background: var(--_stripes);
      }

      .note {
        margin: 8px 0 0;
        font-size: 12px;
        color: var(--_muted);
      }

      .notice {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        margin: 0;
        font-size: 12px;
        color: var(--_muted);
      }

      .notice svg {
        width: 16px;
        fill: none;
        stroke: currentcolor;
        stroke-width: 1.5;
        stroke-linecap: round;
        stroke-linejoin: round;
      }

      .notice .button {
        height: 28px;
        padding: 0 10px;
        font-size: 12px;
        color: var(--_text);
      }

      .paused::-webkit-progress-value {
        background: var(--_muted);
      }

      .paused::-moz-progress-bar {
        background: var(--_muted);
      }
    `,
  ];

  declare progress: ExportProgress | null;
  declare pausing: boolean;
  declare stopping: ExportState['stopping'];
  /** Whether a full disk may be got round by saving straight to a file. */
  declare offersFile: boolean;
  /** Whether the finished file is looked at. */
  declare checks: boolean;
  declare notices: ExportState['notices'];
  private shownThumbnail: ImageBitmap | null = null;
  private shownAtMs = -Infinity;

  constructor() {
    super();
    this.progress = null;
    this.pausing = false;
    this.stopping = null;
    this.offersFile = false;
    this.checks = true;
    this.notices = 'none';
    followLanguage(this);
  }

  override render(): TemplateResult {
    const { progress } = this;
    const known = progress ?? unknownProgress;
    const { framesTotal, framesPerSecond, secondsLeft, secondsElapsed } = known;
    const paused = progress?.phase === 'paused';
    // What was under way when it paused is drawn again.
    const framesDone = paused ? known.framesStored : known.framesDone;
    const replay = paused ? null : (progress?.replay ?? null);
    // A simulation that is drawn again has a way of its own to go before there is a new frame.
    const shown = replay ?? { framesDone, framesTotal };
    // How long a check takes is not known beforehand.
    const checking = progress?.phase === 'validating';
    const label =
      replay === null
        ? stageLabel(this)
        : progressTexts.replay({ stage: stageLabel(this), frame: replay.framesDone, total: replay.framesTotal });
    return html`
      <div class="preview" part="preview"><canvas width="0" height="0" aria-hidden="true"></canvas></div>
      <div>
        <p class="status">
          <span id="phase">${label}</span>
          ${checking ? nothing : html`<span>${formatShare(percentOf(shown.framesDone, shown.framesTotal) / 100)}</span>`}
        </p>
        <progress
          part="progress"
          class=${paused ? 'paused' : ''}
          aria-labelledby="phase"
          max=${Math.max(1, shown.framesTotal)}
          value=${checking ? nothing : shown.framesDone}
        ></progress>
        ${checking ? html`<p class="note">${progressTexts.checking}</p>` : nothing}
      </div>
      <ol class="steps" part="steps">
        ${stepsOf(progress?.phase ?? 'preparing', this.checks).map(
          ({ label: step, state }) =>
            html`<li class=${state} aria-current=${state === 'current' ? 'step' : nothing}>
              <svg viewBox="0 0 16 16" aria-hidden="true">
                ${state === 'done' ? svg`<path d="m4 8.5 2.8 2.8L12 5.5" />` : svg`<circle cx="8" cy="8" r="3" />`}
              </svg>
              ${step}${state === 'done' ? html`<span class="visually-hidden">${stepTexts.done}</span>` : nothing}
            </li>`,
        )}
      </ol>
      ${paused ? this.problem() : nothing}
      <dl class="facts">
        <div>
          <dt>${progressTexts.frame}</dt>
          <dd>${formatNumber(framesDone)} / ${formatNumber(framesTotal)}</dd>
        </div>
        <div>
          <dt>${progressTexts.speed}</dt>
          <dd>
            ${framesPerSecond > 0 && !paused && !checking ? figureTexts.fps({ rate: formatFixed(framesPerSecond, 1) }) : '–'}
          </dd>
        </div>
        <div>
          <dt>${progressTexts.left}</dt>
          <dd>${secondsLeft === null || paused || checking ? '–' : formatClock(secondsLeft)}</dd>
        </div>
        <div>
          <dt>${progressTexts.elapsed}</dt>
          <dd>${formatClock(secondsElapsed)}</dd>
        </div>
      </dl>
      ${this.notice()} ${warningList(progress?.warnings ?? [])}
    `;
  }

  private notice(): TemplateResult | typeof nothing {
    const { notices } = this;
    if (notices === 'none') return nothing;
    return html`<p class="notice">
      <button
        type="button"
        class="button"
        part="button"
        aria-pressed=${notices === 'on'}
        @click=${() => this.dispatchEvent(new CustomEvent('toggle-notices'))}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          ${notices === 'on' ? svg`<path d="m3.5 8.5 3 3L12.5 5" />` : svg`<path d="M4 11.5V7a4 4 0 0 1 8 0v4.5l1 1H3zM7 14h2" />`}
        </svg>
        ${mannersTexts.notify}
      </button>
      <span role="status">${notices === 'refused' ? mannersTexts.refused : mannersTexts.notifyAbout}</span>
    </p>`;
  }

  /** What the user has to mend before it can go on. */
  private problem(): TemplateResult | typeof nothing {
    const error = this.progress?.error ?? null;
    if (error === null) return nothing;
    return html`
      <div class="problem" part="problem">
        <strong part="error-message">${problemWords(error).headline}</strong>
        <p part="error-remedy">${problemRest(error)}</p>
        ${this.offersFile ? html`<p>${progressTexts.straight}</p>` : nothing}
      </div>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('progress')) this.drawThumbnail(this.progress?.thumbnail ?? null);
  }

  private drawThumbnail(thumbnail: ImageBitmap | null): void {
    // The run closes a picture when it makes the next one; a closed one has no size.
    if (thumbnail === null || thumbnail === this.shownThumbnail || thumbnail.width === 0) return;
    if (realNow() - this.shownAtMs < thumbnailIntervalMs) return;
    this.shownThumbnail = thumbnail;
    this.shownAtMs = realNow();
    const canvas = this.renderRoot.querySelector('canvas')!;
    if (canvas.width !== thumbnail.width) canvas.width = thumbnail.width;
    if (canvas.height !== thumbnail.height) canvas.height = thumbnail.height;
    canvas.getContext('2d')!.drawImage(thumbnail, 0, 0);
  }
}

const unknownProgress = {
  framesDone: 0,
  framesStored: 0,
  framesTotal: 0,
  framesPerSecond: 0,
  secondsLeft: null,
  secondsElapsed: 0,
} satisfies Partial<ExportProgress>;
