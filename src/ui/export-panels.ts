import { LitElement, css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { ExportError } from '../errors';
import type { Exporter } from '../exporter';
import type { ExportQueue } from '../queue/export-queue';
import { followColourScheme } from './colour-scheme';
import { defineElements } from './define-elements';
import { problemSentence } from './error-text';
import { followLanguage } from './language/follow-language';
import { languageReady } from './language/language';
import { language } from './language/shown-language';
import { theme } from './theme';

/** What the panels share: they are filled when one of them is first put into a page, which need not be soon. */
abstract class ExportPanel extends LitElement {
  static override properties: PropertyDeclarations = { loaded: { state: true }, error: { state: true } };
  static override styles = [
    theme,
    css`
      :host {
        display: block;
        font: 400 13px/1.45 var(--_font);
        color: var(--_text);
      }
    `,
  ];

  declare private loaded: boolean;
  declare private error: ExportError | null;

  constructor() {
    super();
    this.loaded = false;
    this.error = null;
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    followColourScheme(this);
    void this.load();
  }

  override render(): TemplateResult | typeof nothing {
    const { error } = this;
    if (error !== null) return html`<p role="alert" lang=${language()}>${problemSentence(error)}</p>`;
    return this.loaded ? this.content() : nothing;
  }

  protected abstract content(): TemplateResult;

  /** The panel inside, once it is there. */
  protected async inside<Panel extends LitElement>(): Promise<Panel | null> {
    await this.load();
    await this.updateComplete;
    const panel = this.renderRoot.querySelector<Panel>(':not(p)');
    await panel?.updateComplete;
    return panel;
  }

  private async load(): Promise<void> {
    if (this.loaded) return;
    try {
      const [{ panelElements }] = await Promise.all([import('./panels/panel-elements'), languageReady()]);
      defineElements(panelElements);
      this.loaded = true;
      this.error = null;
    } catch (thrown) {
      this.error = ExportError.from(thrown, 'internal', {
        detail: 'panel-not-loaded',
        stage: 'configure',
        message: 'This part of the page could not be loaded.',
        remedy: 'Check the connection and reload the page.',
        recoverable: true,
      });
    }
  }
}

/**
 * `<stepframe-export-queue>`: the jobs of a queue in the order they run, how each stands, and all that can be done with
 * them. Set `queue`.
 *
 * @csspart button, select, progress, checkbox, file-name, problem, error-message, error-remedy, error-code
 */
export class ExportQueuePanel extends ExportPanel {
  static override properties: PropertyDeclarations = {
    queue: { attribute: false },
    titleProgress: { attribute: false },
  };
  declare queue: ExportQueue | null;
  /** Whether the title of the page says how far what runs is while the page is hidden. Default true. */
  declare titleProgress: boolean;

  constructor() {
    super();
    this.queue = null;
    this.titleProgress = true;
  }

  protected override content(): TemplateResult {
    return html`<stepframe-queue-panel
      lang=${language()}
      exportparts="button, select, progress, checkbox, file-name, problem, error-message, error-remedy, error-code"
      .queue=${this.queue}
      .titleProgress=${this.titleProgress}
    ></stepframe-queue-panel>`;
  }
}

/**
 * `<stepframe-export-history>`: what was exported, when and how well, and what failed and why, from the audit trail; whether
 * the trail is whole. Set `exporter`. It reads the trail when it is put into the page, and on `refresh`.
 *
 * @csspart button, input, select, problem, error-message, error-remedy, error-code
 */
export class ExportHistory extends ExportPanel {
  static override properties: PropertyDeclarations = { exporter: { attribute: false } };
  declare exporter: Exporter | null;

  constructor() {
    super();
    this.exporter = null;
  }

  /** Reads the trail anew. Never rejects: what goes wrong is shown. */
  async refresh(): Promise<void> {
    await (await this.inside<LitElement & { refresh: () => Promise<void> }>())?.refresh();
  }

  protected override content(): TemplateResult {
    return html`<stepframe-history-panel
      lang=${language()}
      exportparts="button, input, select, problem, error-message, error-remedy, error-code"
      .exporter=${this.exporter}
    ></stepframe-history-panel>`;
  }
}

/**
 * `<stepframe-storage-use>`: what the browser holds of exports against what it gives this site, to be discarded. Set
 * `exporter`, and `queue` for finished files of a queue to be among what can be discarded. It asks the browser when it is put
 * into the page, and on `refresh`.
 *
 * @csspart button, problem, error-message, error-remedy
 */
export class StorageUsePanel extends ExportPanel {
  static override properties: PropertyDeclarations = { exporter: { attribute: false }, queue: { attribute: false } };
  declare exporter: Exporter | null;
  declare queue: ExportQueue | null;

  constructor() {
    super();
    this.exporter = null;
    this.queue = null;
  }

  /** Asks anew. Never rejects: what goes wrong is shown. */
  async refresh(): Promise<void> {
    await (await this.inside<LitElement & { refresh: () => Promise<void> }>())?.refresh();
  }

  protected override content(): TemplateResult {
    return html`<stepframe-storage-panel
      lang=${language()}
      exportparts="button, problem, error-message, error-remedy"
      .exporter=${this.exporter}
      .queue=${this.queue}
    ></stepframe-storage-panel>`;
  }
}

/**
 * `<stepframe-export-preferences>`: what a person wants of all exports on this device: to be told when they are over, how
 * files are checked, where they go. Kept for the origin.
 *
 * @csspart select, checkbox
 */
export class ExportPreferences extends ExportPanel {
  protected override content(): TemplateResult {
    return html`<stepframe-preferences-panel exportparts="select, checkbox"></stepframe-preferences-panel>`;
  }
}
