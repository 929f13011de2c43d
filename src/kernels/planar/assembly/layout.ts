/**
 * Weights of a pixel's components in Y, Cb and Cr, four words of 32 bits for each, a word two weights: of the first pair of
 * components and of the second, their upper parts and their lower.
 */
export const weights: usize = memory.data(3 * 4 * 4, 16);

/** What is added to every sum of luma, and of chroma; 32 bits each. */
export const offsets: usize = memory.data(2 * 4, 16);
