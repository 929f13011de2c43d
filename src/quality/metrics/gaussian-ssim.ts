import type { SsimSums } from '../../kernels/quality/quality-kernels';

/** Two pictures of one size, of 0 … 255. */
export interface Planes {
  source: Float64Array;
  output: Float64Array;
  width: number;
  height: number;
}

const taps = 11;
const sigma = 1.5;
// (K L)², Wang et al. 2004
const c1 = (0.01 * 255) ** 2;
const c2 = (0.03 * 255) ** 2;

const gaussian = normalised(
  Array.from({ length: taps }, (_, tap) => Math.exp(-((tap - (taps - 1) / 2) ** 2) / (2 * sigma ** 2))),
);

function normalised(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

/** @throws RangeError when the pictures are smaller than a window. */
export function gaussianSums({ source, output, width, height }: Planes): SsimSums {
  if (Math.min(width, height) < taps) throw new RangeError(`${width} × ${height} is smaller than a window.`);
  const blur = (value: (at: number) => number): Float64Array => blurred(value, width, height);
  const meansOfSource = blur((at) => source[at]!);
  const meansOfOutput = blur((at) => output[at]!);
  const squaresOfSource = blur((at) => source[at]! ** 2);
  const squaresOfOutput = blur((at) => output[at]! ** 2);
  const products = blur((at) => source[at]! * output[at]!);
  let ssim = 0;
  let contrast = 0;
  for (let at = 0; at < products.length; at++) {
    const one = meansOfSource[at]!;
    const other = meansOfOutput[at]!;
    const variances = squaresOfSource[at]! - one ** 2 + (squaresOfOutput[at]! - other ** 2);
    const structure = (2 * (products[at]! - one * other) + c2) / (variances + c2);
    contrast += structure;
    ssim += ((2 * one * other + c1) / (one ** 2 + other ** 2 + c1)) * structure;
  }
  return { windows: products.length, ssim, contrast };
}

/** Weighed means over all windows that lie within the picture. */
function blurred(value: (at: number) => number, width: number, height: number): Float64Array {
  const columns = width - taps + 1;
  const rows = height - taps + 1;
  const across = new Float64Array(columns * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += gaussian[tap]! * value(y * width + x + tap);
      across[y * columns + x] = sum;
    }
  }
  const both = new Float64Array(columns * rows);
  for (let at = 0; at < both.length; at++) {
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) sum += gaussian[tap]! * across[at + tap * columns]!;
    both[at] = sum;
  }
  return both;
}

/** Means of 2 × 2; an odd last row or column is left out. */
export function halved({ source, output, width, height }: Planes): Planes {
  const size = { width: width >> 1, height: height >> 1 };
  const half = (plane: Float64Array): Float64Array =>
    Float64Array.from({ length: size.width * size.height }, (_, at) => {
      const from = 2 * Math.floor(at / size.width) * width + 2 * (at % size.width);
      return (plane[from]! + plane[from + 1]! + plane[from + width]! + plane[from + width + 1]!) / 4;
    });
  return { source: half(source), output: half(output), ...size };
}
