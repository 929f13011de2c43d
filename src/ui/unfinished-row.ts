import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { Composition } from '../composition/composition';
import type { Exporter, UnfinishedExport } from '../exporter';
import { dimensions, percentOf } from './display-text';
import { notedProblem } from './error-text';
import { formatLabel } from './format-text';
import { followLanguage } from './language/follow-language';
import { formatBytes, formatMoment, formatShare } from './language/number-format';
import { theme } from './theme';
import { unfinishedRowStyles } from './unfinished-style';
import { unfinishedTexts as text } from './unfinished-text';

/**
 * One unfinished export: its last picture, what it is, how far it is, and what can be done with it. Dispatches
 * `row-resume`, `row-discard` and, for a file that was held back, `row-report`; that nothing is discarded by mistake is seen to here.
 */
export class UnfinishedRow extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    unfinished: { attribute: false },
    composition: { attribute: false },
    exporter: { attribute: false },
    busy: { attribute: false },
    hasPicture: { state: true },
    confirming: { state: true },
  };

  static override styles = [theme, unfinishedRowStyles];

  declare unfinished: UnfinishedExport;
  /** What it is an export of; null: the host does not have it. */
  declare composition: Composition | null;
  declare exporter: Exporter | null;
  /** It is being discarded. */
  declare busy: boolean;
  declare private hasPicture: boolean;
  declare private confirming: boolean;

  constructor() {
    super();
    this.composition = null;
    this.exporter = null;
    this.busy = false;
    this.hasPicture = false;
    this.confirming = false;
    followLanguage(this);
  }

  override render(): TemplateResult {
    const { unfinished } = this;
    const { settings, compositionName, byteLength, startedAt } = unfinished;
    const facts = [formatLabel(settings.format), dimensions(settings.width, settings.height), formatBytes(byteLength)];
    return html`
      <div class="picture" aria-hidden="true">
        <canvas width="0" height="0" ?hidden=${!this.hasPicture}></canvas>
        ${this.hasPicture ? nothing : placeholder}
      </div>
      <div class="about">
        <h3 id="name">${compositionName}</h3>
        <p class="state">${stateOf(unfinished)}</p>
        <p>${facts.join(' · ')}</p>
        <p>${text.begun({ moment: formatMoment(startedAt) })}</p>
        ${this.note()}
      </div>
      <div class="actions ${unfinished.withheld ? 'several' : ''}">
        ${this.confirming ? this.confirmation() : this.actions()}
      </div>
    `;
  }

  protected override firstUpdated(): void {
    void this.showPicture();
  }

  private async showPicture(): Promise<void> {
    // A picture that cannot be made is not what the export fails by; the placeholder says as much.
    const picture = await this.exporter?.unfinishedPicture(this.unfinished.id).catch(() => null);
    if (!picture) return;
    const canvas = this.renderRoot.querySelector('canvas')!;
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext('2d')!.drawImage(picture, 0, 0);
    picture.close();
    this.hasPicture = true;
  }

  /** Why it stopped, or why it cannot go on. */
  private note(): TemplateResult | typeof nothing {
    const { stopped, compositionName, withheld } = this.unfinished;
    if (isDamaged(this.unfinished))
      return html`<p class="note">${stopped === null ? nothing : notedProblem(stopped)}</p>`;
    if (this.composition === null) {
      return html`<p class="note">${text.homeless({ name: compositionName })}</p>`;
    }
    return stopped === null || stopped.code === 'cancelled'
      ? nothing
      : html`<p class="note">${withheld ? nothing : `${text.stopped} `}${notedProblem(stopped)}</p>`;
  }

  private actions(): TemplateResult {
    const { finished, withheld } = this.unfinished;
    const canResume = this.composition !== null && !isDamaged(this.unfinished);
    return html`
      <button
        type="button"
        class="button quiet"
        part="button"
        aria-describedby="name"
        ?disabled=${this.busy}
        @click=${() => this.confirm(true)}
      >
        ${text.discard}
      </button>
      ${withheld ? this.action(text.report, 'row-report') : nothing}
      ${canResume ? this.action(withheld ? text.keepAnyway : finished ? text.save : text.resume, 'row-resume') : nothing}
    `;
  }

  private action(label: string, event: string): TemplateResult {
    return html`<button
      type="button"
      class="button"
      part="button"
      aria-describedby="name"
      ?disabled=${this.busy}
      @click=${() => this.dispatchEvent(new CustomEvent(event))}
    >
      ${label}
    </button>`;
  }

  private confirmation(): TemplateResult {
    return html`
      <span class="question" id="question">${text.ask}</span>
      <button
        type="button"
        class="button"
        part="button"
        aria-describedby="question"
        @click=${() => this.confirm(false)}
      >
        ${text.keep}
      </button>
      <button type="button" class="button danger" part="button" aria-describedby="name" @click=${() => this.discard()}>
        ${text.discard}
      </button>
    `;
  }

  private confirm(confirming: boolean): void {
    this.confirming = confirming;
    // The safe answer while it is asked, and the button that asked afterwards: both come first.
    void this.updateComplete.then(() => this.renderRoot.querySelector('button')?.focus());
  }

  private discard(): void {
    this.confirming = false;
    this.dispatchEvent(new CustomEvent('row-discard'));
  }
}

function stateOf({ finished, withheld, framesStored, framesTotal }: UnfinishedExport): TemplateResult {
  if (finished) return html`${text.finished}`;
  if (withheld) return html`${text.heldBack}`;
  const percent = percentOf(framesStored, framesTotal);
  return html`
    <span>${text.progress({ frame: framesStored, total: framesTotal, share: formatShare(percent / 100) })}</span>
    <span class="bar" aria-hidden="true"><i .style=${`width: ${percent}%`}></i></span>
  `;
}

/** Nothing but discarding it is left. */
function isDamaged({ stopped }: UnfinishedExport): boolean {
  return stopped?.detail === 'record-damaged';
}

const placeholder = html`<svg viewBox="0 0 24 24"><path d="M4 5.5h16v13H4zM10 9.2v5.6l4.8-2.8z" /></svg>`;
