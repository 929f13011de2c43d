import type { SsimSums } from './quality-kernels';

const f = Math.fround;
// As in `assembly/ssim.ts`.
const c1 = 416;
const c2 = 235963;

/** Luma of two frames, rows `stride` bytes apart. */
export interface LumaPair {
  width: number;
  height: number;
  stride: number;
  source: Uint8Array;
  output: Uint8Array;
}

/** SSIM in windows of 8 × 8, 4 apart. The sums are kept in four parts, as four lanes have them. */
export function ssimOfPlanes(planes: LumaPair): SsimSums {
  const columns = (planes.width >> 2) - 1;
  const rows = (planes.height >> 2) - 1;
  const ssim = [0, 0, 0, 0];
  const contrast = [0, 0, 0, 0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const lane = column & 3;
      const window = ssimOfWindow(planes, 4 * column, 4 * row);
      ssim[lane]! += window.ssim;
      contrast[lane]! += window.contrast;
    }
  }
  return { windows: rows * columns, ssim: sumOfFour(ssim), contrast: sumOfFour(contrast) };
}

function ssimOfWindow(
  { source, output, stride }: LumaPair,
  left: number,
  top: number,
): { ssim: number; contrast: number } {
  let s1 = 0;
  let s2 = 0;
  let squares = 0;
  let products = 0;
  for (let y = top; y < top + 8; y++) {
    for (let at = y * stride + left; at < y * stride + left + 8; at++) {
      const a = source[at]!;
      const b = output[at]!;
      s1 += a;
      s2 += b;
      squares += a * a + b * b;
      products += a * b;
    }
  }
  const s1122 = s1 * s1 + s2 * s2;
  const luminanceOver = f(2 * s1 * s2 + c1);
  const luminanceUnder = f(s1122 + c1);
  const contrastOver = f(2 * (64 * products - s1 * s2) + c2);
  const contrastUnder = f(64 * squares - s1122 + c2);
  return {
    ssim: f(f(luminanceOver * contrastOver) / f(luminanceUnder * contrastUnder)),
    contrast: f(contrastOver / contrastUnder),
  };
}

function sumOfFour([a, b, c, d]: readonly number[]): number {
  return a! + b! + (c! + d!);
}

/** Means of 2 × 2, rounded; an odd last row or column is left out. */
export function halvePlane(from: Uint8Array, fromStride: number, to: Uint8Array, scale: LumaPair): void {
  for (let y = 0; y < scale.height; y++) {
    for (let x = 0; x < scale.width; x++) {
      const at = 2 * y * fromStride + 2 * x;
      const sum = from[at]! + from[at + 1]! + from[at + fromStride]! + from[at + fromStride + 1]!;
      to[y * scale.stride + x] = (sum + 2) >> 2;
    }
  }
}
