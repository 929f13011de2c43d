import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dnxhrPacketBytes } from '../../src/formats/ffmpeg-codecs';
import {
  createExporter,
  type Composition,
  type ExporterOptions,
  type ExportResult,
  type ExportSettings,
  type FormatId,
} from '../../src/index';
import { checkFile } from '../../src/quality/check-file';
import { openFingerprintTaker } from '../../src/quality/metrics/fingerprint';
import { openFilm } from '../../src/quality/open-film';
import type { QualityReport } from '../../src/quality/report';
import type { CapturedFrames } from '../../src/quality/watch-film';
import { faultMatrix } from '../support/fault-matrix';
import { ffmpegCore } from '../support/ffmpeg-core';
import { FfmpegEngine } from '../support/ffmpeg-engine';
import {
  dnxExtents,
  mxfExtents,
  rezipped,
  withFlippedBytes,
  withSwappedPackets,
  type Extents,
} from '../support/moved-frames';
import { everyNth } from '../support/thorough';

const frameCount = 14;
const lastFrame = frameCount - 1;

const sizes = {
  small: { width: 320, height: 180, frameRate: { num: 30, den: 1 } },
  // The smallest that broadcasters know.
  hd: { width: 1280, height: 720, frameRate: { num: 50, den: 1 } },
} as const;

interface Family {
  name: string;
  format: FormatId;
  codec: ExportSettings['video']['codec'];
  profile?: string;
  animation?: ExportSettings['animation'];
  size: keyof typeof sizes;
  /** `exact`: of lossless formats. */
  kind: 'film' | 'exact' | 'animation';
  /** Where packets of one length lie. */
  packets?: Extents;
}

const film = { kind: 'film', size: 'hd', format: 'mxf', packets: mxfExtents } as const;
const pictures = { kind: 'exact', size: 'small' } as const;
const animation = { kind: 'animation', size: 'small' } as const;

const families: readonly Family[] = [
  {
    ...{ ...film, name: 'DNxHR HQX in QuickTime', codec: 'dnxhr', profile: 'hqx', format: 'mov', size: 'small' },
    packets: dnxExtents(dnxhrPacketBytes('dnxhr-hqx', 320, 180)),
  },
  { ...film, name: 'AVC-Intra 50', codec: 'avc-intra', profile: '50' },
  { ...pictures, name: 'TIFF 16', format: 'tiff-sequence', codec: 'tiff', profile: '16' },
  { ...film, name: 'XDCAM HD422', codec: 'xdcam-hd422', profile: '50', packets: undefined },
  { ...animation, name: 'APNG', format: 'apng', codec: 'apng', kind: 'exact' },
  { ...pictures, name: 'OpenEXR float', format: 'exr-sequence', codec: 'exr', profile: 'float' },
  { ...animation, name: 'GIF', format: 'gif', codec: 'gif' },
  { ...pictures, name: 'CinemaDNG', format: 'dng-sequence', codec: 'dng' },
  {
    ...{ ...film, name: 'DNxHD 120 in QuickTime', codec: 'dnxhd', profile: '120', format: 'mov' },
    packets: dnxExtents(303_104),
  },
  { ...pictures, name: 'PNG', format: 'png-sequence', codec: 'png', profile: '8' },
  { ...animation, name: 'WebP', format: 'webp', codec: 'webp', animation: { quality: 90 } },
  { ...pictures, name: 'FFV1', format: 'mkv-archive', codec: 'ffv1' },
  { ...pictures, name: 'PNG 16', format: 'png-sequence', codec: 'png', profile: '16' },
  { ...film, name: 'AVC-Intra 100', codec: 'avc-intra', profile: '100' },
  { ...pictures, name: 'OpenEXR half', format: 'exr-sequence', codec: 'exr', profile: 'half' },
  {
    ...animation,
    name: 'WebP, lossless',
    format: 'webp',
    codec: 'webp',
    animation: { quality: 'lossless' },
    kind: 'exact',
  },
  { ...film, name: 'XAVC', codec: 'xavc', profile: 'compatible' },
  { ...film, name: 'DNxHR SQ in MXF', codec: 'dnxhr', profile: 'sq', size: 'small' },
].map((family) => family as Family);

const exporter = createExporter({ ffmpeg: ffmpegCore });
const engine = new FfmpegEngine(1);
afterAll(async () => {
  engine.dispose();
  await exporter.dispose();
});

describe.each(everyNth(families, 3))(
  '$name',
  ({ name, format, codec, profile, animation: asked, size, kind, packets }) => {
    const fault = faultMatrix(`files of ${name}, and what finds it`);
    const { width, height, frameRate } = sizes[size];
    const settings: ExportSettings = {
      ...{ format, width, height, frameRate, range: { first: 0, end: frameCount }, audio: null },
      video: { codec, ...(profile === undefined ? {} : { profile }), rateControl: { mode: 'profile' } },
      ...(asked ? { animation: asked } : {}),
    };
    let good: ExportResult;
    let captured: CapturedFrames;
    let hashes: string[] | null;
    beforeAll(async () => {
      good = await exporter.start(moving(settings), settings, { check: 'warn_user' }).result;
      captured = await capturedOf(settings);
      const opened = await openFilm({ file: good.file!, settings, decoder: await engine.lanes() });
      hashes = await opened.packetHashes();
      opened.dispose();
    });

    const check = async (file: Blob): Promise<QualityReport> => {
      const decoder = await engine.lanes();
      return checkFile({ file, name, mimeType: '', settings, captured, packets: hashes, decoder });
    };
    const fails = async (file: Blob, ids: readonly string[]): Promise<string> => {
      const found = failed(await check(file));
      expect(found).toEqual(expect.arrayContaining([...ids]));
      expect(found).not.toEqual([]);
      return found.join(', ');
    };

    fault('none', 'the exported file', () => {
      const { reference, sampled, picture, checks } = good.quality!;
      expect(reference).toBe('captured');
      expect(failed(good.quality!)).toEqual([]);
      expect(good.warnings).toEqual([]);
      expect(sampled.map(({ frame }) => frame)).toEqual([0, lastFrame]);
      expect(picture).toMatchObject({ width, height, frames: frameCount });
      const skipped = checks.filter(({ status }) => status === 'skipped').map(({ id }) => id);
      expect(skipped.filter((id) => ['decodes', 'compared'].includes(id))).toEqual([]);
      // Animations are made of their packets.
      expect(skipped.includes('packets')).toBe(['gif', 'apng', 'webp'].includes(codec));
      if (kind === 'exact') {
        expect(checks.find(({ id }) => id === 'lossless')).toMatchObject({ status: 'pass' });
        expect(sampled.map(({ ssim, deltaE }) => [ssim, deltaE.all.max])).toEqual([
          [1, 0],
          [1, 0],
        ]);
      }
      return Promise.resolve('passes');
    });

    fault('64 bytes turned over', 'in the middle', async () => {
      return fails(await withFlippedBytes(good.file!), []);
    });

    fault('half of the file', 'cut off', () => fails(good.file!.slice(0, good.byteLength >> 1), []));

    if (packets) {
      fault('two packets swapped', 'the last two', async () => {
        const swapped = await withSwappedPackets(good.file!, packets, lastFrame - 1, lastFrame);
        return fails(swapped, ['packets']);
      });
      fault('the first packet', 'in place of the last', async () => {
        // Whether or not packets are known, the sampled frame is another.
        const swapped = await withSwappedPackets(good.file!, packets, 0, lastFrame);
        return fails(swapped, ['packets', 'delta-e-mean']);
      });
    }
    if (format.endsWith('sequence')) {
      fault('two pictures swapped', 'in the middle', async () => {
        const zip = await rezipped(good.file!, (frames) => frames.with(5, 6).with(6, 5));
        return fails(zip, ['packets']);
      });
      fault('a picture missing', 'in the middle', async () => {
        const zip = await rezipped(good.file!, (frames) => frames.filter((frame) => frame !== 5));
        return fails(zip, ['container-structure', 'frame-count']);
      });
    }
  },
);

describe('a lane that cannot decode', () => {
  const crashing = (): Worker =>
    new Worker(new URL('../support/failing-ffmpeg.worker.ts', import.meta.url), {
      ...{ type: 'module', name: 'crash-decoding' },
    });

  it.each([['crashes', { workers: { ffmpeg: crashing } }]] satisfies [string, ExporterOptions][])(
    '%s: the check says so, and the export is done',
    async (_, options) => {
      const own = createExporter({ ffmpeg: ffmpegCore, ...options });
      const { width, height, frameRate } = sizes.small;
      const settings: ExportSettings = {
        ...{ format: 'mov', width, height, frameRate, range: { first: 0, end: 4 }, audio: null },
        video: { codec: 'dnxhr', profile: 'sq', rateControl: { mode: 'profile' } },
      };
      const { file, quality, warnings } = await own.start(moving(settings), settings, { check: 'fail_export' }).result;
      expect(file!.size).toBeGreaterThan(10_000);
      expect(quality!.checks.find(({ id }) => id === 'decodes')).toMatchObject({
        status: 'skipped',
        message: 'ffmpeg stopped working: unreachable.',
      });
      expect(failed(quality!)).toEqual([]);
      expect(warnings).toEqual([]);
      await own.dispose();
    },
  );
});

type Size = Pick<ExportSettings, 'width' | 'height'>;

/** Soft forms and a disc that moves by its width. */
function draw(context: OffscreenCanvasRenderingContext2D, frame: number, { width, height }: Size): void {
  const ground = context.createLinearGradient(0, 0, width, height);
  ground.addColorStop(0, 'rgb(30 60 120)');
  ground.addColorStop(1, 'rgb(140 90 60)');
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  context.fillStyle = 'rgb(220 200 160)';
  context.beginPath();
  context.arc(width * (0.2 + (0.6 * frame) / frameCount), height / 2, height / 5, 0, 2 * Math.PI);
  context.fill();
}

function canvasOf({ width, height }: Size): OffscreenCanvasRenderingContext2D {
  return new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
}

function moving({ width, height, frameRate }: ExportSettings): Composition {
  return {
    ...{ id: 'moving', name: 'Moving', width, height, frameRate: frameRate.num, durationInFrames: frameCount },
    open() {
      const context = canvasOf({ width, height });
      return {
        renderFrame: (frame) => draw(context, frame, { width, height }),
        layers: () => [{ source: context.canvas }],
        dispose: () => undefined,
      };
    },
  };
}

async function capturedOf({ width, height }: ExportSettings): Promise<CapturedFrames> {
  const taker = await openFingerprintTaker({ width, height, pixelOrder: 'bgra' });
  const context = canvasOf({ width, height });
  const pixelsOf = (frame: number): Uint8Array<ArrayBuffer> => {
    draw(context, frame, { width, height });
    const { data } = context.getImageData(0, 0, width, height);
    return Uint8Array.from(data, (_, at) => data[at % 4 === 0 ? at + 2 : at % 4 === 2 ? at - 2 : at]!);
  };
  const sampledFrames = [0, lastFrame];
  return {
    fingerprints: Array.from({ length: frameCount }, (_, frame) => taker.take(pixelsOf(frame))),
    sampledFrames,
    sample: (frame) => Promise.resolve(sampledFrames.includes(frame) ? pixelsOf(frame) : null),
  };
}

function failed({ checks }: QualityReport): string[] {
  return checks.filter(({ status }) => status === 'fail').map(({ id }) => id);
}
