import { encode } from 'fast-png';
import type { FrameQuality } from '../../src/quality/metrics/compare-frames';
import { gatesFor } from '../../src/quality/gates';
import type { CheckResult, QualityReport, SampledFrame, WorstFrame } from '../../src/quality/report';
import { scoreOf } from '../../src/quality/score';
import { graphics, type Picture } from './quality-pictures';

/** What is measured of a frame whose luma has this SSIM, PSNR in dB and mean ΔE2000. */
export function frameQuality(ssim: number, psnr: number, deltaE: number): FrameQuality {
  const statistics = { pixels: 184320, mean: deltaE, p95: deltaE * 2.4, p99: deltaE * 3.7, max: deltaE * 9 };
  return {
    ssim,
    msSsim: { value: 1 - (1 - ssim) / 2, scales: 5 },
    psnr: { red: psnr - 1.2, green: psnr - 0.4, blue: psnr - 2.1, luma: psnr, rgb: psnr - 1.1, min: psnr - 2.1 },
    deltaE: { all: statistics, flat: deltaE > 1.5 ? null : { ...statistics, mean: deltaE / 3 }, rest: statistics },
    artifacts: { banding: 0.01, blocking: 0.04 },
  };
}

export function check(id: string, changes: Partial<CheckResult> = {}): CheckResult {
  return {
    id,
    category: 'technical',
    title: id,
    status: 'pass',
    message: `${id} is as it should be.`,
    source: 'ISO/IEC 14496-12',
    ...changes,
  };
}

const sampledFrames = 48;

/** A film whose picture gets worse in the middle, where there is a cut. */
function sampledFilm(): SampledFrame[] {
  return Array.from({ length: sampledFrames }, (_, index) => {
    const trouble = Math.exp(-(((index - 30) / 2.2) ** 2)) + 0.2 * Math.abs(Math.sin(index * 1.7));
    const lossless = frameQuality(1 - 0.001 - 0.016 * trouble, 52 - 13 * trouble, 0.22 + 0.9 * trouble);
    if (index === 0) lossless.psnr.luma = Infinity;
    const source = frameQuality(1 - 0.004 - 0.02 * trouble, 44 - 10 * trouble, 0.5 + 1.1 * trouble);
    return { frame: index * 5, ...source, reference: lossless };
  });
}

const film: CheckResult[] = [
  check('ssim', {
    category: 'visual',
    title: 'Structure',
    message: 'SSIM is 0.9815 in the worst of 48 frames.',
    source: 'Wang et al. 2004',
    measured: 0.9815,
    expected: '> 0.98',
  }),
  check('psnr', {
    category: 'visual',
    title: 'Noise',
    status: 'fail',
    message: 'PSNR of luma falls to 38.9 dB in 3 of 48 frames.',
    remedy: 'Raise the bitrate to 12 Mbit/s or choose the quality “high”, and export again.',
    source: 'Stepframe gates',
    measured: '38.9 dB',
    expected: '> 40 dB',
    frames: [145, 150, 155],
  }),
  check('colour-difference', {
    category: 'visual',
    title: 'Colour',
    status: 'warn',
    message: 'The mean ΔE2000 is 1.12 in frame 150, above 1.',
    remedy: 'Choose 4:4:4 where saturated edges matter, or accept that 4:2:0 softens them.',
    source: 'CIE 142-2001',
    measured: 1.12,
    expected: '< 1',
    frames: [150],
  }),
  check('dropped-frames', { category: 'consistency', title: 'Dropped frames', message: 'None of 240 is missing.' }),
  check('flicker', { category: 'consistency', title: 'Flicker', message: 'Brightness moves as in the source.' }),
  check('frame-count', { title: 'Frame count', message: '240 frames of 240.', measured: 240, expected: 240 }),
  check('colour-tags', {
    title: 'Colour tags',
    message: 'BT.709 primaries, transfer and matrix, limited range.',
    source: 'ITU-T H.273',
  }),
  check('faststart', { title: 'Index first', message: 'The index stands before the media data.' }),
  check('loudness', {
    category: 'sound',
    title: 'Loudness',
    status: 'warn',
    message: 'Integrated loudness is −12.7 LUFS, 1.3 LU above the target.',
    remedy: 'Turn loudness normalisation on, with −14 LUFS as its target.',
    source: 'EBU R 128',
    measured: '−12.7 LUFS',
    expected: '−14 LUFS ± 1',
  }),
  check('true-peak', {
    category: 'sound',
    title: 'True peak',
    message: 'The highest peak is −1.4 dBTP.',
    source: 'ITU-R BS.1770-5, annex 2',
    measured: '−1.4 dBTP',
    expected: '≤ −1 dBTP',
  }),
  check('youtube-bitrate', {
    category: 'compliance',
    title: 'YouTube bitrate',
    status: 'info',
    message: '6.1 Mbit/s; YouTube recommends 8 for 1080p at 30 frames/s.',
    source: 'https://support.google.com/youtube/answer/1722171',
  }),
  check('photosensitivity', {
    category: 'compliance',
    title: 'Flashes',
    status: 'skipped',
    message: 'Not looked at: the film is shorter than one second of samples.',
    source: 'ITU-R BT.1702-2',
  }),
];

/** Motion graphics, `shift` frames on, as what a checker keeps of its worst frames. */
function pictureUrl(shift: number): string {
  return pngUrl(graphics(320, 180, shift));
}

/** Where two such pictures differ, as greys. */
function differenceUrl(shift: number, other: number): string {
  const [one, two] = [graphics(320, 180, shift), graphics(320, 180, other)];
  const pixels = one.pixels.map((value, at) => (at % 4 === 3 ? 255 : Math.abs(value - two.pixels[at]!)));
  return pngUrl({ ...one, pixels });
}

function pngUrl({ width, height, pixels }: Picture): string {
  const png = encode({ width, height, data: pixels, channels: 4, depth: 8 });
  return `data:image/png;base64,${btoa(Array.from(png, (byte) => String.fromCharCode(byte)).join(''))}`;
}

/** Made once: they take a while. */
const worst: readonly WorstFrame[] = [
  { frame: 150, metric: 'PSNR', source: pictureUrl(0), output: pictureUrl(1), difference: differenceUrl(0, 1) },
  { frame: 145, metric: 'SSIM', source: pictureUrl(12), output: pictureUrl(15), difference: differenceUrl(12, 15) },
];

/** What a checked export of eight seconds looks like: one check failed, two warn. */
export function qualityReport(changes: Partial<QualityReport> = {}): QualityReport {
  const checks = changes.checks ?? film;
  const sampled = changes.sampled ?? sampledFilm();
  const gates = gatesFor({ codec: 'xavc', pixelFormat: '420', bits: 8 });
  return {
    schema: 'stepframe-quality-report',
    version: 1,
    file: {
      name: 'Title sequence – final 2.mp4',
      byteLength: 6_134_208,
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      mimeType: 'video/mp4',
    },
    reference: 'captured',
    picture: { width: 1920, height: 1080, frameRate: '30', frames: 240, codec: 'avc1.640028', durationSeconds: 8 },
    sound: {
      codec: 'mp4a.40.2',
      sampleRate: 48000,
      channels: 2,
      integrated: -12.7,
      range: 5.4,
      momentaryMax: -9.1,
      shortTermMax: -10.8,
      truePeak: -1.4,
    },
    ...scoreOf(checks, sampled, gates),
    checks,
    sampled,
    gates,
    worst,
    series: {
      bitrate: [7.1e6, 5.2e6, 5.9e6, 6.4e6, 5.1e6, 8.3e6, 6.0e6, 4.7e6],
      momentary: Array.from({ length: 80 }, (_, step) => (step < 4 ? null : -13 + 4 * Math.sin(step / 5))),
      shortTerm: Array.from({ length: 80 }, (_, step) => (step < 30 ? null : -13 + Math.sin(step / 9))),
      loudnessStep: 0.1,
      loudnessTarget: -14,
      deltaEHistogram: [81200, 42100, 21900, 11800, 6900, 3800, 2100, 1300, 720, 400, 260, 150, 90, 51, 30, 14, 22],
    },
    tookMs: 1834,
    ...changes,
  };
}
