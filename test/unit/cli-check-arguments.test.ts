import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCheckCommand } from '../../src/cli/check-arguments';
import { parseGoldenCommand } from '../../src/cli/golden-arguments';

const folder = mkdtempSync(join(tmpdir(), 'stepframe-check-arguments-'));
for (const name of ['film.mp4', 'other.mp4', 'mine.ts']) writeFileSync(join(folder, name), '');
mkdirSync(join(folder, 'refs'));

const words = (line: string): string[] => line.split(' ').filter(Boolean);
const check = (line: string) => parseCheckCommand(words(line), folder);
const golden = (line: string) => parseGoldenCommand(words(line), folder);

describe('the command line of check-file', () => {
  it('reads the shortest one', () => {
    expect(check('film.mp4')).toEqual({
      kind: 'check',
      file: join(folder, 'film.mp4'),
      profile: [],
      reports: [],
      json: false,
    });
  });

  it('reads every option, wherever the file stands', () => {
    const line = '--composition mine.ts --frames 30-59 --profile mp4-h264,youtube --profile x film.mp4 --report r.html';
    expect(check(`${line} --report r.json --json`)).toEqual({
      kind: 'check',
      file: join(folder, 'film.mp4'),
      reference: { kind: 'composition', composition: { kind: 'module', path: join(folder, 'mine.ts') } },
      frames: { first: 30, last: 59 },
      profile: ['mp4-h264', 'youtube', 'x'],
      reports: [
        { path: join(folder, 'r.html'), as: 'page' },
        { path: join(folder, 'r.json'), as: 'json' },
      ],
      json: true,
    });
    expect(check('film.mp4 --reference refs')).toMatchObject({
      reference: { kind: 'folder', folder: join(folder, 'refs') },
    });
    expect(check('film.mp4 --composition blend')).toMatchObject({
      reference: { kind: 'composition', composition: { kind: 'id', id: 'blend' } },
    });
  });

  it('reads what is to be compared', () => {
    expect(check('film.mp4 --against other.mp4 --json')).toEqual({
      kind: 'compare',
      file: join(folder, 'film.mp4'),
      against: join(folder, 'other.mp4'),
      json: true,
    });
    expect(check('--help')).toEqual({ kind: 'help' });
  });

  it.each([
    ['', 'file-not-named'],
    ['absent.mp4', 'file-missing'],
    ['film.mp4 other.mp4', 'file-twice'],
    ['film.mp4 --against absent.mp4', 'file-missing'],
    ['film.mp4 --against other.mp4 --report r.html', 'flag-conflict'],
    ['film.mp4 --against other.mp4 --profile youtube', 'flag-conflict'],
    ['film.mp4 --reference refs --composition blend', 'flag-conflict'],
    ['film.mp4 --reference absent', 'file-missing'],
    ['film.mp4 --composition ./absent.ts', 'file-missing'],
    ['film.mp4 --frames 0-9', 'flag-missing'],
    ['film.mp4 --composition blend --frames 9', 'bad-range'],
    ['film.mp4 --report r.txt', 'bad-report'],
    ['film.mp4 --colour red', 'bad-flag'],
  ])('refuses "%s" as %s', (line, detail) => {
    expect(() => check(line)).toThrow(expect.objectContaining({ code: 'invalid-input', stage: 'configure', detail }));
  });
});

describe('the command line of golden', () => {
  it('reads actions, lists of frames and sizes', () => {
    expect(golden('register --composition blend --frames 90-92,0,30,91')).toEqual({
      kind: 'register',
      composition: { kind: 'id', id: 'blend' },
      frames: [0, 30, 90, 91, 92],
      dir: join(folder, 'golden'),
      json: false,
    });
    expect(golden('compare --composition mine.ts --width 64 --height 36 --dir kept --json')).toEqual({
      kind: 'compare',
      composition: { kind: 'module', path: join(folder, 'mine.ts') },
      width: 64,
      height: 36,
      dir: join(folder, 'kept'),
      json: true,
    });
    expect(golden('list')).toEqual({ kind: 'list', dir: join(folder, 'golden'), json: false });
    expect(golden('--help')).toEqual({ kind: 'help' });
  });

  it.each([
    ['', 'bad-action'],
    ['forget --composition blend', 'bad-action'],
    ['list compare', 'bad-action'],
    ['compare', 'flag-missing'],
    ['remove', 'flag-missing'],
    ['register --composition blend', 'flag-missing'],
    ['compare --composition blend --width 64', 'flag-missing'],
    ['compare --composition blend --width 0 --height 9', 'bad-number'],
    ['register --composition blend --frames 1,,2', 'bad-frames'],
    ['register --composition blend --frames 5-1', 'bad-frames'],
    ['register --composition blend --frames 0-99999999', 'bad-frames'],
    ['list --frame 3', 'bad-flag'],
  ])('refuses "%s" as %s', (line, detail) => {
    expect(() => golden(line)).toThrow(expect.objectContaining({ code: 'invalid-input', stage: 'configure', detail }));
  });
});
