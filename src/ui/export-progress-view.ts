import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { realNow } from '../composition/real-time';
import type { ExportProgress } from '../orchestrator/export-run';
import { formatClock, phaseLabels } from './display-text';
import { theme } from './theme';
import { warningList } from './warning-list';

const thumbnailIntervalMs = 500;

/** A running export: a picture of it, how far it is and how long it will take. */
export class ExportProgressView extends LitElement {
  static override properties = { progress: { attribute: false }, cancelling: { attribute: false } };

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
    `,
  ];

  declare progress: ExportProgress | null;
  declare cancelling: boolean;
  private shownThumbnail: ImageBitmap | null = null;
  private shownAtMs = -Infinity;

  constructor() {
    super();
    this.progress = null;
    this.cancelling = false;
  }

  override render(): TemplateResult {
    const { progress } = this;
    const { framesDone, framesTotal, framesPerSecond, secondsLeft, secondsElapsed } = progress ?? unknownProgress;
    const percent = framesTotal === 0 ? 0 : Math.floor((100 * framesDone) / framesTotal);
    const phase = this.cancelling ? 'Cancelling' : phaseLabels[progress?.phase ?? 'preparing'];
    return html`
      <div class="preview" part="preview"><canvas width="0" height="0" aria-hidden="true"></canvas></div>
      <div>
        <p class="status"><span id="phase">${phase}</span><span>${percent} %</span></p>
        <progress
          part="progress"
          aria-labelledby="phase"
          max=${Math.max(1, framesTotal)}
          .value=${framesDone}
        ></progress>
      </div>
      <dl class="facts">
        <div>
          <dt>Frame</dt>
          <dd>${framesDone} / ${framesTotal}</dd>
        </div>
        <div>
          <dt>Speed</dt>
          <dd>${framesPerSecond > 0 ? `${framesPerSecond.toFixed(1)} fps` : '–'}</dd>
        </div>
        <div>
          <dt>Left</dt>
          <dd>${secondsLeft === null ? '–' : formatClock(secondsLeft)}</dd>
        </div>
        <div>
          <dt>Elapsed</dt>
          <dd>${formatClock(secondsElapsed)}</dd>
        </div>
      </dl>
      ${warningList(progress?.warnings ?? [])}
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
  framesTotal: 0,
  framesPerSecond: 0,
  secondsLeft: null,
  secondsElapsed: 0,
} satisfies Partial<ExportProgress>;
