import { sha256Of } from './file-hash';
import { readPackets } from './mediabunny-packets';

/** What a file is told apart by from one that was changed. */
export interface FileDigests {
  /** In hexadecimal digits; null: there was neither the time nor the memory for it, see {@link sha256Of}. */
  sha256: string | null;
  /** Of the picture's packets, as `Film.packetHashes`; null: they were not asked for, or not all can be read. */
  packets: readonly string[] | null;
}

export interface DigestRequest {
  /** Milliseconds; null: as long as it takes. */
  budgetMs: number | null;
  /** Whether its container is one that Mediabunny demuxes, and holds packets as they were encoded. */
  withPackets: boolean;
}

/** Has another worker read the file. @param asked whether its packets can be found */
export type ReadDigests = (asked: Pick<DigestRequest, 'withPackets'>) => Promise<FileDigests>;

/** Reads all of a file. @throws Error where it cannot be read */
export async function digestFile(file: Blob, { budgetMs, withPackets }: DigestRequest): Promise<FileDigests> {
  const [sha256, packets] = await Promise.all([
    // A browser hashes on a thread of its own.
    sha256Of(file, budgetMs === null ? null : budgetMs / 2),
    // What is wrong with them is told by whoever reads them again.
    withPackets ? packetHashes(file).catch(() => null) : null,
  ]);
  return { sha256, packets };
}

async function packetHashes(file: Blob): Promise<string[]> {
  const packets = await readPackets(file);
  try {
    return await packets.hashes();
  } finally {
    packets.dispose();
  }
}
