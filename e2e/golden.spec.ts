import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { decode } from 'fast-png';
import type { GoldenReport } from '../src/cli/terminal-golden';
import { readFrameCode } from './frame-code';
import { runScript } from './terminal';

const frameCode = 'e2e/compositions/frame-code.ts';

let folder: string;
let dir: string[];
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepframe-golden-'));
  dir = ['--dir', folder];
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

async function golden(...args: readonly string[]): Promise<{ exitCode: number | null; report: GoldenReport }> {
  const { exitCode, stdout, stderr } = await runScript('golden', ...args, ...dir, '--json');
  expect(stderr).toMatch(/^(Building the export page …\n)?$/);
  return { exitCode, report: JSON.parse(stdout) as GoldenReport };
}

test('golden frames are registered, compared, updated and removed', async () => {
  const registered = await golden('register', '--composition', frameCode, '--frames', '7,30-31');
  expect(registered.exitCode).toBe(0);
  const kept = join(folder, 'frame-code');
  expect((await readdir(kept)).sort()).toEqual([
    '000007-640x360.png',
    '000030-640x360.png',
    '000031-640x360.png',
    'golden.json',
  ]);
  const png = decode(await readFile(join(kept, '000030-640x360.png')));
  const red = Uint8Array.from({ length: 640 * 360 }, (_, pixel) => png.data[pixel * 3]!);
  expect(readFrameCode(red, 640, 360)).toBe(30);

  const same = await golden('compare', '--composition', frameCode);
  expect(same.report.frames.map(({ frame, passed }) => [frame, passed])).toEqual([
    [7, true],
    [30, true],
    [31, true],
  ]);
  expect(same.exitCode).toBe(0);

  // As if the composition had changed since.
  const list = join(kept, 'golden.json');
  const listed = JSON.parse(await readFile(list, 'utf8')) as { frames: { sha256: string }[] };
  listed.frames[2]!.sha256 = listed.frames[1]!.sha256;
  await copyFile(join(kept, '000030-640x360.png'), join(kept, '000031-640x360.png'));
  await writeFile(list, JSON.stringify(listed));
  const differing = await golden('compare', '--composition', frameCode);
  expect(differing.report.frames.map(({ passed }) => passed)).toEqual([true, true, false]);
  expect(differing.exitCode).toBe(4);
  const told = await runScript('golden', 'compare', '--composition', frameCode, '--frames', '31', ...dir);
  expect(told.stdout).toContain('DIFFERS frame-code 31');

  expect((await golden('update', '--composition', frameCode, '--frames', '31')).exitCode).toBe(0);
  expect((await golden('compare', '--composition', frameCode)).exitCode).toBe(0);

  await golden('remove', '--composition', frameCode, '--frames', '7');
  const left = await golden('list');
  expect(left.report.frames).toEqual(
    [30, 31].map((frame) => ({ compositionId: 'frame-code', frame, width: 640, height: 360 })),
  );
  await golden('remove', '--composition', 'frame-code');
  expect(await readdir(folder)).toEqual([]);
});

test('golden frames are told apart by their size', async () => {
  const small = ['--width', '320', '--height', '180'];
  await golden('register', '--composition', frameCode, '--frames', '3');
  await golden('register', '--composition', frameCode, '--frames', '3', ...small);
  const all = await golden('compare', '--composition', frameCode);
  expect(all.report.frames.map(({ width, passed }) => [width, passed])).toEqual([
    [320, true],
    [640, true],
  ]);
  const one = await golden('compare', '--composition', frameCode, '--frames', '3', ...small);
  expect(one.report.frames.map(({ width }) => width)).toEqual([320]);
});

test('golden frames that are there, are not there, or cannot be, are refused', async () => {
  await golden('register', '--composition', frameCode, '--frames', '0');
  for (const [action, frames, detail] of [
    ['register', '5,0', 'golden-frame-exists'],
    ['register', '90', 'range-outside'],
    ['compare', '5', 'golden-frame-missing'],
    ['update', '5', 'golden-frame-missing'],
  ] as const) {
    const asked = [action, '--composition', frameCode, '--frames', frames];
    const { exitCode, stdout, stderr } = await runScript('golden', ...asked, ...dir);
    expect(stderr).toContain(`invalid-input (${detail})`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  }
  expect(await readdir(join(folder, 'frame-code'))).toEqual(['000000-640x360.png', 'golden.json']);
});
