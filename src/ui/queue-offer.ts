import { ExportError } from '../errors';
import { problemLine } from './error-text';
import type { ExportDialog } from './export-dialog';
import { dispatchExportEvent } from './export-events';
import { canStart, settingsOf, type ExportModel } from './export-model';
import { formatOf } from '../formats/registry';
import { preferredSaveMode } from './preferences';
import { queueingTexts } from './queueing-text';

/** What became of adding to a queue, in words. */
export interface Told {
  readonly text: string;
  readonly failed: boolean;
}

/** The way from the dialog into a queue of the host's. What it needs is loaded when a dialog opens that has one. */
export class QueueOffer {
  private readonly model: ExportModel;
  private readonly host: ExportDialog;
  private readonly tell: (told: Told) => void;
  private loading: Promise<typeof import('./queue-adding')> | null = null;
  private adding: typeof import('./queue-adding') | null = null;
  private isAdding = false;

  constructor(model: ExportModel, host: ExportDialog, tell: (told: Told) => void) {
    this.model = model;
    this.host = host;
    this.tell = tell;
  }

  get isOffered(): boolean {
    return this.host.queue !== null;
  }

  /** The picker opens only shortly after a click, so the way there must not be loaded by it. */
  prepare(): void {
    if (this.isOffered) this.load().catch(() => undefined); // Whoever wants to add is told.
  }

  /** Adds what the form asks for. Call it in the click. Never rejects. */
  async add(): Promise<void> {
    const { model, host } = this;
    const { queue, queueId } = host;
    if (queue === null || this.isAdding || !canStart(model.state)) return;
    this.isAdding = true;
    try {
      const { addToQueue } = this.adding ?? (await this.load());
      const idOf = queueId ?? (({ id }: { id: string }): string => id);
      const { subject } = model.state;
      const jobs = await addToQueue(model.state, { queue, idOf, saveMode: preferredSaveMode(host.saveMode) });
      if (jobs === null || subject === null) return;
      model.named(jobs.map(({ fileName }) => fileName));
      const { captions = [], format } = settingsOf(subject);
      const beside = captions.some(({ mode }) => mode === 'sidecar' || formatOf(format).captions === 'sidecar');
      const name = jobs[0]?.fileName ?? '';
      const added =
        jobs.length < 2 ? queueingTexts.added({ name }) : queueingTexts.addedMore({ name, count: jobs.length - 1 });
      this.tell({ text: beside ? `${added} ${queueingTexts.sidecars}` : added, failed: false });
      dispatchExportEvent(host, 'stepframe-export-queued', jobs);
    } catch (thrown) {
      if (!(thrown instanceof ExportError)) reportError(thrown);
      const text = thrown instanceof ExportError ? problemLine(thrown) : queueingTexts.loadFailed;
      this.tell({ text, failed: true });
    } finally {
      this.isAdding = false;
    }
  }

  private load(): Promise<typeof import('./queue-adding')> {
    this.loading ??= import('./queue-adding').then(
      (adding) => (this.adding = adding),
      (cause: unknown) => {
        this.loading = null;
        throw cause;
      },
    );
    return this.loading;
  }
}
