import { LitElement, css, html, type TemplateResult } from 'lit';
import type { Composition } from '../composition/composition';
import { ExportError } from '../errors';
import type { Exporter, UnfinishedExport } from '../exporter';
import type { ExportQueue } from '../queue/export-queue';
import { followColourScheme } from './colour-scheme';
import type { ExportDialog } from './export-dialog';
import { dispatchExportEvent } from './export-events';
import type { FrameRange } from './frame-range';
import { followLanguage } from './language/follow-language';
import { language } from './language/shown-language';
import { defaultSaveMode, type SaveMode } from './save-location';
import { theme } from './theme';
import { entryTexts } from './unfinished-text';

/**
 * `<stepframe-export-button>`: a button that opens the export dialog. Its content is the label. The events of
 * `ExportEventMap` come out of it. Set `exporter`, and `composition` or `getComposition`.
 *
 * @csspart button, and those of the dialog
 */
export class ExportButton extends LitElement {
  static override properties = {
    composition: { attribute: false },
    compositions: { attribute: false },
    getComposition: { attribute: false },
    exporter: { attribute: false },
    range: { attribute: false },
    queue: { attribute: false },
    queueId: { attribute: false },
    saveMode: { attribute: 'save-mode' },
    titleProgress: { attribute: false },
    disabled: { type: Boolean, reflect: true },
  };

  static override styles = [
    theme,
    css`
      :host {
        display: inline-block;
      }
    `,
  ];

  declare composition: Composition | null;
  /** Besides `composition`, what an unfinished export can be gone on with. */
  declare compositions: readonly Composition[];
  /** Asked at each click, in place of `composition`. */
  declare getComposition: (() => Composition | Promise<Composition>) | null;
  declare exporter: Exporter | null;
  /** The editor's in and out in native frames, end exclusive; null: none are set. */
  declare range: FrameRange | null;
  /** Where exports can be put instead of being made at once; null: nowhere. */
  declare queue: ExportQueue | null;
  /** By what the queue knows a composition; null: by its `id`. */
  declare queueId: ((composition: Composition) => string) | null;
  declare saveMode: SaveMode;
  /** Whether the title of the page says how far an export is while the page is hidden. Default true. */
  declare titleProgress: boolean;
  declare disabled: boolean;
  private opening = false;

  constructor() {
    super();
    this.composition = null;
    this.compositions = [];
    this.getComposition = null;
    this.exporter = null;
    this.range = null;
    this.queue = null;
    this.queueId = null;
    this.saveMode = defaultSaveMode();
    this.titleProgress = true;
    this.disabled = false;
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    followColourScheme(this);
  }

  override render(): TemplateResult {
    const nothingToExport = this.composition === null && this.getComposition === null;
    return html`
      <button
        type="button"
        class="button primary"
        part="button"
        aria-haspopup="dialog"
        ?disabled=${this.disabled || nothingToExport || this.exporter === null}
        @click=${() => void this.open()}
        @pointerenter=${() => void this.preload()}
        @focus=${() => void this.preload()}
      >
        <slot><span lang=${language()}>${entryTexts.export}</span></slot>
      </button>
      <stepframe-export-dialog
        exportparts="dialog, header, body, footer, primary-button, button: dialog-button, fields, field, select, input, segments, issue, fix, advanced, preview, progress, warnings, file-name, facts, problem, error-message, error-remedy, error-code, checkbox, offer, drop, timeline, estimate, steps, score, recommendation, checks"
        .exporter=${this.exporter}
        .compositions=${this.compositions}
        .range=${this.range}
        .queue=${this.queue}
        .queueId=${this.queueId}
        .saveMode=${this.saveMode}
        .titleProgress=${this.titleProgress}
      ></stepframe-export-dialog>
    `;
  }

  /** Opens the dialog, as a click does. Never rejects: what goes wrong is shown and dispatched. */
  async open(): Promise<void> {
    // A button that is disabled meanwhile would lose the focus.
    if (this.opening) return;
    this.opening = true;
    const dialog = await this.dialog();
    try {
      dialog.composition = this.getComposition === null ? this.composition : await this.getComposition();
      await dialog.show();
    } catch (thrown) {
      const error = ExportError.from(thrown, 'internal', {
        detail: 'composition-unavailable',
        stage: 'configure',
        message: 'There is nothing to export: the composition could not be made ready.',
        remedy: 'Try again; if it happens once more, the editor has a fault.',
        recoverable: true,
      });
      await dialog.showError(error);
      dispatchExportEvent(this, 'stepframe-export-error', error);
    } finally {
      this.opening = false;
    }
  }

  /** Opens the dialog on the list of unfinished exports. */
  async showUnfinished(): Promise<void> {
    const dialog = await this.dialog();
    dialog.composition = this.composition;
    await dialog.showUnfinished();
  }

  /** Goes on with an unfinished export in the dialog. Call it in a click. Never rejects. */
  async resume(unfinished: UnfinishedExport, composition: Composition): Promise<void> {
    await (await this.dialog()).resume(unfinished, composition);
  }

  /** The dialog's parts are at hand when it is opened by a person, who is slower than that. */
  private async preload(): Promise<void> {
    await (await this.dialog()).preload();
  }

  private async dialog(): Promise<ExportDialog> {
    await this.updateComplete;
    return this.renderRoot.querySelector<ExportDialog>('stepframe-export-dialog')!;
  }
}
