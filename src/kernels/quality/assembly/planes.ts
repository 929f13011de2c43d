import { lumaWeights, squaredErrors } from './layout';

@inline
export function weight(index: i32): i32 {
  return load<i32>(lumaWeights + (<usize>index << 2));
}

/** Weights to go with a pixel's first and third byte, as pairs of 16 bits. */
@inline
export function outerWeights(): v128 {
  return i32x4.splat((weight(0) & 0xffff) | (weight(2) << 16));
}

/** Weights to go with a pixel's second byte and its alpha. */
@inline
export function innerWeights(): v128 {
  return i32x4.splat(weight(1));
}

/** Luma of four pixels, 32 bits each. */
@inline
export function lumaOfFour(pixels: v128, outer: v128, inner: v128): v128 {
  const sum = i32x4.add(
    i32x4.dot_i16x8_s(v128.and(pixels, i32x4.splat(0x00ff00ff)), outer),
    i32x4.dot_i16x8_s(i16x8.shr_u(pixels, 8), inner),
  );
  return i32x4.shr_u(i32x4.add(sum, i32x4.splat(1 << 14)), 15);
}

@inline
export function lumaOfOne(at: usize): i32 {
  const sum = <i32>load<u8>(at) * weight(0) + <i32>load<u8>(at, 1) * weight(1) + <i32>load<u8>(at, 2) * weight(2);
  return (sum + (1 << 14)) >> 15;
}

@inline
export function sumOfLanes(vector: v128): i64 {
  return (
    <i64>i32x4.extract_lane(vector, 0) +
    <i64>i32x4.extract_lane(vector, 1) +
    <i64>i32x4.extract_lane(vector, 2) +
    <i64>i32x4.extract_lane(vector, 3)
  );
}

@inline
function distance(one: v128, other: v128): v128 {
  return v128.or(i8x16.sub_sat_u(one, other), i8x16.sub_sat_u(other, one));
}

@inline
function square(value: i32): i64 {
  return <i64>(value * value);
}

/** Luma of two frames, rows `stride` bytes apart, and the squared differences between them. */
export function takePlanes(
  source: usize,
  output: usize,
  width: i32,
  height: i32,
  sourceLuma: usize,
  outputLuma: usize,
  stride: usize,
): void {
  const outer = outerWeights();
  const inner = innerWeights();
  const low = i32x4.splat(0xff);
  let first: i64 = 0;
  let second: i64 = 0;
  let third: i64 = 0;
  let luma: i64 = 0;
  for (let y = 0; y < height; y++) {
    let firsts = i32x4.splat(0);
    let seconds = i32x4.splat(0);
    let thirds = i32x4.splat(0);
    let lumas = i32x4.splat(0);
    let x = 0;
    for (; x + 8 <= width; x += 8) {
      const at = <usize>x << 2;
      const a0 = v128.load(source + at);
      const a1 = v128.load(source + at, 16);
      const b0 = v128.load(output + at);
      const b1 = v128.load(output + at, 16);
      const d0 = distance(a0, b0);
      const d1 = distance(a1, b1);
      // Two pixels' differences a lane: 8 bits each, 16 apart.
      const f = v128.or(v128.and(d0, low), i32x4.shl(v128.and(d1, low), 16));
      const e0 = i32x4.shr_u(d0, 8);
      const e1 = i32x4.shr_u(d1, 8);
      const s = v128.or(v128.and(e0, low), i32x4.shl(v128.and(e1, low), 16));
      const t = v128.or(v128.and(i32x4.shr_u(d0, 16), low), v128.and(d1, i32x4.splat(0xff0000)));
      firsts = i32x4.add(firsts, i32x4.dot_i16x8_s(f, f));
      seconds = i32x4.add(seconds, i32x4.dot_i16x8_s(s, s));
      thirds = i32x4.add(thirds, i32x4.dot_i16x8_s(t, t));
      const ya = i16x8.narrow_i32x4_s(lumaOfFour(a0, outer, inner), lumaOfFour(a1, outer, inner));
      const yb = i16x8.narrow_i32x4_s(lumaOfFour(b0, outer, inner), lumaOfFour(b1, outer, inner));
      const l = i16x8.sub(ya, yb);
      lumas = i32x4.add(lumas, i32x4.dot_i16x8_s(l, l));
      v128.store64_lane(sourceLuma + <usize>x, i8x16.narrow_i16x8_u(ya, ya), 0);
      v128.store64_lane(outputLuma + <usize>x, i8x16.narrow_i16x8_u(yb, yb), 0);
    }
    first += sumOfLanes(firsts);
    second += sumOfLanes(seconds);
    third += sumOfLanes(thirds);
    luma += sumOfLanes(lumas);
    for (; x < width; x++) {
      const a = source + (<usize>x << 2);
      const b = output + (<usize>x << 2);
      first += square(<i32>load<u8>(a) - <i32>load<u8>(b));
      second += square(<i32>load<u8>(a, 1) - <i32>load<u8>(b, 1));
      third += square(<i32>load<u8>(a, 2) - <i32>load<u8>(b, 2));
      const ya = lumaOfOne(a);
      const yb = lumaOfOne(b);
      luma += square(ya - yb);
      store<u8>(sourceLuma + <usize>x, <u8>ya);
      store<u8>(outputLuma + <usize>x, <u8>yb);
    }
    source += <usize>width << 2;
    output += <usize>width << 2;
    sourceLuma += stride;
    outputLuma += stride;
  }
  store<i64>(squaredErrors, first);
  store<i64>(squaredErrors, second, 8);
  store<i64>(squaredErrors, third, 16);
  store<i64>(squaredErrors, luma, 24);
}

/** The plane at half the size: means of 2 × 2, rounded; an odd last row or column is left out. */
export function halvePlane(from: usize, fromStride: usize, width: i32, height: i32, to: usize, toStride: usize): void {
  const halfWidth = width >> 1;
  const two = i16x8.splat(2);
  for (let y = 0; y < height >> 1; y++) {
    const top = from + (<usize>y << 1) * fromStride;
    const bottom = top + fromStride;
    const row = to + <usize>y * toStride;
    // Reads and writes beyond the row's end stay within its stride.
    for (let x = 0; x < halfWidth; x += 8) {
      const at = <usize>x << 1;
      const sum = i16x8.add(
        i16x8.extadd_pairwise_i8x16_u(v128.load(top + at)),
        i16x8.extadd_pairwise_i8x16_u(v128.load(bottom + at)),
      );
      const mean = i16x8.shr_u(i16x8.add(sum, two), 2);
      v128.store64_lane(row + <usize>x, i8x16.narrow_i16x8_u(mean, mean), 0);
    }
  }
}
