/** What an export may leave behind on the page, counted. */
export interface Leftovers {
  openFrames: number;
  openWorkers: number;
  elements: number;
  /** Values in the database. */
  stored: number;
  /** Files in the origin's private file system. */
  files: number;
  /** Exports that are claimed by a page. */
  claims: number;
}

export const nothingLeft: Leftovers = { openFrames: 0, openWorkers: 0, elements: 0, stored: 0, files: 0, claims: 0 };

/**
 * Counts the frames and workers that are made and not ended while `work` runs, and what it leaves in the document, in
 * the browser's storage and among the locks. The real classes do the work.
 */
export async function leftoversOf(work: () => Promise<void>): Promise<Leftovers> {
  const RealFrame = VideoFrame;
  const RealWorker = Worker;
  const frames = new Set<VideoFrame>();
  const workers = new Set<Worker>();
  class WatchedFrame extends RealFrame {
    constructor(...given: [CanvasImageSource, VideoFrameInit?]) {
      super(...given);
      frames.add(this);
    }
    override close(): void {
      super.close();
      frames.delete(this);
    }
  }
  class WatchedWorker extends RealWorker {
    constructor(...given: [string | URL, WorkerOptions?]) {
      super(...given);
      workers.add(this);
    }
    override terminate(): void {
      super.terminate();
      workers.delete(this);
    }
  }
  const elements = document.body.childElementCount;
  const [stored, files, claims] = [await storedRecords(), await privateFiles(), await claimedExports()];
  Object.assign(globalThis, { VideoFrame: WatchedFrame, Worker: WatchedWorker });
  try {
    await work();
  } finally {
    Object.assign(globalThis, { VideoFrame: RealFrame, Worker: RealWorker });
  }
  return {
    openFrames: frames.size,
    openWorkers: workers.size,
    elements: document.body.childElementCount - elements,
    stored: (await storedRecords()) - stored,
    files: (await privateFiles()) - files,
    claims: (await claimedExports()) - claims,
  };
}

async function storedRecords(): Promise<number> {
  const names = (await indexedDB.databases()).map(({ name }) => name);
  if (!names.includes('stepframe')) return 0;
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('stepframe');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
  try {
    const stores = [...database.objectStoreNames];
    const counts = stores.map(
      (store) =>
        new Promise<number>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).count();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error!);
        }),
    );
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  } finally {
    database.close();
  }
}

async function privateFiles(): Promise<number> {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('stepframe', { create: true });
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names.length;
}

async function claimedExports(): Promise<number> {
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name }) => name?.startsWith('stepframe-export:')).length;
}
