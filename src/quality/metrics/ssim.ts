import type { SsimSums } from '../../kernels/quality/quality-kernels';
import { ssimOfPlanes } from '../../kernels/quality/twin-ssim';
import { gaussianSums, halved, type Planes } from './gaussian-ssim';

/** Luma of two pictures of one size, 8 bits, no padding. At least 8 × 8, or for the gaussian 11 × 11. */
export interface LumaPictures {
  source: ArrayLike<number>;
  output: ArrayLike<number>;
  width: number;
  height: number;
}

export interface MultiScaleSsim {
  value: number;
  /** 5, or fewer where the shorter side is below 176 pixels: weights are then those of the first scales, of sum 1. */
  scales: number;
}

/** Wang, Simoncelli and Bovik 2003, section 3.2. */
const scaleWeights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

/**
 * SSIM as Wang et al. 2004 define it: windows of 11 × 11 weighed by a gaussian of σ 1.5, at every pixel that has a whole
 * one around it, K₁ 0.01, K₂ 0.03, no downsampling. Slow: the reference.
 */
export function ssimGaussian(pictures: LumaPictures): number {
  const { windows, ssim } = gaussianSums(planesOf(pictures));
  return ssim / windows;
}

/** SSIM as ffmpeg's filter has it: uniform windows of 8 × 8, 4 pixels apart. Its thresholds are not those of the gaussian. */
export function ssimBlocks({ source, output, width, height }: LumaPictures): number {
  const bytes = { source: Uint8Array.from(source), output: Uint8Array.from(output) };
  const { windows, ssim } = ssimOfPlanes({ ...bytes, width, height, stride: width });
  return ssim / windows;
}

/** MS-SSIM of Wang 2003 over gaussian windows; each scale is the mean of 2 × 2 of the one before. */
export function msSsimGaussian(pictures: LumaPictures): MultiScaleSsim {
  const sums: SsimSums[] = [];
  let planes = planesOf(pictures);
  for (let scale = 0; scale < scalesOf(pictures); scale++) {
    if (scale > 0) planes = halved(planes);
    sums.push(gaussianSums(planes));
  }
  return multiScale(sums);
}

/** How many scales there are to a picture of this size: at each, the shorter side is 11 pixels or more. */
export function scalesOf({ width, height }: { width: number; height: number }): number {
  const most = Math.floor(Math.log2(Math.min(width, height) / 11)) + 1;
  return Math.max(1, Math.min(scaleWeights.length, most));
}

/** Contrast and structure of every scale, and of the last luminance too, each to the power of its weight. */
export function multiScale(sums: readonly SsimSums[]): MultiScaleSsim {
  const weights = scaleWeights.slice(0, sums.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const value = sums.reduce((product, { windows, ssim, contrast }, scale) => {
    const mean = (scale === sums.length - 1 ? ssim : contrast) / windows;
    // A picture and its negative: below 0 there is no power.
    return product * Math.max(0, mean) ** (weights[scale]! / total);
  }, 1);
  return { value, scales: sums.length };
}

function planesOf({ source, output, width, height }: LumaPictures): Planes {
  return { source: Float64Array.from(source), output: Float64Array.from(output), width, height };
}
