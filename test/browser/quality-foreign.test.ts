import { afterAll, expect, test } from 'vitest';
import { openQuality, type QualityReport } from '../../src/index';
import { ffmpeg } from '../support/media-tools';

const quality = openQuality();
afterAll(() => quality.dispose());

const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=30:d=0.5'];
const sound = ['-f', 'lavfi', '-i', 'sine=d=0.5:r=48000'];
const h264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-bf', '0'];

async function made(extension: string, args: readonly string[], input: Blob = new Blob(['none'])): Promise<File> {
  const { bytes, exitCode, stderr } = await ffmpeg(input, extension, ['-v', 'error', '-y', ...args, '{out}']);
  expect(`${exitCode}${stderr}`).toBe('0');
  return new File([bytes], `made.${extension}`);
}

function found({ checks }: QualityReport, id: string) {
  return checks.find((check) => check.id === id);
}

function failed({ checks }: QualityReport): string[] {
  return checks.filter(({ status }) => status === 'fail').map(({ id, message }) => `${id}: ${message}`);
}

test.each([
  ['wav', 'a WAV file', 'audio/wav', ['-f', 'wav']],
  ['mp3', 'an MP3 file', 'audio/mpeg', ['-f', 'mp3']],
  ['flac', 'a FLAC file', 'audio/flac', ['-f', 'flac']],
] as const)('a file of sound alone: %s', async (extension, name, mimeType, args) => {
  const report = await quality.checkFile(await made(extension, [...sound, ...args]));
  expect(found(report, 'container')!.message).toBe(`The file is ${name}: sound alone.`);
  expect(found(report, 'sound-decodes')!.status).toBe('pass');
  expect(report.sound!.truePeak).toBeLessThan(-10);
  expect(report.file.mimeType).toBe(mimeType);
  expect(failed(report)).toEqual([]);
});

test.each([
  ['jpg', ['-c:v', 'mjpeg', '-f', 'image2pipe']],
  ['png', ['-c:v', 'png', '-f', 'image2pipe']],
] as const)('a still picture: %s', async (extension, args) => {
  const file = await made(extension, [...picture, '-frames:v', '1', ...args]);
  const report = await quality.checkFile(file);
  expect(failed(report)).toEqual([]);
  expect(found(report, 'decodes')!.status).toBe('pass');
  expect(report.picture).toMatchObject({ width: 160, height: 90, frames: 1 });
  expect(await quality.compareExports(file, file)).toMatchObject({ passed: true, identical: 1 });
  const cut = await quality.checkFile(file.slice(0, 300));
  expect(cut.checks.some(({ status }) => status === 'fail')).toBe(true);
});

test('a transport stream is decoded, an AVI file said to be one', async () => {
  const stream = await quality.checkFile(await made('ts', [...picture, ...h264, '-f', 'mpegts']));
  expect(found(stream, 'decodes')!.status).toBe('pass');
  expect(stream.picture).toMatchObject({ width: 160, frames: 15 });
  const avi = await quality.checkFile(await made('avi', [...picture, '-c:v', 'mpeg4', '-f', 'avi']));
  expect(found(avi, 'container')!.message).toBe('The file is an AVI file.');
  expect(found(avi, 'decodes')).toMatchObject({ status: 'skipped' });
  expect(failed(avi)).toEqual([]);
});

test('what was copied to Matroska begins with the priming of its sound, which is told', async () => {
  const film = await made('mp4', [...picture, ...sound, ...h264, '-c:a', 'aac', '-f', 'mp4']);
  const copied = await made('mkv', ['-i', '{in}', '-c', 'copy', '-f', 'matroska'], film);
  const report = await quality.checkFile(copied, { profile: 'mkv-vp9' });
  expect(found(report, 'packet-timing')).toMatchObject({ status: 'warn' });
  expect(found(report, 'duration')).toMatchObject({ status: 'pass' });
  // Nobody said what its colours are, nor what they were to be.
  const own = await quality.checkFile(film);
  expect(found(own, 'colour-tags')).toMatchObject({ status: 'warn' });
  expect(failed(own)).toEqual([]);
});
