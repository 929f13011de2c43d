import { planeBytes, planes, rowBytes, weights, wideBytes, wideRows } from './layout';

/** A sample has 5 fractional bits; limited-range luma begins at code 64, and 512 is the middle. */
const lumaStart: i32 = (64 - 512) << 5;

@inline
function pair(low: i32, high: i32): v128 {
  return i32x4.splat((low & 0xffff) | (high << 16));
}

@inline
function weight(index: i32): i32 {
  return load<i32>(weights + (<usize>index << 2));
}

/** Four pixels in one component, from pairs of 16 bits: blue and red with green and alpha, or as the weights have it. */
@inline
function dot(one: v128, other: v128, oneWeights: v128, otherWeights: v128, offset: v128, bits: i32): v128 {
  return i32x4.shr_s(
    i32x4.add(i32x4.add(i32x4.dot_i16x8_s(one, oneWeights), i32x4.dot_i16x8_s(other, otherWeights)), offset),
    bits,
  );
}

/** The chroma of the pixel before `band`, for the one to the left of a slice. */
@inline
function chromaBefore(band: usize, first: i32, deep: bool): i32 {
  let sum: i32;
  if (deep) {
    sum =
      <i32>load<u16>(band - 8) * weight(first) +
      <i32>load<u16>(band - 6) * weight(first + 1) +
      <i32>load<u16>(band - 4) * weight(first + 2);
  } else {
    sum =
      <i32>load<u8>(band - 4) * weight(first) +
      <i32>load<u8>(band - 3) * weight(first + 1) +
      <i32>load<u8>(band - 2) * weight(first + 2);
  }
  const bits = weightBits(deep);
  return (sum + (1 << (bits - 1))) >> bits;
}

/** Fractional bits of a weight beyond those of a sample: of bytes, and of components of 15 bits. */
@inline
function weightBits(deep: bool): i32 {
  return deep ? 15 : 8;
}

/** The two pairs of four pixels' components: of bytes blue and red, green and alpha; of words blue and green, red and alpha. */
@inline
function firstPair(at: usize, deep: bool): v128 {
  if (deep) return v128.shuffle<i32>(v128.load(at), v128.load(at, 16), 0, 2, 4, 6);
  return v128.and(v128.load(at), i32x4.splat(0x00ff00ff));
}

@inline
function secondPair(at: usize, deep: bool): v128 {
  if (deep) return v128.shuffle<i32>(v128.load(at), v128.load(at, 16), 1, 3, 5, 7);
  return i16x8.shr_u(v128.load(at), 8);
}

/** Weights to go with `firstPair` and `secondPair`. */
@inline
function firstWeights(first: i32, deep: bool): v128 {
  return deep ? pair(weight(first), weight(first + 1)) : pair(weight(first), weight(first + 2));
}

@inline
function secondWeights(first: i32, deep: bool): v128 {
  return deep ? pair(weight(first + 2), 0) : pair(weight(first + 1), 0);
}

/**
 * Converts a slice of straight B, G, R, A: of bytes, or if `deep` of words, the colours 15 bits of them. `band` points to
 * its first pixel; there is one to the left of it, and rows are `stride` bytes apart. With half the chroma, a sample is
 * weighed 1 2 1 around the luma sample it sits on.
 */
@inline
function convert(band: usize, stride: usize, macroblocks: i32, halved: bool, deep: bool): void {
  const width = macroblocks << 4;
  const pixelShift: usize = deep ? 3 : 2;
  const bits = weightBits(deep);
  const y0 = firstWeights(0, deep);
  const y1 = secondWeights(0, deep);
  const cb0 = firstWeights(3, deep);
  const cb1 = secondWeights(3, deep);
  const cr0 = firstWeights(6, deep);
  const cr1 = secondWeights(6, deep);
  const yOffset = i32x4.splat((lumaStart << bits) + (1 << (bits - 1)));
  const cOffset = i32x4.splat(1 << (bits - 1));
  for (let row = 0; row < 16; row++) {
    const source = band + <usize>row * stride;
    const luma = planes + <usize>row * rowBytes;
    let cb = luma + planeBytes;
    let cr = cb + planeBytes;
    if (halved) {
      cb = wideRows + 16;
      cr = cb + wideBytes;
      store<i16>(cb - 2, <i16>chromaBefore(source, 3, deep));
      store<i16>(cr - 2, <i16>chromaBefore(source, 6, deep));
    }
    for (let x = 0; x < width; x += 8) {
      const at = source + (<usize>x << pixelShift);
      const next = at + (<usize>4 << pixelShift);
      const to = <usize>x << 1;
      const p0 = firstPair(at, deep);
      const p1 = secondPair(at, deep);
      const q0 = firstPair(next, deep);
      const q1 = secondPair(next, deep);
      v128.store(
        luma + to,
        i16x8.narrow_i32x4_s(dot(p0, p1, y0, y1, yOffset, bits), dot(q0, q1, y0, y1, yOffset, bits)),
      );
      v128.store(
        cb + to,
        i16x8.narrow_i32x4_s(dot(p0, p1, cb0, cb1, cOffset, bits), dot(q0, q1, cb0, cb1, cOffset, bits)),
      );
      v128.store(
        cr + to,
        i16x8.narrow_i32x4_s(dot(p0, p1, cr0, cr1, cOffset, bits), dot(q0, q1, cr0, cr1, cOffset, bits)),
      );
    }
    if (halved) {
      halve(cb, luma + planeBytes, width);
      halve(cr, luma + 2 * planeBytes, width);
    }
  }
}

export function convertBytes(band: usize, stride: usize, macroblocks: i32, halved: bool): void {
  convert(band, stride, macroblocks, halved, false);
}

export function convertWords(band: usize, stride: usize, macroblocks: i32, halved: bool): void {
  convert(band, stride, macroblocks, halved, true);
}

/** The samples at even places, weighed (left + 2 · own + right) / 4. */
@inline
function halve(from: usize, to: usize, width: i32): void {
  const ownAndRight = i32x4.splat(0x00010002);
  const left = i32x4.splat(0x00000001);
  const half = i32x4.splat(2);
  for (let x = 0; x < width; x += 16) {
    const at = from + (<usize>x << 1);
    const a = i32x4.add(
      i32x4.dot_i16x8_s(v128.load(at), ownAndRight),
      i32x4.dot_i16x8_s(v128.load(at - 2), left),
    );
    const b = i32x4.add(
      i32x4.dot_i16x8_s(v128.load(at, 16), ownAndRight),
      i32x4.dot_i16x8_s(v128.load(at + 14), left),
    );
    v128.store(
      to + <usize>x,
      i16x8.narrow_i32x4_s(i32x4.shr_s(i32x4.add(a, half), 2), i32x4.shr_s(i32x4.add(b, half), 2)),
    );
  }
}

/** How much neighbouring pixels differ in four of a slice's rows: the sum over colours, across and down. */
export function activity(band: usize, stride: usize, macroblocks: i32): i32 {
  const colours = i32x4.splat(0x00ffffff);
  const bytes = <usize>macroblocks << 6;
  let sum = i32x4.splat(0);
  for (let row = 1; row < 16; row += 4) {
    const source = band + <usize>row * stride;
    for (let x: usize = 0; x < bytes; x += 16) {
      const own = v128.load(source + x);
      const side = v128.load(source + x - 4);
      const below = v128.load(source + stride + x);
      const across = v128.or(i8x16.sub_sat_u(own, side), i8x16.sub_sat_u(side, own));
      const down = v128.or(i8x16.sub_sat_u(own, below), i8x16.sub_sat_u(below, own));
      const both = i16x8.add(
        i16x8.extadd_pairwise_i8x16_u(v128.and(across, colours)),
        i16x8.extadd_pairwise_i8x16_u(v128.and(down, colours)),
      );
      sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_u(both));
    }
  }
  return (
    i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
  );
}

/** The same of words, in the unit of bytes. */
export function activityOfWords(band: usize, stride: usize, macroblocks: i32): i32 {
  const colours = i64x2.splat(0x0000ffffffffffff);
  const bytes = <usize>macroblocks << 7;
  let sum = i32x4.splat(0);
  for (let row = 1; row < 16; row += 4) {
    const source = band + <usize>row * stride;
    for (let x: usize = 0; x < bytes; x += 16) {
      const own = v128.and(v128.load(source + x), colours);
      const side = v128.and(v128.load(source + x - 8), colours);
      const below = v128.and(v128.load(source + stride + x), colours);
      const across = i16x8.abs(i16x8.sub(own, side));
      const down = i16x8.abs(i16x8.sub(own, below));
      sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_u(across));
      sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_u(down));
    }
  }
  return (
    (i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)) >> 7
  );
}
