import { listOpfsFiles, removeOpfsFile } from '../delivery/opfs-sink';
import { keyFramePicture } from '../encode/webcodecs/key-frame-picture';
import { ExportError } from '../errors';
import { removeScratchFolder, scratchFolders } from '../mux/scratch-folder';
import type { QualityReport } from '../quality/report';
import type { ExportSettings } from '../formats/format';
import { claimedExports, claimExport } from '../storage/export-lock';
import type { ExportRecord } from '../storage/export-record';
import type { ExportStore } from '../storage/export-store';
import { FrameStore } from '../storage/frame-store';
import { finishedFile } from './delivery-step';
import { StoredExport } from './stored-export';

/** An export that was begun, is not done, and that no tab works on. */
export interface UnfinishedExport {
  readonly id: string;
  readonly compositionId: string;
  readonly compositionName: string;
  readonly settings: ExportSettings;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Frames that need not be drawn again, of `framesTotal`. */
  readonly framesStored: number;
  readonly framesTotal: number;
  /** Bytes it takes up in the browser's storage. */
  readonly byteLength: number;
  /**
   * The file that the user had picked for it, which the browser may have to be asked for again before it can be resumed;
   * null: it goes where resuming says.
   */
  readonly file: FileSystemFileHandle | null;
  /** As `file`, the folder picked for pictures as files. */
  readonly folder: FileSystemDirectoryHandle | null;
  /** True when the file is finished and only waits to be fetched, which resuming does. */
  readonly finished: boolean;
  /** True when a file is kept that did not pass its check: `Exporter.withheld` has it. */
  readonly withheld: boolean;
  /** Why it stopped, where it had the time to say so: not after a crash. */
  readonly stopped: ExportError | null;
}

/** What this module takes up in the browser's storage. Bytes. */
export interface StorageUse {
  readonly exports: number;
  /** All the origin takes up, and may take up, by the browser's own estimate. */
  readonly origin: number;
  readonly quota: number;
  /** Whether the browser promised not to evict it when the disk gets full. */
  readonly persisted: boolean;
}

/** Newest first. @param queued of those whose books a queue keeps, or of all others. @throws ExportError `storage` */
export async function listUnfinished(store: ExportStore, queued: boolean): Promise<UnfinishedExport[]> {
  const claimed = await claimedExports();
  const ids = (await store.ids()).filter((id) => !claimed.has(id));
  const all = await Promise.all(ids.map((id) => describe(store, id, queued)));
  return all.filter((each) => each !== null).sort((one, other) => other.startedAt - one.startedAt);
}

/** @param queued whether a queue keeps its books. Absent: either */
async function describe(store: ExportStore, id: string, queued?: boolean): Promise<UnfinishedExport | null> {
  const found = await store.findRecord(id);
  if (!found || !isReadable(found.record)) return null;
  if (queued !== undefined && (found.record.queued ?? false) !== queued) return null;
  const { record, damage } = found;
  const { settings, finished, stopped } = record;
  const parts = await store.parts(id);
  const frameBytes = await new FrameStore().bytes(id);
  const framesTotal = settings.range.end - settings.range.first;
  const inSegments = parts
    .filter(({ kind }) => kind === 'segments')
    .reduce((sum, { index }) => sum + Math.min(record.segmentFrames, framesTotal - index * record.segmentFrames), 0);
  return {
    id,
    compositionId: record.compositionId,
    compositionName: record.compositionName,
    settings,
    startedAt: record.createdAt,
    framesStored: finished ? framesTotal : inSegments,
    framesTotal,
    byteLength:
      ((finished ?? record.withheld?.file)?.byteLength ?? 0) +
      frameBytes +
      parts.reduce((sum, { byteLength }) => sum + byteLength, 0),
    file: record.file,
    folder: record.folder ?? null,
    finished: finished !== null,
    withheld: Boolean(record.withheld),
    stopped: damage ?? (stopped ? ExportError.fromJSON(stopped) : null),
  };
}

/** A damaged record may be anything. One that does not even say what it is of cannot be offered to anyone. */
function isReadable({ settings, compositionName }: Partial<ExportRecord>): boolean {
  return (
    typeof compositionName === 'string' &&
    Number.isInteger((settings as Partial<ExportSettings> | undefined)?.range?.end)
  );
}

/** The last picture of an unfinished export; null while there is none. The caller closes it. */
export async function unfinishedPicture(store: ExportStore, id: string): Promise<ImageBitmap | null> {
  const segments = (await store.parts(id)).filter(({ kind }) => kind === 'segments');
  const last = segments.at(-1);
  const segment = last && (await store.getSegment(id, last.index));
  return segment ? keyFramePicture(segment) : null;
}

/** A file that did not pass its check, and why not. */
export interface WithheldExport {
  file: File;
  report: QualityReport;
}

/** Null where none is kept of the export. @throws ExportError `storage` */
export async function withheldExport(store: ExportStore, id: string): Promise<WithheldExport | null> {
  const withheld = (await store.getRecord(id))?.withheld;
  return withheld ? { file: await finishedFile(id, withheld.file), report: withheld.report } : null;
}

/**
 * Removes an unfinished export and all that is stored of it.
 *
 * @returns what its record said, of a damaged one the id alone; null: there was none
 * @throws ExportError `storage` (export-in-use)
 */
export async function discardUnfinished(
  store: ExportStore,
  id: string,
): Promise<({ id: string } & Partial<ExportRecord>) | null> {
  const stored = await StoredExport.create(store, id);
  try {
    const found = await store.findRecord(id);
    await stored.discard();
    if (!found) return null;
    return found.damage ? { id } : found.record;
  } finally {
    stored.letGo();
  }
}

/**
 * Removes what no one can use any more: parts and files of exports that have no record, or none that can be read. What
 * has one is offered to the user instead, but for the files that ffmpeg was making one of: they are made anew.
 *
 * @throws ExportError `storage`
 */
export async function removeOrphans(store: ExportStore): Promise<void> {
  const recorded = await store.ids();
  const known = new Set<string>();
  for (const id of recorded) {
    const found = await store.findRecord(id);
    if (found && isReadable(found.record)) known.add(id);
  }
  for (const id of new Set([...recorded, ...(await store.partOwners())])) {
    if (!known.has(id)) await withClaim(id, () => store.discard(id));
  }
  for (const name of await listOpfsFiles()) {
    if (!known.has(name)) await withClaim(name, () => removeOpfsFile(name));
  }
  for (const name of await scratchFolders()) {
    // One that a worker holds as it ends is found again next time.
    await withClaim(name, () => removeScratchFolder(name).catch(() => undefined));
  }
  const frames = new FrameStore();
  for (const id of await frames.exports()) {
    if (!known.has(id)) await withClaim(id, () => frames.remove(id));
  }
}

/** An export that some tab is just beginning has parts before it has a record, and a claim before either. */
async function withClaim(id: string, work: () => Promise<void>): Promise<void> {
  const letGo = await claimExport(id);
  if (!letGo) return;
  try {
    await work();
  } finally {
    letGo();
  }
}

/** @throws ExportError `storage` */
export async function storageUse(store: ExportStore): Promise<StorageUse> {
  const all = await Promise.all((await store.ids()).map((id) => describe(store, id)));
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return {
    exports: all.reduce((sum, each) => sum + (each?.byteLength ?? 0), 0),
    origin: usage,
    quota,
    persisted: await navigator.storage.persisted(),
  };
}
