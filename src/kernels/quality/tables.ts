import type { PixelOrder } from './quality-kernels';

/** Red, green and blue in the order of a pixel's bytes. */
export function inByteOrder<T>([red, green, blue]: readonly [T, T, T], order: PixelOrder): [T, T, T] {
  return order === 'rgba' ? [red, green, blue] : [blue, green, red];
}

/** ITU-R BT.709-6, item 3.2, with 15 fractional bits; they sum to 1. */
export function lumaWeights(order: PixelOrder): [number, number, number] {
  return inByteOrder([6966, 23436, 2366], order);
}

/** IEC 61966-2-1: light of 0 … 1 by component of 0 … 255. */
export const linearLight: readonly number[] = Array.from({ length: 256 }, (_, code) => {
  const value = code / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** Light of the primaries of BT.709 and sRGB in X, Y and Z, by row. */
const xyzOfRgb = [
  [0.4123907992659593, 0.357584339383878, 0.1804807884018343],
  [0.2126390058715102, 0.715168678767756, 0.0721923153607337],
  [0.0193308187155918, 0.119194779794626, 0.9505321522496607],
] as const;

/** The same with D65 as 1, 1, 1: each row by what it gives for white. */
export const whiteRelativeXyz: readonly (readonly [number, number, number])[] = xyzOfRgb.map(([red, green, blue]) => {
  const white = red + green + blue;
  return [red / white, green / white, blue / white];
});

/** Nine weights, row by row, columns in the order of a pixel's bytes. */
export function lightWeights(order: PixelOrder): number[] {
  return whiteRelativeXyz.flatMap((row) => inByteOrder(row, order));
}
