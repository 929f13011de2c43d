/** `npm run verify-audit`: whether an audit trail is as it was written. */
import { readFile } from 'node:fs/promises';
import type { AuditVerification } from '../audit/audit-entry';
import { verifyJsonLines } from '../audit/verify-chain';
import { ExportError } from '../errors';
import { runCommand } from './command-line';
import { parseVerifyAuditCommand, verifyAuditUsage } from './verify-audit-arguments';

const broken = 4;

await runCommand(async (args, folder) => {
  const command = parseVerifyAuditCommand(args, folder);
  if (command.kind === 'help') return { text: verifyAuditUsage };
  const { file, head, json } = command;
  const found = await verifyJsonLines(await read(file), head);
  // A trail with a single line left that can be read is broken; without one it is something else.
  if (found.readable === 0) throw noTrail(file);
  return { text: json ? JSON.stringify(found) : describe(found, head), exitCode: found.whole ? 0 : broken };
});

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ExportError('invalid-input', {
      detail: 'unreadable-file',
      stage: 'check',
      message: `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: 'Give the path of a file that you may read.',
      cause,
    });
  }
}

function noTrail(file: string): ExportError {
  return new ExportError('invalid-input', {
    detail: 'no-audit-trail',
    stage: 'check',
    message: `${file} has no entry of an audit trail.`,
    remedy: 'Give the file that exporter.audit.exportJsonLines() wrote, as it was written.',
  });
}

function describe({ whole, entries, head, faults }: AuditVerification, noted: string | undefined): string {
  if (!whole) return faults.map(({ line, kind, message }) => `line ${line}: ${kind}: ${message}`).join('\n');
  const count = entries === 1 ? '1 entry' : `${entries} entries`;
  const untold =
    noted === undefined
      ? ['That nothing was cut off at the end can be seen only with --head and a hash noted before.']
      : [];
  return [`The trail is whole: ${count}, the last with the hash ${head}.`, ...untold].join('\n');
}
