import { createSHA256 } from 'hash-wasm';
import type { AuditContent, AuditEntry } from './audit-entry';
import { canonicalJson } from './canonical-json';

/** What the first entry has in place of the hash of the one before. */
export const noPrevious = '0'.repeat(64);

/** Where a chain can be gone on with. */
export type ChainEnd = Pick<AuditEntry, 'sequence' | 'hash'>;

export interface HashChain {
  /** The hash that an entry should have, whatever it says itself. */
  readonly hashOf: (entry: Partial<AuditEntry>) => string;
  /** The entry that follows. @param last null: it is the first */
  readonly seal: (content: AuditContent, last: ChainEnd | null) => AuditEntry;
}

/** Loads the hash once; from then on all is synchronous, as a transaction of IndexedDB does not wait for anything else. */
export async function openHashChain(): Promise<HashChain> {
  const hasher = await createSHA256();
  const hashOf = (entry: Partial<AuditEntry>): string => {
    const rest = { ...entry };
    delete rest.hash;
    return hasher.init().update(canonicalJson(rest)).digest('hex');
  };
  return {
    hashOf,
    seal: (content, last) => {
      const entry = { ...content, sequence: (last?.sequence ?? 0) + 1, previous: last?.hash ?? noPrevious };
      return { ...entry, hash: hashOf(entry) };
    },
  };
}

/** One entry a line. */
export function jsonLines(entries: readonly AuditEntry[]): string {
  return entries.map((entry) => `${canonicalJson(entry)}\n`).join('');
}
