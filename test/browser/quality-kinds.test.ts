import { afterAll, beforeAll, describe, expect } from 'vitest';
import { createExporter, type Composition, type ExportResult, type ExportSettings } from '../../src/index';
import { videoEncoderSettings } from '../../src/orchestrator/export-job';
import { checkFile } from '../../src/quality/check-file';
import type { QualityReport } from '../../src/quality/report';
import { capturedFramesToSample } from '../../src/quality/sample-plan';
import type { CapturedFrames } from '../../src/quality/watch-film';
import { DrawnReference } from '../../src/workers/drawn-reference';
import { faultMatrix } from '../support/fault-matrix';
import { ffmpegCore } from '../support/ffmpeg-core';
import { FfmpegEngine } from '../support/ffmpeg-engine';
import { ffmpeg } from '../support/media-tools';
import { everyNth } from '../support/thorough';

const frameCount = 8;

/** ffmpeg's arguments that break a file, and the checks of which one at least must fail. */
interface Break {
  title: string;
  arguments: readonly string[];
  caughtBy: readonly string[];
}

interface Kind {
  name: string;
  settings: Pick<ExportSettings, 'format' | 'width' | 'height'> & {
    video: Omit<ExportSettings['video'], 'rateControl'> & Partial<Pick<ExportSettings['video'], 'rateControl'>>;
  };
  /** Of what ffmpeg can write again. */
  breaks?: readonly Break[];
}

const small = { width: 320, height: 180 } as const;
const hd = { width: 1920, height: 1080 } as const;
const prores = ['-c:v', 'prores_ks', '-profile:v', '3', '-pix_fmt', 'yuv422p10le'] as const;

const interlaced: readonly Kind[] = [
  {
    name: 'fields of ProRes',
    settings: { ...small, format: 'mov', video: { codec: 'prores', profile: '422-hq', scan: 'interlaced' } },
    breaks: [
      {
        title: 'fields swapped',
        arguments: ['-vf', 'il=l=i:c=i:ls=1:cs=1', '-flags', '+ildct', ...prores],
        caughtBy: ['ssim', 'delta-e-mean'],
      },
    ],
  },
  {
    name: 'fields of IMX',
    settings: { format: 'mxf', width: 720, height: 576, video: { codec: 'imx', profile: '30', scan: 'interlaced' } },
  },
  {
    name: 'fields of AVC-Intra 50',
    settings: { ...hd, format: 'mxf', video: { codec: 'avc-intra', profile: '50', scan: 'interlaced' } },
  },
  {
    name: 'fields of XDCAM HD422',
    settings: { ...hd, format: 'mxf', video: { codec: 'xdcam-hd422', profile: '50', scan: 'interlaced' } },
  },
  {
    name: 'fields of DNxHD 120',
    settings: { ...hd, width: 1440, format: 'mxf', video: { codec: 'dnxhd', profile: '120', scan: 'interlaced' } },
  },
  {
    name: 'fields of XAVC',
    settings: { ...hd, format: 'mxf', video: { codec: 'xavc', profile: 'compatible', scan: 'interlaced' } },
  },
];

const kinds = [...everyNth(interlaced, 2)];

const exporter = createExporter({ ffmpeg: ffmpegCore });
const engine = new FfmpegEngine(1);
afterAll(async () => {
  engine.dispose();
  await exporter.dispose();
});

describe.each(kinds)('$name', ({ name, settings: asked, breaks = [] }) => {
  const fault = faultMatrix(`${name}, and what finds it`);
  const settings: ExportSettings = {
    ...asked,
    ...{ frameRate: { num: 50, den: 1 }, range: { first: 0, end: frameCount }, audio: null },
    video: { rateControl: { mode: 'profile' }, ...asked.video },
  };
  let good: ExportResult;
  let captured: CapturedFrames;
  beforeAll(async () => {
    const reference = new DrawnReference({
      ...videoEncoderSettings(settings),
      ...{ frameCount, sample: capturedFramesToSample(settings) },
    });
    good = await exporter.start(moving(settings), settings, {
      check: 'warn_user',
      onCapturedFrame: (frame, pixels) => reference.take(frame, pixels.slice().buffer),
    }).result;
    captured = reference.captured();
  });

  fault('none', 'the exported file', () => {
    const { reference, sampled, checks } = good.quality!;
    expect(checks.filter(({ id, status }) => id === 'compared' && status === 'skipped')).toEqual([]);
    expect(reference).toBe('captured');
    expect(wrong(good.quality!)).toEqual([]);
    expect(good.warnings).toEqual([]);
    expect(sampled.length).toBe(2);
    const [{ ssim, psnr, deltaE }] = sampled as [(typeof sampled)[0]];
    return Promise.resolve(`passes: ${ssim.toFixed(4)}, ${psnr.luma.toFixed(1)} dB, ${deltaE.all.mean.toFixed(2)}`);
  });

  for (const { title, arguments: given, caughtBy } of breaks) {
    fault(title, 'all frames', async () => {
      const { extension, container } = containers[settings.format]!;
      const { bytes, exitCode, stderr } = await ffmpeg(good.file!, extension, [
        ...['-v', 'error', '-i', '{in}', ...given, '-f', container, '{out}'],
      ]);
      if (exitCode !== 0) throw new Error(stderr);
      const decoder = await engine.lanes();
      const file = new Blob([bytes]);
      const report = await checkFile({ file, name, mimeType: '', settings, captured, packets: null, decoder });
      const found = report.checks.filter(({ status }) => status === 'fail').map(({ id }) => id);
      expect(found.filter((id) => caughtBy.includes(id))).not.toEqual([]);
      return found.join(', ');
    });
  }
});

const containers: Readonly<Partial<Record<ExportSettings['format'], { extension: string; container: string }>>> = {
  mov: { extension: 'mov', container: 'mov' },
};

function wrong({ checks }: QualityReport): string[] {
  return checks
    .filter(({ status }) => status === 'fail' || status === 'warn')
    .map(({ id, message }) => `${id}: ${message}`);
}

/** Soft forms and a disc that moves. */
function moving({ width, height, frameRate }: ExportSettings): Composition {
  return {
    ...{ id: 'moving', name: 'Moving', width, height, frameRate: frameRate.num, durationInFrames: frameCount },
    open() {
      const context = new OffscreenCanvas(width, height).getContext('2d')!;
      return {
        renderFrame(frame) {
          const ground = context.createLinearGradient(0, 0, width, height);
          ground.addColorStop(0, 'rgb(30 60 120)');
          ground.addColorStop(1, 'rgb(140 90 60)');
          context.fillStyle = ground;
          context.fillRect(0, 0, width, height);
          context.fillStyle = 'rgb(220 200 160)';
          context.beginPath();
          context.arc(width * (0.2 + (0.6 * frame) / frameCount), height / 2, height / 5, 0, 2 * Math.PI);
          context.fill();
        },
        layers: () => [{ source: context.canvas }],
        dispose: () => undefined,
      };
    },
  };
}
