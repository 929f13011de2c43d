/** The order of a pixel's bytes. The fourth is never looked at. */
export type PixelOrder = 'bgra' | 'rgba';

export interface FrameShape {
  /** Pixels; at least 8 × 8. */
  width: number;
  height: number;
  pixelOrder: PixelOrder;
}

/** Sums over all pixels of squared differences, in codes of 8 bits. */
export interface SquaredErrors {
  red: number;
  green: number;
  blue: number;
  luma: number;
}

/** SSIM over the windows of one scale, as sums. */
export interface SsimSums {
  windows: number;
  ssim: number;
  /** Of contrast and structure alone, without luminance: what MS-SSIM takes of all scales but the last. */
  contrast: number;
}

/** How often each ΔE2000 was met: bins of 1/256, the last for all beyond. Valid until the next call. */
export interface DeltaEHistograms {
  /** Of pixels that differ in colour from none within 8 pixels across and down. */
  flat: Uint32Array;
  rest: Uint32Array;
}

/**
 * Compares two frames. There are two that give the same numbers to the last bit: `WasmFrameComparison` and, as reference
 * and where there is no SIMD, `TwinFrameComparison`.
 */
export interface FrameComparison {
  /** `width × height × 4` bytes each, to be filled before {@link FrameComparison.takePlanes}. */
  readonly source: Uint8Array<ArrayBuffer>;
  readonly output: Uint8Array<ArrayBuffer>;
  /** BT.709 luma of either frame, 0 … 255, rows `lumaStride` bytes apart; from {@link FrameComparison.takePlanes} on. */
  readonly sourceLuma: Uint8Array<ArrayBuffer>;
  readonly outputLuma: Uint8Array<ArrayBuffer>;
  readonly lumaStride: number;
  takePlanes(): SquaredErrors;
  /** SSIM of luma in windows of 8 × 8, 4 apart: at full size and, for each further scale, at half the one before. */
  ssim(scales: number): SsimSums[];
  /** ΔE2000 of every `every`-th pixel of a row, two further on in each row than in the one above. */
  deltaE(every: number): DeltaEHistograms;
}

export const deltaEBins = 32768;
export const deltaEBinsPerUnit = 256;
