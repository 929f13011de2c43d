import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { decode } from 'fast-png';
import type { ExportReport, Listing } from '../src/cli/report';
import { unpackZip } from '../src/cli/unpack-zip';
import { beepTimes, flashTimes } from './flash-beep';
import { readFrameCode } from './frame-code';
import { decodeLuma, decodeSound, ffprobe, frameTimes, probe } from './media';
import { browsersOf, runExport, startExport, type Started } from './terminal';

const frameCode = 'e2e/compositions/frame-code.ts';
const flashBeep = 'e2e/compositions/flash-beep.ts';
const translucent = 'e2e/compositions/translucent.ts';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepframe-e2e-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

async function exported(out: string, ...args: readonly string[]): Promise<ExportReport> {
  const { exitCode, stdout, stderr } = await runExport('--out', out, '--json', ...args);
  expect(stderr, 'standard error').not.toMatch(/\(.+\): /);
  expect(exitCode).toBe(0);
  return JSON.parse(stdout) as ExportReport;
}

async function frameCodes(file: string, width: number, height: number): Promise<number[]> {
  return (await decodeLuma(file, width, height)).map((luma) => readFrameCode(luma, width, height));
}

const count = (from: number, length: number): number[] => Array.from({ length }, (_, index) => from + index);

test('lists what there is to export', async () => {
  const { exitCode, stdout } = await runExport('--list', '--json');
  expect(exitCode).toBe(0);
  const { compositions, presets } = JSON.parse(stdout) as Listing;
  expect(compositions.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['blend', 'particles', 'shader', 'spectrum', 'title', 'lottie', 'loop']),
  );
  expect(presets.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['mp4-h264', 'webm-vp9', 'mp4-av1', 'mov-h264-pcm']),
  );
  expect(compositions.find(({ id }) => id === 'spectrum')?.hasAudio).toBe(true);
  for (const { seconds, durationInFrames } of compositions) {
    expect(seconds).toBeGreaterThan(0);
    expect(durationInFrames).toBeGreaterThan(0);
  }
});

test('writes every frame once and in order, and reports what it wrote', async () => {
  const out = join(folder, 'deep/er/film.mp4');
  const report = await exported(out, '--composition', frameCode, '--preset', 'mp4-h264');
  const bytes = await readFile(out);
  expect(report).toEqual({
    file: out,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    width: 640,
    height: 360,
    frames: 90,
    frameRate: '30',
    durationSeconds: 3,
    engine: 'webcodecs',
    codecString: expect.stringMatching(/^avc1\.[0-9a-f]{6}$/i),
    timings: Object.fromEntries(
      ['render', 'capture', 'encode', 'audio', 'mux', 'total'].map((phase) => [phase, expect.any(Number)]),
    ),
    score: { total: expect.any(Number), categories: expect.any(Object) },
    recommendation: 'approve',
    warnings: [],
  });
  expect(await readdir(join(folder, 'deep/er'))).toEqual(['film.mp4']);

  const { video, durationSeconds } = await probe(out);
  expect(video).toMatchObject({
    codec_name: 'h264',
    width: 640,
    height: 360,
    avg_frame_rate: '30/1',
    nb_read_frames: '90',
    pix_fmt: 'yuv420p',
    color_range: 'tv',
    color_space: 'bt709',
    color_primaries: 'bt709',
    color_transfer: 'bt709',
  });
  expect(durationSeconds).toBe(3);
  expect(await frameCodes(out, 640, 360)).toEqual(count(0, 90));
});

test('exports a range at another size and rate, both ends included', async () => {
  const out = join(folder, 'part.webm');
  const asked = ['--frames', '10-19', '--width', '320', '--fps', '60000/1001'];
  const report = await exported(out, '--composition', frameCode, '--preset', 'webm-vp9', ...asked);
  expect(report).toMatchObject({ width: 320, height: 180, frames: 10, frameRate: '60000/1001' });
  expect(await frameCodes(out, 320, 180)).toEqual(count(10, 10));
});

test('keeps every captured frame as a lossless picture', async () => {
  const references = join(folder, 'references');
  const asked = ['--frames', '5-16', '--keep-references', references];
  await exported(join(folder, 'film.mp4'), '--composition', frameCode, '--preset', 'mp4-h264', ...asked);
  const names = (await readdir(references)).sort();
  expect(names).toEqual(count(0, 12).map((index) => `${String(index).padStart(6, '0')}.png`));
  for (const [index, name] of names.entries()) {
    const png = decode(await readFile(join(references, name)));
    expect(png).toMatchObject({ width: 640, height: 360, channels: 3, depth: 8 });
    const red = Uint8Array.from({ length: 640 * 360 }, (_, pixel) => png.data[pixel * 3]!);
    expect(readFrameCode(red, 640, 360)).toBe(5 + index);
  }
});

for (const [preset, extension] of [
  ['mp4-h264', 'mp4'],
  ['webm-vp9', 'webm'],
  ['mov-h264-pcm', 'mov'],
] as const) {
  test(`keeps the beep on the flash: ${preset}`, async () => {
    const out = join(folder, `film.${extension}`);
    await exported(out, '--composition', flashBeep, '--preset', preset);
    const flashes = flashTimes(await decodeLuma(out, 320, 180), await frameTimes(out));
    const beeps = beepTimes(await decodeSound(out));
    expect(flashes).toEqual([0, 1, 2, 3]);
    expect(beeps).toHaveLength(flashes.length);
    const errorsMs = flashes.map((flash, index) => 1000 * (beeps[index]! - flash));
    console.log(`${preset}: beep against flash, ms: ${errorsMs.map((error) => error.toFixed(3)).join(', ')}`);
    for (const error of errorsMs) expect(Math.abs(error)).toBeLessThanOrEqual(1);
  });
}

test('writes pictures with transparency into a folder and into a zip, as they were captured', async () => {
  const references = join(folder, 'references');
  const pictures = join(folder, 'pictures');
  const asked = ['--composition', translucent, '--preset', 'png-sequence', '--frames', '3-8'];
  const report = await exported(pictures, ...asked, '--keep-references', references);
  expect(report).toMatchObject({ file: pictures, frames: 6, engine: 'ffmpeg' });
  const names = (await readdir(pictures)).sort();
  expect(names).toEqual(count(0, 6).map((index) => `translucent.000${index}.png`));
  for (const [index, name] of names.entries()) {
    const picture = decode(await readFile(join(pictures, name)));
    const captured = decode(await readFile(join(references, `00000${index}.png`)));
    expect(picture).toMatchObject({ width: 320, height: 180, channels: 4, depth: 8 });
    expect(Buffer.compare(Buffer.from(picture.data), Buffer.from(captured.data)), name).toBe(0);
    expect(new Set(picture.data.filter((_, at) => at % 4 === 3)).size, 'kinds of transparency').toBeGreaterThan(50);
  }
  const zip = join(folder, 'pictures.zip');
  await exported(zip, ...asked);
  await unpackZip(zip, join(folder, 'unpacked'), join(folder, 'partial'));
  expect((await readdir(join(folder, 'unpacked'))).sort()).toEqual(names);
  for (const name of names)
    expect(await readFile(join(folder, 'unpacked', name))).toEqual(await readFile(join(pictures, name)));
});

test('makes a proxy and a poster in the pass of a master', async () => {
  const [master, proxy, poster] = ['master.mov', 'part/proxy.webm', 'poster.png'].map((name) => join(folder, name));
  const also = ['--also', `webm-vp9:320x180=${proxy}`, '--also', `png-picture@7=${poster}`];
  const asked = ['--composition', frameCode, '--preset', 'prores-proxy', '--frames', '0-29'];
  const report = await exported(master!, ...asked, ...also);
  expect(report).toMatchObject({ file: master, also: [{ file: proxy, width: 320, height: 180 }, { file: poster }] });
  expect(await frameCodes(master!, 640, 360)).toEqual(count(0, 30));
  expect(await frameCodes(proxy!, 320, 180)).toEqual(count(0, 30));
  const picture = decode(await readFile(poster!));
  const red = Uint8Array.from({ length: 640 * 360 }, (_, at) => picture.data[at * picture.channels]!);
  expect(readFrameCode(red, 640, 360)).toBe(7);
  expect((await readdir(folder)).sort()).toEqual(['master.mov', 'part', 'poster.png']);
});

test('has chapters, captions and a cover from files', async () => {
  const out = join(folder, 'film.mp4');
  const [chapters, captions] = [join(folder, 'chapters.vtt'), join(folder, 'talk.de.srt')];
  await writeFile(chapters, 'WEBVTT\n\n00:00.000 --> 00:01.000\nOne\n\n00:01.000 --> 00:03.000\nTwo &amp; three\n');
  await writeFile(captions, '1\n00:00:00,500 --> 00:00:02,000\nHallo\n');
  const asked = ['--frames', '15-74', '--chapters', chapters, '--poster', '20', '--captions', captions];
  const more = ['--captions', `${captions}:de-AT:sidecar`, '--also', `png-picture@20=${join(folder, 'poster.png')}`];
  const report = await exported(out, '--composition', frameCode, '--preset', 'mp4-h264', ...asked, ...more);
  const sidecar = join(folder, 'film.de-AT.srt');
  expect(report).toMatchObject({ file: out, sidecars: [sidecar], warnings: [], recommendation: 'approve' });
  expect(await readFile(sidecar, 'utf8')).toBe('1\n00:00:00,000 --> 00:00:01,500\nHallo\n');
  const said = await ffprobe(out, '-show_chapters', '-show_streams');
  expect(said).toMatchObject({
    chapters: [
      { start_time: '0.000000', end_time: '0.500000', tags: { title: 'One' } },
      { start_time: '0.500000', end_time: '2.000000', tags: { title: 'Two & three' } },
    ],
  });
  expect(said['streams']).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        codec_name: 'mov_text',
        tags: expect.objectContaining({ language: 'deu' }),
      }),
      expect.objectContaining({ codec_name: 'mjpeg' }),
    ]),
  );
  expect((await readdir(folder)).sort()).toEqual([
    ...['chapters.vtt', 'film.de-AT.srt', 'film.mp4', 'poster.png', 'talk.de.srt'],
  ]);
});

test('exports a composition of the demo by its name, with a preset file', async () => {
  const preset = join(folder, 'mine.json');
  await writeFile(
    preset,
    JSON.stringify({
      schema: 'stepframe-preset',
      version: 1,
      id: 'mine',
      name: 'Mine',
      format: 'mp4',
      video: { codec: 'av1', rateControl: { mode: 'bitrate', bitrate: 1_000_000 } },
      audio: null,
      width: 640,
      height: 360,
    }),
  );
  const out = join(folder, 'blend.mp4');
  const report = await exported(out, '--composition', 'blend', '--preset', preset, '--frames', '0-29');
  expect(report).toMatchObject({ width: 640, height: 360, frames: 30 });
  const { video, audio } = await probe(out);
  expect(video).toMatchObject({ codec_name: 'av1', nb_read_frames: '30' });
  expect(audio).toBeUndefined();
  expect(await decodeLuma(out, 640, 360)).toHaveLength(30);
});

test('fails with the error’s code and remedy, and leaves the older file alone', async () => {
  const out = join(folder, 'film.mp4');
  await writeFile(out, 'older');
  const composition = 'e2e/compositions/throws-at-five.ts';
  const { exitCode, stdout, stderr } = await runExport(
    '--composition',
    composition,
    '--preset',
    'mp4-h264',
    '--out',
    out,
  );
  expect(exitCode).toBe(1);
  expect(stdout).toBe('');
  const [first, remedy] = stderr.trimEnd().split('\n').slice(-2);
  expect(first).toMatch(/^[a-z-]+ \([a-z-]+\): .*frame 5/i);
  expect(remedy?.length).toBeGreaterThan(10);
  expect(await readdir(folder)).toEqual(['film.mp4']);
  expect(await readFile(out, 'utf8')).toBe('older');
});

for (const [what, args, expected] of [
  ['an unknown composition', ['--composition', 'absent', '--preset', 'mp4-h264'], 'unknown-composition'],
  ['an unknown preset', ['--composition', 'blend', '--preset', 'absent'], 'unknown-preset'],
  ['a range beyond the end', ['--composition', frameCode, '--preset', 'mp4-h264', '--frames', '0-90'], 'range-outside'],
  ['a module that is no composition', ['--composition', 'e2e/media.ts', '--preset', 'mp4-h264'], 'module-invalid'],
  ['a size no 4:2:0 picture can have', ['--composition', frameCode, '--preset', 'mp4-h264', '--width', '321'], 'size'],
  ['an unknown flag', ['--composition', 'blend', '--preset', 'mp4-h264', '--colour', 'red'], 'bad-flag'],
] as const) {
  test(`refuses ${what}`, async () => {
    const { exitCode, stdout, stderr } = await runExport('--out', join(folder, 'film.mp4'), ...args);
    expect(stderr).toContain('invalid-input (');
    expect(stderr).toContain(expected);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(await readdir(folder)).toEqual([]);
  });
}

test('refuses to resume what was never begun', async () => {
  const out = join(folder, 'film.mp4');
  const asked = ['--composition', frameCode, '--preset', 'mp4-h264', '--out', out, '--resume'];
  const { exitCode, stderr } = await runExport(...asked);
  expect(stderr).toContain('invalid-input (nothing-to-resume)');
  expect(exitCode).toBe(2);
  expect(await readdir(folder)).toEqual([]);
});

test('leaves nothing behind when it is interrupted before anything is finished', async () => {
  const endless = 'e2e/compositions/never-drawn.ts';
  const out = join(folder, 'a.mp4');
  const { child, ended } = startExport(['--composition', endless, '--preset', 'mp4-h264', '--out', out]);
  const workFolder = join(folder, '.a.mp4.stepframe');
  await expect
    .poll(() => readdir(workFolder).catch(() => []), { timeout: 60_000 })
    .toEqual(expect.arrayContaining(['a.mp4.partial', 'profile']));
  process.kill(-child.pid!, 'SIGINT');
  const { stdout, stderr } = await ended;
  expect(stdout).toBe('');
  expect(stderr).toContain('cancelled (cancelled)');
  expect(stderr).not.toContain('--resume');
  expect(await readdir(folder)).toEqual([]);
});

test.describe('a longer export', () => {
  const slow = ['--composition', 'e2e/compositions/slow-second-segment.ts', '--preset', 'webm-vp9'];
  const workFolder = '.film.webm.stepframe';
  let out: string;
  test.beforeEach(() => {
    out = join(folder, 'film.webm');
  });

  /** An export whose first segment is stored, and whose second is under way. */
  async function halfDone(): Promise<Started> {
    const started = startExport([...slow, '--out', out, '--json']);
    await started.said('The first segment is stored.');
    return started;
  }

  async function killed(): Promise<void> {
    const { child, ended } = await halfDone();
    process.kill(-child.pid!, 'SIGKILL');
    await ended;
  }

  test('is kept when it is interrupted, and says how to go on', async () => {
    const { child, ended } = await halfDone();
    process.kill(-child.pid!, 'SIGINT');
    const { stdout, stderr } = await ended;
    expect(stdout).toBe('');
    expect(stderr).toContain('cancelled (cancelled)');
    expect(stderr).toContain(
      `What is finished is kept in ${join(folder, workFolder)}: the same command with --resume continues it.`,
    );
    expect(await readdir(folder)).toEqual([workFolder]);
    expect(await readdir(join(folder, workFolder))).toEqual(['profile']);
  });

  test('is kept when its browser is killed', async () => {
    const { ended } = await halfDone();
    const browsers = browsersOf(folder);
    expect(browsers).not.toEqual([]);
    for (const pid of browsers) process.kill(pid, 'SIGKILL');
    const { exitCode, stderr } = await ended;
    expect(stderr).toContain('worker-crash (');
    expect(stderr).toContain('--resume continues it');
    expect(exitCode).toBe(1);
    expect(await readdir(join(folder, workFolder))).toEqual(['profile']);
  });

  test('starts anew after it was killed when nobody asks to resume it', async () => {
    await killed();
    expect(await readdir(folder)).toEqual([workFolder]);
    const { exitCode, stderr } = await runExport(...slow, '--frames', '0-9', '--out', out);
    expect(stderr).toContain('An interrupted export of film.webm is discarded');
    expect(exitCode).toBe(0);
    expect(await readdir(folder)).toEqual(['film.webm']);
    expect(await frameCodes(out, 320, 180)).toEqual(count(0, 10));
  });

  test('is not disturbed by a second one of the same file', async () => {
    const { ended } = await halfDone();
    // So that the first one cannot finish before the others have asked.
    const browsers = browsersOf(folder);
    expect(browsers).not.toEqual([]);
    for (const pid of browsers) process.kill(pid, 'SIGSTOP');
    for (const flags of [[], ['--resume']]) {
      const second = await runExport(...slow, '--out', out, ...flags);
      expect(second.stderr).toContain('storage (export-in-use)');
      expect(second.exitCode).toBe(1);
    }
    for (const pid of browsers) process.kill(pid, 'SIGCONT');
    const { exitCode } = await ended;
    expect(exitCode).toBe(0);
    expect(await readdir(folder)).toEqual(['film.webm']);
    expect(await frameCodes(out, 320, 180)).toEqual(count(0, 240));
  });

  test('is resumed after it was killed, to the file it would have been', async () => {
    await killed();
    const other = await runExport(...slow, '--width', '640', '--out', out, '--resume');
    expect(other.stderr).toContain('invalid-input (resume-mismatch)');
    expect(other.stderr).toContain('width is 320 there and 640 here');
    expect(other.exitCode).toBe(2);

    const resumed = await exported(out, ...slow, '--resume');
    expect(await readdir(folder)).toEqual(['film.webm']);
    expect(await frameCodes(out, 320, 180)).toEqual(count(0, 240));
    const uninterrupted = await exported(join(folder, 'whole.webm'), ...slow);
    expect(resumed).toMatchObject({ bytes: uninterrupted.bytes, sha256: uninterrupted.sha256, frames: 240 });
  });
});
