import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { realDateNow } from '../../composition/real-time';
import { formatOf } from '../../formats/registry';
import { jobPriorities, type Job, type JobPriority } from '../../queue/job';
import { theme } from '../theme';
import { controlStyles } from '../control-style';
import { icons } from './panel-icons';
import { noOwnNames, type OwnNames } from './own-names';
import { priorityLabels, queueText as text } from './panel-text';
import { isMovable } from './queue-order';
import { lostWith, makes, standing } from './queue-row-facts';
import { queueRowStyles } from './queue-row-style';
import { problemRest, problemWords } from '../error-text';
import { followLanguage } from '../language/follow-language';

/** What can be asked of a job by its row. */
export type RowAction = 'pause' | 'resume' | 'cancel' | 'retry' | 'remove' | 'save' | 'open';

declare global {
  interface HTMLElementEventMap {
    'row-action': CustomEvent<RowAction>;
    'row-priority': CustomEvent<JobPriority>;
    'row-move': CustomEvent<-1 | 1>;
    'row-grip': CustomEvent<PointerEvent>;
  }
}

const priorities = [...jobPriorities].reverse();

/**
 * One job of a queue: what it makes, how it stands, and what can be done with it. That nothing is lost by mistake is seen to
 * here. It is drawn anew when its job or one of the texts about it is another; no more often.
 */
export class QueueRow extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    job: { attribute: false },
    eta: { attribute: false },
    comesAfter: { attribute: false },
    own: { attribute: false },
    busy: { attribute: false },
    confirming: { state: true },
  };

  static override styles = [theme, controlStyles, queueRowStyles];

  declare job: Job;
  declare eta: string;
  declare comesAfter: string;
  declare own: OwnNames;
  /** Something that was asked for is under way. */
  declare busy: boolean;
  /** What is asked about before it is done. */
  declare private confirming: 'cancel' | 'remove' | null;

  constructor() {
    super();
    this.eta = '';
    this.comesAfter = '';
    this.own = noOwnNames;
    this.busy = false;
    this.confirming = null;
    followLanguage(this);
    this.addEventListener('keydown', (event) => this.onKey(event));
  }

  focusGrip(): void {
    this.renderRoot.querySelector<HTMLElement>('.grip')?.focus();
  }

  override render(): TemplateResult {
    const { job, comesAfter, eta } = this;
    const facts = [...standing(job, realDateNow()), ...(eta === '' ? [] : [eta])];
    const [state, ...rest] = facts;
    return html`
      ${isMovable(job) ? this.grip() : html`<span class="dot ${job.state}" aria-hidden="true"></span>`}
      <div class="about">
        <h4 id="name">${job.compositionName}</h4>
        <p class="makes" part="file-name">${makes(job, this.own)}</p>
        <p class="standing"><strong class=${job.state}>${state}</strong>${rest.map((fact) => html` · ${fact}`)}</p>
        ${this.bar()} ${comesAfter === '' ? nothing : html`<p>${comesAfter}</p>`} ${this.error()}
      </div>
      ${this.confirming === null ? this.controls() : this.question(this.confirming)}
    `;
  }

  private grip(): TemplateResult {
    return html`<button
      type="button"
      class="icon-button grip"
      part="button"
      title=${text.moveLong}
      aria-label=${text.move}
      aria-describedby="name hint"
      @pointerdown=${(event: PointerEvent) => this.dispatchEvent(new CustomEvent('row-grip', { detail: event }))}
    >
      ${icons.grip}<span id="hint" hidden>${text.moveHint}</span>
    </button>`;
  }

  private bar(): TemplateResult | typeof nothing {
    const { state, progress } = this.job;
    const shown = state === 'running' || ((state === 'paused' || state === 'waiting') && progress !== null);
    if (!shown) return nothing;
    const { framesDone = 0, framesTotal = 1 } = progress ?? {};
    return html`<progress
      part="progress"
      class=${state}
      aria-labelledby="name"
      max=${framesTotal}
      .value=${framesDone}
    ></progress>`;
  }

  private error(): TemplateResult | typeof nothing {
    const { error, state } = this.job;
    if (error === null || state === 'complete' || state === 'running') return nothing;
    return html`<div class="error" part="problem">
      <p part="error-message">${problemWords(error).headline}</p>
      <p part="error-remedy">${problemRest(error)}</p>
      <p class="code" part="error-code">${error.code} (${error.detail})</p>
    </div>`;
  }

  private controls(): TemplateResult {
    const { job } = this;
    const { state, wish } = job;
    const over = state === 'complete' || state === 'failed' || state === 'cancelled';
    const held = state === 'complete' && job.destination.kind === 'browser';
    return html`<div class="controls">
      ${over ? nothing : this.priority()} ${held && isPlayable(job) ? this.button('open', icons.open) : nothing}
      ${held ? this.button('save', icons.save) : nothing}
      ${(state === 'running' || state === 'waiting') && wish === null ? this.button('pause', icons.pause) : nothing}
      ${state === 'paused' && wish === null ? this.button('resume', icons.play) : nothing}
      ${state === 'failed' || state === 'cancelled' ? this.button('retry', icons.retry) : nothing}
      ${over ? this.button('remove', icons.close) : this.button('cancel', icons.close)}
    </div>`;
  }

  private priority(): TemplateResult {
    const { priority } = this.job;
    return html`<select
      part="select"
      class=${priority}
      title=${text.priority}
      aria-label=${text.priority}
      aria-describedby="name"
      .value=${live(priority)}
      @change=${(event: Event) => this.prioritise(event)}
    >
      ${priorities.map(
        (each) => html`<option value=${each} ?selected=${each === priority}>${priorityLabels[each]}</option>`,
      )}
    </select>`;
  }

  private prioritise({ target }: Event): void {
    const detail = (target as HTMLSelectElement).value as JobPriority;
    this.dispatchEvent(new CustomEvent('row-priority', { detail }));
  }

  private button(action: RowAction, drawing: TemplateResult): TemplateResult {
    return html`<button
      type="button"
      class="icon-button ${action}"
      part="button"
      title=${text[action]}
      aria-label=${text[action]}
      aria-describedby="name"
      ?disabled=${this.busy}
      @click=${() => this.ask(action)}
    >
      ${drawing}
    </button>`;
  }

  private question(action: 'cancel' | 'remove'): TemplateResult {
    return html`<div class="question">
      <span id="question">${lostWith(this.job) ?? ''}</span>
      <button
        type="button"
        class="button small"
        part="button"
        aria-describedby="question"
        @click=${() => this.confirm(null)}
      >
        ${text.keep}
      </button>
      <button
        type="button"
        class="button small danger"
        part="button"
        aria-describedby="name"
        @click=${() => this.act(action)}
      >
        ${action === 'cancel' ? text.cancelIt : text.remove}
      </button>
    </div>`;
  }

  private ask(action: RowAction): void {
    const loses = (action === 'cancel' || action === 'remove') && lostWith(this.job) !== null;
    if (loses) this.confirm(action);
    else this.act(action);
  }

  private confirm(confirming: 'cancel' | 'remove' | null): void {
    const asked = this.confirming;
    this.confirming = confirming;
    const target = confirming === null ? `.${asked}` : '.question button';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(target)?.focus());
  }

  private act(action: RowAction): void {
    this.confirming = null;
    this.dispatchEvent(new CustomEvent('row-action', { detail: action }));
  }

  /** Alt with an arrow wherever the focus is in the row, but in its list of priorities; the grip takes arrows alone. */
  private onKey(event: KeyboardEvent): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
    const [from] = event.composedPath();
    const onGrip = from instanceof Element && from.classList.contains('grip');
    const alone = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    // In a list of choices Alt and an arrow open it.
    const asked = event.altKey ? !(from instanceof HTMLSelectElement) : onGrip && alone;
    if (by === null || !asked || !isMovable(this.job)) return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('row-move', { detail: by }));
  }
}

/** Whether the browser shows such a file by itself. */
function isPlayable({ settings }: Job): boolean {
  const { mimeType } = formatOf(settings.format);
  if (mimeType.startsWith('image/')) return /\/(gif|apng|webp|png)$/.test(mimeType);
  return document.createElement('video').canPlayType(mimeType) !== '';
}
