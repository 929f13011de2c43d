/** Where the kernel keeps things. A slice is at most eight macroblocks: 128 × 16 pixels, 32 blocks of a component. */

/** Bytes of one row of samples: 128 of 16 bits. */
export const rowBytes: usize = 256;
/** Bytes of one component's plane: 16 rows. */
export const planeBytes: usize = 16 * rowBytes;
/** Samples of a slice in 1/32 of a 10-bit code, mid-grey 0: Y, Cb, Cr. */
export const planes: usize = memory.data(3 * 4096, 16);

/** A row of Cb and one of Cr at full width, with the sample to the left of it. */
export const wideBytes: usize = 288;
export const wideRows: usize = memory.data(2 * 288, 16);

/** Byte offsets of the blocks of a component in its plane, in coding order: of luma, then of chroma. */
export const blockOffsets: usize = memory.data(2 * 32 * 4, 16);

/** Between the passes of the transform: two groups of four blocks. */
export const halfway: usize = memory.data(2 * 64 * 16, 16);

/** Bytes of one component's coefficients. */
export const coefficientBytes: usize = 64 * 32 * 4;
/** Coefficients by frequency, and within one by block: Y, Cb, Cr. */
export const coefficients: usize = memory.data(3 * 64 * 32 * 4, 16);

/** Quantised coefficients of the component at work, by place in the scan and within one by block; then a spare vector. */
export const levels: usize = memory.data(64 * 32 * 2 + 64, 16);

/** Frequencies in scan order, 32 bits each. */
export const scan: usize = memory.data(64 * 4, 16);
/** One over the step at a quantiser of 1, in scan order: of luma, then of chroma. */
export const inverseSteps: usize = memory.data(2 * 64 * 4, 16);
/** `code << 8 | length` of runs below 64, by the run before them (15: or more). */
export const runCodes: usize = memory.data(16 * 64 * 4, 16);
/** The same of levels below 64, with a 0 for the sign, by the level before them (9: or more). */
export const levelCodes: usize = memory.data(10 * 64 * 4, 16);
/** The codebooks those are made of, by the run and level before; those of DC differences, by the code before. */
export const runBooks: usize = memory.data(16, 16);
export const levelBooks: usize = memory.data(16, 16);
export const dcBooks: usize = memory.data(16, 16);
/** Weights of blue, green and red in Y, Cb and Cr, 32 bits each. */
export const weights: usize = memory.data(9 * 4, 16);
/** What `codeSlice` has to say beside its result: the bytes of Y, Cb and Cr, 32 bits each. */
export const codedBytes: usize = memory.data(3 * 4, 16);
