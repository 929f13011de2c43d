/** Pixels to planar Y′CbCr. `twin-kernel.ts` does the same in plain TypeScript, and to the same bit: whole numbers. */
export { offsets, weights } from './layout';
export { convertBytes, convertHalves } from './convert';

/** Where memory that the kernel does not use begins. */
export const freeMemory: usize = __heap_base;
