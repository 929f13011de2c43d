import { afterAll, describe, expect, it } from 'vitest';
import { createExporter } from '../../src/index';
import { readFacts, technicalChecks } from '../../src/quality/checks';
import type { CheckResult } from '../../src/quality/report';
import { ffmpegCore } from '../support/ffmpeg-core';
import { makeFilm, type Film, type FilmOptions } from '../support/quality-films';

const exporter = createExporter({ ffmpeg: ffmpegCore });
afterAll(() => exporter.dispose());

const pal = { num: 25, den: 1 };

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
  'mxf-imx': { preset: 'imx-30', frames: 12, frameRate: { num: 50, den: 1 } },
  'mxf-xdcam': { preset: 'xdcam-hd422-50', frames: 14, frameRate: { num: 50, den: 1 } },
  gif: { preset: 'gif', frames: 6 },
  apng: { preset: 'apng', frames: 6 },
  webp: { preset: 'webp-animation', frames: 6 },
  'png-zip': { preset: 'png-sequence', frames: 6 },
} satisfies Record<string, FilmOptions>;

type FilmName = keyof typeof options;

const films = new Map<FilmName, Promise<Film>>();

/** Each is made once. */
function film(name: FilmName): Promise<Film> {
  const made = films.get(name) ?? makeFilm(exporter, options[name]);
  films.set(name, made);
  return made;
}

function wrongOf(checks: readonly CheckResult[]): string[] {
  return checks.filter(({ status }) => status === 'fail' || status === 'warn').map(({ id, message }) => `${id}: ${message}`);
}

describe('files that are as they should be', () => {
  it.each(Object.keys(options) as FilmName[])('%s', async (name) => {
    const { file, settings } = await film(name);
    const checks = await technicalChecks(file, settings);
    console.log(name, file.size, checks.map(({ id, status, measured }) => `${id}=${status}:${measured ?? ''}`).join(' '));
    if (wrongOf(checks).length > 0) console.log(JSON.stringify((await readFacts(file)).structure));
    expect(wrongOf(checks)).toEqual([]);
  });
});
