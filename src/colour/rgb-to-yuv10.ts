import type { ColourSpace } from './colour-space';
import { halfFloats } from './half-float';
import type { PixelFormat } from './pixel-format';

/** A picture, and what is made of it. */
export interface Yuv10Picture {
  width: number;
  height: number;
  pixelFormat: PixelFormat;
  chroma: '420' | '444';
}

/** Samples of a picture: luma, then Cb and Cr of full or half width and height. */
export function yuv10Samples(width: number, height: number, chroma: Yuv10Picture['chroma']): number {
  return chroma === '444' ? 3 * width * height : width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
}

/**
 * Converts pixels to limited-range Y′CbCr of 10 bits (ITU-T H.273, equations 26 to 28), planes back to back, rounded to
 * nearest. What lies beyond 0 … 1 counts as its end. A chroma sample of 4:2:0 is the mean of its four pixels, as in
 * `bgrxToI420`.
 */
export function rgbToYuv10(
  pixels: ArrayBuffer,
  { width, height, pixelFormat, chroma }: Yuv10Picture,
  { kr, kb }: ColourSpace,
  into: Uint16Array<ArrayBuffer>,
): void {
  const isFloat = pixelFormat === 'rgba-f16';
  const from = isFloat ? new Uint16Array(pixels) : new Uint8Array(pixels);
  const values = valuesOf(pixelFormat);
  const [red, blue] = isFloat ? [0, 2] : [2, 0];
  const kg = 1 - kr - kb;
  const count = width * height;
  for (let pixel = 0, at = 0; pixel < count; pixel++, at += 4) {
    const luma = kr * values[from[at + red]!]! + kg * values[from[at + 1]!]! + kb * values[from[at + blue]!]!;
    into[pixel] = 64.5 + 876 * luma;
  }

  const step = chroma === '444' ? 1 : 2;
  const columns = Math.ceil(width / step);
  const rows = Math.ceil(height / step);
  const cb = into.subarray(count, count + columns * rows);
  const cr = into.subarray(count + columns * rows);
  for (let row = 0, out = 0; row < rows; row++) {
    const top = row * step * width;
    const bottom = Math.min(row * step + step - 1, height - 1) * width;
    for (let column = 0; column < columns; column++, out++) {
      const left = column * step;
      const right = Math.min(left + step - 1, width - 1);
      const mean = (channel: number): number =>
        (values[from[4 * (top + left) + channel]!]! +
          values[from[4 * (top + right) + channel]!]! +
          values[from[4 * (bottom + left) + channel]!]! +
          values[from[4 * (bottom + right) + channel]!]!) /
        4;
      const [r, g, b] = [mean(red), mean(1), mean(blue)];
      const luma = kr * r + kg * g + kb * b;
      cb[out] = 512.5 + (896 * (b - luma)) / (2 * (1 - kb));
      cr[out] = 512.5 + (896 * (r - luma)) / (2 * (1 - kr));
    }
  }
}

const values: Partial<Record<PixelFormat, Float32Array>> = {};

/** 0 … 1 of every code that pixels come in. */
function valuesOf(format: PixelFormat): Float32Array {
  return (values[format] ??=
    format === 'bgra8'
      ? Float32Array.from({ length: 256 }, (_, code) => code / 255)
      : halfFloats.map((value) => Math.min(1, Math.max(0, value))));
}
