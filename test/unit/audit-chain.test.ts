import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuditContent, AuditEntry, AuditEvent } from '../../src/audit/audit-entry';
import { canonicalJson } from '../../src/audit/canonical-json';
import { jsonLines, noPrevious, openHashChain, type HashChain } from '../../src/audit/hash-chain';
import { verifyJsonLines } from '../../src/audit/verify-chain';

const chain: HashChain = await openHashChain();

function content(number: number, event: AuditEvent = 'started'): AuditContent {
  return {
    version: 1,
    at: `2026-05-31T18:00:0${number}.000Z`,
    event,
    userId: 'ümläut',
    exportId: `export-${number}`,
    passId: `export-${number}`,
    composition: { id: 'blend', name: 'Blend', version: null },
    settings: null,
    engine: 'webcodecs',
    secondsElapsed: 0.1 + 0.2,
    file: null,
    quality: null,
    error: null,
  };
}

function chained(contents: readonly AuditContent[], last: AuditEntry | null = null): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (const each of contents) entries.push(chain.seal(each, entries.at(-1) ?? last));
  return entries;
}

const six = chained([1, 2, 3, 4, 5, 6].map((number) => content(number)));
const lines = jsonLines(six).trimEnd().split('\n');
const text = (some: readonly string[]): string => some.map((line) => `${line}\n`).join('');
const edited = (at: number, edit: (line: string) => string): string[] => lines.with(at, edit(lines[at]!));

async function faults(some: readonly string[], head?: string): Promise<string[]> {
  const found = await verifyJsonLines(text(some), head);
  expect(found.whole).toBe(found.faults.length === 0);
  return found.faults.map(({ kind, line }) => `${kind} ${line}`);
}

describe('canonical JSON', () => {
  it('is what RFC 8785, 3.2.2 and 3.2.3, shows', () => {
    const numbers = [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0];
    expect(canonicalJson({ string: '€$\u000f\nA\'B"\\\\"/', numbers, literals: [null, true, false] })).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const inOrder = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    const written = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(written).toBe(`{${inOrder.map((key) => `${JSON.stringify(key)}:0`).join(',')}}`);
  });
});

describe('the chain', () => {
  it('numbers entries from 1 and hangs each on the one before', () => {
    expect(six.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(six.map(({ previous }) => previous)).toEqual([noPrevious, ...six.slice(0, 5).map(({ hash }) => hash)]);
  });

  it('hashes what any other program would', () => {
    for (const line of lines) {
      const [, own] = /"hash":"([\da-f]{64})",/.exec(line)!;
      const rest = line.replace(/"hash":"[\da-f]{64}",/, '');
      expect(createHash('sha256').update(rest).digest('hex')).toBe(own);
    }
  });
});

describe('a whole trail', () => {
  it('is found whole', async () => {
    const { whole, entries, readable, head } = await verifyJsonLines(jsonLines(six));
    expect({ whole, entries, readable, head }).toEqual({ whole: true, entries: 6, readable: 6, head: six[5]!.hash });
  });

  it('may have its lines ended as Windows does, or the last one not at all', async () => {
    expect((await verifyJsonLines(lines.join('\r\n'))).whole).toBe(true);
  });

  it('may have gone on since its head was noted', async () => {
    for (const { hash } of six) expect(await faults(lines, hash)).toEqual([]);
    expect(await faults(lines, six[2]!.hash.toUpperCase())).toEqual([]);
  });

  it('may be empty', async () => {
    expect(await verifyJsonLines('')).toEqual({ whole: true, entries: 0, readable: 0, head: null, faults: [] });
  });
});

describe('a broken trail', () => {
  it.each(lines.map((_, at) => at))('changed in a value, line %i from 0', async (at) => {
    expect(await faults(edited(at, (line) => line.replace('"Blend"', '"Bland"')))).toEqual([`changed ${at + 1}`]);
  });

  it('every byte of an entry counts', async () => {
    const line = lines[2]!;
    for (let at = 0; at < line.length; at++) {
      const other = line[at] === '7' ? '8' : '7';
      const found = await faults(edited(2, () => line.slice(0, at) + other + line.slice(at + 1)));
      expect(found, `character ${at}`).toContain('changed 3');
    }
  });

  it('changed and sealed anew', async () => {
    const forged = chain.seal({ ...content(3), userId: 'someone else' }, six[1]!);
    expect(await faults(edited(2, () => canonicalJson(forged)))).toEqual(['changed 3']);
  });

  it('changed so that other programs read something else', async () => {
    const twice = (line: string): string => line.replace('{', '{"userId":"someone else",');
    expect(await faults(edited(3, twice))).toEqual(['changed 4']);
    expect(await faults(edited(3, (line) => line.replace(':', ': ')))).toEqual(['changed 4']);
  });

  it('a line that is no entry', async () => {
    for (const junk of ['', 'null', '[]', '{"sequence":4}', '{', '{"sequence":0,"previous":"","hash":""}']) {
      expect(await faults(edited(3, () => junk)), junk).toEqual(['changed 4']);
    }
  });

  it('one or several missing', async () => {
    expect(await faults(lines.toSpliced(2, 1))).toEqual(['missing 3']);
    expect(await faults(lines.toSpliced(1, 3))).toEqual(['missing 2']);
    expect(await faults([lines[0]!, lines[2]!, lines[5]!])).toEqual(['missing 2', 'missing 3']);
  });

  it('missing beside a line that is no entry', async () => {
    expect(await faults([lines[0]!, 'junk', lines[3]!])).toEqual(['changed 2', 'missing 3']);
  });

  it('cut off at the head', async () => {
    expect(await faults(lines.slice(1))).toEqual(['cut-off-head 1']);
    expect(await faults(lines.slice(4))).toEqual(['cut-off-head 1']);
  });

  it('cut off at the head and numbered anew', async () => {
    const renumbered = { ...six[1]!, sequence: 1 };
    const forged = canonicalJson({ ...renumbered, hash: chain.hashOf(renumbered) });
    expect((await faults([forged]))[0]).toBe('changed 1');
  });

  it('reordered', async () => {
    const [one, two, three, four, five, last] = lines as [string, string, string, string, string, string];
    expect(await faults([one, three, two, four, five, last])).toEqual(['reordered 3']);
    expect(await faults([two, three, four, five, last, one])).toEqual(['reordered 6']);
    expect(await faults([last, one, two, three, four, five])).toContain('reordered 2');
  });

  it('repeated', async () => {
    expect(await faults([...lines.slice(0, 3), lines[1]!, ...lines.slice(3)])).toEqual(['repeated 4']);
  });

  it('forked', async () => {
    const fork = jsonLines(chained([content(7), content(8)], six[3]))
      .trimEnd()
      .split('\n');
    expect(await faults([...lines, ...fork])).toEqual(expect.arrayContaining(['repeated 7', 'repeated 8']));
  });

  it('cut off at the tail, which only a hash noted elsewhere tells', async () => {
    expect(await faults(lines.slice(0, 4))).toEqual([]);
    expect(await faults(lines.slice(0, 4), six[5]!.hash)).toEqual(['cut-off-tail 4']);
    expect(await faults([], six[5]!.hash)).toEqual(['cut-off-tail 0']);
  });

  it('written anew from some entry on, which only a hash noted elsewhere tells', async () => {
    const anew = [...six.slice(0, 3), ...chained([content(8), content(9), content(7)], six[2])];
    const written = jsonLines(anew).trimEnd().split('\n');
    expect(await faults(written)).toEqual([]);
    expect(await faults(written, six[5]!.hash)).toEqual(['cut-off-tail 6']);
  });
});
