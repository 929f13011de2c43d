import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parsed } from './argument-values';
import { badArgument } from './bad-argument';

/** What `verify-audit` was asked to do. The path is absolute. */
export type VerifyAuditCommand = { kind: 'help' } | { kind: 'verify'; file: string; head?: string; json: boolean };

export const verifyAuditUsage = `Usage:
  npm run verify-audit -- <file.jsonl> [--head HASH] [--json]

  <file.jsonl>      an audit trail as exporter.audit.exportJsonLines() writes it, one entry a line
  --head HASH       the hash of an entry that was noted elsewhere, such as the last one of an earlier look: it must be
                    there still. Without it nobody can see that the end was cut off or written anew
  --json            print one JSON object
  --help            print this

Exit code: 0 the trail is whole, 4 it is broken, 1 the file is no audit trail or cannot be read, 2 the arguments are wrong,
130 interrupted.`;

const options = {
  head: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Reads the command line of `verify-audit`.
 *
 * @param folder what relative paths start from
 * @throws ExportError `invalid-input` with stage `configure`
 */
export function parseVerifyAuditCommand(args: readonly string[], folder: string): VerifyAuditCommand {
  const { values, positionals } = parsed(() =>
    parseArgs({ args: [...args], options, strict: true, allowPositionals: true }),
  );
  if (values.help === true) return { kind: 'help' };
  const [file, ...others] = positionals;
  if (file === undefined) throw badArgument('file-not-named', 'No file is named.');
  if (others.length > 0) throw badArgument('file-twice', `One file is verified at a time, not "${others[0]!}" too.`);
  const command = { kind: 'verify' as const, file: resolve(folder, file), json: values.json === true };
  return values.head === undefined ? command : { ...command, head: hash(values.head) };
}

function hash(text: string): string {
  if (/^[\da-f]{64}$/i.test(text)) return text.toLowerCase();
  throw badArgument('bad-hash', `--head takes the 64 hexadecimal digits of a hash, not "${text}".`);
}
