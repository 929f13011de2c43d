import { afterAll, beforeAll, describe, expect } from 'vitest';
import { openFingerprintTaker } from '../../src/quality/metrics/fingerprint';
import { checkFile } from '../../src/quality/check-file';
import { openFilm } from '../../src/quality/mediabunny-film';
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
import { faultMatrix } from '../support/fault-matrix';
import { ffmpeg } from '../support/media-tools';
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

/** How ffmpeg writes each container, well enough that nothing is found but the fault. */
const containers = [
  {
    preset: 'mp4-h264',
    extension: 'mp4',
    encoder: ['-c:v', 'libx264', '-bf', '0', '-crf', '8', '-pix_fmt', 'yuv420p'],
  },
  {
    preset: 'mp4-h264-fragmented',
    extension: 'mp4',
    encoder: [
      '-c:v',
      'libx264',
      '-bf',
      '0',
      '-crf',
      '8',
      '-pix_fmt',
      'yuv420p',
      '-movflags',
      'frag_keyframe+empty_moov',
    ],
  },
  {
    preset: 'webm-vp9',
    extension: 'webm',
    encoder: ['-c:v', 'libvpx-vp9', '-crf', '8', '-b:v', '0', '-cpu-used', '5', '-pix_fmt', 'yuv420p'],
  },
  {
    preset: 'mkv-vp9',
    extension: 'mkv',
    encoder: ['-c:v', 'libvpx-vp9', '-crf', '8', '-b:v', '0', '-cpu-used', '5', '-pix_fmt', 'yuv420p'],
  },
  {
    preset: 'mov-h264-pcm',
    extension: 'mov',
    encoder: ['-c:v', 'libx264', '-bf', '0', '-crf', '8', '-pix_fmt', 'yuv420p'],
  },
  {
    preset: 'prores-422-hq',
    extension: 'mov',
    encoder: ['-c:v', 'prores_ks', '-profile:v', '3', '-pix_fmt', 'yuv422p10le'],
  },
] as const;

const order = Array.from({ length: frameCount }, (_, frame) => frame);
const swapped = order.map((frame) => (frame === middle ? middle + 1 : frame === middle + 1 ? middle : frame));
const atConstantRate = 'setpts=N/(30*TB)';

/** A filter that breaks the picture, and the checks that must fail of it. */
const pictureFaults = [
  ['none: encoded once more', 'null', []],
  ['matrix of BT.601', 'scale=in_color_matrix=bt709:out_color_matrix=bt601', ['flat-delta-e-mean']],
  ['full range', 'scale=in_range=tv:out_range=pc', ['flat-delta-e-mean', 'delta-e-mean']],
  ['two frames swapped', `shuffleframes=${swapped.join(' ')}`, ['frame-order']],
  ['a frame dropped', `select='not(eq(n,${middle}))',${atConstantRate}`, ['dropped-frames', 'frame-count']],
  ['a frame dropped, a gap left', `select='not(eq(n,${middle}))'`, ['dropped-frames', 'frame-count']],
  ['a frame twice', `loop=loop=1:size=1:start=${middle},${atConstantRate}`, ['repeated-frames', 'frame-count']],
  ['a frame black', `drawbox=t=fill:color=black:enable='eq(n,${middle})'`, ['black-frames']],
] as const;

const exporter = createExporter();
afterAll(() => exporter.dispose());

describe.each(everyNth(containers, 2))('$preset', ({ preset, extension, encoder }) => {
  const fault = faultMatrix(`files of ${preset}, and what finds it`);
  const asked = settingsFor(findPreset(preset)!, composition);
  // At the rate of a preset so small a picture loses more than the gates allow.
  const rateControl =
    asked.video.codec === 'prores' ? asked.video.rateControl : ({ mode: 'bitrate', bitrate: 12e6 } as const);
  const settings: ExportSettings = { ...asked, video: { ...asked.video, rateControl }, audio: null };
  // The browser's H.264 takes so small a picture of gradients ΔE 1.1 from it at any rate: the gate is right.
  const lost = asked.video.codec === 'h264' ? ['delta-e-mean'] : [];
  let good: ExportResult;
  let captured: CapturedFrames;
  let packets: string[];
  beforeAll(async () => {
    good = await exporter.start(composition, settings, { check: 'warn_user' }).result;
    captured = await capturedFrames();
    const film = await openFilm(good.file!);
    packets = await film.packetHashes();
    film.dispose();
  });

  /** @param own its packets are those of the export */
  const check = (file: Blob, own: boolean): Promise<QualityReport> =>
    checkFile({ file, name: `graphics.${extension}`, mimeType: '', settings, captured, packets: own ? packets : null });

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
    expect(good.quality!.checks.map(({ id }) => id)).toContain('packets');
    expect(failed(good.quality!)).toEqual(lost);
    expect(good.warnings.map(({ code }) => code)).toEqual(lost.map(() => 'quality'));
    expect(failed(await check(good.file!, true))).toEqual(lost);
    return lost.join(', ') || 'passes';
  });

  for (const [name, filter, ids] of pictureFaults) {
    fault(name, `frame ${middle}`, async () => {
      const timing = name.endsWith('gap left') ? ['-fps_mode', 'passthrough'] : [];
      const report = await check(await rewritten(['-vf', filter, ...timing, ...encoder, ...matrix709, ...out]), false);
      const found = failed(report);
      if (ids.length === 0) expect(found).toEqual(lost);
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
    expect(found).toContain('packets');
    return found.join(', ');
  });

  fault('a tenth too slow', 'timestamps', async () => {
    const slower = ['-c', 'copy', '-bsf:v', 'setts=pts=PTS*11/10:dts=DTS*11/10:duration=DURATION*11/10'];
    const found = failed(await check(await rewritten([...slower, ...out]), true));
    expect(found).toEqual(expect.arrayContaining(['packet-timing', 'duration']));
    return found.join(', ');
  });
});

function failed({ checks }: QualityReport): string[] {
  return checks.filter(({ status }) => status === 'fail').map(({ id }) => id);
}
