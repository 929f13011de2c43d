import type { Exporter, StorageUse, UnfinishedExport } from '../../exporter';
import type { ExportQueue } from '../../queue/export-queue';
import { discardStoredFile } from '../save-location';
import { frames, storageText as text } from './panel-text';

export type HeldKind = 'unfinished' | 'unsaved' | 'queueFiles' | 'queueParts' | 'atWork' | 'other';

/** A part of what the browser holds. */
export interface Held {
  readonly kind: HeldKind;
  readonly byteLength: number;
  /** What is lost where it is discarded; null: it is not to be discarded here. */
  readonly loss: string | null;
  readonly discard: (() => Promise<void>) | null;
}

export interface HeldData {
  readonly use: StorageUse;
  readonly parts: readonly Held[];
}

const sum = (exports: readonly UnfinishedExport[]): number =>
  exports.reduce((total, { byteLength }) => total + byteLength, 0);

/** What this origin holds. @param queue null: finished files of a queue are shown, and stay. @throws ExportError `storage` */
export async function heldData(exporter: Exporter, queue: ExportQueue | null): Promise<HeldData> {
  const [own, queued, use] = await Promise.all([
    exporter.unfinished(),
    exporter.unfinished('queue'),
    exporter.storageUse(),
    queue?.ready,
  ]);
  const unsaved = own.filter(({ finished, withheld }) => finished || withheld);
  const unfinished = own.filter((each) => !unsaved.includes(each));
  const queueFiles = queued.filter(({ finished }) => finished);
  const queueParts = queued.filter(({ finished }) => !finished);
  const atWork = Math.max(0, use.exports - sum(own) - sum(queued));
  const done = unfinished.reduce((total, { framesStored }) => total + framesStored, 0);
  const discardAll = (given: readonly UnfinishedExport[]) => async (): Promise<void> => {
    for (const { id, file } of given) {
      await exporter.discard(id);
      await discardStoredFile(file);
    }
  };
  const fixed = { loss: null, discard: null };
  const parts: Held[] = [
    {
      kind: 'unfinished',
      byteLength: sum(unfinished),
      loss: text.loseUnfinished({ count: unfinished.length, frames: frames(done) }),
      discard: discardAll(unfinished),
    },
    {
      kind: 'unsaved',
      byteLength: sum(unsaved),
      loss: text.loseUnsaved({ count: unsaved.length }),
      discard: discardAll(unsaved),
    },
    {
      kind: 'queueFiles',
      byteLength: sum(queueFiles),
      ...(queue === null
        ? fixed
        : { loss: text.loseQueueFiles({ count: queueFiles.length }), discard: () => removeJobs(queue, queueFiles) }),
    },
    { kind: 'queueParts', byteLength: sum(queueParts), ...fixed },
    { kind: 'atWork', byteLength: atWork, ...fixed },
    { kind: 'other', byteLength: Math.max(0, use.origin - use.exports), ...fixed },
  ];
  return { use, parts: parts.filter(({ byteLength }) => byteLength > 0) };
}

async function removeJobs(queue: ExportQueue, exports: readonly UnfinishedExport[]): Promise<void> {
  const ids = new Set(exports.map(({ id }) => id));
  const jobs = queue.jobs.filter(
    ({ exportId, state }) => state === 'complete' && exportId !== null && ids.has(exportId),
  );
  for (const { id } of jobs) await queue.remove(id);
}
