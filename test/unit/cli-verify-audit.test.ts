import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AuditContent, AuditEntry, AuditVerification } from '../../src/audit/audit-entry';
import { jsonLines, openHashChain } from '../../src/audit/hash-chain';
import { parseVerifyAuditCommand } from '../../src/cli/verify-audit-arguments';

const folder = mkdtempSync(join(tmpdir(), 'stepframe-verify-audit-'));
const packageFolder = resolve(import.meta.dirname, '../..');
const command = join(packageFolder, 'src/cli/verify-audit.ts');

interface Run {
  code: number;
  out: string;
  err: string;
}

/** As npm runs it, from a folder of the user's. */
function verify(...args: string[]): Promise<Run> {
  const env = { ...process.env, INIT_CWD: folder };
  return new Promise((done) => {
    execFile('node', ['--import', 'tsx', command, ...args], { cwd: packageFolder, env }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

const chain = await openHashChain();
const trail: AuditEntry[] = [];
for (const event of ['started', 'paused', 'resumed', 'completed'] as const) {
  trail.push(chain.seal({ version: 1, event, exportId: 'one' } as AuditContent, trail.at(-1) ?? null));
}
const head = trail[3]!.hash;
writeFileSync(join(folder, 'whole.jsonl'), jsonLines(trail));
writeFileSync(join(folder, 'short.jsonl'), jsonLines(trail.slice(0, 3)));
writeFileSync(join(folder, 'changed.jsonl'), jsonLines(trail).replace('paused', 'PAUSED'));
writeFileSync(join(folder, 'empty.jsonl'), '');
writeFileSync(join(folder, 'other.jsonl'), '{"name":"something else"}\n');

describe('verify-audit', () => {
  it('finds a whole trail whole, and says what it cannot see', async () => {
    const { code, out, err } = await verify('whole.jsonl');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`4 entries, the last with the hash ${head}`);
    expect(out).toContain('--head');
    expect((await verify('whole.jsonl', '--head', trail[1]!.hash)).out).not.toContain('--head');
  }, 30_000);

  it('says at which line a trail is broken, and how', async () => {
    const { code, out } = await verify('changed.jsonl');
    expect([code, out]).toEqual([4, 'line 2: changed: Entry 2 was changed: it does not have the hash it says.\n']);
    const short = await verify('short.jsonl', '--head', head, '--json');
    expect(short.code).toBe(4);
    const found = JSON.parse(short.out) as AuditVerification;
    expect(found).toMatchObject({ whole: false, entries: 3, head: trail[2]!.hash });
    expect(found.faults).toMatchObject([{ kind: 'cut-off-tail', line: 3 }]);
  }, 30_000);

  it.each(['empty.jsonl', 'other.jsonl', 'none.jsonl'])('cannot read %s', async (file) => {
    const { code, out, err } = await verify(file);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(file);
  });

  it('reads its command line', () => {
    const read = (line: string) => parseVerifyAuditCommand(line.split(' ').filter(Boolean), folder);
    const file = join(folder, 'a.jsonl');
    expect(read('a.jsonl')).toEqual({ kind: 'verify', file, json: false });
    expect(read(`--json --head ${head.toUpperCase()} a.jsonl`)).toEqual({ kind: 'verify', file, head, json: true });
    expect(read('--help')).toEqual({ kind: 'help' });
    for (const wrong of ['', 'a.jsonl b.jsonl', 'a.jsonl --head 12', 'a.jsonl --tail']) {
      expect(() => read(wrong), wrong).toThrow(expect.objectContaining({ code: 'invalid-input', stage: 'configure' }));
    }
  });
});
