import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Composition } from '../composition/composition';
import { ExportError } from '../errors';
import type { Exporter, UnfinishedExport } from '../exporter';
import type { ExportQueue } from '../queue/export-queue';
import { followColourScheme } from './colour-scheme';
import type { DialogContent } from './dialog-content';
import { problemSentence } from './error-text';
import { dispatchExportEvent } from './export-events';
import type { FrameRange } from './frame-range';
import { followLanguage } from './language/follow-language';
import { languageReady } from './language/language';
import { language } from './language/shown-language';
import { loadDialogContent } from './load-dialog-content';
import { defaultSaveMode, type SaveMode } from './save-location';
import { theme } from './theme';
import { entryTexts } from './unfinished-text';

/**
 * `<stepframe-export-dialog>`: asks how a composition shall be exported, exports it and shows how it goes. Modal.
 * Dispatches the events of `ExportEventMap`. Taken out of the document, it stops what runs and keeps what is finished: the
 * list of unfinished exports offers it. What it shows is loaded when it is first opened, or by `preload`.
 *
 * @csspart dialog, header, body, footer, primary-button, button, offer, drop, estimate
 */
export class ExportDialog extends LitElement {
  static override properties = {
    composition: { attribute: false },
    compositions: { attribute: false },
    exporter: { attribute: false },
    range: { attribute: false },
    queue: { attribute: false },
    queueId: { attribute: false },
    saveMode: { attribute: 'save-mode' },
    titleProgress: { attribute: false },
    unloadable: { state: true },
  };

  static override styles = [
    theme,
    css`
      .unloadable {
        width: min(400px, calc(100vw - 32px));
        padding: 24px;
        color: var(--_text);
        background: var(--_surface);
        border: 1px solid var(--_border);
        border-radius: calc(var(--_radius) * 2);
      }
    `,
  ];

  declare composition: Composition | null;
  /** Besides `composition`, what an unfinished export can be gone on with. */
  declare compositions: readonly Composition[];
  declare exporter: Exporter | null;
  /** The editor's in and out in native frames, end exclusive; null: none are set. */
  declare range: FrameRange | null;
  /** Where exports can be put instead of being made at once; null: nowhere. */
  declare queue: ExportQueue | null;
  /** By what the queue knows a composition; null: by its `id`. */
  declare queueId: ((composition: Composition) => string) | null;
  /** Default: `picker` where the browser has one. */
  declare saveMode: SaveMode;
  /** Whether the title of the page says how far an export is while the page is hidden. Default true. */
  declare titleProgress: boolean;
  /** Why there is nothing to show. */
  declare private unloadable: ExportError | null;

  private content: DialogContent | null = null;
  private loading: Promise<DialogContent> | null = null;

  constructor() {
    super();
    this.composition = null;
    this.compositions = [];
    this.exporter = null;
    this.range = null;
    this.queue = null;
    this.queueId = null;
    this.saveMode = defaultSaveMode();
    this.titleProgress = true;
    this.unloadable = null;
    followLanguage(this);
  }

  /** Loads what the dialog needs, so that it opens at once later: when the pointer comes near, say. Never rejects. */
  async preload(): Promise<void> {
    // Whoever opens it is told.
    await this.load().catch(() => undefined);
  }

  /** Opens the dialog on `composition`. Without one, or while open, it does nothing. Never rejects. */
  async show(): Promise<void> {
    (await this.loaded())?.show();
  }

  /** Opens the dialog on the list of unfinished exports. While open, it does nothing. Never rejects. */
  async showUnfinished(): Promise<void> {
    (await this.loaded())?.showUnfinished();
  }

  /**
   * Goes on with an unfinished export and shows how it goes; of one whose file was withheld, the file is then taken as it
   * is. Call it in a click, since the browser may ask for the file, after `preload`. While an export runs, it does
   * nothing. Never rejects: what goes wrong is shown and dispatched.
   */
  async resume(unfinished: UnfinishedExport, composition: Composition): Promise<void> {
    await (this.content ?? (await this.loaded()))?.resume(unfinished, composition);
  }

  /** Opens the dialog on a failure that kept it from having anything to export. Never rejects. */
  async showError(error: ExportError): Promise<void> {
    (await this.loaded())?.showError(error);
  }

  override render(): TemplateResult | typeof nothing {
    if (this.unloadable !== null) return this.apology(this.unloadable);
    return this.content?.render() ?? nothing;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('unloadable') || this.unloadable === null) return;
    followColourScheme(this);
    this.renderRoot.querySelector('dialog')!.showModal();
  }

  /** Null where it could not be loaded, which is then shown. */
  private async loaded(): Promise<DialogContent | null> {
    try {
      return await this.load();
    } catch (thrown) {
      this.unloadable = unloadable(thrown);
      dispatchExportEvent(this, 'stepframe-export-error', this.unloadable);
      return null;
    }
  }

  private load(): Promise<DialogContent> {
    this.loading ??= Promise.all([loadDialogContent(this), languageReady()]).then(
      ([content]) => {
        this.content = content;
        this.addController(content);
        return content;
      },
      (cause: unknown) => {
        this.loading = null;
        throw cause;
      },
    );
    return this.loading;
  }

  private apology(error: ExportError): TemplateResult {
    return html`<dialog class="unloadable" part="dialog" lang=${language()} @close=${() => (this.unloadable = null)}>
      <p>${problemSentence(error)}</p>
      <form method="dialog"><button class="button" part="button">${entryTexts.close}</button></form>
    </dialog>`;
  }
}

function unloadable(cause: unknown): ExportError {
  return new ExportError('internal', {
    detail: 'dialog-unavailable',
    stage: 'configure',
    message: 'The export dialog could not be loaded.',
    remedy: 'Check the connection and try again; reload the page if it happens once more.',
    recoverable: true,
    cause,
  });
}
