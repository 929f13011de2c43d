import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Composition } from '../composition/composition';
import { ExportError } from '../errors';
import type { Exporter, StorageUse, UnfinishedExport } from '../exporter';
import type { QualityReport } from '../quality/report';
import { followColourScheme } from './colour-scheme';
import { problemSentence } from './error-text';
import { dispatchExportEvent } from './export-events';
import { followLanguage } from './language/follow-language';
import { language } from './language/shown-language';
import { formatBytes } from './language/number-format';
import { loadQualityReportView } from './load-quality-report-view';
import { discardStoredFile } from './save-location';
import { theme } from './theme';
import { unfinishedListStyles } from './unfinished-style';
import { unfinishedTexts as text } from './unfinished-text';
import { unfinishedUnreadable } from './unfinished-watch';

/**
 * `<stepframe-unfinished-exports>`: the exports that were begun and not done, to be resumed, saved or discarded. Set
 * `exporter`, and `compositions`: what none of them is found for can only be discarded. Dispatches
 * `stepframe-unfinished-resume`, which a host passes on to `ExportDialog.resume` in the same task, since the browser may
 * ask for a file in the click alone, and `stepframe-unfinished-change` whenever the list has been read.
 *
 * @csspart button, score, recommendation, checks
 */
export class UnfinishedExports extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    exporter: { attribute: false },
    compositions: { attribute: false },
    list: { state: true },
    use: { state: true },
    error: { state: true },
    discarding: { state: true },
    confirming: { state: true },
    announcement: { state: true },
    report: { state: true },
  };

  static override styles = [theme, unfinishedListStyles];

  declare exporter: Exporter | null;
  /** What can be gone on with, as it was when its export was begun. */
  declare compositions: readonly Composition[];
  /** Null until it has been read. */
  declare private list: readonly UnfinishedExport[] | null;
  declare private use: StorageUse | null;
  declare private error: ExportError | null;
  /** Ids. */
  declare private discarding: readonly string[];
  /** Whether it is asked if all shall be discarded. */
  declare private confirming: boolean;
  declare private announcement: string;
  /** Of a file that was held back, looked at in place of the list. */
  declare private report: QualityReport | null;
  private reading: Promise<void> = Promise.resolve();

  constructor() {
    super();
    this.exporter = null;
    this.compositions = [];
    this.list = null;
    this.use = null;
    this.error = null;
    this.discarding = [];
    this.confirming = false;
    this.announcement = '';
    this.report = null;
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    followColourScheme(this);
    if (this.exporter !== null) void this.refresh();
  }

  /** Reads the list anew. Never rejects: what goes wrong is shown. */
  refresh(): Promise<void> {
    const { exporter } = this;
    if (exporter === null) return Promise.resolve();
    this.reading = (async () => {
      try {
        const [list, use] = await Promise.all([exporter.unfinished(), exporter.storageUse()]);
        this.list = list;
        this.use = use;
        this.error = null;
        dispatchExportEvent(this, 'stepframe-unfinished-change', list);
      } catch (thrown) {
        this.error = unfinishedUnreadable(thrown);
      }
    })();
    return this.reading;
  }

  override render(): TemplateResult | typeof nothing {
    const { list, error, report } = this;
    if (report !== null) return this.reportOf(report);
    return html`
      ${error === null ? nothing : html`<p class="error" role="alert" lang=${language()}>${problemSentence(error)}</p>`}
      ${list === null ? nothing : list.length === 0 ? html`<p class="empty" tabindex="-1" lang=${language()}>${text.none}</p>` : this.rows(list)}
      <p class="visually-hidden" role="status" lang=${language()}>${this.announcement}</p>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('exporter') && this.exporter !== null && this.isConnected) void this.refresh();
  }

  /** Complete when the list has been read and drawn, so that it can take the focus. */
  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    await this.reading;
    const done = await super.getUpdateComplete();
    await Promise.all(
      [...this.renderRoot.querySelectorAll('stepframe-unfinished-row')].map((row) => row.updateComplete),
    );
    return done;
  }

  private rows(list: readonly UnfinishedExport[]): TemplateResult {
    return html`
      <ul aria-label=${text.list} lang=${language()}>
        ${repeat(
          list,
          ({ id }) => id,
          (unfinished) => html`
            <li>
              <stepframe-unfinished-row
                exportparts="button"
                .unfinished=${unfinished}
                .composition=${this.compositionOf(unfinished)}
                .exporter=${this.exporter}
                .busy=${this.discarding.includes(unfinished.id)}
                @row-resume=${() => this.resume(unfinished)}
                @row-report=${() => void this.showReport(unfinished)}
                @row-discard=${() => void this.discard([unfinished])}
              ></stepframe-unfinished-row>
            </li>
          `,
        )}
      </ul>
      <div class="use" lang=${language()}>
        <p>${this.use === null ? nothing : text.use({ size: formatBytes(this.use.exports) })}</p>
        ${this.confirming ? this.confirmation(list) : this.discardAll()}
      </div>
    `;
  }

  private discardAll(): TemplateResult {
    return html`<button
      type="button"
      class="button quiet"
      part="button"
      ?disabled=${this.discarding.length > 0}
      @click=${() => this.confirm(true)}
    >
      ${text.discardAll}
    </button>`;
  }

  private confirmation(list: readonly UnfinishedExport[]): TemplateResult {
    return html`
      <span id="question">${text.askAll}</span>
      <button
        type="button"
        class="button"
        part="button"
        aria-describedby="question"
        @click=${() => this.confirm(false)}
      >
        ${text.keep}
      </button>
      <button type="button" class="button danger" part="button" @click=${() => void this.discard(list)}>
        ${text.discardAll}
      </button>
    `;
  }

  private confirm(confirming: boolean): void {
    this.confirming = confirming;
    void super.getUpdateComplete().then(() => this.renderRoot.querySelector<HTMLElement>('.use button')?.focus());
  }

  private compositionOf({ compositionId }: UnfinishedExport): Composition | null {
    return this.compositions.find(({ id }) => id === compositionId) ?? null;
  }

  private resume(unfinished: UnfinishedExport): void {
    const composition = this.compositionOf(unfinished);
    if (composition !== null) dispatchExportEvent(this, 'stepframe-unfinished-resume', { unfinished, composition });
  }

  private reportOf(report: QualityReport): TemplateResult {
    return html`
      <button type="button" class="button back" part="button" @click=${() => this.showList()}>${text.back}</button>
      <stepframe-quality-report-view
        exportparts="button, score, recommendation, checks"
        .report=${report}
      ></stepframe-quality-report-view>
    `;
  }

  private async showReport({ id }: UnfinishedExport): Promise<void> {
    try {
      const [withheld] = await Promise.all([this.exporter?.withheld(id), loadQualityReportView()]);
      // None: another tab has discarded it, or gone on with it.
      if (withheld) this.report = withheld.report;
      else await this.refresh();
    } catch (thrown) {
      this.error = reportUnreadable(thrown);
      return;
    }
    await this.updateComplete;
    this.focus();
  }

  private showList(): void {
    this.report = null;
    void this.updateComplete.then(() => this.focus());
  }

  private async discard(given: readonly UnfinishedExport[]): Promise<void> {
    const { exporter } = this;
    if (exporter === null) return;
    this.confirming = false;
    this.discarding = [...this.discarding, ...given.map(({ id }) => id)];
    let failure: unknown;
    try {
      for (const { id, file } of given) {
        await exporter.discard(id);
        await discardStoredFile(file);
      }
      this.announcement = given.length === 1 ? text.discarded : text.allDiscarded;
    } catch (thrown) {
      failure = thrown;
    }
    this.discarding = this.discarding.filter((id) => !given.some((each) => each.id === id));
    await this.refresh();
    if (failure !== undefined) this.error = unfinishedUnreadable(failure);
    // The button that had the focus is gone with its row.
    await this.updateComplete;
    if (this.isConnected) this.focus();
  }
}

function reportUnreadable(thrown: unknown): ExportError {
  return ExportError.from(thrown, 'storage', {
    detail: 'report-unreadable',
    stage: 'check',
    message: 'The report of this file could not be shown.',
    remedy: 'Reload the page and try again, or discard the export.',
    recoverable: true,
  });
}
