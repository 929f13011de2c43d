/** What the kernel keeps in places of its own; frames, planes and histograms lie where the caller has them. */

/** Light of an sRGB component of 0 … 255, a float each. */
export const linear: usize = memory.data(256 * 4, 16);

/** Weights of three components of light in X, Y and Z, each of white 1, as floats, in the order of a pixel's bytes. */
export const lightWeights: usize = memory.data(9 * 4, 16);

/** Weights of a pixel's first three bytes in luma, 15 fractional bits, 32 bits each. */
export const lumaWeights: usize = memory.data(3 * 4, 16);

/** Squared differences summed: of a pixel's first three bytes and of luma, 64 bits each. */
export const squaredErrors: usize = memory.data(4 * 8, 16);

/** Sums over windows: of SSIM, and of its part without luminance. Doubles. */
export const ssimSums: usize = memory.data(2 * 8, 16);

/** What was found of a frame's luma: see `LumaMeasures`. 64 bits each. */
export const frameMeasures: usize = memory.data(5 * 8, 16);
