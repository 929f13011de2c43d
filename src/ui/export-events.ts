import type { Composition } from '../composition/composition';
import { cancelled, type ExportError } from '../errors';
import type { UnfinishedExport } from '../exporter';
import type { ExportSettings } from '../formats/format';
import type { ExportResult } from '../orchestrator/export-run';
import type { Job } from '../queue/job';

/** Goes with `stepframe-export-start`, before anything of the composition is opened. */
export interface ExportStartDetail {
  readonly composition: Composition;
  readonly settings: ExportSettings;
  /**
   * The export starts when `promise` is fulfilled, and fails when it is rejected: the place to close a preview first.
   *
   * @throws DOMException `InvalidStateError` once the event has been dispatched
   */
  waitUntil(promise: Promise<unknown>): void;
}

/** Goes with `stepframe-unfinished-resume`. */
export interface UnfinishedResumeDetail {
  readonly unfinished: UnfinishedExport;
  readonly composition: Composition;
}

declare global {
  interface HTMLElementEventMap {
    'stepframe-export-start': CustomEvent<ExportStartDetail>;
    'stepframe-export-complete': CustomEvent<ExportResult>;
    /** Not for a cancelled export. */
    'stepframe-export-error': CustomEvent<ExportError>;
    /** The dialog was closed, whatever became of the export. */
    'stepframe-export-close': CustomEvent<null>;
    /** What was put into the queue: the file of the dialog first, then those made besides it. */
    'stepframe-export-queued': CustomEvent<readonly Job[]>;
    /** Someone wants to see the queue, which is the host's to show. The dialog closes. */
    'stepframe-queue-show': CustomEvent<null>;
    /** Someone wants to go on with an unfinished export. Not from the dialog, which does so itself. */
    'stepframe-unfinished-resume': CustomEvent<UnfinishedResumeDetail>;
    /** What there is of unfinished exports, whenever it has been asked for. */
    'stepframe-unfinished-change': CustomEvent<readonly UnfinishedExport[]>;
  }
}

/** What the elements dispatch; all bubble and cross shadow roots. */
export type ExportEventMap = Pick<
  HTMLElementEventMap,
  | 'stepframe-export-start'
  | 'stepframe-export-complete'
  | 'stepframe-export-error'
  | 'stepframe-export-close'
  | 'stepframe-export-queued'
  | 'stepframe-queue-show'
  | 'stepframe-unfinished-resume'
  | 'stepframe-unfinished-change'
>;

type DetailOf<Type extends keyof ExportEventMap> = ExportEventMap[Type]['detail'];

export function dispatchExportEvent<Type extends keyof ExportEventMap>(
  target: EventTarget,
  type: Type,
  detail: DetailOf<Type>,
): void {
  target.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}

/**
 * Tells listeners that an export is about to start and waits for what they ask to be waited for.
 *
 * @throws ExportError `cancelled` as soon as the signal is aborted; otherwise whatever a listener's promise rejects with
 */
export async function announceStart(
  target: EventTarget,
  about: Pick<ExportStartDetail, 'composition' | 'settings'>,
  signal: AbortSignal,
): Promise<void> {
  const promises: Promise<unknown>[] = [];
  let dispatching = true;
  dispatchExportEvent(target, 'stepframe-export-start', {
    ...about,
    waitUntil(promise) {
      if (!dispatching) throw new DOMException('The event has been dispatched already.', 'InvalidStateError');
      promises.push(promise);
    },
  });
  dispatching = false;
  await new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(cancelled('prepare', signal.reason)), { once: true });
    Promise.all(promises).then(resolve, reject);
  });
}
