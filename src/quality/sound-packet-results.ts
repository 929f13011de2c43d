import type { FileFacts } from './checks/file-facts';
import { soundPackets } from './checks/mediabunny-sound';
import { openRunningHash } from './file-hash';
import type { CheckResult } from './report';

const base = {
  id: 'sound-packets',
  category: 'sound',
  title: 'Packets of the sound',
  source: 'The packets as the encoder made them',
} as const;

/** Whether the file holds the sound's packets bit by bit, where it is known what they were: damage too small to be heard. */
export async function soundPacketResults(
  file: Blob,
  { sound, structure }: FileFacts,
  encoded: string | null,
): Promise<CheckResult[]> {
  if (encoded === null || !sound || structure.problems.length > 0) return [];
  const remedy = 'The file is damaged: export again, and look whether the disk is in order.';
  const hash = await openRunningHash();
  try {
    for await (const bytes of soundPackets(file)) hash.update(bytes);
  } catch (cause) {
    const message = `They cannot all be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    return [{ ...base, status: 'fail', message, remedy }];
  }
  if (hash.read() === encoded) return [{ ...base, status: 'pass', message: 'All are in the file, bit by bit.' }];
  return [{ ...base, status: 'fail', message: 'They are not as they were encoded.', remedy }];
}
