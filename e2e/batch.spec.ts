import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import type { BatchDryRun } from '../src/queue/batch-dry-run';
import type { BatchIssue } from '../src/queue/batch-issue';
import type { BatchManifest, BatchReport } from '../src/queue/batch-report';
import { readFrameCode } from './frame-code';
import { decodeLuma } from './media';
import { runExport, startExport } from './terminal';

const module = (name: string): string => resolve(import.meta.dirname, `compositions/${name}.ts`);
const frameCode = { composition: module('frame-code'), preset: 'webm-vp9', width: 320, frames: '0-9' };

let folder: string;
let batchFile: string;
let out: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepframe-batch-'));
  batchFile = join(folder, 'batch.json');
  out = join(folder, 'out');
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(batch: object): Promise<void> {
  await writeFile(batchFile, JSON.stringify({ outDir: 'out', ...batch }));
}

async function frameCodes(file: string): Promise<number[]> {
  return (await decodeLuma(join(out, file), 320, 180)).map((luma) => readFrameCode(luma, 320, 180));
}

const count = (from: number, length: number): number[] => Array.from({ length }, (_, index) => from + index);

test('exports what a batch lists, what fails besides, and says so line by line', async () => {
  await write({
    items: [
      { id: 'last', ...frameCode, out: 'films/deep/last.webm', frames: '5-9', after: ['first'] },
      { id: 'broken', composition: module('throws-at-five'), preset: 'webm-vp9' },
      { id: 'first', ...frameCode, out: 'first.mp4', preset: 'mp4-h264', priority: 'high' },
      { id: 'never', ...frameCode, out: 'never.webm', after: ['broken'] },
      { id: 'pictures', ...frameCode, preset: 'png-sequence', frames: { first: 3, last: 4 } },
    ],
  });
  const manifestFile = join(folder, 'told/manifest.json');
  const { exitCode, stdout } = await runExport('--batch', batchFile, '--manifest', manifestFile);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.pop()).toMatch(/^3 of 5 exports complete, 2 failed: \d+\.\d\d MB in \d+\.\d s$/);
  expect(lines).toHaveLength(5);
  const first = /^complete {2}first {2}first\.mp4 {2}\d\.\d\d MB {2}\d+\.\d s {2}\d+ points$/;
  const [firstAt, lastAt] = [first, /^complete {2}last /].map((wanted) => lines.findIndex((line) => wanted.test(line)));
  expect(firstAt).toBeGreaterThanOrEqual(0);
  expect(lastAt).toBeGreaterThan(firstAt!);
  expect(stdout).toMatch(/^complete {2}last {2}films\/deep\/last\.webm {2}/m);
  expect(stdout).toMatch(/^complete {2}pictures {2}pictures {2}/m);
  expect(stdout).toMatch(/^failed {2}broken {2}capture \(render-threw\): .*frame 5/m);
  expect(stdout).toMatch(/^failed {2}never {2}capture \(job-after-failed\): /m);
  expect(exitCode).toBe(1);

  expect((await readdir(out)).sort()).toEqual(['films', 'first.mp4', 'pictures']);
  expect(await frameCodes('first.mp4')).toEqual(count(0, 10));
  expect(await frameCodes('films/deep/last.webm')).toEqual(count(5, 5));
  const { files } = JSON.parse(await readFile(manifestFile, 'utf8')) as BatchManifest;
  expect(files.map(({ path }) => path)).toEqual([
    'films/deep/last.webm',
    'first.mp4',
    'pictures/frame-code.0000.png',
    'pictures/frame-code.0001.png',
  ]);
  for (const { path, byteLength, sha256 } of files) {
    const bytes = await readFile(join(out, path));
    expect({ byteLength, sha256 }, path).toEqual({
      byteLength: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  }
});

test('stops at an error where it is told to, and prints one object where it is asked for', async () => {
  await write({
    maxConcurrent: 1,
    onError: 'stop',
    items: [
      { id: 'broken', composition: module('throws-at-five'), preset: 'webm-vp9' },
      ...count(0, 4).map((i) => ({ id: `n${i}`, ...frameCode })),
    ],
  });
  const { exitCode, stdout } = await runExport('--batch', batchFile, '--json');
  const report = JSON.parse(stdout) as BatchReport;
  expect(report).toMatchObject({ state: 'failed', failed: 1 });
  expect(report.items[0]).toMatchObject({ state: 'failed', file: null, error: { detail: 'render-threw' } });
  // One that was begun at once may have been over before the failure was heard of.
  for (const { state, error } of report.items.slice(2)) {
    expect([state, error?.detail]).toEqual(['cancelled', 'batch-stopped']);
  }
  expect(exitCode).toBe(1);
  const written = report.items.flatMap(({ file }) => file ?? []);
  expect(await readdir(out).catch(() => [])).toEqual(written);
});

test('refuses a batch with everything that is wrong with it, and writes nothing', async () => {
  await mkdir(out);
  await symlink(tmpdir(), join(out, 'elsewhere'));
  await write({
    items: [
      { id: 'a', ...frameCode, composition: 'absent' },
      { id: 'b', ...frameCode, preset: './absent.json' },
      { id: 'b', ...frameCode, out: '../outside.webm' },
      { id: 'd', ...frameCode, width: 321, height: 180 },
      { id: 'e', ...frameCode, frames: '0-90', colour: 'red' },
      { id: 'f', ...frameCode, composition: resolve(import.meta.dirname, 'media.ts') },
      { id: 'g', ...frameCode, after: ['h'] },
      { id: 'h', ...frameCode, after: ['g'] },
      { id: 'i', ...frameCode, out: 'elsewhere/i.webm' },
    ],
  });
  const expected = [
    'items[0].composition (unknown-composition)',
    'items[1].preset (file-missing)',
    'items[2].id (duplicate-id)',
    'items[2].out (out-escapes)',
    'items[3].width (odd-size)',
    'items[4].colour (batch-invalid)',
    'items[5].composition (module-invalid)',
    'items[6].after (after-circle)',
    'items[8].out (out-escapes)',
  ];
  const { exitCode, stdout, stderr } = await runExport('--batch', batchFile);
  expect(stderr.match(/items\[\d\]\.\w+ \([a-z-]+\)/g)).toEqual(expected);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(await readdir(folder)).toEqual(['batch.json', 'out']);
  expect(await readdir(out)).toEqual(['elsewhere']);

  const dry = await runExport('--batch', batchFile, '--dry-run', '--json');
  const { issues } = JSON.parse(dry.stdout) as { issues: BatchIssue[] };
  expect(issues.map(({ path, detail }) => `${path} (${detail})`)).toEqual(expected);
  expect(dry.exitCode).toBe(2);
});

test('is tried without being exported', async () => {
  await write({
    items: [
      { id: 'a', ...frameCode },
      { id: 'b', composition: 'blend', preset: 'prores-422', frames: '0-29' },
    ],
  });
  const { exitCode, stdout } = await runExport('--batch', batchFile, '--dry-run', '--json');
  const dry = JSON.parse(stdout) as BatchDryRun;
  expect(dry.issues).toEqual([]);
  expect(dry.items).toMatchObject([
    { id: 'a', out: 'a.webm', width: 320, height: 180, frames: 10, basis: 'rough' },
    { id: 'b', out: 'b.mov', frames: 30, durationSeconds: 1 },
  ]);
  expect(exitCode).toBe(0);
  expect(await readdir(folder)).toEqual(['batch.json']);
});

test('goes on after an interruption with what is not finished', async () => {
  const slow = { composition: module('slow-second-segment'), preset: 'webm-vp9' };
  await write({
    items: [
      { id: 'quick', ...frameCode, priority: 'high' },
      { id: 'slow', ...slow },
    ],
  });
  const { child, ended } = startExport(['--batch', batchFile]);
  let stdout = '';
  child.stdout!.on('data', (text: string) => (stdout += text));
  await expect.poll(() => stdout, { timeout: 60_000 }).toContain('complete  quick');
  const { mtimeMs } = await stat(join(out, 'quick.webm'));
  process.kill(-child.pid!, 'SIGINT');
  const { stderr } = await ended;
  expect(stderr).toContain('cancelled (cancelled)');
  expect(stderr).toContain('the same command with --resume continues it.');
  expect((await readdir(out)).sort()).toEqual(['.batch.json.stepframe', 'quick.webm']);

  const resumed = await runExport('--batch', batchFile, '--resume', '--json');
  expect(resumed.exitCode).toBe(0);
  const report = JSON.parse(resumed.stdout) as BatchReport;
  expect(report.items).toMatchObject([
    { id: 'quick', state: 'complete', file: 'quick.webm' },
    { id: 'slow', state: 'complete', file: 'slow.webm' },
  ]);
  expect((await stat(join(out, 'quick.webm'))).mtimeMs).toBe(mtimeMs);
  expect(await frameCodes('slow.webm')).toEqual(count(0, 240));
  expect((await readdir(out)).sort()).toEqual(['quick.webm', 'slow.webm']);
});
