import type { PixelOrder, SquaredErrors } from './quality-kernels';
import { inByteOrder } from './tables';

/** Sums of a pixel's three bytes and of luma, by name. */
export function byColour(sums: readonly number[], order: PixelOrder): SquaredErrors {
  const [red, green, blue] = inByteOrder([sums[0]!, sums[1]!, sums[2]!], order);
  return { red, green, blue, luma: sums[3]! };
}
