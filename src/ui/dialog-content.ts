import { LitElement, adoptStyles, html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { ExportError } from '../errors';
import type { Composition } from '../composition/composition';
import type { Exporter, UnfinishedExport } from '../exporter';
import { openPresetLibrary } from '../presets/preset-library';
import type { QualityReport } from '../quality/report';
import { followColourScheme } from './colour-scheme';
import { closeIcon } from './close-icon';
import { actionsOf, type DialogCommands } from './dialog-actions';
import { bodyOf } from './dialog-body';
import { isExporting } from './dialog-phase';
import { actionTexts, announcementOf, dialogTexts, headingOf, summaryOf, whyOpen } from './dialog-text';
import type { ExportDialog } from './export-dialog';
import { dialogStyles } from './export-dialog-style';
import { problemLine } from './error-text';
import { dispatchExportEvent } from './export-events';
import { ExportFlow } from './export-flow';
import { createExportModel, type ExportState } from './export-model';
import { ExportProgressView } from './export-progress-view';
import { ExportResultView } from './export-result-view';
import { ExportSettingsForm } from './export-settings-form';
import { FileDrop, dropNotice } from './file-drop';
import { watchIssues } from './issue-watch';
import type { ExportManners } from './export-manners';
import { language } from './language/shown-language';
import { loadPresetPicker } from './load-preset-picker';
import { loadQualityReportView } from './load-quality-report-view';
import { loadSampleView } from './load-sample-view';
import { QueueOffer, type Told } from './queue-offer';
import { queueingTexts } from './queueing-text';
import { preferredSaveMode, readPreferences } from './preferences';
import { PresetShelf, type PresetCommand } from './preset-shelf';
import { presetTexts } from './preset-text';
import { watchPresets } from './preset-watch';
import { RangeTimeline } from './range-timeline';
import { downloadFile, openFile, type SaveMode } from './save-location';
import { estimateLine, sampleTexts } from './sample-text';
import { watchSample } from './sample-watch';
import { theme } from './theme';
import { watchUnfinished } from './unfinished-watch';

/** What the dialog is made of, beside what a page may use by itself. */
export const dialogElements = {
  'stepframe-export-settings-form': ExportSettingsForm,
  'stepframe-range-timeline': RangeTimeline,
  'stepframe-export-progress-view': ExportProgressView,
  'stepframe-export-result-view': ExportResultView,
} as const;

/** What is in an export dialog: its state, what drives an export, its views and its keys. */
export class DialogContent implements ReactiveController {
  private readonly host: ExportDialog;
  private readonly model = createExportModel(() => readPreferences().check);
  private readonly flow: ExportFlow;
  private readonly library = openPresetLibrary();
  private readonly shelf = new PresetShelf(this.model, this.library);
  private readonly drop = new FileDrop(
    () => this.state.phase === 'configuring' && this.state.report === null,
    (files) => void this.doToPresets({ kind: 'import', files }),
    () => this.host.requestUpdate(),
  );
  private state: ExportState = this.model.state;
  private readonly offer: QueueOffer;
  /** Why the last key or click did nothing, or what it did. */
  private notice = '';
  /** What became of adding to the queue, which is the notice then. */
  private queued: Told | null = null;
  /** Loaded when there is an export to speak of. */
  private manners: Promise<ExportManners> | null = null;
  /** The view that was drawn last. */
  private drawn = viewOf(this.model.state);
  private unsubscribe: (() => void)[] = [];

  constructor(host: ExportDialog) {
    this.host = host;
    this.flow = new ExportFlow(this.model, host);
    this.offer = new QueueOffer(this.model, host, (told) => {
      this.say(told.text);
      this.queued = told;
    });
  }

  show(): void {
    const { composition, range } = this.host;
    if (composition === null || this.state.phase !== 'idle') return;
    this.model.open(composition, range);
    this.offer.prepare();
  }

  showUnfinished(): void {
    if (this.state.phase === 'idle') this.model.review();
  }

  async resume(unfinished: UnfinishedExport, composition: Composition): Promise<void> {
    const { exporter } = this.host;
    const { phase } = this.state;
    if (exporter === null || (phase !== 'idle' && phase !== 'reviewing')) return;
    await this.flow.takeUp(exporter, this.saveMode(), unfinished, composition);
  }

  showError(error: ExportError): void {
    if (this.state.phase === 'idle') this.model.fail(error);
  }

  hostConnected(): void {
    adoptStyles(this.host.renderRoot as ShadowRoot, [theme, dialogStyles]);
    const exporter = (): Exporter | null => this.host.exporter;
    this.unsubscribe = [
      this.model.subscribe((state) => this.follow(state)),
      watchIssues(this.model, exporter),
      watchUnfinished(this.model, exporter),
      watchPresets(this.model, this.library),
      watchSample(this.model, exporter),
      () => this.beSilent(),
    ];
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.flow.leave();
    this.leave();
  }

  render(): TemplateResult {
    const { phase, subject } = this.state;
    return html`
      <dialog
        part="dialog"
        lang=${language()}
        aria-labelledby="heading"
        closedby=${phase === 'running' ? 'none' : 'closerequest'}
        @cancel=${(event: Event) => this.onCancel(event)}
        @close=${() => this.onClosed()}
        @keydown=${(event: KeyboardEvent) => this.onKey(event)}
        @dragenter=${this.drop.handle}
        @dragleave=${this.drop.handle}
        @dragover=${this.drop.handle}
        @drop=${this.drop.handle}
      >
        <header part="header" role="none">
          <h2 id="heading">${headingOf(this.state)}</h2>
          <span class="name">${phase === 'reviewing' ? nothing : subject?.composition.name}</span>
          ${phase === 'running' ? nothing : this.closeIcon()}
        </header>
        <div class="body" part="body">${this.body()}</div>
        <footer part="footer" role="none">
          <div class="summary">${this.summary()} ${this.estimate()}</div>
          <div class="actions">
            ${this.host.exporter === null ? nothing : actionsOf(this.state, this.commandsOver(this.host.exporter))}
          </div>
        </footer>
        <p class="visually-hidden" role="status">${announcementOf(this.state, this.notice)}</p>
        ${dropNotice(this.drop)}
      </dialog>
    `;
  }

  hostUpdated(): void {
    const view = viewOf(this.state);
    if (view === this.drawn) return;
    const before = this.drawn;
    this.drawn = view;
    const dialog = this.dialog();
    if (this.state.phase === 'idle') {
      dialog.close();
      return;
    }
    if (!dialog.open && this.host.isConnected) {
      followColourScheme(this.host);
      dialog.showModal();
    }
    dialog.querySelector('.body')!.scrollTop = 0;
    // What had the focus is gone with its view; who comes back from a report is where they left.
    void this.focus(before.endsWith(reportView) ? '.report-opener' : '.initial-focus');
  }

  private async focus(selector: string): Promise<void> {
    const root = this.host.renderRoot;
    const target = root.querySelector<HTMLElement>(selector) ?? root.querySelector<HTMLElement>('.initial-focus');
    if (target instanceof LitElement) await target.updateComplete;
    target?.focus();
  }

  private dialog(): HTMLDialogElement {
    return this.host.renderRoot.querySelector('dialog')!;
  }

  private follow(state: ExportState): void {
    if (viewOf(state) !== viewOf(this.state) || state.subject !== this.state.subject) this.say('');
    this.state = state;
    this.host.requestUpdate();
    if (isExporting(state.phase)) this.speak();
    if (!this.host.isConnected) this.leave();
  }

  private say(notice: string): void {
    this.queued = null;
    this.notice = notice;
    this.host.requestUpdate();
  }

  /** Ends a dialog that is no longer in the document, as soon as its export has let go. */
  private leave(): void {
    if (isExporting(this.model.state.phase)) return;
    for (const stop of this.unsubscribe.splice(0)) stop();
    if (this.model.state.phase !== 'idle') this.close();
    this.state = this.model.state;
    this.host.requestUpdate();
  }

  private saveMode(): SaveMode {
    return preferredSaveMode(this.host.saveMode);
  }

  private speak(): void {
    this.manners ??= import('./export-manners').then(
      ({ ExportManners: Manners }) => new Manners(this.model, () => this.host.titleProgress),
    );
    // An export goes on without.
    this.manners.catch(() => (this.manners = null));
  }

  private beSilent(): void {
    void this.manners?.then((manners) => manners.stop());
    this.manners = null;
  }

  private body(): TemplateResult | typeof nothing {
    const { model, host } = this;
    const { composition, compositions, exporter } = host;
    const source = { composition, compositions, exporter, saveMode: this.saveMode() };
    return bodyOf(this.state, source, {
      notify: () => void this.manners?.then((manners) => manners.toggle()),
      edit: (draft) => model.edit(draft),
      togglePreview: () => void this.togglePreview(),
      seek: (frame) => model.seek(frame),
      browse: () => void this.browse(),
      preset: (command) => void this.doToPresets(command),
      review: () => model.review(),
      resume: ({ unfinished, composition }) => void this.resume(unfinished, composition),
      showReport: (report) => void this.showReport(report),
      save: ({ result, fileName }) => {
        if (result.file !== null) downloadFile(result.file, fileName);
      },
    });
  }

  /** What is measured of size and time, a dash until it is. */
  private estimate(): TemplateResult | typeof nothing {
    const { phase, subject, sample, report, browsing, previewing } = this.state;
    if (phase !== 'configuring' || subject === null || report !== null || browsing) return nothing;
    const measure = html`<button type="button" class="link" part="button" @click=${() => void this.measure()}>
      ${sampleTexts.measure}
    </button>`;
    return html`<p part="estimate">${estimateLine(sample.estimate)} ${previewing ? nothing : measure}</p>`;
  }

  /** Empty where there is nothing to say: a narrow dialog then has no line for it. */
  private summary(): TemplateResult {
    const tone = this.queued?.failed === true ? 'failed' : '';
    return html`<p class=${tone}>${summaryOf(this.state, this.notice)}${this.showQueue()}</p>`;
  }

  /** To where an export was put. */
  private showQueue(): TemplateResult | typeof nothing {
    if (this.queued?.failed !== false) return nothing;
    const show = (): void => {
      this.close();
      // A dialog that closes gives the focus back; what is shown then may take it.
      void this.host.updateComplete.then(() => dispatchExportEvent(this.host, 'stepframe-queue-show', null));
    };
    return html`<button type="button" class="link" part="button" @click=${show}>${queueingTexts.show}</button>`;
  }

  private closeIcon(): TemplateResult {
    return html`<button type="button" class="icon-button" aria-label=${actionTexts.close} @click=${() => this.close()}>
      ${closeIcon}
    </button>`;
  }

  private commandsOver(exporter: Exporter): DialogCommands {
    const { flow, model } = this;
    return {
      start: () => {
        void this.shelf.markUsed();
        void flow.start(exporter, this.saveMode());
      },
      addToQueue: this.offer.isOffered ? () => void this.addToQueue() : null,
      pause: () => flow.pause(),
      resume: () => flow.resume(),
      saveStraight: () => void this.saveStraight(),
      cancel: () => flow.cancel(),
      resumeFailed: () => void flow.resumeFailed(exporter, this.saveMode()),
      discardFailed: () => void flow.discardFailed(exporter),
      saveAgain: () => this.saveAgain(),
      openFile: () => {
        const file = this.state.finished?.result.file;
        if (file) openFile(file);
      },
      closeReport: () => model.closeReport(),
      closePresets: () => model.browse(false),
      back: () => model.back(),
      close: () => this.close(),
    };
  }

  private async addToQueue(): Promise<void> {
    void this.shelf.markUsed();
    await this.offer.add();
  }

  private async saveStraight(): Promise<void> {
    try {
      await this.flow.saveStraight();
    } catch (thrown) {
      if (!(thrown instanceof ExportError)) throw thrown;
      this.say(problemLine(thrown));
    }
  }

  private async showReport(report: QualityReport): Promise<void> {
    const view = viewOf(this.state);
    try {
      await loadQualityReportView();
    } catch (error) {
      this.say(dialogTexts.noReport);
      reportError(error);
      return;
    }
    // Unless something else is shown by now.
    if (viewOf(this.state) === view) this.model.showReport(report);
  }

  private async browse(): Promise<void> {
    try {
      await loadPresetPicker();
    } catch (error) {
      this.say(presetTexts.loadFailed);
      reportError(error);
      return;
    }
    this.model.browse(true);
  }

  private async togglePreview(): Promise<void> {
    try {
      await loadSampleView();
    } catch (error) {
      this.say(sampleTexts.loadFailed);
      reportError(error);
      return;
    }
    this.model.preview(!this.model.state.previewing);
  }

  /** The button that was pressed is no longer there then: what shows the figures gets its focus. */
  private async measure(): Promise<void> {
    await this.togglePreview();
    await this.host.updateComplete;
    this.host.renderRoot.querySelector<ExportSettingsForm>('stepframe-export-settings-form')?.focusPreview();
  }

  private async doToPresets(command: PresetCommand): Promise<void> {
    const told = await this.shelf.do(command);
    if (told !== '') this.say(told);
  }

  private saveAgain(): void {
    const { finished } = this.state;
    if (finished?.result.file) downloadFile(finished.result.file, finished.fileName);
  }

  /** Leaves what is paused for another time. */
  private close(): void {
    if (this.state.phase === 'paused') {
      this.flow.leave();
      return;
    }
    this.model.close();
    dispatchExportEvent(this.host, 'stepframe-export-close', null);
  }

  /** Escape, and whatever else the system takes for a wish to close. */
  private onCancel(event: Event): void {
    event.preventDefault();
    if (this.state.phase === 'running') this.explain();
    else if (this.state.report !== null) this.model.closeReport();
    else if (this.state.browsing) this.model.browse(false);
    else if (this.state.phase !== 'idle') this.close();
  }

  /** Some browsers close on a second Escape whatever `cancel` said. */
  private onClosed(): void {
    if (this.state.phase === 'running') this.dialog().showModal();
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
    this.say(whyOpen(this.state));
  }
}

const reportView = 'report';

/** What the dialog shows, to tell one view from another. */
function viewOf({ phase, report, browsing }: ExportState): string {
  if (report !== null) return `${phase} ${reportView}`;
  return browsing ? `${phase} presets` : phase;
}
