import type { FrameQuality } from './metrics/compare-frames';

/** What can be gated: each is measured of every sampled frame, and the worst frame counts. */
export type GatedMetric = 'ssim' | 'psnrLuma' | 'deltaEMean' | 'flatDeltaEMean' | 'flatDeltaEMax' | 'psnrRgb';

export interface Gate {
  metric: GatedMetric;
  /** SSIM and PSNR (dB) must be above it, ΔE2000 below. */
  limit: number;
  /** Beyond this the file fails; between it and the limit it is to be looked at. Absent: the limit itself. */
  failsAt?: number;
  /**
   * What the frame is compared with: the frame that was captured, or that put through the format's own subsampling and bit
   * depth, see `subsampledReference`, so that only the codec's loss counts.
   */
  against: 'source' | 'reference';
  /** Why the limit is what it is, where it is not the default. */
  reason?: string;
}

/** How a film keeps colour. */
export interface GatedFormat {
  /** As `formats/codecs.ts` has it, with the profile behind a hyphen where there are any: `h264`, `prores-proxy`. */
  codec: string;
  /** `rgb`: as it was captured. */
  pixelFormat: '420' | '422' | '444' | 'rgb';
  bits: 8 | 10 | 12;
  /** RGB with a loss: of few colours, or of nobody knows what. */
  lossy?: boolean;
  /** Captured with more bits than are compared: a code may be rounded otherwise. */
  rounded?: boolean;
}

/** SSIM by `ssimBlocks`; the mean of ΔE2000, as its 95th percentile is out of reach of all subsampled graphics. */
export const defaultLimits: Readonly<Record<'ssim' | 'psnrLuma' | 'deltaEMean', number>> = {
  ssim: 0.98,
  psnrLuma: 40,
  deltaEMean: 1,
};

/** What rounding alone does to a flat area: measured over the RGB cube, BT.709 limited range and back. */
const flatLimits = {
  // Mean 0.22 over the cube and up to 0.5 in dark colours, 2.08 at most.
  8: { mean: 0.7, max: 2.1, reason: 'Codes of 8 bits and limited range round colours by up to 2.08.' },
  // 10 bits give every colour back. What is left is the codec's: 0.55 in blended layers in ProRes 422.
  deep: { mean: 0.7, max: 1, reason: 'Codes of 10 bits give every colour of 8 bits back exactly.' },
} as const;

type LimitedMetric = 'ssim' | 'psnrLuma' | 'deltaEMean' | 'flatDeltaEMean';

/**
 * Codecs of the web, at `high` and `medium`, over numbers, graphics, dark gradients and the demo's compositions, 160 × 90 to
 * 1280 × 720, by the rule of {@link codecLimits}. SSIM falls to 0.960 in smooth dark gradients at 49 dB, an error of less
 * than a code. ΔE is 1.57 of a dark gradient, with all of them: there a single code of chroma is a ΔE of 1.5, and no file
 * of 8 bits and 4:2:0 comes nearer; blended layers have 2.16. Flat areas
 * have 1.30, and 2.07 in the smallest pictures; full range taken for limited has 2.88 there, a wrong matrix 4.31.
 *
 * How much is lost beyond that follows from the rate that was asked for and from how hard the picture is: thousands of
 * particles have an SSIM of 0.91, 32.4 dB and ΔE 4.5 at `high`. That is told, and does not stop a file; what anyone sees
 * does.
 */
const webLimits: Readonly<Record<LimitedMetric, { limit: number; failsAt?: number }>> = {
  ssim: { limit: 0.95, failsAt: 0.7 },
  psnrLuma: { limit: 38.5, failsAt: 26 },
  deltaEMean: { limit: 2.6, failsAt: 6.5 },
  flatDeltaEMean: { limit: 2.2 },
};

/** VP8 quantizes flat areas more coarsely: a dark gradient at `medium` has 2.38, ΔE 2.99. */
const vp8Limits: typeof webLimits = {
  ...webLimits,
  deltaEMean: { limit: 3.5, failsAt: 6.5 },
  flatDeltaEMean: { limit: 2.7 },
};

const webCodecs: Readonly<Record<string, typeof webLimits>> = {
  h264: webLimits,
  h265: webLimits,
  vp8: vp8Limits,
  vp9: webLimits,
  av1: webLimits,
};

const webReason = 'Of smooth and dark pictures 8 bits with subsampled chroma keep no more.';

interface CodecLimits extends Partial<Record<'ssim' | 'psnrLuma' | 'deltaEMean' | 'flatDeltaEMax', number>> {
  reason: string;
}

/** DNx of 23 bytes a block. Natural: SSIM 0.971, 41.6 dB, ΔE 1.07; graphics: ΔE 1.64, with text 37.2 dB. */
const offline = { ssim: 0.965, psnrLuma: 35.7, deltaEMean: 1.95 };

/**
 * Codecs that cannot hold the defaults on graphics, gradients and natural pictures, by what was measured of 12 frames of
 * 1280 × 720 of each; the limit leaves a fifth of ΔE, 1.5 dB and a fifth of the way to an SSIM of 1 beyond the worst.
 * Film grain is beyond all of them but the best: it loses to any rate.
 */
export const codecLimits: Readonly<Record<string, CodecLimits>> = {
  // Graphics: SSIM 0.975, 32.8 dB, ΔE 1.62.
  'prores-proxy': {
    ssim: 0.97,
    psnrLuma: 31,
    deltaEMean: 1.95,
    reason: 'ProRes Proxy has 45 Mbit/s at 1080p and 30 frames/s.',
  },
  // Graphics: SSIM 0.991, 39.1 dB, ΔE 1.02.
  'prores-lt': { psnrLuma: 37.5, deltaEMean: 1.25, reason: 'ProRes LT has 102 Mbit/s at 1080p and 30 frames/s.' },
  'dnxhr-lb': { ...offline, reason: 'DNxHR LB is made for editing offline.' },
  'dnxhd-36': { ...offline, reason: 'DNxHD 36 is made for editing offline.' },
  // The other DNx, AVC-Intra and XDCAM hold the defaults: of natural pictures XDCAM the least, SSIM 0.989, 48.5 dB, ΔE 0.64.
  // In flat areas some lose a little more than rounding does.
  'dnxhd-185x': { flatDeltaEMax: 1.5, reason: 'DNxHD 185x loses up to ΔE 1.26 in flat areas beside edges.' },
  'xdcam-hd422-50': { flatDeltaEMax: 2.75, reason: 'MPEG-2 of 50 Mbit/s loses up to ΔE 2.27 in flat areas.' },
  'avc-intra-50': { flatDeltaEMax: 1.75, reason: 'AVC-Intra 50 loses up to ΔE 1.46 in flat areas.' },
  'avc-intra-100': { flatDeltaEMax: 1.25, reason: 'AVC-Intra 100 loses up to ΔE 1.02 in flat areas.' },
  'xavc-compatible': { flatDeltaEMax: 1.25, reason: 'It has the rate of AVC-Intra 100, which loses up to ΔE 1.02.' },
  // At a quality of 80. Natural: SSIM 0.956, 42.3 dB, ΔE 1.47.
  'webp-lossy': { ssim: 0.945, deltaEMean: 1.75, reason: 'WebP of the usual quality, 80, smooths natural pictures.' },
  // Natural: SSIM 0.735, 31.6 dB, ΔE 5.1.
  gif: { ssim: 0.68, psnrLuma: 30, deltaEMean: 6.1, reason: 'GIF has 256 colours a frame.' },
  // Natural: SSIM 0.549, 27.5 dB, ΔE 7.9.
  'gif-64': {
    ssim: 0.45,
    psnrLuma: 26,
    deltaEMean: 9.5,
    reason: 'The animation has 64 colours a frame, or some more.',
  },
  // Natural: SSIM 0.408, 24.3 dB, ΔE 10.7.
  'gif-16': {
    ssim: 0.28,
    psnrLuma: 22.8,
    deltaEMean: 12.8,
    reason: 'The animation has 16 colours a frame, or some more.',
  },
};

/** Of what is equal PSNR is infinite. */
const lossless: Gate = {
  metric: 'psnrRgb',
  limit: Number.MAX_VALUE,
  against: 'source',
  reason: 'The format keeps every pixel as it was captured.',
};

/** A code off in every component is 48.1 dB. */
const allButRounding: Gate = {
  metric: 'psnrRgb',
  limit: 48,
  against: 'source',
  reason: 'It was captured with 16 bits, of which 8 are compared: they may be rounded otherwise.',
};

/** A flat area may be a code off as a whole; a wrong matrix does more than three times as much. */
const roundedFlat = { mean: 1.3, max: 2.1, reason: allButRounding.reason! } as const;

/** The gates for a film of this format. */
export function gatesFor({ codec, pixelFormat, bits, lossy = false, rounded = false }: GatedFormat): Gate[] {
  // Of so few colours no frame is like what was captured.
  if (codec === 'gif-2') return [];
  const web = webCodecs[codec];
  if (web) return webGates(web, pixelFormat, bits);
  const special = codecLimits[codec];
  const against = pixelFormat === 'rgb' || (pixelFormat === '444' && bits > 8) ? 'source' : 'reference';
  const flat = rounded ? roundedFlat : bits === 8 ? flatLimits[8] : flatLimits.deep;
  const gate = (metric: keyof typeof defaultLimits): Gate => {
    const limit = special?.[metric];
    if (!special || limit === undefined) return { metric, limit: defaultLimits[metric], against };
    return { metric, limit, against, reason: special.reason };
  };
  if (pixelFormat === 'rgb' && !lossy)
    return [rounded ? allButRounding : lossless, gate('ssim'), gate('psnrLuma'), gate('deltaEMean')];
  // Of few colours or bits no flat area is sure.
  const gates: Gate[] = [gate('ssim'), gate('psnrLuma'), gate('deltaEMean')];
  if (special && special.flatDeltaEMax === undefined) return gates;
  const [most, why] = special ? [special.flatDeltaEMax!, special.reason] : [flat.max, flat.reason];
  return [
    ...gates,
    { metric: 'flatDeltaEMean', limit: flat.mean, against: 'source', reason: flat.reason },
    { metric: 'flatDeltaEMax', limit: most, against: 'source', reason: why },
  ];
}

function webGates(limits: typeof webLimits, pixelFormat: string, bits: number): Gate[] {
  const against = pixelFormat === '444' && bits > 8 ? 'source' : 'reference';
  return [
    { metric: 'ssim', ...limits.ssim, against, reason: webReason },
    { metric: 'psnrLuma', ...limits.psnrLuma, against, reason: webReason },
    { metric: 'deltaEMean', ...limits.deltaEMean, against, reason: webReason },
    { metric: 'flatDeltaEMean', ...limits.flatDeltaEMean, against: 'source', reason: webReason },
    { metric: 'flatDeltaEMax', limit: flatLimits[8].max, against: 'source', reason: flatLimits[8].reason },
  ];
}

/** What a gate looks at in a frame; null where the frame has no flat areas. */
export function gatedValue(metric: GatedMetric, { ssim, psnr, deltaE }: FrameQuality): number | null {
  switch (metric) {
    case 'ssim':
      return ssim;
    case 'psnrLuma':
      return psnr.luma;
    case 'deltaEMean':
      return deltaE.all.mean;
    case 'flatDeltaEMean':
      return deltaE.flat?.mean ?? null;
    case 'flatDeltaEMax':
      return deltaE.flat?.max ?? null;
    case 'psnrRgb':
      return psnr.rgb;
  }
}

export function isMoreBetter(metric: GatedMetric): boolean {
  return metric === 'ssim' || metric === 'psnrLuma' || metric === 'psnrRgb';
}

export function passes({ metric, limit }: Gate, value: number | null): boolean {
  if (value === null) return true;
  return isMoreBetter(metric) ? value > limit : value < limit;
}
