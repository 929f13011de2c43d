import type { ColourSpace } from './colour-space';

/** Coefficients of the conversion as integers, 16 fractional bits. */
interface FixedPointMatrix {
  readonly y: readonly [red: number, green: number, blue: number];
  readonly cb: readonly [red: number, green: number, blue: number];
  readonly cr: readonly [red: number, green: number, blue: number];
}

const fractionBits = 16;
const lumaOffset = (16 << fractionBits) + (1 << (fractionBits - 1));
/** Chroma is computed on the sum of four pixels: two more fractional bits. */
const chromaBits = fractionBits + 2;
const chromaOffset = (128 << chromaBits) + (1 << (chromaBits - 1));

/** The bytes an I420 picture takes: a plane of luma, then Cb and Cr at half the size, rounded up. */
export function i420ByteLength(width: number, height: number): number {
  return width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
}

/**
 * Converts 8-bit B, G, R, x pixels to limited-range I420 (luma 16 … 235, chroma 16 … 240), rounding to nearest.
 *
 * A chroma sample is the mean of its 2 × 2 pixels, so it sits in their centre: what libyuv, and with it every browser,
 * does. At an odd right or bottom edge the last column or row stands in for the missing one.
 *
 * @param bgrx `width × height × 4` bytes, top row first, no padding, at an offset that is a multiple of 4.
 * @param into at least {@link i420ByteLength} bytes: Y, Cb and Cr planes back to back, no padding.
 * @throws RangeError when a buffer is too small.
 */
export function bgrxToI420(
  bgrx: Uint8Array<ArrayBuffer>,
  width: number,
  height: number,
  space: ColourSpace,
  into: Uint8Array<ArrayBuffer> = new Uint8Array(i420ByteLength(width, height)),
): Uint8Array<ArrayBuffer> {
  if (bgrx.byteLength < width * height * 4)
    throw new RangeError(`${width} × ${height} BGRX pixels do not fit the input.`);
  if (into.byteLength < i420ByteLength(width, height)) throw new RangeError(`${width} × ${height} I420 does not fit.`);
  const pixels = new Uint32Array(bgrx.buffer, bgrx.byteOffset, width * height);
  const matrix = fixedPointMatrix(space);
  convertLuma(pixels, matrix, into);
  convertChroma(pixels, width, height, matrix, into.subarray(width * height));
  return into;
}

/** ITU-T H.273, equations 38 to 40, scaled to limited range by equations 26 to 28. */
function fixedPointMatrix({ kr, kb }: ColourSpace): FixedPointMatrix {
  const one = 1 << fractionBits;
  const luma = (weight: number): number => Math.round(((weight * 219) / 255) * one);
  const chroma = (weight: number): number => Math.round(((weight * 224) / 255) * one);
  const cbRed = chroma(-kr / (2 * (1 - kb)));
  const crBlue = chroma(-kb / (2 * (1 - kr)));
  const half = chroma(0.5);
  // Green takes what is left, so that the chroma of every grey is 128 exactly.
  return {
    y: [luma(kr), luma(1 - kr - kb), luma(kb)],
    cb: [cbRed, -cbRed - half, half],
    cr: [half, -half - crBlue, crBlue],
  };
}

// Every platform with WebCodecs is little-endian: a pixel read as a 32-bit word is 0xXXRRGGBB.

function convertLuma(pixels: Uint32Array, { y }: FixedPointMatrix, plane: Uint8Array): void {
  const [red, green, blue] = y;
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i]!;
    plane[i] =
      (red * ((pixel >> 16) & 255) + green * ((pixel >> 8) & 255) + blue * (pixel & 255) + lumaOffset) >> fractionBits;
  }
}

function convertChroma(
  pixels: Uint32Array,
  width: number,
  height: number,
  { cb, cr }: FixedPointMatrix,
  planes: Uint8Array,
): void {
  const [cbRed, cbGreen, cbBlue] = cb;
  const [crRed, crGreen, crBlue] = cr;
  const chromaWidth = Math.ceil(width / 2);
  const chromaHeight = Math.ceil(height / 2);
  const crPlane = chromaWidth * chromaHeight;
  let out = 0;
  for (let row = 0; row < chromaHeight; row++) {
    const top = 2 * row * width;
    const bottom = Math.min(2 * row + 1, height - 1) * width;
    for (let column = 0; column < chromaWidth; column++, out++) {
      const left = 2 * column;
      const right = Math.min(left + 1, width - 1);
      const a = pixels[top + left]!;
      const b = pixels[top + right]!;
      const c = pixels[bottom + left]!;
      const d = pixels[bottom + right]!;
      // Two 8-bit channels summed in one word: red and blue lie 16 bits apart, so four of them cannot meet.
      const redBlue = (a & 0xff00ff) + (b & 0xff00ff) + (c & 0xff00ff) + (d & 0xff00ff);
      const red = redBlue >> 16;
      const blue = redBlue & 0xffff;
      const green = ((a >> 8) & 255) + ((b >> 8) & 255) + ((c >> 8) & 255) + ((d >> 8) & 255);
      planes[out] = (cbRed * red + cbGreen * green + cbBlue * blue + chromaOffset) >> chromaBits;
      planes[crPlane + out] = (crRed * red + crGreen * green + crBlue * blue + chromaOffset) >> chromaBits;
    }
  }
}
