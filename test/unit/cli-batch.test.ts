import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/cli/arguments';
import { findParts, readBatchFile } from '../../src/cli/batch-file';
import { BatchOutputs, checkTargets, type BatchTarget } from '../../src/cli/batch-outputs';
import { describeBatchAnswer } from '../../src/cli/batch-text';
import { startServer, type StaticServer } from '../../src/cli/static-server';
import { reportBatch } from '../../src/queue/batch-report';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepframe-cli-batch-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the command line of a batch', () => {
  const parse = (line: string): unknown => parseCommand(line.split(' '), folder);
  beforeEach(() => writeFile(join(folder, 'b.json'), '{}'));

  it('is read', () => {
    const file = join(folder, 'b.json');
    expect(parse('--batch b.json')).toEqual({ kind: 'batch', file, dryRun: false, resume: false, json: false });
    expect(parse('--batch b.json --check off --manifest m.json --resume --json')).toEqual({
      ...{ kind: 'batch', file, dryRun: false, check: 'off', resume: true, json: true },
      manifest: join(folder, 'm.json'),
    });
    expect(parse('--batch ./b.json --dry-run')).toMatchObject({ dryRun: true });
  });

  it.each([
    ['--batch b.json --out a.mp4', 'flag-conflict'],
    ['--batch b.json --list', 'flag-conflict'],
    ['--batch b.json --dry-run --resume', 'flag-conflict'],
    ['--composition blend --preset mp4-h264 --out a.mp4 --dry-run', 'flag-conflict'],
    ['--batch absent.json', 'file-missing'],
    ['--batch b.json --check all', 'bad-check'],
  ])('refuses %s', (line, detail) => {
    expect(() => parse(line)).toThrow(expect.objectContaining({ code: 'invalid-input', stage: 'configure', detail }));
  });
});

describe('a batch file', () => {
  it('says where its files go, from its own folder', async () => {
    const file = join(folder, 'b.json');
    for (const [outDir, wanted] of [
      [undefined, folder],
      ['films', join(folder, 'films')],
      ['/elsewhere', '/elsewhere'],
      [7, folder],
    ]) {
      await writeFile(file, `\ufeff${JSON.stringify({ outDir, items: [] })}`);
      expect(await readBatchFile(file)).toMatchObject({ folder, outDir: wanted });
    }
  });

  it.each([
    ['{', 'batch-not-json'],
    ['', 'batch-not-json'],
    [' '.repeat(8_000_001), 'batch-too-large'],
  ])('of %# is refused', async (text, detail) => {
    const file = join(folder, 'b.json');
    await writeFile(file, text);
    await expect(readBatchFile(file)).rejects.toMatchObject({ code: 'invalid-input', stage: 'configure', detail });
    await expect(readBatchFile(folder)).rejects.toMatchObject({ detail: 'batch-unreadable' });
  });

  it('names modules and presets from its folder, each found once or not at all', async () => {
    await writeFile(join(folder, 'mine.ts'), 'export default { id: "mine" };');
    await writeFile(join(folder, 'bad.json'), '{}');
    const item = (composition: unknown, preset: unknown): object => ({ id: 'x', composition, preset });
    const items = [
      item('blend', 'mp4-h264'),
      item('./mine.ts', './bad.json'),
      item('./mine.ts', 'absent.json'),
      item('absent.ts', 7),
      null,
    ];
    const { compositions, presets, routes } = await findParts({ batch: { items }, folder, outDir: folder });
    expect(compositions).toMatchObject([
      ['./mine.ts', { kind: 'module', url: '/module/0/composition.bundle.js' }],
      ['absent.ts', { detail: 'file-missing' }],
    ]);
    expect(presets.slice(-2)).toMatchObject([
      ['./bad.json', { detail: 'preset-invalid' }],
      ['absent.json', { detail: 'file-missing' }],
    ]);
    expect(Object.keys(routes)).toEqual(['/module/0/composition.bundle.js', '/module/0/']);
    expect(await findParts({ batch: null, folder, outDir: folder })).toMatchObject({ compositions: [] });
  });
});

function target(out: string, change: Partial<BatchTarget> = {}): BatchTarget {
  return { id: 'a', index: 3, out, format: 'mp4', ...change };
}

describe('files on this disk', () => {
  const details = async (...targets: BatchTarget[]): Promise<[string, string][]> =>
    (await checkTargets(join(folder, 'out'), targets)).map(({ path, detail }) => [path, detail]);

  it('may be new, in new folders, or in the place of older ones', async () => {
    expect(await details(target('a.mp4'), target('deep/er/b.mp4'))).toEqual([]);
    await mkdir(join(folder, 'out/pictures'), { recursive: true });
    await writeFile(join(folder, 'out/a.mp4'), 'older');
    expect(await details(target('a.mp4'), target('pictures', { format: 'png-sequence' }))).toEqual([]);
  });

  it('stay within outDir, whatever links say, and do not take the place of folders', async () => {
    await mkdir(join(folder, 'out/taken'), { recursive: true });
    await mkdir(join(folder, 'out/inside'));
    await writeFile(join(folder, 'out/file'), '');
    await symlink(folder, join(folder, 'out/away'));
    await symlink(join(folder, 'out/inside'), join(folder, 'out/near'));
    await symlink(join(folder, 'nowhere'), join(folder, 'out/link.mp4'));
    expect(await details(target('away/a.mp4'))).toEqual([['items[3].out', 'out-escapes']]);
    expect(await details(target('away/new/a.mp4'))).toEqual([['items[3].out', 'out-escapes']]);
    expect(await details(target('link.mp4'))).toEqual([['items[3].out', 'out-escapes']]);
    expect(await details(target('near/a.mp4'))).toEqual([]);
    expect(await details(target('taken'))).toEqual([['items[3].out', 'out-unusable']]);
    expect(await details(target('file/a.mp4'))).toEqual([['items[3].out', 'out-unusable']]);
    expect(await details(target('file', { format: 'png-sequence' }))).toEqual([['items[3].out', 'out-unusable']]);
  });

  it('are under their names when they are whole, and not before', async () => {
    const out = join(folder, 'out');
    const partials = join(folder, 'partials');
    await mkdir(partials);
    const outputs = new BatchOutputs(out, [target('films/a.mp4'), target('b.mp4', { id: 'b', index: 4 })], partials);
    const server: StaticServer = await startServer({ '/sinks/': outputs.route() });
    const put = async (id: string, query: string, body = ''): Promise<number> =>
      (await fetch(`http://127.0.0.1:${server.port}/sinks/${id}?${query}`, { method: 'PUT', body })).status;
    try {
      expect(await put('a', 'begin=')).toBe(200);
      expect(await put('a', 'position=0', 'of an attempt that failed')).toBe(200);
      expect(await put('a', 'begin=')).toBe(200);
      expect(await put('a', 'position=3', 'def')).toBe(200);
      expect(await put('a', 'position=0', 'abc')).toBe(200);
      expect(await readdir(folder)).toEqual(['partials']);
      expect(await put('a', 'commit=6')).toBe(200);
      expect(await readFile(join(out, 'films/a.mp4'), 'utf8')).toBe('abcdef');
      expect(outputs.file('a')).toEqual({
        ...{ path: 'films/a.mp4', byteLength: 6 },
        sha256: 'bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721',
      });
      // Fewer than were said, of an item that is none, and never begun.
      expect(await put('b', 'begin=')).toBe(200);
      expect(await put('b', 'position=0', 'x')).toBe(200);
      expect(await put('b', 'commit=2')).toBe(500);
      expect(await put('c', 'begin=')).toBe(500);
      expect(await put('a', 'position=0', 'x')).toBe(500);
      expect(outputs.file('b')).toBeNull();
      await outputs.discard();
      expect(await readdir(out, { recursive: true })).toEqual(['films', 'films/a.mp4']);
      expect(await readdir(partials)).toEqual([]);

      const later = new BatchOutputs(out, [target('films/a.mp4')], partials);
      expect(await later.find('a', 7)).toBeNull();
      expect(await later.find('a', 6)).toEqual(outputs.file('a'));
    } finally {
      await server.close();
    }
  });
});

describe('what is printed of a batch', () => {
  const report = reportBatch('batch', [], { startedAt: 0, ms: 1500, wasCancelled: false });
  const issue = { severity: 'error', code: 'invalid-input', detail: 'batch-empty', path: 'items', item: null } as const;
  const issues = [{ ...issue, message: 'The batch has no items.', remedy: 'Put one in it.' }];

  it('goes where it belongs', () => {
    const errors = 'error items (batch-empty): The batch has no items. Put one in it.';
    expect(describeBatchAnswer({ kind: 'refused', issues }, false)).toEqual({ text: '', errors, exitCode: 2 });
    expect(describeBatchAnswer({ kind: 'refused', issues }, true)).toMatchObject({ text: JSON.stringify({ issues }) });
    const done = { kind: 'done', issues: [], outDir: '/out' } as const;
    expect(describeBatchAnswer({ ...done, report }, false)).toEqual({
      ...{ text: '0 of 0 exports complete: 0.00 MB in 1.5 s', exitCode: 0 },
    });
    expect(describeBatchAnswer({ ...done, report: { ...report, state: 'failed' } }, true)).toMatchObject({
      exitCode: 1,
    });
  });
});
