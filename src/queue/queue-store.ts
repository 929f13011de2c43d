import { ExportError } from '../errors';
import type { Job } from './job';
import { jobAfterUnknown, jobDuplicate } from './job-errors';
import { readJob } from './job-schema';
import { openQueueDatabase, type QueueDatabase, type QueueState } from './queue-database';
import { readSpeed, type Speed } from './speeds';

/** What a transaction has done to jobs. */
export interface JobChanges {
  changed: Job[];
  removed: string[];
}

/** What becomes of a job: another state of it, null where it is removed, undefined where nothing changes. */
export type JobChange = (job: Job) => Job | null | undefined;

/** Browsers close idle or ailing connections; the first call after that opens another. */
const closedConnection = 'InvalidStateError';

/**
 * The queue in IndexedDB. Each change is one transaction, in which jobs are read anew: what another tab has written in
 * between is not lost.
 *
 * @throws ExportError `storage` or `storage-quota` from every method
 */
export class QueueStore {
  private database: Promise<QueueDatabase> | undefined;

  async readAll(): Promise<{ jobs: Job[]; state: QueueState; speeds: Map<string, Speed> }> {
    return this.run(async (database) => {
      const transaction = database.transaction(['jobs', 'queue', 'speeds']);
      const speeds = transaction.objectStore('speeds');
      const [records, keys, state, speedKeys, speedValues] = await Promise.all([
        transaction.objectStore('jobs').getAll(),
        transaction.objectStore('jobs').getAllKeys(),
        transaction.objectStore('queue').get('state'),
        speeds.getAllKeys(),
        speeds.getAll(),
      ]);
      return {
        jobs: records.map((record, i) => readJob(record, keys[i]!)),
        state: { stopped: state?.stopped === true },
        speeds: new Map(speedKeys.flatMap((key, i) => readSpeed(speedValues[i]).map((speed) => [key, speed] as const))),
      };
    });
  }

  /** Those of them that are there no more are `removed`. */
  async read(ids: readonly string[]): Promise<JobChanges & { state: QueueState }> {
    return this.run(async (database) => {
      const transaction = database.transaction(['jobs', 'queue']);
      const [state, ...found] = await Promise.all([
        transaction.objectStore('queue').get('state'),
        ...ids.map((id) => transaction.objectStore('jobs').get(id)),
      ]);
      const changes: JobChanges = { changed: [], removed: [] };
      ids.forEach((id, i) => {
        if (found[i] === undefined) changes.removed.push(id);
        else changes.changed.push(readJob(found[i], id));
      });
      return { ...changes, state: { stopped: state?.stopped === true } };
    });
  }

  /** @throws ExportError `invalid-input` (job-duplicate, job-after-unknown); none is added then */
  async add(jobs: readonly Job[]): Promise<void> {
    await this.write((database) => {
      const transaction = database.transaction('jobs', 'readwrite');
      const work = async (): Promise<void> => {
        const own = new Set(jobs.map(({ id }) => id));
        const others = [...new Set(jobs.flatMap(({ after }) => after))].filter((id) => !own.has(id));
        const [twice, known] = await Promise.all([
          Promise.all(jobs.map(({ id }) => transaction.store.getKey(id))),
          Promise.all(others.map((id) => transaction.store.get(id))),
        ]);
        const duplicate = twice.find((key) => key !== undefined);
        if (duplicate !== undefined) throw jobDuplicate(duplicate);
        const there = new Set([...own, ...known.flatMap((job) => (job && job.wish !== 'remove' ? [job.id] : []))]);
        const lost = jobs.find(({ after }) => after.some((id) => !there.has(id)));
        if (lost) throw jobAfterUnknown(lost, there);
        for (const job of jobs) void transaction.store.add(job);
      };
      return { work: work(), transaction };
    });
  }

  /** Changes those of the jobs that are there. */
  async change(ids: Iterable<string>, change: JobChange): Promise<JobChanges> {
    const changes: JobChanges = { changed: [], removed: [] };
    await this.write((database) => {
      const transaction = database.transaction('jobs', 'readwrite');
      changes.changed.length = 0;
      changes.removed.length = 0;
      const work = async (): Promise<void> => {
        const found = await Promise.all(Array.from(ids, async (id) => [id, await transaction.store.get(id)] as const));
        for (const [id, record] of found) {
          if (record === undefined) continue;
          const job = readJob(record, id);
          const next = change(job);
          if (next === undefined || next === job) continue;
          if (next === null) {
            void transaction.store.delete(id);
            changes.removed.push(id);
          } else {
            void transaction.store.put(next);
            changes.changed.push(next);
          }
        }
      };
      return { work: work(), transaction };
    });
    return changes;
  }

  async putState(state: QueueState): Promise<void> {
    await this.run((database) => database.put('queue', state, 'state'));
  }

  async putSpeed(key: string, speed: Speed): Promise<void> {
    await this.run((database) => database.put('speeds', speed, key));
  }

  async close(): Promise<void> {
    const database = this.database;
    this.database = undefined;
    (await database?.catch(() => undefined))?.close();
  }

  private async write(
    begin: (database: QueueDatabase) => {
      work: Promise<void>;
      transaction: { done: Promise<void>; abort: () => void };
    },
  ): Promise<void> {
    await this.run(async (database) => {
      const { work, transaction } = begin(database);
      const done = transaction.done.catch((cause: unknown) => ({ cause }));
      try {
        await work;
      } catch (thrown) {
        try {
          transaction.abort();
        } catch {
          // It was over already, which is why the work failed.
        }
        await done;
        throw thrown;
      }
      const failed = await done;
      if (failed) throw failed.cause;
    });
  }

  private async run<T>(work: (database: QueueDatabase) => Promise<T>): Promise<T> {
    try {
      return await this.attempt(work).catch((cause: unknown) => {
        if (!(cause instanceof DOMException) || cause.name !== closedConnection) throw cause;
        this.database = undefined;
        return this.attempt(work);
      });
    } catch (cause) {
      if (cause instanceof ExportError) throw cause;
      await this.close();
      // IndexedDB aborts a transaction where the disk fails; no one has cancelled anything.
      const aborted = cause instanceof DOMException && cause.name === 'AbortError';
      throw ExportError.from(aborted ? cause.message : cause, 'storage', {
        detail: 'queue-store-failed',
        stage: 'store',
        message: "The browser's storage refused the export queue's data.",
        remedy: 'Close other tabs of this page and try again; in a private window, use a normal one.',
        recoverable: true,
      });
    }
  }

  private async attempt<T>(work: (database: QueueDatabase) => Promise<T>): Promise<T> {
    this.database ??= openQueueDatabase(() => (this.database = undefined));
    return work(await this.database);
  }
}
