/** The trail itself, loaded when the first export begins or someone asks for it. */
import type { AuditVerification } from './audit-entry';
import { readEntries } from './audit-database';
import { jsonLines } from './hash-chain';
import { verifyJsonLines } from './verify-chain';

export { appendEntries, readEntries } from './audit-database';

/** One entry a line. @throws ExportError `storage` */
export async function readJsonLines(): Promise<string> {
  return jsonLines(await readEntries());
}

/** @throws ExportError `storage` */
export async function verifyStored(head?: string): Promise<AuditVerification> {
  return verifyJsonLines(await readJsonLines(), head);
}
