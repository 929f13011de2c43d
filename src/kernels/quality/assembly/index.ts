/**
 * The inner loops of the quality checker. `twin-kernel.ts` does the same in plain TypeScript, and to the same bit: whole
 * numbers, and single-precision floats in a fixed order.
 */
export { frameMeasures, lightWeights, linear, lumaWeights, squaredErrors, ssimSums } from './layout';
export { halvePlane, takePlanes } from './planes';
export { ssimOfPlanes } from './ssim';
export { markFlat } from './flat';
export { countDeltaE } from './delta-e';
export { addChroma, measureLuma, measurePixels } from './frame-measures';

/** Where memory that the kernel does not use begins. */
export const freeMemory: usize = __heap_base;
