import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { ExportError } from '../errors';
import type { AuditContent, AuditEntry } from './audit-entry';
import { openHashChain } from './hash-chain';

interface AuditSchema extends DBSchema {
  entries: { key: number; value: AuditEntry };
}

/**
 * A database of its own: the trail outlives the exports it tells of, and neither a newer schema of theirs nor a tab that
 * holds on to an older one may keep it from being written.
 */
export const auditDatabaseName = 'stepframe-audit';

/**
 * Adds entries, all or none. One transaction reads the end of the chain and goes on with it: the browser lets one at a time
 * write, whatever tab it is of, so the chain cannot fork. It is on disk when the promise resolves.
 *
 * @throws ExportError `storage` (audit-failed), `storage-quota`
 */
export async function appendEntries(contents: readonly AuditContent[]): Promise<void> {
  const chain = await openHashChain();
  await access(async (database) => {
    const transaction = database.transaction('entries', 'readwrite', { durability: 'strict' });
    const append = async (): Promise<void> => {
      let last = (await transaction.store.openCursor(null, 'prev'))?.value ?? null;
      for (const content of contents) {
        last = chain.seal(content, last);
        await transaction.store.add(last);
      }
    };
    await Promise.all([append(), transaction.done]);
  });
}

/** All, in their order. @throws ExportError `storage` (audit-failed) */
export function readEntries(): Promise<AuditEntry[]> {
  return access((database) => database.getAll('entries'));
}

/** Opened for each access, which are few: nothing is held that another tab could wait for. */
async function access<T>(work: (database: IDBPDatabase<AuditSchema>) => Promise<T>): Promise<T> {
  try {
    const database = await openDB<AuditSchema>(auditDatabaseName, 1, {
      upgrade: (fresh) => void fresh.createObjectStore('entries', { keyPath: 'sequence' }),
    });
    try {
      return await work(database);
    } finally {
      database.close();
    }
  } catch (cause) {
    throw ExportError.from(cause, 'storage', {
      detail: 'audit-failed',
      stage: 'store',
      message: "The browser's storage refused the audit trail.",
      remedy: 'Free some disk space and reload the page; in a private window, use a normal one.',
      recoverable: true,
      cause,
    });
  }
}
