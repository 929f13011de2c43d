import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { measuredOn, sampleTexts, sizeRange, timeRange } from './sample-text';
import { noSample, type SettingsSample } from './settings-sample';
import { previewStyles } from './sample-view-style';
import { theme } from './theme';
import { clampFrame, frameByKey } from './timeline-keys';
import { problemSentence } from './error-text';
import { followLanguage } from './language/follow-language';
import { formatFixed, formatShare } from './language/number-format';

/** A frame before and after it is encoded, laid over each other, and what was measured on a sample. */
export class SampleView extends LitElement {
  static override properties = { sample: { attribute: false }, split: { state: true } };
  static override styles = [theme, previewStyles];

  declare sample: SettingsSample;
  /** Percent of the width that shows the frame before. */
  declare private split: number;
  private held = false;

  constructor() {
    super();
    this.sample = noSample;
    this.split = 50;
    followLanguage(this);
  }

  override render(): TemplateResult {
    const { estimate, picture, current, error, measuring } = this.sample;
    // A picture that was closed meanwhile has no size.
    const ratio =
      picture === null || picture.source.height === 0 ? 16 / 9 : picture.source.width / picture.source.height;
    return html`
      <div class="stage" part="preview" aria-busy=${!current}>
        <div
          class="pictures"
          .style=${`--_split:${this.split}%;--_ratio:${ratio}`}
          ?hidden=${picture === null}
          @pointerdown=${(event: PointerEvent) => this.onDown(event)}
          @pointermove=${(event: PointerEvent) => this.onMove(event)}
          @pointerup=${() => (this.held = false)}
          @pointercancel=${() => (this.held = false)}
        >
          <canvas class="encoded" width="0" height="0" aria-hidden="true"></canvas>
          <canvas class="source" width="0" height="0" aria-hidden="true"></canvas>
          <span class="tag left" aria-hidden="true">${sampleTexts.source}</span>
          <span class="tag right" aria-hidden="true">${sampleTexts.encoded}</span>
          <div
            class="divider"
            role="slider"
            tabindex="0"
            aria-label=${sampleTexts.wipe}
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=${Math.round(this.split)}
            aria-valuetext=${sampleTexts.share({ share: formatShare(Math.round(this.split) / 100) })}
            @keydown=${(event: KeyboardEvent) => this.onKey(event)}
          ></div>
        </div>
        ${picture === null && error === null ? html`<p class="waiting">${sampleTexts.drawing}</p>` : nothing}
      </div>
      <dl class="facts" aria-busy=${measuring}>
        ${fact(sampleTexts.size, sizeRange(estimate))} ${fact(sampleTexts.time, timeRange(estimate))}
        ${fact(sampleTexts.quality, this.quality())}
      </dl>
      ${
        error === null
          ? html`<p class="about" role="status">${this.about()}</p>`
          : html`<p class="about error" role="alert">${problemSentence(error)}</p>`
      }
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('sample')) return;
    const { picture } = this.sample;
    if (picture === null || picture === changed.get('sample')?.picture) return;
    draw(this.renderRoot.querySelector<HTMLCanvasElement>('.source')!, picture.source);
    draw(this.renderRoot.querySelector<HTMLCanvasElement>('.encoded')!, picture.encoded);
  }

  private quality(): string {
    const { estimate } = this.sample;
    if (estimate === null || !('quality' in estimate) || estimate.quality === null) return sampleTexts.unknown;
    return formatFixed(estimate.quality.ssim.mean, 3);
  }

  private about(): TemplateResult | string {
    const { estimate, measuring } = this.sample;
    if (estimate === null) return measuring ? sampleTexts.measuring : '';
    if (measuring) return sampleTexts.measuring;
    const unmeasured = 'unmeasured' in estimate ? estimate.unmeasured : null;
    return unmeasured === null
      ? measuredOn(estimate)
      : html`${measuredOn(estimate)} <span lang="en">${unmeasured}</span>`;
  }

  private onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.held = true;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.onMove(event);
  }

  private onMove(event: PointerEvent): void {
    if (!this.held) return;
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.split = Math.min(100, Math.max(0, (100 * (event.clientX - left)) / Math.max(1, width)));
  }

  private onKey(event: KeyboardEvent): void {
    const moved = frameByKey(Math.round(this.split), event, { low: 0, high: 100, second: 25 });
    if (moved === null) return;
    event.preventDefault();
    this.split = clampFrame(moved, 0, 100);
  }
}

function fact(term: string, value: string): TemplateResult {
  return html`<div>
    <dt>${term}</dt>
    <dd>${value}</dd>
  </div>`;
}

/** A picture that was closed meanwhile has no size. */
function draw(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  if (picture.width === 0) return;
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext('2d')!.drawImage(picture, 0, 0);
}
