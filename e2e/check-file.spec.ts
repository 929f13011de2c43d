import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { ExportReport } from '../src/cli/report';
import type { ExportComparison } from '../src/quality/compare-exports';
import type { QualityReport } from '../src/quality/report';
import { framesToSample } from '../src/quality/sample-plan';
import { parseQualityReport } from '../src/quality/report-schema';
import { ffmpeg } from './media';
import { runExport, runScript, startScript } from './terminal';

const frameCode = 'e2e/compositions/frame-code.ts';
const noise = 'e2e/compositions/noise.ts';

/** An export of 90 frames, and every frame as it was captured. */
let folder: string;
let film: string;
let references: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepframe-check-'));
  film = join(folder, 'film.mp4');
  references = join(folder, 'references');
  const asked = ['--composition', frameCode, '--preset', 'mp4-h264', '--keep-references', references];
  expect((await runExport('--out', film, ...asked)).exitCode).toBe(0);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

interface Checked {
  exitCode: number | null;
  report: QualityReport;
}

async function checked(...args: readonly string[]): Promise<Checked> {
  const { exitCode, stdout, stderr } = await runScript('check-file', ...args, '--json');
  expect(stderr, 'standard error').not.toMatch(/\(.+\): /);
  return { exitCode, report: parseQualityReport(stdout) };
}

const failed = ({ checks }: QualityReport): string[] =>
  checks.filter(({ status }) => status === 'fail').map(({ id }) => id);

async function broken(name: string, ...args: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await ffmpeg(['-y', '-i', film, ...args, path]);
  return path;
}

test('approves a good file, beside its composition and beside its frames', async () => {
  const drawn = await checked(film, '--composition', frameCode);
  expect(failed(drawn.report)).toEqual([]);
  expect(drawn.report).toMatchObject({
    file: { name: 'film.mp4', mimeType: 'video/mp4' },
    reference: 'composition',
    recommendation: 'approve',
    picture: { width: 640, height: 360, frames: 90, frameRate: '30' },
  });
  expect(drawn.report.sampled.map(({ frame }) => frame)).toEqual(
    framesToSample({ width: 640, height: 360, frameRate: { num: 30, den: 1 }, frameCount: 90 }),
  );
  expect(drawn.exitCode).toBe(0);

  const pictured = await checked(film, '--reference', references);
  expect(pictured.report).toMatchObject({ reference: 'frames', recommendation: 'approve' });
  expect(pictured.report.sampled).toHaveLength(90);
  expect(pictured.report.checks.map(({ id }) => id)).toContain('dropped-frames');
  expect(pictured.exitCode).toBe(0);
});

test('compares with the pictures there are', async () => {
  const some = join(folder, 'some');
  await mkdir(some);
  for (const name of ['000003.png', '000050.png']) {
    await writeFile(join(some, name), await readFile(join(references, name)));
  }
  const { report, exitCode } = await checked(film, '--reference', some);
  expect(report.sampled.map(({ frame }) => frame)).toEqual([3, 50]);
  expect(failed(report)).toEqual([]);
  expect(exitCode).toBe(0);

  // Of frame 30, as if it were that of frame 50.
  await writeFile(join(some, '000050.png'), await readFile(join(references, '000030.png')));
  const wrong = await checked(film, '--reference', some);
  expect(failed(wrong.report)).toContain('psnr-luma');
  expect(wrong.exitCode).toBe(4);
});

test('knows of which part of the composition a file is', async () => {
  const part = join(folder, 'part.mp4');
  await runExport('--composition', frameCode, '--preset', 'mp4-h264', '--frames', '30-59', '--out', part);
  const right = await checked(part, '--composition', frameCode, '--frames', '30-59');
  expect({ failed: failed(right.report), exitCode: right.exitCode }).toEqual({ failed: [], exitCode: 0 });
  const shifted = await checked(part, '--composition', frameCode, '--frames', '31-60');
  expect(failed(shifted.report)).not.toEqual([]);
  expect(shifted.exitCode).toBe(4);
});

test('rejects a file that lost a frame, and says which', async () => {
  const path = await broken('dropped.mp4', '-vf', "select='not(eq(n,40))'", '-fps_mode', 'vfr', '-crf', '12');
  for (const reference of [
    ['--composition', frameCode],
    ['--reference', references],
  ]) {
    const { report, exitCode } = await checked(path, ...reference);
    expect(report.checks).toContainEqual(
      expect.objectContaining({ id: 'dropped-frames', status: 'fail', frames: [40] }),
    );
    expect(exitCode).toBe(4);
  }
});

test('holds a file to a preset and to platforms', async () => {
  const { report, exitCode } = await checked(film, '--profile', 'mp4-h264,youtube', '--profile', 'ard-zdf');
  const ids = report.checks.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['frame-rate', 'youtube-containers', 'ard-zdf-containers']));
  expect(failed(report)).toContain('ard-zdf-containers');
  expect(failed(report)).not.toContain('youtube-containers');
  expect(exitCode).toBe(4);
  const other = await checked(film, '--profile', 'webm-vp9');
  expect(other.exitCode).toBe(4);
});

test('takes a file of someone else', async () => {
  const path = join(folder, 'alien.mp4');
  const sources = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25:duration=1'];
  const sound = ['-f', 'lavfi', '-i', 'sine=440:duration=1', '-shortest'];
  const tags = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'];
  await ffmpeg(['-y', ...sources, ...sound, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', ...tags, path]);
  const { report, exitCode } = await checked(path);
  expect(report).toMatchObject({
    reference: 'none',
    picture: { width: 320, height: 180, frames: 25, frameRate: '25' },
    sound: { codec: 'aac' },
  });
  expect(failed(report)).toEqual([]);
  expect([0, 3]).toContain(exitCode);
});

test('says in words what is wrong with files that are none', async () => {
  const cut = join(folder, 'cut.mp4');
  await writeFile(cut, (await readFile(film)).subarray(0, 9000));
  const still = join(folder, 'text.mp4');
  await writeFile(still, 'This is a text.');
  const empty = join(folder, 'empty.mp4');
  await writeFile(empty, '');
  for (const [path, words] of [
    [cut, 'The file is cut off'],
    [still, 'The file begins like none of the containers that are known.'],
    [empty, 'The file is empty.'],
  ] as const) {
    const { exitCode, stdout, stderr } = await runScript('check-file', path);
    expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: '' });
    expect(stdout).toContain('Reject: ');
    expect(stdout).toContain(words);
  }
});

test('does not fall over a still picture', async () => {
  const path = join(references, '000000.png');
  const { report } = await checked(path);
  expect(report).toMatchObject({ file: { mimeType: 'image/png' }, picture: { width: 640, height: 360, frames: 1 } });
});

test('writes reports', async () => {
  const page = join(folder, 'deep/report.html');
  const data = join(folder, 'deep/report.json');
  const { exitCode, stdout } = await runScript(
    'check-file',
    film,
    ...['--reference', references, '--report', page, '--report', data],
  );
  expect(stdout).toContain('Approve: ');
  expect(exitCode).toBe(0);
  expect(await readFile(page, 'utf8')).toMatch(/^<!doctype html>[\s\S]*film\.mp4/);
  const report = parseQualityReport(await readFile(data, 'utf8'));
  expect(report.sampled).toHaveLength(90);
  expect(report.worst.length).toBeGreaterThan(0);
});

test('compares two files', async () => {
  const same = await runScript('check-file', film, '--against', film, '--json');
  expect(JSON.parse(same.stdout) as ExportComparison).toMatchObject({ passed: true, identical: 90 });
  expect(same.exitCode).toBe(0);
  const path = await broken('shorter.mp4', '-frames:v', '88', '-crf', '12');
  const other = await runScript('check-file', film, '--against', path, '--json');
  expect(JSON.parse(other.stdout) as ExportComparison).toMatchObject({
    passed: false,
    frames: { first: 90, second: 88 },
    missing: { first: [], second: [88, 89] },
  });
  expect(other.exitCode).toBe(4);
  const text = join(folder, 'note.txt');
  await writeFile(text, 'This is a text.');
  const unreadable = await runScript('check-file', film, '--against', text);
  expect(unreadable.stderr).toContain('validation (film-unreadable)');
  expect(unreadable.exitCode).toBe(1);
});

for (const [what, args, detail] of [
  ['a file that is not there', ['absent.mp4'], 'file-missing'],
  ['a folder', ['e2e'], 'is-folder'],
  ['an unknown profile', ['README.md', '--profile', 'absent'], 'unknown-profile'],
  ['two presets', ['README.md', '--profile', 'mp4-h264,webm-vp9'], 'profile-twice'],
  ['a reference without pictures', ['README.md', '--reference', 'e2e'], 'no-pictures'],
  ['an unknown flag', ['README.md', '--colour', 'red'], 'bad-flag'],
] as const) {
  test(`refuses ${what}`, async () => {
    const { exitCode, stdout, stderr } = await runScript('check-file', ...args);
    expect(stderr).toContain(`invalid-input (${detail})`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });
}

test('refuses pictures of another size, and frames that the composition does not have', async () => {
  const small = join(folder, 'small.mp4');
  await runExport('--composition', frameCode, '--preset', 'mp4-h264', '--width', '320', '--out', small);
  const pictures = await runScript('check-file', small, '--reference', references);
  expect(pictures.stderr).toContain('invalid-input (reference-size)');
  expect(pictures.exitCode).toBe(2);
  const frames = await runScript('check-file', film, '--composition', frameCode, '--frames', '0-90');
  expect(frames.stderr).toContain('invalid-input (range-outside)');
  expect(frames.exitCode).toBe(2);
});

test('ends when it is interrupted', async () => {
  const endless = ['--composition', 'e2e/compositions/never-drawn.ts'];
  const started = startScript('check-file', [film, ...endless]);
  await started.said('The first frame is begun.');
  process.kill(-started.child.pid!, 'SIGINT');
  const { stdout, stderr } = await started.ended;
  expect(stdout).toBe('');
  expect(stderr).toContain('cancelled (cancelled)');
});

test.describe('an export', () => {
  let low: string;
  test.beforeAll(async () => {
    low = join(folder, 'low.json');
    await writeFile(
      low,
      JSON.stringify({
        ...{ schema: 'stepframe-preset', version: 1, id: 'low', name: 'Low', format: 'webm', audio: null },
        video: { codec: 'vp9', rateControl: { mode: 'bitrate', bitrate: 20_000 } },
      }),
    );
  });

  test('says how good it is, and writes a report', async () => {
    const out = join(folder, 'good/film.mp4');
    const page = join(folder, 'good/film.html');
    const asked = ['--composition', frameCode, '--preset', 'mp4-h264', '--frames', '0-29', '--json'];
    const { exitCode, stdout } = await runExport('--out', out, '--report', page, ...asked);
    const { score, recommendation } = JSON.parse(stdout) as ExportReport;
    expect(recommendation).toBe('approve');
    expect(score?.total).toBeGreaterThan(90);
    expect(await readFile(page, 'utf8')).toContain('>Approve<');
    expect(exitCode).toBe(0);
  });

  test('keeps back a file that does not pass, but not its report', async () => {
    const out = join(folder, 'withheld/noise.webm');
    const data = join(folder, 'withheld/noise.json');
    const asked = ['--composition', noise, '--preset', low, '--check', 'fail_export'];
    const { exitCode, stdout, stderr } = await runExport('--out', out, '--report', data, ...asked);
    expect(stderr).toContain('validation (quality-failed)');
    expect(stderr).toContain('--check warn_user');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(await readdir(join(folder, 'withheld'))).toEqual(['noise.json']);
    expect(parseQualityReport(await readFile(data, 'utf8')).recommendation).toBe('reject');
  });

  test('gives out such a file with a warning, or unchecked, where it was asked to', async () => {
    for (const [check, warnings] of [
      ['warn_user', [expect.objectContaining({ code: 'quality' })]],
      ['off', []],
    ] as const) {
      const out = join(folder, `${check}.webm`);
      const asked = ['--composition', noise, '--preset', low, '--check', check, '--json'];
      const { exitCode, stdout } = await runExport('--out', out, ...asked);
      const report = JSON.parse(stdout) as ExportReport;
      expect(report.warnings).toEqual(warnings);
      expect(report.recommendation).toBe(check === 'off' ? undefined : 'reject');
      expect(exitCode).toBe(0);
    }
  });
});
