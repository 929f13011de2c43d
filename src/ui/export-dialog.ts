import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Composition } from '../composition/composition';
import type { ExportError } from '../errors';
import type { Exporter } from '../exporter';
import { followColourScheme } from './colour-scheme';
import { phaseLabels, summarise } from './display-text';
import { dispatchExportEvent } from './export-events';
import { ExportFlow } from './export-flow';
import { canStart, createExportModel, settingsOf, type ExportState } from './export-model';
import { dialogStyles } from './export-dialog-style';
import type { FrameRange } from './frame-range';
import { defaultSaveMode, downloadFile, type SaveMode } from './save-location';
import { watchIssues } from './issue-watch';
import type { SettingsDraft } from './settings-draft';
import { theme } from './theme';

/**
 * `<stepframe-export-dialog>`: asks how a composition shall be exported, exports it and shows how it goes. Modal.
 * Dispatches the events of `ExportEventMap`. Taken out of the document, it cancels what runs.
 *
 * @csspart dialog, header, body, footer, primary-button, button
 */
export class ExportDialog extends LitElement {
  static override properties = {
    composition: { attribute: false },
    exporter: { attribute: false },
    range: { attribute: false },
    saveMode: { attribute: 'save-mode' },
    state: { state: true },
    notice: { state: true },
  };

  static override styles = [theme, dialogStyles];

  declare composition: Composition | null;
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

  /** Opens the dialog on a failure that kept it from having anything to export. */
  showError(error: ExportError): void {
    if (this.state.phase === 'idle') this.model.fail(error);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.unsubscribe = [
      this.model.subscribe((state) => this.follow(state)),
      watchIssues(this.model, () => this.exporter),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.flow.cancel();
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
          <h2 id="heading">Export</h2>
          <span class="name">${subject?.composition.name}</span>
          ${phase === 'running' ? nothing : this.closeIcon()}
        </header>
        <div class="body" part="body">${this.view()}</div>
        <footer part="footer">
          <p class="summary">${this.summary()}</p>
          <div class="actions">${this.actions()}</div>
        </footer>
        <p class="visually-hidden" role="status">${this.announcement()}</p>
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
    this.state = state;
    if (state.phase !== 'running') this.notice = '';
    if (!this.isConnected) this.leave();
  }

  /** Ends a dialog that is no longer in the document, as soon as its export has let go. */
  private leave(): void {
    if (this.model.state.phase === 'running') return;
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
        return html`<stepframe-export-settings-form
          class="initial-focus"
          exportparts="fields, field, select, input, segments, issue, fix, advanced"
          .state=${state}
          @draft-edit=${(event: CustomEvent<SettingsDraft>) => this.model.edit(event.detail)}
        ></stepframe-export-settings-form>`;
      case 'running':
        return html`<stepframe-export-progress-view
          exportparts="preview, progress, warnings"
          .progress=${state.progress}
          .cancelling=${state.cancelling}
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

  private summary(): string {
    const { phase, subject } = this.state;
    if (phase === 'running') return this.notice === '' ? 'Keep this tab open until it is done.' : this.notice;
    return phase === 'configuring' && subject !== null ? summarise(settingsOf(subject), subject.composition) : '';
  }

  private actions(): TemplateResult | typeof nothing {
    const { phase, subject, finished, cancelling } = this.state;
    switch (phase) {
      case 'idle':
        return nothing;
      case 'configuring':
        return html`${this.button('Close', () => this.close())} ${this.exportButton()}`;
      case 'running':
        return html`<button
          type="button"
          class="button initial-focus"
          part="button"
          ?disabled=${cancelling}
          @click=${() => this.flow.cancel()}
        >
          Cancel
        </button>`;
      case 'complete': {
        const file = finished?.result.file ?? null;
        return html`
          ${this.button('Back to settings', () => this.model.back())}
          ${file === null ? nothing : this.button('Save again', () => downloadFile(file, finished!.fileName))}
          ${this.primaryButton('Done', () => this.close())}
        `;
      }
      case 'failed':
        return subject === null
          ? this.primaryButton('Close', () => this.close())
          : html`
              ${this.button('Close', () => this.close())} ${this.button('Back to settings', () => this.model.back())}
              ${this.primaryButton('Try again', () => this.start())}
            `;
    }
  }

  private exportButton(): TemplateResult {
    const { state } = this;
    return html`<button
      type="button"
      class="button primary"
      part="button primary-button"
      aria-busy=${state.checking}
      ?disabled=${this.exporter === null || !canStart(state)}
      @click=${() => this.start()}
    >
      Export
    </button>`;
  }

  private primaryButton(label: string, onClick: () => void): TemplateResult {
    return html`<button
      type="button"
      class="button primary initial-focus"
      part="button primary-button"
      @click=${onClick}
    >
      ${label}
    </button>`;
  }

  private button(label: string, onClick: () => void): TemplateResult {
    return html`<button type="button" class="button" part="button" @click=${onClick}>${label}</button>`;
  }

  private closeIcon(): TemplateResult {
    return html`<button type="button" class="close" aria-label="Close" @click=${() => this.close()}>
      <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8" /></svg>
    </button>`;
  }

  /** What a screen reader says when it changes: phases, not every frame. */
  private announcement(): string {
    const { phase, progress, cancelling, error } = this.state;
    if (phase === 'complete') return 'Export complete';
    if (phase === 'failed') return error?.message ?? '';
    if (phase !== 'running') return '';
    if (cancelling) return 'Cancelling';
    return this.notice === '' ? phaseLabels[progress?.phase ?? 'preparing'] : this.notice;
  }

  private start(): void {
    if (this.exporter !== null) void this.flow.start(this.exporter, this.saveMode);
  }

  private close(): void {
    this.model.close();
    dispatchExportEvent(this, 'stepframe-export-close', null);
  }

  /** Escape, and whatever else the system takes for a wish to close. */
  private onCancel(event: Event): void {
    event.preventDefault();
    if (this.state.phase === 'running') this.explainCancel();
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
      this.explainCancel();
    }
  }

  private explainCancel(): void {
    this.notice = 'The export is running. Press Cancel to stop it.';
  }
}
