import { afterAll, describe, expect, it } from 'vitest';
import { ExcerptTaker } from '../../src/audio/sound-excerpts';
import { createExporter } from '../../src/index';
import { platformChecks, readFacts, soundChecks, technicalChecks } from '../../src/quality/checks';
import type { CheckResult } from '../../src/quality/report';
import { ffmpegCore } from '../support/ffmpeg-core';
import { ffmpeg } from '../support/media-tools';
import { filmLength, filmSound, makeFilm, type Film, type FilmOptions } from '../support/quality-films';

const exporter = createExporter({ check: 'off', ffmpeg: ffmpegCore });
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
  'webm-alpha': { preset: 'webm-vp9-alpha', frames: 16 },
  'mp4-av1': { preset: 'mp4-av1', frames: 12 },
  mkv: { preset: 'mkv-vp9' },
  'mkv-archive': { preset: 'ffv1-mkv', frames: 12 },
  'mov-dnxhr': { preset: 'dnxhr-lb', frames: 6, frameRate: pal },
  'mxf-dnxhr': {
    ...{ preset: 'dnxhr-sq', frames: 6, frameRate: pal },
    change: (settings) => ({ ...settings, format: 'mxf' }),
  },
  'mxf-imx': { preset: 'imx-40', frames: 12, frameRate: pal50 },
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
  const taker = new ExcerptTaker(length);
  taker.push(filmSound(length));
  const facts = await readFacts(file);
  const sound = await soundChecks(file, settings, { excerpts: taker.read(), facts });
  return [...technicalChecks(facts, settings), ...sound.checks];
}

async function technicalOf(file: File, { settings }: Film): Promise<CheckResult[]> {
  return technicalChecks(await readFacts(file), settings);
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
    expect(wrongOf(checks)).toEqual([]);
    expect(passed(checks)).toEqual(
      expect.arrayContaining(['container', 'container-structure', 'video-codec', 'picture-size']),
    );
    if (made.settings.audio) expect(passed(checks)).toEqual(expect.arrayContaining(['sound-length', 'av-sync']));
  });
});

describe('a file that is cut off', () => {
  it.each(names)('%s', async (name) => {
    const made = await film(name);
    const { file } = made;
    for (const part of [0.5, 0.99]) {
      const cut = new File([file.slice(0, Math.floor(file.size * part))], file.name);
      expect(failed(await technicalOf(cut, made))).toContain('container-structure');
    }
  });
});

/** Where the index of a file lies, or its first partition: bytes that one may flip. */
async function structureOf({ file }: Film): Promise<{ from: number; end: number }> {
  const bytes = new Uint8Array(await file.slice(0, 1 << 16).arrayBuffer());
  const find = (text: string): number => {
    const wanted = Array.from(text, (letter) => letter.charCodeAt(0));
    return bytes.findIndex((_, at) => wanted.every((byte, index) => bytes[at + index] === byte));
  };
  const moov = find('moov');
  if (moov < 0) return { from: 0, end: 128 };
  return { from: moov, end: moov + new DataView(bytes.buffer).getUint32(moov - 4) - 8 };
}

describe('a flipped byte in the structure', () => {
  it.each(['mp4', 'mov-prores', 'mov-h264', 'mp4-av1'] as const)('the sample tables of %s', async (name) => {
    const made = await film(name);
    const bytes = new Uint8Array(await made.file.arrayBuffer());
    const text = new TextDecoder('latin1').decode(bytes.subarray(0, 1 << 16));
    const found: Record<string, boolean> = {};
    for (const box of ['moov', 'trak', 'stbl', 'stsd', 'stts', 'stsz', 'stco', 'stsc']) {
      const at = text.indexOf(box);
      // The size of the box, the last letter of its type, and its count of entries or the type of its first child.
      for (const place of box === 'stco' && at < 0 ? [] : [at - 1, at + 3, at + 11]) {
        const flipped = bytes.slice();
        flipped[place]! ^= 0x55;
        const checks = await technicalOf(new File([flipped], made.file.name), made);
        found[`${box} ${place - at}`] = failed(checks).includes('container-structure');
      }
    }
    expect(Object.entries(found).filter(([, isFound]) => !isFound)).toEqual([]);
  });

  // A GIF's header is a palette, of which any colour is right.
  it.each(names.filter((name) => name !== 'gif'))(
    'bytes here and there in the index or the header of %s',
    async (name) => {
      const made = await film(name);
      const { from, end } = await structureOf(made);
      const bytes = new Uint8Array(await made.file.arrayBuffer());
      let [caught, tried] = [0, 0];
      const step = Math.max(1, Math.floor((end - from) / 24));
      for (let at = from; at < end; at += step) {
        const flipped = bytes.slice();
        flipped[at]! ^= 0x55;
        const checks = await technicalOf(new File([flipped], made.file.name), made);
        tried++;
        if (failed(checks).length > 0) caught++;
      }
      expect(caught).toBeGreaterThan(tried * 0.25);
    },
  );
});

interface Damage {
  title: string;
  film: FilmName;
  /** Of ffmpeg, between input and output. */
  input?: readonly string[];
  arguments: readonly string[];
  /** The checks that must fail. */
  caughtBy: readonly string[];
}

const copy = ['-map', '0', '-c', 'copy', '-movflags', '+faststart'];

const damages: readonly Damage[] = [
  { title: 'too short', film: 'mp4', arguments: [...copy, '-t', '0.5'], caughtBy: ['duration', 'frame-count'] },
  { title: 'too short', film: 'webm', arguments: [...copy, '-t', '0.5'], caughtBy: ['duration', 'frame-count'] },
  {
    title: 'at another rate',
    film: 'mp4',
    arguments: ['-map', '0', '-c:a', 'copy', '-r', '25', '-c:v', 'libx264', '-movflags', '+faststart'],
    caughtBy: ['frame-rate', 'frame-count', 'packet-timing'],
  },
  {
    title: 'of full range',
    film: 'mp4',
    arguments: [...copy, '-bsf:v', 'h264_metadata=video_full_range_flag=1'],
    caughtBy: ['colour-tags-stream'],
  },
  {
    title: 'of other primaries',
    film: 'mov-h264',
    arguments: [...copy, '-bsf:v', 'h264_metadata=colour_primaries=9:matrix_coefficients=9'],
    caughtBy: ['colour-tags-stream'],
  },
  {
    title: 'without colour tags',
    film: 'mp4',
    arguments: [
      '-map',
      '0',
      '-c:a',
      'copy',
      '-c:v',
      'libx264',
      '-vf',
      'setparams=color_primaries=unknown:color_trc=unknown:colorspace=unknown',
      '-movflags',
      '+faststart',
    ],
    caughtBy: ['colour-tags'],
  },
  {
    title: 'with sound 40 ms late',
    film: 'mp4',
    input: ['-i', '{in}', '-itsoffset', '0.04'],
    arguments: ['-map', '0:v', '-map', '1:a', '-c', 'copy', '-movflags', '+faststart'],
    caughtBy: ['sound-start', 'av-sync'],
  },
  {
    title: 'with sound that was moved by 40 ms before it was encoded',
    film: 'mp4',
    arguments: [
      '-map',
      '0',
      '-c:v',
      'copy',
      '-af',
      'adelay=40:all=1',
      '-c:a',
      'aac',
      '-b:a',
      '192k',
      '-movflags',
      '+faststart',
    ],
    caughtBy: ['av-sync'],
  },
  {
    title: 'with sound 40 ms late',
    film: 'webm',
    input: ['-i', '{in}', '-itsoffset', '0.04'],
    arguments: ['-map', '0:v', '-map', '1:a', '-c', 'copy'],
    caughtBy: ['av-sync'],
  },
  { title: 'without sound', film: 'mp4', arguments: [...copy, '-an'], caughtBy: ['sound-present'] },
  { title: 'with the index at the end', film: 'mp4', arguments: ['-map', '0', '-c', 'copy'], caughtBy: ['fast-start'] },
  {
    title: 'of another size',
    film: 'webm',
    arguments: ['-map', '0:v', '-s', '160x90', '-c:v', 'libvpx-vp9'],
    caughtBy: ['picture-size'],
  },
];

describe('a file that ffmpeg has changed', () => {
  it.each(damages)('$film $title', async ({ film: name, input = [], arguments: given, caughtBy }) => {
    const made = await film(name);
    const extension = extensionOf(made);
    const { exitCode, bytes, stderr } = await ffmpeg(made.file, extension, [
      ...['-v', 'error', ...input, '-i', '{in}', ...given, '-f', extension === 'mkv' ? 'matroska' : extension, '{out}'],
    ]);
    expect(`${exitCode}${stderr}`).toBe('0');
    const checks = await checksOf(new File([bytes], made.file.name), made);
    // What ffmpeg writes is whole, whatever is wrong in it.
    expect(failed(checks)).not.toContain('container-structure');
    expect(failed(checks)).toEqual(expect.arrayContaining([...caughtBy]));
    const sync = checks.find(({ id }) => id === 'av-sync');
    if (caughtBy.includes('av-sync')) expect(Math.abs(Number(sync?.measured) - 40)).toBeLessThan(1);
  });
});

describe('platforms', () => {
  it('say what they do not take, and what to do', async () => {
    const facts = await readFacts((await film('webm')).file);
    const youtube = platformChecks(facts, 'youtube');
    expect(youtube.find(({ id }) => id === 'youtube-containers')).toMatchObject({ status: 'warn', measured: 'webm' });
    const instagram = platformChecks(facts, 'instagram');
    expect(failed(instagram)).toEqual(
      expect.arrayContaining(['instagram-containers', 'instagram-video-codecs', 'instagram-duration']),
    );
    for (const each of instagram) {
      expect(each.source).not.toBe('');
      if (each.status === 'fail') expect(each.remedy).toBeTruthy();
    }
  });

  it('take what was made for them', async () => {
    const facts = await readFacts((await film('mp4')).file);
    expect(failed(platformChecks(facts, 'x'))).toEqual([]);
    expect(failed(platformChecks(facts, 'uk-dpp'))).toContain('uk-dpp-containers');
    const xdcam = await readFacts((await film('mxf-xdcam')).file);
    expect(failed(platformChecks(xdcam, 'ard-zdf', { loudness: -23 }))).toEqual([]);
    expect(failed(platformChecks(xdcam, 'ard-zdf', { loudness: -14 }))).toEqual(['ard-zdf-loudness']);
  });

  it('are known by their names', async () => {
    const facts = await readFacts((await film('mp4')).file);
    expect(() => platformChecks(facts, 'nowhere')).toThrow(RangeError);
  });
});
