import { offsets, weights } from './layout';
import { acrossAndDown, acrossLeft, firstPair, secondPair, toWords } from './pixels';

/** How chroma is subsampled: 4:4:4, 4:2:2, 4:2:0. */
const full: i32 = 0;
const across: i32 = 1;
const acrossDown: i32 = 2;

/** `fixed-point.ts`: what becomes of the two sums of a code. */
@inline
function code(
  first: v128,
  second: v128,
  h0: v128,
  h1: v128,
  l0: v128,
  l1: v128,
  raise: i32,
  drop: i32,
  offset: v128,
  shift: i32,
): v128 {
  const high = i32x4.add(i32x4.dot_i16x8_s(first, h0), i32x4.dot_i16x8_s(second, h1));
  const low = i32x4.add(i32x4.dot_i16x8_s(first, l0), i32x4.dot_i16x8_s(second, l1));
  return i32x4.shr_s(i32x4.add(i32x4.add(i32x4.shl(high, raise), i32x4.shr_s(low, drop)), offset), shift);
}

@inline
function weight(component: i32, part: i32): v128 {
  return v128.load32_splat(weights + ((<usize>(4 * component + part)) << 2));
}

/** Stores eight codes. */
@inline
function put8(to: usize, low: v128, high: v128, wide: bool): void {
  const codes = i16x8.narrow_i32x4_s(low, high);
  if (wide) v128.store(to, codes);
  else v128.store64_lane(to, i8x16.narrow_i16x8_u(codes, codes), 0);
}

@inline
function put4(to: usize, given: v128, wide: bool): void {
  const codes = i16x8.narrow_i32x4_s(given, given);
  if (wide) v128.store64_lane(to, codes, 0);
  else v128.store32_lane(to, i8x16.narrow_i16x8_u(codes, codes), 0);
}

/** One row of one component at full width, eight pixels at a time; what lies beyond its end is written over. */
@inline
function fullRow(from: usize, to: usize, width: i32, component: i32, raise: i32, drop: i32, offset: i32, wide: bool, deep: bool): void {
  const h0 = weight(component, 0);
  const h1 = weight(component, 1);
  const l0 = weight(component, 2);
  const l1 = weight(component, 3);
  const start = i32x4.splat(offset);
  const shift = wide ? 21 : 23;
  const step: usize = deep ? 64 : 32;
  const toStep: usize = wide ? 16 : 8;
  for (let x = 0; x < width; x += 8) {
    const next = from + (step >> 1);
    put8(
      to,
      code(firstPair(from, deep), secondPair(from, deep), h0, h1, l0, l1, raise, drop, start, shift),
      code(firstPair(next, deep), secondPair(next, deep), h0, h1, l0, l1, raise, drop, start, shift),
      wide,
    );
    from += step;
    to += toStep;
  }
}

/** One row of Cb and one of Cr at half the width: eight pixels make four samples. */
@inline
function halvedRow(from: usize, below: usize, cb: usize, cr: usize, width: i32, offset: i32, chroma: i32, wide: bool, deep: bool): void {
  const raise = deep ? 1 : 6;
  const drop = deep ? 14 : 9;
  const b0 = weight(1, 0);
  const b1 = weight(1, 1);
  const b2 = weight(1, 2);
  const b3 = weight(1, 3);
  const r0 = weight(2, 0);
  const r1 = weight(2, 1);
  const r2 = weight(2, 2);
  const r3 = weight(2, 3);
  const start = i32x4.splat(offset);
  const shift = wide ? 21 : 23;
  const step: usize = deep ? 64 : 32;
  const toStep: usize = wide ? 8 : 4;
  for (let x = 0; x < width; x += 8) {
    const first = chroma == across ? acrossLeft(from, false, deep) : acrossAndDown(from, below, false, deep);
    const second = chroma == across ? acrossLeft(from, true, deep) : acrossAndDown(from, below, true, deep);
    put4(cb, code(first, second, b0, b1, b2, b3, raise, drop, start, shift), wide);
    put4(cr, code(first, second, r0, r1, r2, r3, raise, drop, start, shift), wide);
    from += step;
    below += step;
    cb += toStep;
    cr += toStep;
  }
}

/** Puts a row that was made elsewhere in its place, and leaves what follows it alone. */
@inline
function settle(from: usize, to: usize, bytes: usize): void {
  if (from != to) memory.copy(to, from, bytes);
}

/**
 * Converts rows that begin at `band`, `stride` bytes apart, with room for a pixel before each and for eight after. Of 4:2:0
 * two rows make one of chroma; the last one of an odd number counts twice. `scratch` has room for two rows of samples, each
 * with a vector behind it.
 */
@inline
function convert(
  band: usize,
  stride: usize,
  rows: i32,
  width: i32,
  luma: usize,
  cb: usize,
  cr: usize,
  scratch: usize,
  chroma: i32,
  wide: bool,
  deep: bool,
): void {
  const pixel: usize = deep ? 8 : 4;
  // Whole vectors go to their place at once.
  const exact = (width & 7) == 0;
  const sampleShift: usize = wide ? 1 : 0;
  const lumaBytes = (<usize>width) << sampleShift;
  const chromaBytes = (<usize>(chroma == full ? width : (width + 1) >> 1)) << sampleShift;
  const lumaOffset = load<i32>(offsets);
  const chromaOffset = load<i32>(offsets, 4);
  for (let row = 0; row < rows; row++) {
    const from = band + <usize>row * stride;
    if (deep) toWords(from, width);
    // The first pixel and the last go on beyond the edges.
    memory.copy(from - pixel, from, pixel);
    memory.copy(from + <usize>width * pixel, from + <usize>(width - 1) * pixel, pixel);
    const to = exact ? luma : scratch;
    fullRow(from, to, width, 0, deep ? 1 : 8, deep ? 14 : 7, lumaOffset, wide, deep);
    settle(to, luma, lumaBytes);
    luma += lumaBytes;
  }
  for (let row = 0; row < rows; row += chroma == acrossDown ? 2 : 1) {
    const from = band + <usize>row * stride;
    const toCb = exact ? cb : scratch;
    const toCr = exact ? cr : scratch + lumaBytes + 16;
    if (chroma == full) {
      fullRow(from, toCb, width, 1, deep ? 1 : 8, deep ? 14 : 7, chromaOffset, wide, deep);
      fullRow(from, toCr, width, 2, deep ? 1 : 8, deep ? 14 : 7, chromaOffset, wide, deep);
    } else {
      const below = row + 1 < rows ? from + stride : from;
      halvedRow(from, below, toCb, toCr, width, chromaOffset, chroma, wide, deep);
    }
    settle(toCb, cb, chromaBytes);
    settle(toCr, cr, chromaBytes);
    cb += chromaBytes;
    cr += chromaBytes;
  }
}

@inline
function convertBy(
  band: usize,
  stride: usize,
  rows: i32,
  width: i32,
  luma: usize,
  cb: usize,
  cr: usize,
  scratch: usize,
  chroma: i32,
  wide: bool,
  deep: bool,
): void {
  if (chroma == full) convert(band, stride, rows, width, luma, cb, cr, scratch, full, wide, deep);
  else if (chroma == across) convert(band, stride, rows, width, luma, cb, cr, scratch, across, wide, deep);
  else convert(band, stride, rows, width, luma, cb, cr, scratch, acrossDown, wide, deep);
}

/** Of B, G, R, A; to codes of 8 bits, or if `wide` of 10. */
export function convertBytes(
  band: usize,
  stride: usize,
  rows: i32,
  width: i32,
  luma: usize,
  cb: usize,
  cr: usize,
  scratch: usize,
  chroma: i32,
  wide: bool,
): void {
  if (wide) convertBy(band, stride, rows, width, luma, cb, cr, scratch, chroma, true, false);
  else convertBy(band, stride, rows, width, luma, cb, cr, scratch, chroma, false, false);
}

/** Of half floats, R, G, B, A: what is in the band is overwritten. */
export function convertHalves(
  band: usize,
  stride: usize,
  rows: i32,
  width: i32,
  luma: usize,
  cb: usize,
  cr: usize,
  scratch: usize,
  chroma: i32,
  wide: bool,
): void {
  if (wide) convertBy(band, stride, rows, width, luma, cb, cr, scratch, chroma, true, true);
  else convertBy(band, stride, rows, width, luma, cb, cr, scratch, chroma, false, true);
}
