import { afterAll, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { createExporter, findPreset, settingsFor, type ExportSettings } from '../../src/index';
import { readFacts, technicalChecks } from '../../src/quality/checks';
import { sha256 } from '../support/bytes';
import { segmentsStored } from '../support/fault-session';
import { decodesWhole } from '../support/ffmpeg-checks';
import { ffmpegCore } from '../support/ffmpeg-core';
import { flashBeepComposition } from '../support/flash-beep';
import { ffmpeg, fromBase64, probe, toBase64 } from '../support/media-tools';

const exporter = createExporter({ check: 'warn_user', ffmpeg: ffmpegCore });
afterAll(() => exporter.dispose());

const frameRate = { num: 30_000, den: 1001 };
/** As large as the smallest DNxHR. */
const composition = { ...flashBeepComposition({ frameRate, seconds: 6 }), width: 256, height: 144 };

/** Milliseconds at which the exported range begins: frame 30 at 29.97 frames a second. */
const startMs = 1001;

const english = `WEBVTT

00:00:00.500 --> 00:00:01.500
before, and <i>still</i> there

00:00:02.000 --> 00:00:03.250 line:0 align:left
Tea &amp; cake
on two lines

00:00:03.000 --> 00:00:03.500
at once

00:00:04.700 --> 00:00:59.000
until the end
`;

const german = '1\n00:00:02,000 --> 00:00:03,000\nGrüße <b>aus</b> Köln\n';

function asked(preset: string): ExportSettings {
  return {
    ...settingsFor(findPreset(preset)!, composition, { range: { first: 30, end: 150 } }),
    metadata: { title: 'With chapters' },
    chapters: [
      { start: 0, title: 'Opening' },
      { start: 60, title: 'Zweites; Kapitel = “2”' },
      { start: 100, title: '終わり' },
      { start: 160, title: 'Behind the end' },
    ],
    captions: [
      { language: 'en', label: 'English', text: english, mode: 'embedded', default: true },
      { language: 'de-AT', text: german, mode: 'embedded' },
      { language: 'de-AT', text: german, mode: 'sidecar', sidecarType: 'srt' },
    ],
  };
}

/** Those of each way in which a file is put together. */
const presets = ['mp4-h264', 'mov-h264-pcm', 'prores-proxy', 'webm-vp9', 'mkv-vp9', 'dnxhr-lb', 'ffv1-mkv'];

describe('chapters and captions', () => {
  it.each(presets)('%s: ffprobe finds them, cut to the range and in step', async (preset) => {
    const { file, quality, sidecars } = await exporter.start(composition, asked(preset)).result;
    const extension = file!.name.split('.').at(-1)!;
    await decodesWhole(file!, extension);
    expect(quality!.checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(quality!.checks.filter(({ id }) => id === 'chapters' || id === 'captions')).toMatchObject([
      { status: 'pass', measured: 3 },
      { status: 'pass', measured: 2 },
    ]);

    const second = (frame: number): number => (frame * 1001) / 30_000;
    const chapters = await chaptersOf(file!, extension);
    expect(chapters.map(({ title }) => title)).toEqual(['Opening', 'Zweites; Kapitel = “2”', '終わり']);
    [0, 30, 70].forEach((frame, index) => expect(chapters[index]!.start).toBeCloseTo(second(frame), 3));
    [30, 70, 120].forEach((frame, index) => expect(chapters[index]!.end).toBeCloseTo(second(frame), 3));

    const { streams, format } = await probe(file!, extension);
    const tracks = streams.filter(({ codec_type }) => codec_type === 'subtitle');
    expect(tracks.map(({ tags }) => tags!['language'])).toEqual(['eng', 'ger'].map((code) => matched(code, tracks)));
    expect(Number(format.duration)).toBeLessThan(second(120) + 0.05);
    expect(Object.values(format.tags ?? {})).toContain('With chapters');

    const lines = await captionsOf(file!, extension, 0);
    expect(timesOf(lines)).toEqual(expectedTimes(preset));
    expect(lines).toContain('<i>still</i>');
    expect(lines).toContain('Tea & cake\non two lines');
    expect(await captionsOf(file!, extension, 1)).toContain('Grüße <b>aus</b> Köln');

    expect(sidecars.map(({ name }) => name)).toEqual(['flash-beep.de-AT.srt']);
    expect(await sidecars[0]!.text()).toBe('1\n00:00:00,999 --> 00:00:01,999\nGrüße <b>aus</b> Köln\n');
  });
});

describe('a film with chapters, captions and a cover', () => {
  it.each(['mp4-h264', 'mkv-vp9'])(
    '%s is the same again, also when it was resumed in another session',
    async (preset) => {
      const settings = { ...asked(preset), range: { first: 0, end: 180 }, posterFrame: 7 };
      const once = await exporter.start(composition, settings, { check: 'off' }).result;
      const again = await exporter.start(composition, settings, { check: 'off' }).result;
      const hash = await sha256(once.file!);
      expect(await sha256(again.file!)).toBe(hash);

      const first = createExporter({ check: 'off' });
      const handle = first.start(composition, settings);
      await segmentsStored(handle, 1);
      await first.dispose();
      await expect(handle.result).rejects.toMatchObject({ code: 'cancelled' });
      const resumed = await exporter.resume(handle.id, composition, { check: 'off' }).result;
      expect(await sha256(resumed.file!)).toBe(hash);
      expect(resumed.sidecars.map(({ name }) => name)).toEqual(['flash-beep.de-AT.srt']);
      await resumed.sidecars[0]!.text().then((text) => expect(text).toContain('00:00:02,000'));
    },
  );

  it('has captions beside it where its format has no place for them', async () => {
    const { format, ...rest } = { ...asked('gif'), captions: asked('gif').captions!.slice(0, 2) };
    const issues = await exporter.canExport(composition, { ...rest, format });
    expect(issues.map(({ detail }) => detail)).toEqual(
      expect.arrayContaining(['chapters-not-in-format', 'captions-not-in-format']),
    );
    const made = await exporter.start(composition, { ...rest, format, range: { first: 30, end: 40 } }).result;
    expect(made.sidecars.map(({ name, type }) => [name, type])).toEqual([['flash-beep.en.vtt', 'text/vtt']]);
    expect(made.quality!.checks.filter(({ status }) => status === 'fail')).toEqual([]);
  });

  it('keeps the whole header before the data, with captions of hours', async () => {
    const cues = Array.from({ length: 2000 }, (_, index) => {
      const at = (ms: number): string => new Date(ms).toISOString().slice(11, 23);
      return `${at(index * 3)} --> ${at(index * 3 + 2)}\nCaption number ${index} with some words in it`;
    });
    const captions = [{ language: 'en', text: `WEBVTT\n\n${cues.join('\n\n')}\n`, mode: 'embedded' }] as const;
    const settings = { ...asked('mp4-h264'), range: { first: 0, end: 180 }, captions };
    const { file, quality } = await exporter.start(composition, settings).result;
    await decodesWhole(file!, 'mp4');
    expect(timesOf(await captionsOf(file!, 'mp4', 0))).toHaveLength(2000);
    expect(quality!.checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(quality!.checks.find(({ id }) => id === 'fast-start')).toMatchObject({ status: 'pass' });
  });
});

describe('the check of a file', () => {
  it('finds chapters and captions that are not as asked', async () => {
    const settings = asked('mkv-vp9');
    const { file } = await exporter.start(composition, settings, { check: 'off' }).result;
    const facts = await readFacts(file!);
    const failing = (change: Partial<ExportSettings>): string[] =>
      technicalChecks(facts, { ...settings, ...change })
        .filter(({ status }) => status === 'fail')
        .map(({ id, message }) => `${id}: ${message}`);
    expect(failing({})).toEqual([]);
    expect(failing({ chapters: settings.chapters!.slice(0, 2) })).toEqual([
      expect.stringMatching(/^chapters: Chapter 3 is “終わり” at 2.336 s, where none was asked/),
    ]);
    expect(failing({ captions: settings.captions!.slice(1) })).toEqual([
      expect.stringMatching(/^captions: The file has eng, from 0.000 to 4.004 s; deu, .*, where deu, /),
    ]);
    expect(technicalChecks(facts, null).find(({ id }) => id === 'captions')).toMatchObject({
      status: 'info',
      message: 'The file has 2 tracks of captions.',
    });
  });
});

function matched(code: string, tracks: { tags?: Record<string, string> }[]): string {
  // ISO 639-2 has two codes for German.
  return code === 'ger' && tracks.some(({ tags }) => tags?.['language'] === 'deu') ? 'deu' : code;
}

/** Milliseconds, shifted by the start of the range. */
function expectedTimes(preset: string): [number, number][] {
  const at = (ms: number): number => Math.max(0, ms - startMs);
  const end = Math.floor((120 * 1_001_000) / 30_000);
  // Timed text shows all that is there at a time as one.
  const overlapping: [number, number][] = !/mkv|webm/.test(preset)
    ? [
        [at(2000), at(3000)],
        [at(3000), at(3250)],
        [at(3250), at(3500)],
      ]
    : [
        [at(2000), at(3250)],
        [at(3000), at(3500)],
      ];
  return [[0, at(1500)], ...overlapping, [at(4700), end]];
}

async function chaptersOf(file: File, extension: string): Promise<{ start: number; end: number; title: string }[]> {
  const args = ['-v', 'error', '-show_chapters', '-of', 'json', '{in}'];
  const { stdoutBase64 } = await commands.mediaTool('ffprobe', await toBase64(file), extension, args);
  const { chapters } = JSON.parse(new TextDecoder().decode(fromBase64(stdoutBase64))) as {
    chapters: { start_time: string; end_time: string; tags: { title: string } }[];
  };
  return chapters.map(({ start_time, end_time, tags }) => ({
    start: Number(start_time),
    end: Number(end_time),
    title: tags.title,
  }));
}

async function captionsOf(file: File, extension: string, track: number): Promise<string> {
  // Otherwise ffmpeg moves all by what Opus needs before the first sample.
  const args = ['-v', 'error', '-copyts', '-i', '{in}', '-map', `0:s:${track}`, '-f', 'srt', '-'];
  const { bytes, stderr } = await ffmpeg(file, extension, args);
  expect(stderr).toBe('');
  const text = new TextDecoder().decode(bytes).replaceAll('\r', '');
  // The size that timed text has its font in.
  return text.replace(/<\/?font[^>]*>/g, '');
}

function timesOf(srt: string): [number, number][] {
  const ms = (time: string): number => {
    const [hours, minutes, seconds, rest] = time.split(/[:,]/).map(Number);
    return ((hours! * 60 + minutes!) * 60 + seconds!) * 1000 + rest!;
  };
  return Array.from(srt.matchAll(/(\S+) --> (\S+)/g), ([, from, to]) => [ms(from!), ms(to!)]);
}
