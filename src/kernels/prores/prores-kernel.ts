/** What a kernel needs to know of all the pictures it will be given. */
export interface ProResKernelSettings {
  /** Macroblocks of 16 × 16 pixels in a row of the picture. */
  macroblocksWide: number;
  /** 4:2:2 rather than 4:4:4. */
  halvedChroma: boolean;
  interlaced: boolean;
  /** RDD 36, 7.3: weights of 2 … 63 by frequency, row by row. */
  lumaMatrix: readonly number[];
  chromaMatrix: readonly number[];
  /** Pixels of words rather than bytes: blue, green, red of 15 bits, alpha of 16. */
  deep: boolean;
  /** See `conversionWeights`. */
  weights: readonly number[];
}

/** How a slice is coded. */
export interface SliceCoding {
  /** RDD 36, 6.3.1: 1 … 512. */
  quantiser: number;
  /** How far coefficients are drawn towards zero before they are rounded, in steps; not the means of blocks. */
  deadZone: number;
  /** How many of the scan's 64 places are coded; the rest counts as 0. */
  places: number;
}

/**
 * The inner loops of the encoder, for one picture size. There are two that give the same bits: `WasmProResKernel` and,
 * as reference and where there is no SIMD, `TwinProResKernel`.
 */
export interface ProResKernel {
  /**
   * One row of macroblocks: 16 rows of `bandStride` pixels of straight B, G, R, A; a pixel is one little-endian word of
   * 32 bits, or a deep one two. The picture begins `bandMargin` pixels into a row and must be followed and preceded by copies of its edges.
   */
  readonly band: Uint32Array<ArrayBuffer>;
  readonly bandStride: number;
  /** What `code` and `codeAlpha` write to. */
  readonly output: Uint8Array<ArrayBuffer>;
  /** Bytes of Y, Cb and Cr in what `code` wrote last. */
  readonly codedBytes: Int32Array<ArrayBuffer>;
  /** How much neighbouring pixels differ in some rows of a slice: a cheap hint at what it will cost. */
  activity(firstMacroblock: number, macroblocks: number): number;
  /** Takes a slice of the band in; `code` then codes this one. */
  take(firstMacroblock: number, macroblocks: number): void;
  /** Codes the slice taken in last. @returns bytes written at `at` */
  code(coding: SliceCoding, at: number): number;
  /** Codes a slice's alpha from the band, in 8 or 16 bits. @returns bytes written at `at` */
  codeAlpha(firstMacroblock: number, macroblocks: number, bits: 8 | 16, at: number): number;
}

/** Pixels of a band row before the picture. Four, so that vectors are read from aligned addresses. */
export const bandMargin = 4;

/** Bytes a slice may take: four components of eight macroblocks, well above the longest codes. */
export const outputBytes = 4 * 2048 * 4 + 64;

/**
 * The weights of blue, green and red in Y′, Cb and Cr of limited range, for components of 8 bits, or if deep of 15: in
 * 1/32 of a 10-bit code and then 1/2^8 or 1/2^15, as whole numbers that fit 16 bits (ITU-T H.273, equations 38 to 40, scaled by 26 to 28).
 */
export function conversionWeights(kr: number, kb: number, deep: boolean): number[] {
  const scale = deep ? (32 * 2 ** 15) / 32767 : (32 * 2 ** 8) / 255;
  const whole = (code: number): number => Math.round(code * scale);
  const luma = [kb, 1 - kr - kb, kr].map((share) => whole(876 * share));
  const cb = [whole(448), 0, whole((-448 * kr) / (1 - kb))];
  const cr = [whole((-448 * kb) / (1 - kr)), 0, whole(448)];
  // Green takes what is left, so that greys have no chroma and white is white to the last bit.
  cb[1] = -cb[0]! - cb[2]!;
  cr[1] = -cr[0]! - cr[2]!;
  luma[1] = whole(876) - luma[0]! - luma[2]!;
  return [...luma, ...cb, ...cr];
}
