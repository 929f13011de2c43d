/** Peak signal-to-noise ratios in dB; `Infinity` for what is equal. Peak: 255. */
export interface FramePsnr {
  red: number;
  green: number;
  blue: number;
  /** Of BT.709 luma of 0 … 255, rounded. */
  luma: number;
  /** Of the mean squared error over all components: what ffmpeg calls average. */
  rgb: number;
  /** The least of red, green and blue. */
  min: number;
}

export interface PlanesPsnr {
  planes: number[];
  /** Of the mean squared error over all samples, so that a plane weighs as many samples as it has: ffmpeg's average. */
  average: number;
  min: number;
}

/** @param peak the greatest value a sample can have: 255, or 1023 of 10 bits. */
export function psnrOf(meanSquaredError: number, peak = 255): number {
  return meanSquaredError === 0 ? Infinity : 10 * Math.log10(peak ** 2 / meanSquaredError);
}

/** @param errors squared differences summed over `pixels` pixels. */
export function framePsnr(
  errors: { red: number; green: number; blue: number; luma: number },
  pixels: number,
): FramePsnr {
  const { red, green, blue, luma } = errors;
  const of = (sum: number): number => psnrOf(sum / pixels);
  return {
    red: of(red),
    green: of(green),
    blue: of(blue),
    luma: of(luma),
    rgb: psnrOf((red + green + blue) / (3 * pixels)),
    min: of(Math.max(red, green, blue)),
  };
}

/**
 * PSNR of pictures in planes, such as Y′CbCr of a subsampled format.
 *
 * @throws RangeError when planes differ in number or size.
 */
export function planesPsnr(
  source: readonly ArrayLike<number>[],
  output: readonly ArrayLike<number>[],
  peak = 255,
): PlanesPsnr {
  if (source.length !== output.length || source.some((plane, index) => plane.length !== output[index]!.length))
    throw new RangeError('The planes of the two pictures differ in number or size.');
  const sums = source.map((plane, index) => squaredError(plane, output[index]!));
  const means = sums.map((sum, index) => sum / source[index]!.length);
  const samples = source.reduce((total, plane) => total + plane.length, 0);
  return {
    planes: means.map((mean) => psnrOf(mean, peak)),
    average: psnrOf(sums.reduce((total, sum) => total + sum, 0) / samples, peak),
    min: psnrOf(Math.max(...means), peak),
  };
}

function squaredError(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at]! - other[at]!) ** 2;
  return sum;
}
