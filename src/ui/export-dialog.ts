import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Composition } from '../composition/composition';
import { ExportError } from '../errors';
import type { Exporter, UnfinishedExport } from '../exporter';
import { followColourScheme } from './colour-scheme';
import { actionsOf, offersFile, type DialogCommands } from './dialog-actions';
import { isExporting } from './dialog-phase';
import { announcementOf, summaryOf, whyOpen } from './dialog-text';
import { unfinishedCount } from './display-text';
import { dispatchExportEvent, type UnfinishedResumeDetail } from './export-events';
import { ExportFlow } from './export-flow';
import { createExportModel, type ExportState } from './export-model';
import { dialogStyles } from './export-dialog-style';
import type { FrameRange } from './frame-range';
import { defaultSaveMode, downloadFile, hasFolderPicker, type SaveMode } from './save-location';
import { watchIssues } from './issue-watch';
import type { SettingsDraft } from './settings-draft';
import { theme } from './theme';
import { watchUnfinished } from './unfinished-watch';

/**
 * `<stepframe-export-dialog>`: asks how a composition shall be exported, exports it and shows how it goes. Modal.
 * Dispatches the events of `ExportEventMap`. Taken out of the document, it stops what runs and keeps what is finished: the
 * list of unfinished exports offers it.
 *
 * @csspart dialog, header, body, footer, primary-button, button, offer
 */
export class ExportDialog extends LitElement {
  static override properties = {
    composition: { attribute: false },
    compositions: { attribute: false },
    exporter: { attribute: false },
    range: { attribute: false },
    saveMode: { attribute: 'save-mode' },
    state: { state: true },
    notice: { state: true },
  };

  static override styles = [theme, dialogStyles];

  declare composition: Composition | null;
  /** Besides `composition`, what an unfinished export can be gone on with. */
  declare compositions: readonly Composition[];
  declare exporter: Exporter | null;
  /** The editor's in and out in native frames, end exclusive; null: none are set. */
  declare range: FrameRange | null;
  /** Default: `picker` where the browser has one. */
  declare saveMode: SaveMode;

  declare private state: ExportState;
  /** Why the last key did nothing. */
  declare private notice: string;

  private readonly model = createExportModel();
  private readonly flow = new ExportFlow(this.model, this);
  private unsubscribe: (() => void)[] = [];

  constructor() {
    super();
    this.composition = null;
    this.compositions = [];
    this.exporter = null;
    this.range = null;
    this.saveMode = defaultSaveMode();
    this.state = this.model.state;
    this.notice = '';
  }

  /** Opens the dialog on `composition`. Without one, or while open, it does nothing. */
  show(): void {
    if (this.composition === null || this.state.phase !== 'idle') return;
    this.model.open(this.composition, this.range);
  }

  /** Opens the dialog on the list of unfinished exports. While open, it does nothing. */
  showUnfinished(): void {
    if (this.state.phase === 'idle') this.model.review();
  }

  /**
   * Goes on with an unfinished export and shows how it goes. Call it in a click, since the browser may ask for the file.
   * While an export runs, it does nothing. Never rejects: what goes wrong is shown and dispatched.
   */
  async resume(unfinished: UnfinishedExport, composition: Composition): Promise<void> {
    const { phase } = this.state;
    if (this.exporter === null || (phase !== 'idle' && phase !== 'reviewing')) return;
    await this.flow.takeUp(this.exporter, this.saveMode, unfinished, composition);
  }

  /** Opens the dialog on a failure that kept it from having anything to export. */
  showError(error: ExportError): void {
    if (this.state.phase === 'idle') this.model.fail(error);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.unsubscribe = [
      this.model.subscribe((state) => this.follow(state)),
      watchIssues(this.model, () => this.exporter),
      watchUnfinished(this.model, () => this.exporter),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.flow.leave();
    this.leave();
  }

  override render(): TemplateResult {
    const { phase, subject } = this.state;
    return html`
      <dialog
        part="dialog"
        aria-labelledby="heading"
        closedby=${phase === 'running' ? 'none' : 'closerequest'}
        @cancel=${(event: Event) => this.onCancel(event)}
        @close=${() => this.onClosed()}
        @keydown=${(event: KeyboardEvent) => this.onKey(event)}
      >
        <header part="header">
          <h2 id="heading">${phase === 'reviewing' ? 'Unfinished exports' : 'Export'}</h2>
          <span class="name">${phase === 'reviewing' ? nothing : subject?.composition.name}</span>
          ${phase === 'running' ? nothing : this.closeIcon()}
        </header>
        <div class="body" part="body">${this.view()}</div>
        <footer part="footer">
          <p class="summary">${summaryOf(this.state, this.notice)}</p>
          <div class="actions">
            ${this.exporter === null ? nothing : actionsOf(this.state, this.commandsOver(this.exporter))}
          </div>
        </footer>
        <p class="visually-hidden" role="status">${announcementOf(this.state, this.notice)}</p>
      </dialog>
    `;
  }

  protected override updated(changed: PropertyValues): void {
    const before = changed.get('state') as ExportState | undefined;
    const { phase } = this.state;
    if (!changed.has('state') || before?.phase === phase) return;
    const dialog = this.renderRoot.querySelector('dialog')!;
    if (phase === 'idle') {
      dialog.close();
      return;
    }
    if (!dialog.open && this.isConnected) {
      followColourScheme(this);
      dialog.showModal();
    }
    // The button that had the focus is gone with its phase.
    void this.focusInitial();
  }

  private async focusInitial(): Promise<void> {
    const target = this.renderRoot.querySelector<HTMLElement>('.initial-focus');
    if (target instanceof LitElement) await target.updateComplete;
    target?.focus();
  }

  private follow(state: ExportState): void {
    const before = this.state.phase;
    this.state = state;
    if (state.phase !== before) this.notice = '';
    if (!this.isConnected) this.leave();
  }

  /** Ends a dialog that is no longer in the document, as soon as its export has let go. */
  private leave(): void {
    if (isExporting(this.model.state.phase)) return;
    for (const stop of this.unsubscribe.splice(0)) stop();
    if (this.model.state.phase !== 'idle') this.close();
    this.state = this.model.state;
  }

  private view(): TemplateResult | typeof nothing {
    const { state } = this;
    switch (state.phase) {
      case 'idle':
        return nothing;
      case 'configuring':
        return html`${this.offer()}<stepframe-export-settings-form
            class="initial-focus"
            exportparts="fields, field, select, input, segments, issue, fix, advanced"
            .state=${state}
            .picksFolders=${this.saveMode === 'picker' && hasFolderPicker()}
            @draft-edit=${(event: CustomEvent<SettingsDraft>) => this.model.edit(event.detail)}
          ></stepframe-export-settings-form>`;
      case 'reviewing':
        return html`<stepframe-unfinished-exports
          class="initial-focus"
          exportparts="button"
          .exporter=${this.exporter}
          .compositions=${this.composition === null ? this.compositions : [...this.compositions, this.composition]}
          @stepframe-unfinished-resume=${(event: CustomEvent<UnfinishedResumeDetail>) => this.onResume(event)}
        ></stepframe-unfinished-exports>`;
      case 'running':
      case 'paused':
        return html`<stepframe-export-progress-view
          exportparts="preview, progress, warnings, problem, error-message, error-remedy"
          .progress=${state.progress}
          .pausing=${state.pausing}
          .stopping=${state.stopping}
          .offersFile=${offersFile(state)}
        ></stepframe-export-progress-view>`;
      case 'complete':
      case 'failed':
        return html`<stepframe-export-result-view
          exportparts="file-name, facts, warnings, error-message, error-remedy, error-code"
          .finished=${state.finished}
          .error=${state.error}
        ></stepframe-export-result-view>`;
    }
  }

  private closeIcon(): TemplateResult {
    return html`<button type="button" class="close" aria-label="Close" @click=${() => this.close()}>
      <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8" /></svg>
    </button>`;
  }

  /** What waits from earlier sessions. */
  private offer(): TemplateResult | typeof nothing {
    const { unfinished, unfinishedError } = this.state;
    if (unfinishedError !== null) {
      return html`<p class="offer" part="offer"><span>${unfinishedError.message} ${unfinishedError.remedy}</span></p>`;
    }
    if (unfinished.length === 0) return nothing;
    return html`<p class="offer" part="offer">
      <span>${unfinishedCount(unfinished.length)}</span>
      <button type="button" class="button" part="button" @click=${() => this.model.review()}>Show</button>
    </p>`;
  }

  private commandsOver(exporter: Exporter): DialogCommands {
    const { flow, model } = this;
    return {
      start: () => void flow.start(exporter, this.saveMode),
      pause: () => flow.pause(),
      resume: () => flow.resume(),
      saveStraight: () => void this.saveStraight(),
      cancel: () => flow.cancel(),
      resumeFailed: () => void flow.resumeFailed(exporter, this.saveMode),
      discardFailed: () => void flow.discardFailed(exporter),
      saveAgain: () => this.saveAgain(),
      back: () => model.back(),
      close: () => this.close(),
    };
  }

  private async saveStraight(): Promise<void> {
    try {
      await this.flow.saveStraight();
    } catch (thrown) {
      if (!(thrown instanceof ExportError)) throw thrown;
      this.notice = `${thrown.message} ${thrown.remedy}`;
    }
  }

  private saveAgain(): void {
    const { finished } = this.state;
    if (finished?.result.file) downloadFile(finished.result.file, finished.fileName);
  }

  private onResume(event: CustomEvent<UnfinishedResumeDetail>): void {
    event.stopPropagation();
    void this.resume(event.detail.unfinished, event.detail.composition);
  }

  /** Leaves what is paused for another time. */
  private close(): void {
    if (this.state.phase === 'paused') {
      this.flow.leave();
      return;
    }
    this.model.close();
    dispatchExportEvent(this, 'stepframe-export-close', null);
  }

  /** Escape, and whatever else the system takes for a wish to close. */
  private onCancel(event: Event): void {
    event.preventDefault();
    if (this.state.phase === 'running') this.explain();
    else if (this.state.phase !== 'idle') this.close();
  }

  /** Some browsers close on a second Escape whatever `cancel` said. */
  private onClosed(): void {
    if (this.state.phase === 'running') this.renderRoot.querySelector('dialog')!.showModal();
    else if (this.state.phase !== 'idle') this.close();
  }

  private onKey(event: KeyboardEvent): void {
    // Behind a modal dialog the editor's shortcuts must sleep.
    event.stopPropagation();
    if (event.key === 'Escape' && this.state.phase === 'running') {
      event.preventDefault();
      this.explain();
    }
  }

  private explain(): void {
    this.notice = whyOpen(this.state);
  }
}
