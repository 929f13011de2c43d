import { openFrameComparison } from '../../kernels/quality/load-kernels';
import type { FrameComparison, FrameShape } from '../../kernels/quality/quality-kernels';
import { measureArtifacts, type Artifacts } from './artifacts';
import { addToHistogram, deltaEStatistics, type DeltaEStatistics } from './delta-e';
import { framePsnr, type FramePsnr } from './psnr';
import { multiScale, scalesOf, type MultiScaleSsim } from './ssim';

/** All that is measured of a frame against its source. */
export interface FrameQuality {
  /** Of luma, by `ssimBlocks`' definition. */
  ssim: number;
  /** Wang 2003 over windows of `ssimBlocks`. */
  msSsim: MultiScaleSsim;
  psnr: FramePsnr;
  deltaE: {
    all: DeltaEStatistics;
    /** Of pixels within flat areas of the source: all pixels up to 8 from them, across and down, have their colour. Null without any. */
    flat: DeltaEStatistics | null;
    rest: DeltaEStatistics | null;
  };
  artifacts: Artifacts;
}

export interface ComparisonOptions {
  /** ΔE2000 of every so many pixels of a row. 1 or more; 5 by default. */
  every?: number;
  /** Counts of ΔE2000 in steps of 0.25, the last for all beyond, are added to it. */
  histogram?: Uint32Array;
}

/** Compares frames of one size, with buffers that are made once. */
export interface FrameComparer {
  /** `width × height × 4` bytes each. Filling them directly spares a copy: then pass these. */
  readonly source: Uint8Array<ArrayBuffer>;
  readonly output: Uint8Array<ArrayBuffer>;
  /** @throws RangeError when a frame has too few pixels. */
  compareFrames(source: Uint8Array, output: Uint8Array, options?: ComparisonOptions): FrameQuality;
}

/** @throws RangeError below 11 × 11 pixels. */
export async function openFrameComparer(shape: FrameShape): Promise<FrameComparer> {
  const { width, height } = shape;
  if (Math.min(width, height) < 11) throw new RangeError(`Frames of ${width} × ${height} are too small to compare.`);
  return comparerOver(await openFrameComparison(shape), shape);
}

/** The same over a kernel that is given. */
export function comparerOver(kernel: FrameComparison, shape: FrameShape): FrameComparer {
  return {
    source: kernel.source,
    output: kernel.output,
    compareFrames(source, output, { every = 5, histogram } = {}) {
      fill(kernel.source, source);
      fill(kernel.output, output);
      return measure(kernel, shape, every, histogram);
    },
  };
}

function fill(buffer: Uint8Array, pixels: Uint8Array): void {
  if (pixels.byteLength < buffer.byteLength) throw new RangeError('The frame has too few pixels.');
  if (pixels !== buffer) buffer.set(pixels.subarray(0, buffer.byteLength));
}

function measure(kernel: FrameComparison, shape: FrameShape, every: number, histogram?: Uint32Array): FrameQuality {
  const { width, height } = shape;
  const psnr = framePsnr(kernel.takePlanes(), width * height);
  const scales = kernel.ssim(scalesOf(shape));
  const { flat, rest } = kernel.deltaE(every);
  if (histogram) for (const bins of [flat, rest]) addToHistogram(histogram, bins);
  return {
    ssim: scales[0]!.ssim / scales[0]!.windows,
    msSsim: multiScale(scales),
    psnr,
    deltaE: {
      all: deltaEStatistics(flat, rest)!,
      flat: deltaEStatistics(flat),
      rest: deltaEStatistics(rest),
    },
    artifacts: measureArtifacts({
      source: kernel.sourceLuma,
      output: kernel.outputLuma,
      width,
      height,
      stride: kernel.lumaStride,
    }),
  };
}
