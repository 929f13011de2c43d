import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { ExportError } from '../errors';
import type { Job } from './job';
import type { Speed } from './speeds';

export interface QueueSchema extends DBSchema {
  /** By id. */
  jobs: { key: string; value: Job };
  /** What is true of the queue as a whole. */
  queue: { key: 'state'; value: QueueState };
  /** How fast exports were, by what they were of. */
  speeds: { key: string; value: Speed };
}

export interface QueueState {
  /** Nothing is begun until someone says so. */
  stopped: boolean;
}

export type QueueDatabase = IDBPDatabase<QueueSchema>;

export const queueDatabaseName = 'stepframe-queue';

/** One step from each version to the next, ever since the first. A step is never changed once it is out. */
const migrations: readonly ((database: QueueDatabase) => void)[] = [
  (database) => {
    database.createObjectStore('jobs', { keyPath: 'id' });
    database.createObjectStore('queue');
    database.createObjectStore('speeds');
  },
];

/**
 * @param onClosed the connection is gone; whoever needs one opens another
 * @throws ExportError `storage` (database-newer)
 */
export async function openQueueDatabase(onClosed: () => void): Promise<QueueDatabase> {
  try {
    return await openDB<QueueSchema>(queueDatabaseName, migrations.length, {
      upgrade(database, oldVersion) {
        for (const migrate of migrations.slice(oldVersion)) migrate(database);
      },
      // Another tab has a newer version of the page: it gets the database, and the next call here fails clearly.
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
        onClosed();
      },
      terminated: onClosed,
    });
  } catch (cause) {
    throw cause instanceof DOMException && cause.name === 'VersionError' ? newer(cause) : cause;
  }
}

function newer(cause: unknown): ExportError {
  return new ExportError('storage', {
    detail: 'database-newer',
    stage: 'store',
    message: 'The export queue was written by a newer version of this page.',
    remedy: 'Reload this page to get the newer version.',
    cause,
  });
}
