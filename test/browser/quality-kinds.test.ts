import { afterAll, beforeAll, describe, expect } from 'vitest';
import { createExporter, type Composition, type ExportResult, type ExportSettings } from '../../src/index';
import { colourSpaces } from '../../src/colour/colour-space';
import { videoEncoderSettings } from '../../src/orchestrator/export-job';
import { checkFile } from '../../src/quality/check-file';
import type { QualityReport } from '../../src/quality/report';
import { capturedFramesToSample } from '../../src/quality/sample-plan';
import type { CapturedFrames } from '../../src/quality/watch-film';
import { DrawnReference } from '../../src/workers/drawn-reference';
import { faultMatrix } from '../support/fault-matrix';
import { ffmpegCore } from '../support/ffmpeg-core';
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
  settings: Pick<ExportSettings, 'format' | 'width' | 'height' | 'animation'> & {
    video: Omit<ExportSettings['video'], 'rateControl'> & Partial<Pick<ExportSettings['video'], 'rateControl'>>;
  };
  /** Something is to be known of the comparison. */
  note?: boolean;
  /** Of what ffmpeg can write again. */
  breaks?: readonly Break[];
}

const small = { width: 320, height: 180 } as const;
const hd = { width: 1920, height: 1080 } as const;
const quality = { mode: 'quality', quality: 'high' } as const;
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

const x264 = ['-c:v', 'libx264', '-crf', '8', '-pix_fmt', 'yuv420p', '-movflags', '+faststart'] as const;

const wide: readonly Kind[] = [
  {
    note: true,
    name: 'Display P3 in H.264',
    settings: { ...small, format: 'mp4', video: { codec: 'h264', colourSpace: 'display-p3', rateControl: quality } },
    breaks: [
      {
        title: 'matrix of BT.601',
        arguments: ['-vf', 'scale=in_color_matrix=bt709:out_color_matrix=bt601', ...tags('smpte432', 'bt709'), ...x264],
        caughtBy: ['delta-e-mean', 'flat-delta-e-mean'],
      },
    ],
  },
  {
    note: true,
    name: 'BT.2020 in ProRes',
    settings: { ...small, format: 'mov', video: { codec: 'prores', profile: '422-hq', colourSpace: 'bt2020' } },
    breaks: [
      {
        title: 'matrix of BT.709',
        arguments: [
          ...['-vf', 'scale=in_color_matrix=bt2020:out_color_matrix=bt709'],
          ...tags('bt2020', 'bt2020nc'),
          ...prores,
        ],
        caughtBy: ['delta-e-mean', 'flat-delta-e-mean'],
      },
    ],
  },
  {
    note: true,
    name: 'BT.2020 in VP9 of 10 bits',
    settings: {
      ...{ ...small, format: 'webm' },
      video: { codec: 'vp9', profile: '420-10', colourSpace: 'bt2020', rateControl: quality },
    },
  },
  {
    note: true,
    name: 'BT.2020 in DNxHR HQX',
    settings: { ...small, format: 'mov', video: { codec: 'dnxhr', profile: 'hqx', colourSpace: 'bt2020' } },
  },
  {
    name: 'BT.601 in DNxHR SQ',
    settings: { ...small, format: 'mov', video: { codec: 'dnxhr', profile: 'sq', colourSpace: 'bt601' } },
  },
  {
    name: 'BT.601 fields of DNxHD 120',
    settings: {
      ...{ ...hd, width: 1440, format: 'mxf' },
      video: { codec: 'dnxhd', profile: '120', scan: 'interlaced', colourSpace: 'bt601' },
    },
  },
  {
    note: true,
    name: 'Display P3 in PNG',
    settings: { ...small, format: 'png-sequence', video: { codec: 'png', profile: '8', colourSpace: 'display-p3' } },
  },
  {
    note: true,
    name: 'Display P3 in AV1',
    settings: { ...small, format: 'webm', video: { codec: 'av1', colourSpace: 'display-p3', rateControl: quality } },
  },
  {
    note: true,
    name: 'BT.2020 in OpenEXR',
    settings: { ...small, format: 'exr-sequence', video: { codec: 'exr', profile: 'float', colourSpace: 'bt2020' } },
  },
  {
    note: true,
    name: 'BT.2020 in H.264',
    settings: { ...small, format: 'mp4', video: { codec: 'h264', colourSpace: 'bt2020', rateControl: quality } },
  },
];

const deep: readonly Kind[] = [
  {
    name: '16 bits in ProRes 4444',
    note: true,
    settings: { ...small, format: 'mov', video: { codec: 'prores', profile: '4444', captureDepth: 16 } },
    breaks: [
      {
        title: 'an eighth darker',
        arguments: ['-vf', 'lutyuv=y=val*7/8', '-c:v', 'prores_ks', '-profile:v', '4', '-pix_fmt', 'yuv444p10le'],
        caughtBy: ['delta-e-mean', 'flat-delta-e-mean'],
      },
    ],
  },
  {
    name: '16 bits in PNG',
    note: true,
    settings: { ...small, format: 'png-sequence', video: { codec: 'png', profile: '16', captureDepth: 16 } },
  },
  {
    name: '16 bits in TIFF',
    note: true,
    settings: { ...small, format: 'tiff-sequence', video: { codec: 'tiff', profile: '16', captureDepth: 16 } },
  },
  {
    name: '16 bits of BT.2020 in OpenEXR',
    note: true,
    settings: {
      ...{ ...small, format: 'exr-sequence' },
      video: { codec: 'exr', profile: 'half', captureDepth: 16, colourSpace: 'bt2020' },
    },
  },
  {
    name: '16 bits of fields in XAVC',
    note: true,
    settings: {
      ...{ ...hd, format: 'mxf' },
      video: { codec: 'xavc', profile: 'compatible', captureDepth: 16, scan: 'interlaced' },
    },
  },
  {
    name: '16 bits in VP9 of 10 bits',
    note: true,
    settings: {
      ...{ ...small, format: 'webm' },
      video: { codec: 'vp9', profile: '420-10', captureDepth: 16, rateControl: quality },
    },
  },
];

const straight = { alpha: 'straight' } as const;
const prores4444 = ['-c:v', 'prores_ks', '-profile:v', '4'] as const;

const translucent: readonly Kind[] = [
  {
    name: 'alpha of ProRes 4444',
    settings: { ...small, format: 'mov', video: { codec: 'prores', profile: '4444', ...straight } },
    breaks: [
      {
        title: 'alpha inverted',
        arguments: ['-vf', 'lutyuv=a=negval', ...prores4444, '-pix_fmt', 'yuva444p10le', '-alpha_bits', '16'],
        caughtBy: ['alpha'],
      },
      { title: 'alpha lost', arguments: [...prores4444, '-pix_fmt', 'yuv444p10le'], caughtBy: ['alpha'] },
    ],
  },
  {
    name: 'alpha of FFV1',
    settings: { ...small, format: 'mkv-archive', video: { codec: 'ffv1', ...straight } },
  },
  {
    name: 'alpha of ProRes 4444, multiplied',
    settings: { ...small, format: 'mov', video: { codec: 'prores', profile: '4444', alpha: 'premultiplied' } },
  },
  {
    name: 'alpha of APNG',
    settings: { ...small, format: 'apng', video: { codec: 'apng', ...straight } },
  },
  {
    name: 'alpha of PNG',
    settings: { ...small, format: 'png-sequence', video: { codec: 'png', profile: '8', ...straight } },
  },
  {
    name: 'alpha of OpenEXR, multiplied',
    settings: { ...small, format: 'exr-sequence', video: { codec: 'exr', profile: 'half', alpha: 'premultiplied' } },
  },
  {
    name: 'alpha of WebP',
    settings: { ...small, format: 'webp', animation: { quality: 90 }, video: { codec: 'webp', ...straight } },
  },
  {
    name: 'alpha of VP9',
    settings: { ...small, format: 'webm', video: { codec: 'vp9', rateControl: quality, ...straight } },
    breaks: [
      {
        title: 'alpha lost',
        arguments: ['-c:v', 'libvpx-vp9', '-crf', '8', '-b:v', '0', '-cpu-used', '5', '-pix_fmt', 'yuv420p'],
        caughtBy: ['alpha'],
      },
    ],
  },
  {
    name: 'alpha of WebP, lossless',
    settings: { ...small, format: 'webp', animation: { quality: 'lossless' }, video: { codec: 'webp', ...straight } },
  },
  {
    name: 'alpha of TIFF, multiplied',
    settings: { ...small, format: 'tiff-sequence', video: { codec: 'tiff', profile: '8', alpha: 'premultiplied' } },
  },
  {
    name: 'alpha of PNG, captured with 16 bits',
    note: true,
    settings: {
      ...small,
      format: 'png-sequence',
      video: { codec: 'png', profile: '16', captureDepth: 16, ...straight },
    },
  },
  {
    name: 'alpha of ProRes 4444, captured with 16 bits',
    note: true,
    settings: { ...small, format: 'mov', video: { codec: 'prores', profile: '4444', captureDepth: 16, ...straight } },
  },
  {
    name: 'alpha of OpenEXR, multiplied, captured with 16 bits',
    note: true,
    settings: {
      ...{ ...small, format: 'exr-sequence' },
      video: { codec: 'exr', profile: 'float', captureDepth: 16, alpha: 'premultiplied' },
    },
  },
];

/** The default run has time for the first of each: of transparency for two, as VP9 has it beside the picture. */
const kinds = [everyNth(interlaced, 6), everyNth(wide, 10), everyNth(deep, 6), everyNth(translucent, 7)].flat();

const exporter = createExporter({ ffmpeg: ffmpegCore });
afterAll(() => exporter.dispose());

describe.each(kinds)('$name', ({ name, settings: asked, note = false, breaks = [] }) => {
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
    expect(checks.filter(({ id }) => id === 'alpha')).toHaveLength(settings.video.alpha ? 1 : 0);
    expect(checks.filter(({ id }) => id === 'compared').map(({ status }) => status)).toEqual(note ? ['info'] : []);
    const [{ ssim, psnr, deltaE }] = sampled as [(typeof sampled)[0]];
    const alpha = checks.find(({ id }) => id === 'alpha')?.measured;
    return Promise.resolve(
      `passes: ${ssim.toFixed(4)}, ${psnr.luma.toFixed(1)} dB, ${deltaE.all.mean.toFixed(2)}${alpha ? `, alpha ${alpha}` : ''}`,
    );
  });

  for (const { title, arguments: given, caughtBy } of breaks) {
    fault(title, 'all frames', async () => {
      const { extension, container } = containers[settings.format]!;
      const { bytes, exitCode, stderr } = await ffmpeg(good.file!, extension, [
        ...['-v', 'error', '-i', '{in}', ...given, '-f', container, '{out}'],
      ]);
      if (exitCode !== 0) throw new Error(stderr);
      const file = new Blob([bytes]);
      const report = await checkFile({ file, name, mimeType: '', settings, captured, packets: null });
      const found = report.checks.filter(({ status }) => status === 'fail').map(({ id }) => id);
      expect(found.filter((id) => caughtBy.includes(id))).not.toEqual([]);
      return found.join(', ');
    });
  }
});

const containers: Readonly<Partial<Record<ExportSettings['format'], { extension: string; container: string }>>> = {
  mov: { extension: 'mov', container: 'mov' },
  mp4: { extension: 'mp4', container: 'mp4' },
  webm: { extension: 'webm', container: 'webm' },
};

function tags(primaries: string, matrix: string): string[] {
  return ['-color_primaries', primaries, '-color_trc', 'bt709', '-colorspace', matrix, '-color_range', 'tv'];
}

function wrong({ checks }: QualityReport): string[] {
  return checks
    .filter(({ status }) => status === 'fail' || status === 'warn')
    .map(({ id, message }) => `${id}: ${message}`);
}

/** Soft forms and a disc that moves. */
function moving({ width, height, frameRate, video }: ExportSettings): Composition {
  return {
    ...{ id: 'moving', name: 'Moving', width, height, frameRate: frameRate.num, durationInFrames: frameCount },
    open() {
      const colorSpace = colourSpaces[video.colourSpace ?? 'bt709'].captured;
      const context = new OffscreenCanvas(width, height).getContext('2d', {
        colorSpace,
        ...(video.captureDepth === 16 ? { colorType: 'float16' } : {}),
      })!;
      return {
        renderFrame(frame) {
          const wide = colorSpace === 'display-p3';
          const ground = context.createLinearGradient(0, 0, width, height);
          ground.addColorStop(0, video.alpha ? 'rgb(30 60 120 / 20%)' : 'rgb(30 60 120)');
          ground.addColorStop(1, 'rgb(140 90 60)');
          context.clearRect(0, 0, width, height);
          context.fillStyle = ground;
          context.fillRect(0, 0, width, height);
          context.fillStyle = wide ? 'color(display-p3 0.9 0.3 0.2)' : 'rgb(220 200 160)';
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
