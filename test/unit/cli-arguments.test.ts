import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommand, usage } from '../../src/cli/arguments';
import { ExportError } from '../../src/errors';

const folder = mkdtempSync(join(tmpdir(), 'stepframe-arguments-'));
writeFileSync(join(folder, 'mine.ts'), '');
writeFileSync(join(folder, 'mine.json'), '');
writeFileSync(join(folder, 'film.de.srt'), '');
writeFileSync(join(folder, 'film.vtt'), '');
writeFileSync(join(folder, 'a:fr'), '');

const parse = (line: string) => parseCommand(line.split(' ').filter(Boolean), folder);
const minimal = '--composition blend --preset mp4-h264 --out out/blend.mp4';

function refusal(line: string): ExportError {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof ExportError) return error;
    throw error;
  }
  throw new Error(`"${line}" was accepted.`);
}

describe('the command line', () => {
  it('reads the shortest export, paths from the folder it is given', () => {
    expect(parse(minimal)).toEqual({
      kind: 'export',
      composition: { kind: 'id', id: 'blend' },
      preset: { kind: 'id', id: 'mp4-h264' },
      out: join(folder, 'out/blend.mp4'),
      also: [],
      captions: [],
      reports: [],
      resume: false,
      json: false,
    });
  });

  it('reads every option', () => {
    expect(
      parse(
        '--composition mine.ts --preset ./mine.json --out a.mp4 --width 640 --height 360 --fps 29.97 --frames 10-19 --also mp4-h264:960x540=proxy.mp4 --also png-picture@30=poster.png --keep-references refs --title T --umid 06 --chapters film.vtt --captions film.vtt:pt-BR:default --captions film.de.srt:sidecar --captions a:fr:en --poster 12 --material-package M --product-version 2 --check fail_export --report a.html --report b.JSON --resume --json',
      ),
    ).toEqual({
      kind: 'export',
      composition: { kind: 'module', path: join(folder, 'mine.ts') },
      preset: { kind: 'file', path: join(folder, 'mine.json') },
      out: join(folder, 'a.mp4'),
      width: 640,
      height: 360,
      frameRate: { num: 30000, den: 1001 },
      frames: { first: 10, last: 19 },
      also: [
        { preset: { kind: 'id', id: 'mp4-h264' }, width: 960, height: 540, out: join(folder, 'proxy.mp4') },
        { preset: { kind: 'id', id: 'png-picture' }, frame: 30, out: join(folder, 'poster.png') },
      ],
      metadata: { title: 'T', umid: '06', materialPackageName: 'M', productVersion: '2' },
      chapters: join(folder, 'film.vtt'),
      captions: [
        { path: join(folder, 'film.vtt'), language: 'pt-BR', mode: 'embedded', sidecarType: 'vtt', default: true },
        { path: join(folder, 'film.de.srt'), language: 'de', mode: 'sidecar', sidecarType: 'srt', default: false },
        { path: join(folder, 'a:fr'), language: 'en', mode: 'embedded', sidecarType: 'vtt', default: false },
      ],
      poster: 12,
      keepReferences: join(folder, 'refs'),
      check: 'fail_export',
      reports: [
        { path: join(folder, 'a.html'), as: 'page' },
        { path: join(folder, 'b.JSON'), as: 'json' },
      ],
      resume: true,
      json: true,
    });
  });

  it.each([
    ['30', { num: 30, den: 1 }],
    ['23.976', { num: 24000, den: 1001 }],
    ['60000/1001', { num: 60000, den: 1001 }],
  ])('reads --fps %s exactly', (text, frameRate) => {
    expect(parse(`${minimal} --fps ${text}`)).toMatchObject({ frameRate });
  });

  it('takes one frame as a range', () => {
    expect(parse(`${minimal} --frames 7-7`)).toMatchObject({ frames: { first: 7, last: 7 } });
  });

  it.each([
    ['--loudness ebu', 'ebu-r128'],
    ['--loudness=atsc', 'atsc-a85'],
    ['--loudness -16', -16],
    ['--loudness=-14', -14],
    ['--loudness -19.5', -19.5],
  ])('reads %s', (flag, target) => {
    expect(parse(`${minimal} ${flag} --json`)).toMatchObject({ loudness: { target }, json: true });
  });

  it('has the file checked that is to be reported on', () => {
    expect(parse(`${minimal} --report a.htm`)).toMatchObject({ check: 'warn_user' });
    expect(parse(minimal)).not.toHaveProperty('check');
  });

  it('reads --list and --help', () => {
    expect(parse('--list')).toEqual({ kind: 'list', json: false });
    expect(parse('--list --json')).toEqual({ kind: 'list', json: true });
    expect(parse('--help --list')).toEqual({ kind: 'help' });
  });

  it.each([
    ['', 'flag-missing'],
    ['--composition blend --preset mp4-h264', 'flag-missing'],
    ['--preset mp4-h264 --out a.mp4', 'flag-missing'],
    ['--composition blend --out a.mp4', 'flag-missing'],
    [`${minimal} --colour red`, 'bad-flag'],
    [`${minimal} stray`, 'bad-flag'],
    [`${minimal} --also mp4-h264`, 'bad-also'],
    [`${minimal} --width`, 'bad-flag'],
    [`${minimal} --width --height 3`, 'bad-flag'],
    [`${minimal} --width 0`, 'bad-number'],
    [`${minimal} --width=-640`, 'bad-number'],
    [`${minimal} --width 640.5`, 'bad-number'],
    [`${minimal} --height NaN`, 'bad-number'],
    [`${minimal} --height 1e3`, 'bad-number'],
    [`${minimal} --height 99999999999999999999`, 'bad-number'],
    [`${minimal} --fps 0`, 'bad-frame-rate'],
    [`${minimal} --fps fast`, 'bad-frame-rate'],
    [`${minimal} --fps 30/0`, 'bad-frame-rate'],
    [`${minimal} --loudness loud`, 'bad-loudness'],
    [`${minimal} --loudness=`, 'bad-loudness'],
    [`${minimal} --loudness 3`, 'bad-loudness'],
    [`${minimal} --loudness -71`, 'bad-loudness'],
    [`${minimal} --loudness --json`, 'bad-flag'],
    [`${minimal} --frames 5`, 'bad-range'],
    [`${minimal} --poster first`, 'bad-number'],
    [`${minimal} --chapters absent.vtt`, 'file-missing'],
    [`${minimal} --captions absent.vtt:en`, 'file-missing'],
    [`${minimal} --captions film.vtt:en:de`, 'bad-captions-argument'],
    [`${minimal} --captions film.vtt:en_GB`, 'bad-captions-argument'],
    [`${minimal} --frames a-b`, 'bad-range'],
    [`${minimal} --frames 9-3`, 'range-empty'],
    ['--composition ./absent.ts --preset mp4-h264 --out a.mp4', 'file-missing'],
    ['--composition blend --preset absent.json --out a.mp4', 'file-missing'],
    ['--list --out a.mp4', 'flag-conflict'],
    ['--list --resume', 'flag-conflict'],
    [`${minimal} --resume=yes`, 'bad-flag'],
    [`${minimal} --check maybe`, 'bad-check'],
    [`${minimal} --report a.pdf`, 'bad-report'],
    [`${minimal} --report a.html --check off`, 'flag-conflict'],
  ])('refuses "%s" as %s', (line, detail) => {
    expect(refusal(line)).toMatchObject({ code: 'invalid-input', stage: 'configure', detail });
  });

  it('documents every flag it takes', () => {
    for (const flag of [
      'composition',
      'preset',
      'out',
      'width',
      'height',
      'fps',
      'frames',
      'keep-references',
      'check',
      'report',
    ]) {
      expect(usage).toContain(`--${flag} `);
    }
    for (const flag of ['resume', 'list', 'json', 'help']) expect(usage).toMatch(new RegExp(`--${flag}\\b`));
  });

  it('names the flag that is wrong in one line', () => {
    const { message } = refusal(`${minimal} --colour red`);
    expect(message).toContain('--colour');
    expect(message).not.toContain('\n');
  });
});
