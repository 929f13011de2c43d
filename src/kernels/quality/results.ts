import type { FrameMeasures, PixelOrder, SquaredErrors } from './quality-kernels';
import { inByteOrder } from './tables';

/** Sums of a pixel's three bytes and of luma, by name. */
export function byColour(sums: readonly number[], order: PixelOrder): SquaredErrors {
  const [red, green, blue] = inByteOrder([sums[0]!, sums[1]!, sums[2]!], order);
  return { red, green, blue, luma: sums[3]! };
}

/** The kernel's nine numbers, by name. */
export function frameMeasuresOf(values: readonly number[], cells: Uint32Array): FrameMeasures {
  const [rows, lumaSum, lumaSquares, laplacianSum, laplacianSquares, darkest, brightest, first, second] =
    values as unknown as [number, number, number, number, number, number, number, number, number];
  return {
    cells,
    rows,
    lumaSum,
    lumaSquares,
    laplacianSum,
    laplacianSquares,
    darkest,
    brightest,
    hash: [first, second],
  };
}
