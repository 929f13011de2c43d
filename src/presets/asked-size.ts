interface Size {
  width: number;
  height: number;
}

/** One side alone is completed from the composition's aspect ratio, to an even number of pixels as 4:2:0 needs. */
export function sizeAsked(
  { width: nativeWidth, height: nativeHeight }: Size,
  { width, height }: Partial<Size>,
): Partial<Size> {
  if (width !== undefined && height !== undefined) return { width, height };
  if (width !== undefined) return { width, height: nearestEven((width * nativeHeight) / nativeWidth) };
  if (height !== undefined) return { width: nearestEven((height * nativeWidth) / nativeHeight), height };
  return {};
}

function nearestEven(pixels: number): number {
  return Math.max(2, 2 * Math.round(pixels / 2));
}
