import { afterAll, describe, expect, it } from 'vitest';
import { createExporter } from '../../src/index';
import { platformChecks, readFacts, soundChecks, technicalChecks } from '../../src/quality/checks';
import type { CheckResult } from '../../src/quality/report';
import { ffmpegCore } from '../support/ffmpeg-core';
import { ffmpeg } from '../support/media-tools';
import { filmLength, filmSound, makeFilm, type Film, type FilmOptions } from '../support/quality-films';

const exporter = createExporter({ ffmpeg: ffmpegCore });
afterAll(() => exporter.dispose());

const pal = { num: 25, den: 1 };
const pal50 = { num: 50, den: 1 };

const options = {
  mp4: { preset: 'mp4-h264' },
  'mp4-fragmented': { preset: 'mp4-h264-fragmented' },
  'mov-prores': {
    preset: 'prores-422-hq',
    frames: 12,
    frameRate: pal,
    change: (settings) => ({ ...settings, metadata: { reel: 'A001', timecode: '10:00:00:00', title: 'Film' } }),
  },
  'mov-h264': { preset: 'mov-h264-pcm' },
  webm: { preset: 'webm-vp9' },
  'mp4-av1': { preset: 'mp4-av1', frames: 12 },
  mkv: { preset: 'mkv-vp9' },
  'mkv-archive': { preset: 'ffv1-mkv', frames: 12 },
  'mov-dnxhr': { preset: 'dnxhr-lb', frames: 6, frameRate: pal },
  'mxf-imx': { preset: 'imx-30', frames: 12, frameRate: pal50 },
  'mxf-xdcam': { preset: 'xdcam-hd422-50', frames: 14, frameRate: pal50 },
  gif: { preset: 'gif', frames: 6 },
  apng: { preset: 'apng', frames: 6 },
  webp: { preset: 'webp-animation', frames: 6 },
  'png-zip': { preset: 'png-sequence', frames: 6 },
} satisfies Record<string, FilmOptions>;

type FilmName = keyof typeof options;

const names = Object.keys(options) as FilmName[];
const films = new Map<FilmName, Promise<Film>>();

/** Each is made once. */
function film(name: FilmName): Promise<Film> {
  const made = films.get(name) ?? makeFilm(exporter, options[name]);
  films.set(name, made);
  return made;
}

async function checksOf(file: File, { settings }: Film): Promise<CheckResult[]> {
  const length = filmLength(settings);
  const expectedSound = (start: number, count: number): Promise<Float32Array[]> =>
    Promise.resolve(filmSound(length).map((samples) => samples.slice(start, start + count)));
  const sound = await soundChecks(file, settings, { expectedSound });
  return [...(await technicalChecks(file, settings)), ...sound.checks];
}

function wrongOf(checks: readonly CheckResult[]): string[] {
  return checks
    .filter(({ status }) => status === 'fail' || status === 'warn')
    .map(({ id, message }) => `${id}: ${message}`);
}

function failed(checks: readonly CheckResult[]): string[] {
  return checks.filter(({ status }) => status === 'fail').map(({ id }) => id);
}

/** The ids of checks that a file passes. */
function passed(checks: readonly CheckResult[]): string[] {
  return checks.filter(({ status }) => status === 'pass').map(({ id }) => id);
}

const extensionOf = ({ file }: Film): string => file.name.split('.').at(-1)!;

describe('files that are as they should be', () => {
  it.each(names)('%s', async (name) => {
    const made = await film(name);
    const checks = await checksOf(made.file, made);
    console.log(name, checks.map(({ id, status, measured }) => `${id}=${status}:${measured ?? ''}`).join(' '));
    if (wrongOf(checks).length > 0) {
      const facts = await readFacts(made.file);
      console.log('FACTS', name, JSON.stringify({ ...facts, picture: null, structure: { ...facts.structure, picture: null } }));
    }
    expect(wrongOf(checks)).toEqual([]);
    expect(passed(checks)).toEqual(expect.arrayContaining(['container', 'container-structure', 'video-codec', 'picture-size']));
    if (made.settings.audio) expect(passed(checks)).toEqual(expect.arrayContaining(['sound-length', 'av-sync', 'sound-codec']));
  });
});

describe('a file that is cut off', () => {
  it.each(names)('%s', async (name) => {
    const { file, settings } = await film(name);
    for (const part of [0.5, 0.99]) {
      const cut = new File([file.slice(0, Math.floor(file.size * part))], file.name);
      expect(failed(await technicalChecks(cut, settings))).toContain('container-structure');
    }
  });
});
