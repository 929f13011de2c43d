import { ExportError } from '../errors';
import type { ExportPhase, ExportProgress, ExportResult } from '../orchestrator/export-run';
import type { AuditContent, AuditEvent, AuditTrail } from './audit-entry';
import {
  contentOf,
  discardedContent,
  eventsOf,
  momentOf,
  type AuditedExport,
  type AuditedOutput,
  type AuditedRequest,
  type DiscardedExport,
  type Moment,
} from './audited-export';

/** Who is at work: the id, or how to find it. */
export type UserId = string | (() => string | null);

/** Writes down what happens to the exports of one exporter. Whatever goes wrong with that is told, and fails no export. */
export class AuditWriter {
  private readonly userId: UserId | null;
  /** Entries are written one after the other, in the order of what happened. */
  private writing: Promise<void> = Promise.resolve();

  constructor(userId: UserId | null) {
    this.userId = userId;
  }

  /** Resolves when all that happened so far is written, or could not be. Never rejects. */
  get written(): Promise<void> {
    return this.writing;
  }

  /** To be called before its first phase. */
  watch(running: AuditedExport, request: AuditedRequest): void {
    const book = new ExportBook(running, request, () => this.currentUser());
    running.onPhase((progress) => {
      try {
        const noted = book.note(progress);
        if (noted) this.write(noted, book);
      } catch (cause) {
        book.warn(cause);
      }
    });
  }

  /**
   * Notes that a stored export was removed. Unlike a running one it has nowhere to tell of a warning: what goes wrong is
   * thrown.
   *
   * @throws ExportError `storage` (audit-failed), `storage-quota`
   */
  async noteDiscarded(discarded: DiscardedExport): Promise<void> {
    const written = Promise.all([this.writing, import('./audit-trail')]).then(([, { appendEntries }]) =>
      appendEntries([discardedContent(discarded, this.currentUser())]),
    );
    this.writing = written.catch(() => undefined); // It is told below; those that come after are written all the same.
    try {
      await written;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw ExportError.from(cause, 'storage', {
        detail: 'audit-failed',
        stage: 'store',
        message: `The export is discarded, but the audit trail has a gap, it could not be written: ${reason}`,
        remedy: 'Note it elsewhere; free some disk space and reload the page.',
      });
    }
  }

  private write(contents: AuditContent[] | Promise<AuditContent[]>, book: ExportBook): void {
    this.writing = Promise.all([contents, this.writing])
      .then(async ([noted]) => {
        const { appendEntries } = await import('./audit-trail');
        await appendEntries(noted);
      })
      .catch((cause: unknown) => book.warn(cause));
  }

  private currentUser(): string | null {
    return typeof this.userId === 'function' ? this.userId() : this.userId;
  }
}

/** What one export has been through. */
class ExportBook {
  private phase: ExportPhase = 'idle';
  /** Of files whose record is gone, as it is of cancelled ones. */
  private readonly engines = new Map<string, string>();
  private warned = false;

  constructor(
    private readonly running: AuditedExport,
    private readonly request: AuditedRequest,
    private readonly userId: () => string | null,
  ) {}

  /** Null: nothing to be written. */
  note(progress: ExportProgress): AuditContent[] | Promise<AuditContent[]> | null {
    const { outputs, id } = this.running;
    for (const output of outputs) if (output.engine !== null) this.engines.set(output.id, output.engine);
    const events = eventsOf(this.phase, progress, this.request.settings !== null);
    this.phase = progress.phase;
    if (events.length === 0) return null;
    const moment = momentOf(id, this.request.composition, progress, this.userId());
    const files = outputs.length > 0 ? outputs : [this.asAsked()];
    if (progress.phase !== 'complete') return this.entries(events, moment, files, null);
    return this.running.result.then((result) => this.entries(events, moment, files, result));
  }

  /** Once an export, however much cannot be written. */
  warn(cause: unknown): void {
    if (this.warned) return;
    this.warned = true;
    const reason = cause instanceof Error ? cause.message : String(cause);
    this.running.warn({
      code: 'audit-failed',
      message: `The audit trail has a gap, it could not be written: ${reason}`,
    });
  }

  /** It ended before there was anything of it. */
  private asAsked(): AuditedOutput {
    return { id: this.running.id, settings: this.request.settings, engine: null, withheldReport: null };
  }

  private entries(
    events: readonly AuditEvent[],
    moment: Moment,
    files: readonly AuditedOutput[],
    result: ExportResult | null,
  ): AuditContent[] {
    const results = result && [result, ...result.also];
    return events.flatMap((event) =>
      files.map((file, i) => {
        const engine = this.engines.get(file.id) ?? null;
        return contentOf(event, moment, { file, engine, result: results?.[i] ?? null });
      }),
    );
  }
}

/** The trail as hosts see it, with all that the writer has noted. */
export function openAuditTrail(writer: AuditWriter): AuditTrail {
  const open = async () => {
    await writer.written;
    return import('./audit-trail');
  };
  return {
    entries: async () => (await open()).readEntries(),
    exportJsonLines: async () => (await open()).readJsonLines(),
    verify: async (head) => (await open()).verifyStored(head),
  };
}
