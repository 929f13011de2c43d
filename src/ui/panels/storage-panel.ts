import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ExportError } from '../../errors';
import type { Exporter } from '../../exporter';
import type { ExportQueue } from '../../queue/export-queue';
import { theme } from '../theme';
import { unfinishedUnreadable } from '../unfinished-watch';
import { heldData, type Held, type HeldData, type HeldKind } from './held-data';
import { share } from './panel-format';
import { asProblem, problem } from './panel-problem';
import { panelStyles } from './panel-style';
import { storageText as text } from './panel-text';
import { storageStyles } from './storage-style';
import { followLanguage } from '../language/follow-language';
import { formatBytes } from '../language/number-format';

/** What `<stepframe-storage-use>` shows. */
export class StoragePanel extends LitElement {
  static override properties = {
    exporter: { attribute: false },
    queue: { attribute: false },
    held: { state: true },
    error: { state: true },
    confirming: { state: true },
    discarding: { state: true },
    announcement: { state: true },
  };

  static override styles = [theme, panelStyles, storageStyles];

  declare exporter: Exporter | null;
  declare queue: ExportQueue | null;
  /** Null until it has been read. */
  declare private held: HeldData | null;
  declare private error: ExportError | null;
  /** What it is asked of whether it shall be discarded. */
  declare private confirming: HeldKind | null;
  declare private discarding: boolean;
  declare private announcement: string;

  constructor() {
    super();
    this.exporter = null;
    this.queue = null;
    this.held = null;
    this.error = null;
    this.confirming = null;
    this.discarding = false;
    this.announcement = '';
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.refresh();
  }

  /** Reads it anew. Never rejects: what goes wrong is shown. */
  async refresh(): Promise<void> {
    const { exporter, queue } = this;
    if (exporter === null) return;
    try {
      this.held = await heldData(exporter, queue);
      this.error = null;
    } catch (thrown) {
      this.error = unfinishedUnreadable(thrown);
    }
  }

  override render(): TemplateResult {
    const { held } = this;
    return html`
      ${problem(this.error, () => (this.error = null))}
      ${held === null ? html`<p class="empty">${this.error === null ? text.reading : nothing}</p>` : this.content(held)}
      <p class="visually-hidden" role="status">${this.announcement}</p>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if ((changed.has('exporter') || changed.has('queue')) && this.isConnected) void this.refresh();
  }

  private content({ use, parts }: HeldData): TemplateResult {
    const part = use.quota === 0 ? 0 : use.origin / use.quota;
    const used = text.used({ size: formatBytes(use.origin), quota: formatBytes(use.quota) });
    const own = parts.some(({ kind }) => kind !== 'other');
    return html`
      <p class="used">
        ${text.usedShare({ used, share: part > 0 && part < 0.001 ? text.lessThan({ share: share(0.001) }) : share(part) })}
      </p>
      <div
        class="meter"
        role="meter"
        aria-label=${text.bar}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${(100 * part).toFixed(1)}
        aria-valuetext=${used}
      >
        ${parts.map(
          ({ kind, byteLength }) =>
            html`<i
              class=${kind}
              .style=${`inline-size: ${use.quota === 0 ? 0 : (100 * byteLength) / use.quota}%`}
            ></i>`,
        )}
      </div>
      <ul aria-label=${text.bar}>
        ${parts.map((each) => this.row(each))}
      </ul>
      ${own ? nothing : html`<p>${text.nothing}</p>`}
      <p class="persisted">${use.persisted ? text.persisted : text.notPersisted}</p>
    `;
  }

  private row(part: Held): TemplateResult {
    const { kind, byteLength } = part;
    return html`<li class=${kind} data-kind=${kind}>
      <i aria-hidden="true"></i>
      <span class="name" id="name-${kind}">${text[kind]}</span>
      <span class="size">${formatBytes(byteLength)}</span>
      ${
        part.discard === null || this.confirming === kind
          ? nothing
          : html`<button
              type="button"
              class="button small quiet"
              part="button"
              aria-describedby="name-${kind}"
              ?disabled=${this.discarding}
              @click=${() => this.ask(kind, kind)}
            >
              ${text.discard}
            </button>`
      }
      ${this.confirming === kind ? this.question(part) : nothing}
    </li>`;
  }

  private question(part: Held): TemplateResult {
    return html`<div class="question">
      <span id="question">${part.loss}</span>
      <button
        type="button"
        class="button small"
        part="button"
        aria-describedby="question"
        @click=${() => this.ask(null, part.kind)}
      >
        ${text.keep}
      </button>
      <button
        type="button"
        class="button small danger"
        part="button"
        aria-describedby="name-${part.kind}"
        @click=${() => void this.discard(part)}
      >
        ${text.discard}
      </button>
    </div>`;
  }

  /** The safe answer has the focus while it is asked, and what asked afterwards: both come first in their row. */
  private ask(confirming: HeldKind | null, of: HeldKind): void {
    this.confirming = confirming;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-kind="${of}"] button`)?.focus(),
    );
  }

  private async discard({ kind, discard }: Held): Promise<void> {
    this.confirming = null;
    this.discarding = true;
    let failure: ExportError | null = null;
    try {
      await discard?.();
      this.announcement = text.discarded({ name: text[kind] });
    } catch (thrown) {
      failure = asProblem(thrown);
    }
    this.discarding = false;
    await this.refresh();
    this.error ??= failure;
  }
}
