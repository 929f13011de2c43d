import { afterAll, beforeAll, describe, expect } from 'vitest';
import { openFingerprintTaker } from '../../src/quality/metrics/fingerprint';
import { checkFile } from '../../src/quality/check-file';
import { soundPackets } from '../../src/quality/checks/mediabunny-sound';
import { openRunningHash } from '../../src/quality/file-hash';
import { openBrowserFilm } from '../../src/quality/mediabunny-film';
import type { QualityReport } from '../../src/quality/report';
import { framesToSample } from '../../src/quality/sample-plan';
import type { CapturedFrames } from '../../src/quality/watch-film';
import {
  createExporter,
  findPreset,
  settingsFor,
  type Composition,
  type ExportResult,
  type ExportSettings,
} from '../../src/index';
import type { SoundExcerpt } from '../../src/audio/audio-source';
import { ExcerptTaker } from '../../src/audio/sound-excerpts';
import { faultMatrix } from '../support/fault-matrix';
import { ffmpeg } from '../support/media-tools';
import { filmSampleRate, filmSound, soundBuffer } from '../support/quality-films';
import { graphics } from '../support/quality-pictures';
import { everyNth } from '../support/thorough';

const width = 320;
const height = 180;
const frameCount = 60;
const middle = 30;

/** Graphics that move, drawn exactly as they are. */
const pictures = Array.from({ length: frameCount }, (_, frame) => graphics(width, height, frame));
const composition: Composition = {
  ...{ id: 'graphics', name: 'Graphics', width, height, frameRate: 30, durationInFrames: frameCount },
  audio: [{ source: () => Promise.resolve(soundBuffer(soundLength)) }],
  open() {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d')!;
    return {
      renderFrame(frame) {
        context.putImageData(new ImageData(Uint8ClampedArray.from(pictures[frame]!.pixels), width, height), 0, 0);
      },
      layers: () => [{ source: canvas }],
      dispose: () => undefined,
    };
  },
};

const soundLength = (frameCount / 30) * filmSampleRate;

function excerpts(): SoundExcerpt[] {
  const taker = new ExcerptTaker(soundLength);
  taker.push(filmSound(soundLength));
  return taker.read();
}

async function capturedFrames(): Promise<CapturedFrames> {
  const taker = await openFingerprintTaker({ width, height, pixelOrder: 'bgra' });
  const captured = pictures.map(({ pixels }) =>
    pixels.map((_, at) => pixels[at % 4 === 0 ? at + 2 : at % 4 === 2 ? at - 2 : at]!),
  );
  const sampled = framesToSample({ width, height, frameRate: { num: 30, den: 1 }, frameCount });
  return {
    fingerprints: captured.map((pixels) => taker.take(pixels)),
    sampledFrames: sampled,
    sample: (frame) => Promise.resolve(sampled.includes(frame) ? captured[frame]! : null),
  };
}

const matrix709 = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'];

interface WrittenContainer {
  preset: string;
  extension: string;
  encoder: readonly string[];
  /** Of ffmpeg, to tag packets with the matrix of BT.601, and with full range; null: they do not say it. */
  tags: { matrix: string | ((file: Blob) => Promise<Blob>); range: string | null };
}

/** Every frame tagged with the matrix of BT.601: byte 20 behind the `icpf` of its header (SMPTE RDD 36, 5.1.1). */
async function proresOf601(file: Blob): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  for (let at = 0; at + 24 < bytes.length; at++) {
    const isFrame = bytes[at] === 0x69 && bytes[at + 1] === 0x63 && bytes[at + 2] === 0x70 && bytes[at + 3] === 0x66;
    if (isFrame) bytes[at + 20] = 6;
  }
  return new Blob([bytes]);
}

const x264 = ['-c:v', 'libx264', '-bf', '0', '-crf', '8', '-pix_fmt', 'yuv420p'];
const vp9 = ['-c:v', 'libvpx-vp9', '-crf', '8', '-b:v', '0', '-cpu-used', '5', '-pix_fmt', 'yuv420p'];
const faststart = ['-movflags', '+faststart'];
const h264Tags = { matrix: 'h264_metadata=matrix_coefficients=6', range: 'h264_metadata=video_full_range_flag=1' };
const vp9Tags = { matrix: 'vp9_metadata=color_space=smpte170', range: 'vp9_metadata=color_range=pc' };

/** How ffmpeg writes each container, well enough that nothing is found but the fault. */
const containers: readonly WrittenContainer[] = [
  { preset: 'mp4-h264', extension: 'mp4', encoder: [...x264, ...faststart], tags: h264Tags },
  {
    preset: 'mp4-h264-fragmented',
    extension: 'mp4',
    encoder: [...x264, '-movflags', 'frag_keyframe+empty_moov'],
    tags: h264Tags,
  },
  { preset: 'webm-vp9', extension: 'webm', encoder: vp9, tags: vp9Tags },
  { preset: 'mkv-vp9', extension: 'mkv', encoder: vp9, tags: vp9Tags },
  { preset: 'mov-h264-pcm', extension: 'mov', encoder: [...x264, ...faststart], tags: h264Tags },
  {
    preset: 'prores-422-hq',
    extension: 'mov',
    encoder: ['-c:v', 'prores_ks', '-profile:v', '3', '-pix_fmt', 'yuv422p10le', ...faststart],
    tags: { matrix: proresOf601, range: null },
  },
];

const order = Array.from({ length: frameCount }, (_, frame) => frame);
const swapped = order.map((frame) => (frame === middle ? middle + 1 : frame === middle + 1 ? middle : frame));
const atConstantRate = 'setpts=N/(30*TB)';

/** A filter that breaks the picture, and the checks that must fail of it. */
const pictureFaults = [
  ['none: encoded once more', 'null', []],
  ['matrix of BT.601', 'scale=in_color_matrix=bt709:out_color_matrix=bt601', ['flat-delta-e-mean']],
  ['full range', 'scale=in_range=tv:out_range=pc', ['flat-delta-e-mean']],
  ['two frames swapped', `shuffleframes=${swapped.join(' ')}`, ['frame-order']],
  ['a frame dropped', `select='not(eq(n,${middle}))',${atConstantRate}`, ['dropped-frames', 'frame-count']],
  ['a frame dropped, a gap left', `select='not(eq(n,${middle}))'`, ['dropped-frames', 'frame-count']],
  ['a frame twice', `loop=loop=1:size=1:start=${middle},${atConstantRate}`, ['repeated-frames', 'frame-count']],
  ['a frame black', `drawbox=t=fill:color=black:enable='eq(n,${middle})'`, ['black-frames']],
] as const;

const exporter = createExporter();
afterAll(() => exporter.dispose());

describe.each(everyNth(containers, 2))('$preset', ({ preset, extension, encoder, tags }) => {
  const fault = faultMatrix(`files of ${preset}, and what finds it`);
  const asked = settingsFor(findPreset(preset)!, composition);
  // At the rate of a preset so small a picture loses more than the gates allow.
  const rateControl =
    asked.video.codec === 'prores' ? asked.video.rateControl : ({ mode: 'bitrate', bitrate: 12e6 } as const);
  const settings: ExportSettings = { ...asked, video: { ...asked.video, rateControl } };
  // ffmpeg leaves out what says where the sound begins in fragments: there only the picture is written anew.
  const isFragmented = preset === 'mp4-h264-fragmented';
  let good: ExportResult;
  let captured: CapturedFrames;
  let packets: string[];
  let soundChecksum: string;
  beforeAll(async () => {
    good = await exporter.start(composition, settings, { check: 'warn_user' }).result;
    captured = await capturedFrames();
    const film = await openBrowserFilm(good.file!);
    packets = (await film.packetHashes())!;
    film.dispose();
    soundChecksum = await soundChecksumOf(good.file!);
  });

  /** @param own its packets are those of the export */
  const check = (file: Blob, own: boolean, hasSound = true): Promise<QualityReport> =>
    checkFile({
      ...{ file, name: `graphics.${extension}`, mimeType: '', captured },
      settings: hasSound ? settings : { ...settings, audio: null },
      ...{ packets: own ? packets : null, sound: { excerpts: excerpts(), checksum: own ? soundChecksum : null } },
    });

  const rewritten = async (args: readonly string[]): Promise<Blob> => {
    const { bytes, exitCode, stderr } = await ffmpeg(good.file!, extension, [
      '-v',
      'error',
      '-y',
      '-i',
      '{in}',
      ...args,
    ]);
    if (exitCode !== 0) throw new Error(stderr);
    return new Blob([bytes]);
  };
  const formats: Readonly<Record<string, string>> = { mkv: 'matroska', webm: 'webm', mov: 'mov', mp4: 'mp4' };
  const out = ['-f', formats[extension]!, '{out}'];

  fault('none', 'the exported file', async () => {
    expect(good.quality!.checks.filter(({ status }) => status === 'pass').map(({ id }) => id)).toEqual(
      expect.arrayContaining(['packets', 'sound-packets', 'av-sync', 'frame-count']),
    );
    expect(failed(good.quality!)).toEqual([]);
    expect(good.warnings).toEqual([]);
    expect(failed(await check(good.file!, true))).toEqual([]);
    return 'passes';
  });

  for (const [name, filter, ids] of pictureFaults) {
    fault(name, `frame ${middle}`, async () => {
      const sound = isFragmented ? ['-copyts', '-an'] : ['-c:a', 'copy'];
      const timing = name.endsWith('gap left') ? ['-fps_mode', 'passthrough'] : [];
      const report = await check(
        await rewritten(['-vf', filter, ...timing, ...encoder, ...matrix709, ...sound, ...out]),
        false,
        !isFragmented,
      );
      const found = failed(report);
      if (ids.length === 0) expect(found).toEqual([]);
      expect(found).toEqual(expect.arrayContaining([...ids]));
      return found.join(', ') || 'passes';
    });
  }

  fault('half of the file', 'cut off', async () => {
    const found = failed(await check(good.file!.slice(0, Math.floor(good.byteLength / 2)), true));
    expect(found.some((id) => id === 'container-structure')).toBe(true);
    return found.join(', ');
  });

  fault('a bit flipped', 'in the middle', async () => {
    const bytes = new Uint8Array(await good.file!.arrayBuffer());
    bytes[bytes.length >> 1]! ^= 0x10;
    const report = await check(new Blob([bytes]), true);
    expect(report.file.sha256).not.toBe(good.quality!.file.sha256);
    const found = failed(report);
    expect(found.some((id) => id === 'packets' || id === 'sound-packets')).toBe(true);
    return found.join(', ');
  });

  fault('a tenth too slow', 'timestamps', async () => {
    const slower = ['-c', 'copy', '-bsf:v', 'setts=pts=PTS*11/10:dts=DTS*11/10:duration=DURATION*11/10'];
    const found = failed(await check(await rewritten([...slower, ...out]), true));
    expect(found).toEqual(expect.arrayContaining(['packet-timing', 'duration']));
    return found.join(', ');
  });

  fault('half a second too short', 'the end', async () => {
    const found = failed(await check(await rewritten(['-c', 'copy', '-t', '1.5', ...out]), true));
    expect(found).toEqual(expect.arrayContaining(['frame-count', 'duration', 'packets']));
    return found.join(', ');
  });

  for (const [name, filter] of Object.entries(tags)) {
    if (filter === null) continue;
    fault(`a wrong ${name} in the tags`, 'all frames', async () => {
      const tagged = await (typeof filter === 'string'
        ? rewritten(['-c', 'copy', '-bsf:v', filter, ...out])
        : filter(good.file!));
      const report = await check(tagged, false);
      const found = failed(report);
      expect(found).toContain('colour-tags-stream');
      return found.join(', ');
    });
  }

  fault('sound 40 ms late', 'all of it', async () => {
    const late = ['-map', '0:v', '-map', '0:a', '-c:v', 'copy', '-af', 'adelay=40:all=1', ...soundEncoder(settings)];
    const report = await check(await rewritten([...late, ...out]), false);
    // Without an edit list the 1024 samples before the sound are heard besides.
    const late40 = isFragmented ? 40 + 1024 / 48 : 40;
    const { measured } = report.checks.find(({ id }) => id === 'av-sync')!;
    expect(Math.abs(Number(measured) - late40)).toBeLessThan(1);
    const found = failed(report);
    expect(found).toContain('av-sync');
    return found.join(', ');
  });
});

/** Of the packets as the file has them. */
async function soundChecksumOf(file: Blob): Promise<string> {
  const hash = await openRunningHash();
  for await (const bytes of soundPackets(file)) hash.update(bytes);
  return hash.read();
}

function soundEncoder({ audio }: ExportSettings): string[] {
  const encoders: Readonly<Record<string, string>> = { aac: 'aac', opus: 'libopus', 'pcm-s24': 'pcm_s24le' };
  return ['-c:a', encoders[audio!.codec]!, ...(audio!.bitrate ? ['-b:a', String(audio!.bitrate)] : [])];
}

function failed({ checks }: QualityReport): string[] {
  return checks.filter(({ status }) => status === 'fail').map(({ id }) => id);
}
