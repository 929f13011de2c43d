import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AuditTrail, AuditVerification } from '../../audit/audit-entry';
import { realDateNow } from '../../composition/real-time';
import type { ExportError } from '../../errors';
import type { Exporter } from '../../exporter';
import { controlStyles } from '../control-style';
import { formatClock } from '../display-text';
import { downloadFile } from '../save-location';
import { theme } from '../theme';
import { historyRecords, searchHistory, type HistoryRecord, type Outcome } from './history-records';
import { historyStyles } from './history-style';
import { length } from './panel-format';
import { icons } from './panel-icons';
import { asProblem, problem } from './panel-problem';
import { panelStyles } from './panel-style';
import { historyText as text, outcomeLabels, queueText } from './panel-text';
import { inShort, sizeOf } from './queue-row-facts';
import { notedProblem } from '../error-text';
import { followLanguage } from '../language/follow-language';
import { formatBytes, formatMeasure, formatMoment } from '../language/number-format';

/** How many are drawn at once: a trail grows for ever. */
const pageSize = 100;

const outcomes = ['all', 'completed', 'failed', 'cancelled', 'unfinished'] as const satisfies (Outcome | 'all')[];

/** What `<stepframe-export-history>` shows. */
export class HistoryPanel extends LitElement {
  static override properties = {
    exporter: { attribute: false },
    records: { state: true },
    error: { state: true },
    query: { state: true },
    outcome: { state: true },
    limit: { state: true },
    verification: { state: true },
    verifying: { state: true },
    announcement: { state: true },
  };

  static override styles = [theme, controlStyles, panelStyles, historyStyles];

  declare exporter: Exporter | null;
  /** Null until the trail has been read. */
  declare private records: readonly HistoryRecord[] | null;
  declare private error: ExportError | null;
  declare private query: string;
  declare private outcome: Outcome | 'all';
  declare private limit: number;
  declare private verification: AuditVerification | null;
  declare private verifying: boolean;
  declare private announcement: string;

  constructor() {
    super();
    this.exporter = null;
    this.records = null;
    this.error = null;
    this.query = '';
    this.outcome = 'all';
    this.limit = pageSize;
    this.verification = null;
    this.verifying = false;
    this.announcement = '';
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.refresh();
  }

  /** Reads the trail anew. Never rejects: what goes wrong is shown. */
  async refresh(): Promise<void> {
    await this.attempt(async (trail) => {
      const entries = await trail.entries();
      this.records = historyRecords(entries);
    });
  }

  override render(): TemplateResult {
    const { records } = this;
    return html`
      ${problem(this.error, () => (this.error = null))}
      ${
        records === null
          ? html`<p class="empty">${this.error === null ? text.reading : nothing}</p>`
          : records.length === 0
            ? html`<p class="empty">${text.empty}</p>`
            : this.content(records)
      }
      <p class="visually-hidden" role="status">${this.announcement}</p>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('exporter') && this.isConnected) void this.refresh();
  }

  private content(records: readonly HistoryRecord[]): TemplateResult {
    const found = searchHistory(records, this.query, this.outcome);
    const hidden = found.length - this.limit;
    return html`
      <div class="bar">
        <input
          type="search"
          part="input"
          placeholder=${text.search}
          aria-label=${text.search}
          .value=${this.query}
          @input=${({ target }: InputEvent) => this.find({ query: (target as HTMLInputElement).value })}
        />
        <select
          part="select"
          aria-label=${text.show}
          @change=${({ target }: Event) => this.find({ outcome: (target as HTMLSelectElement).value as Outcome })}
        >
          ${outcomes.map(
            (each) => html`<option value=${each} ?selected=${each === this.outcome}>${outcomeLabels[each]}</option>`,
          )}
        </select>
      </div>
      ${found.length === 0 ? html`<p class="empty">${text.noneFound}</p>` : nothing}
      <ul aria-label=${text.list}>
        ${repeat(
          found.slice(0, this.limit),
          ({ exportId }) => exportId,
          (record) => this.row(record),
        )}
      </ul>
      ${
        hidden > 0
          ? html`<button type="button" class="button small more" part="button" @click=${() => (this.limit += pageSize)}>
              ${text.more({ count: Math.min(hidden, pageSize) })}
            </button>`
          : nothing
      }
      ${this.foot()}
    `;
  }

  private row(record: HistoryRecord): TemplateResult {
    const { settings, file, outcome, score, error, userId, seconds } = record;
    const made = settings === null ? [text.noSettings] : [inShort(settings), ...sizeOf(settings)];
    const facts = [
      ...(file === null ? [] : [formatBytes(file.byteLength), length(file.durationSeconds)]),
      queueText.took({ time: formatClock(seconds) }),
      ...(outcome !== 'completed'
        ? []
        : [score === null ? queueText.unchecked : queueText.score({ score: formatMeasure(score) })]),
      ...(userId === null ? [] : [text.by({ user: userId })]),
    ];
    const id = `name-${record.exportId}`;
    return html`<li>
      <h4 id=${id}>${record.name ?? text.unnamed}</h4>
      <time datetime=${new Date(record.at).toISOString()}>${formatMoment(record.at)}</time>
      <p>${made.join(' · ')}</p>
      <p><strong class=${outcome}>${outcomeLabels[outcome]}</strong> · ${facts.join(' · ')}</p>
      ${error === null ? nothing : html`<p>${notedProblem(error)} <small part="error-code">${error.code} (${error.detail})</small></p>`}
      ${file?.sha256 ? this.checksum(file.sha256, id) : nothing}
    </li>`;
  }

  private checksum(sha256: string, describedBy: string): TemplateResult {
    return html`<p class="sum">
      <span>${text.sha256}</span> <code title=${sha256}>${sha256}</code>
      <button
        type="button"
        class="icon-button"
        part="button"
        title=${text.copy}
        aria-label=${text.copy}
        aria-describedby=${describedBy}
        @click=${() => void this.copy(sha256)}
      >
        ${icons.copy}
      </button>
    </p>`;
  }

  private foot(): TemplateResult {
    return html`<div class="foot">
      <button
        type="button"
        class="button small verify"
        part="button"
        aria-busy=${this.verifying}
        @click=${() => void this.verify()}
      >
        ${this.verifying ? text.verifying : text.verify}
      </button>
      <button type="button" class="button small save" part="button" @click=${() => void this.save()}>
        ${text.save}
      </button>
      <div class="verdict ${this.verification?.whole ? 'whole' : 'broken'}" role="status">${this.verdict()}</div>
    </div>`;
  }

  private verdict(): TemplateResult | typeof nothing {
    const { verification } = this;
    if (verification === null) return nothing;
    const { whole, entries, faults } = verification;
    if (whole) return html`${text.whole({ count: entries })}`;
    return html`${text.broken({ count: faults.length })}
      <ul>
        ${faults.slice(0, 10).map(({ message }) => html`<li lang="en">${message}</li>`)}
      </ul>`;
  }

  private find(change: { query?: string; outcome?: Outcome | 'all' }): void {
    this.query = change.query ?? this.query;
    this.outcome = change.outcome ?? this.outcome;
    this.limit = pageSize;
    this.announcement = text.found({ count: searchHistory(this.records ?? [], this.query, this.outcome).length });
  }

  private async verify(): Promise<void> {
    if (this.verifying) return;
    this.verifying = true;
    await this.attempt(async (trail) => {
      this.verification = await trail.verify();
    });
    this.verifying = false;
  }

  private async save(): Promise<void> {
    await this.attempt(async (trail) => {
      const lines = await trail.exportJsonLines();
      const day = new Date(realDateNow()).toISOString().slice(0, 10);
      const name = `stepframe-audit-${day}.jsonl`;
      downloadFile(new File([lines], name, { type: 'application/jsonl' }), name);
    });
  }

  private async copy(sha256: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(sha256);
      this.announcement = text.copied;
    } catch {
      // Not allowed to this page, or not on a page without https.
      this.announcement = text.copyFailed;
    }
  }

  private async attempt(work: (trail: AuditTrail) => Promise<void>): Promise<void> {
    const { exporter } = this;
    if (exporter === null) return;
    this.error = null;
    try {
      await work(exporter.audit);
    } catch (thrown) {
      this.error = asProblem(thrown);
    }
  }
}
