/** Four pixels' components in pairs of 16 bits: of bytes blue and red, green and alpha; of words red and green, blue and alpha. */

@inline
export function firstPair(at: usize, deep: bool): v128 {
  if (deep) return v128.shuffle<i32>(v128.load(at), v128.load(at, 16), 0, 2, 4, 6);
  return v128.and(v128.load(at), i32x4.splat(0x00ff00ff));
}

@inline
export function secondPair(at: usize, deep: bool): v128 {
  if (deep) return v128.shuffle<i32>(v128.load(at), v128.load(at, 16), 1, 3, 5, 7);
  return i16x8.shr_u(v128.load(at), 8);
}

@inline
function pairOf(at: usize, second: bool, deep: bool): v128 {
  return second ? secondPair(at, deep) : firstPair(at, deep);
}

/** Four samples at even places weighed 1 2 1 over the eight pixels at `at`: of bytes the sum, of words the mean. */
@inline
export function acrossLeft(at: usize, second: bool, deep: bool): v128 {
  const pixel: usize = deep ? 8 : 4;
  const low = pairOf(at, second, deep);
  const high = pairOf(at + 4 * pixel, second, deep);
  const own = v128.shuffle<i32>(low, high, 0, 2, 4, 6);
  const right = v128.shuffle<i32>(low, high, 1, 3, 5, 7);
  const left = v128.shuffle<i32>(
    pairOf(at - pixel, second, deep),
    pairOf(at + 3 * pixel, second, deep),
    0, 2, 4, 6,
  );
  if (deep) return i16x8.avgr_u(own, i16x8.avgr_u(left, right));
  return i16x8.add(i16x8.add(left, right), i16x8.shl(own, 1));
}

/** Four samples, each of two by two pixels, the lower ones at `below`: of bytes the sum, of words the mean. */
@inline
export function acrossAndDown(at: usize, below: usize, second: bool, deep: bool): v128 {
  const pixel: usize = deep ? 8 : 4;
  const low = both(pairOf(at, second, deep), pairOf(below, second, deep), deep);
  const high = both(pairOf(at + 4 * pixel, second, deep), pairOf(below + 4 * pixel, second, deep), deep);
  return both(v128.shuffle<i32>(low, high, 0, 2, 4, 6), v128.shuffle<i32>(low, high, 1, 3, 5, 7), deep);
}

@inline
function both(one: v128, other: v128, deep: bool): v128 {
  return deep ? i16x8.avgr_u(one, other) : i16x8.add(one, other);
}

/** Makes words of 15 bits of half floats, in place; so many pixels, rounded up to two. */
export function toWords(at: usize, pixels: i32): void {
  const end = at + ((<usize>pixels) << 3);
  for (; at < end; at += 16) {
    const bits = v128.load(at);
    // What is negative becomes 0.
    const positive = v128.andnot(v128.and(bits, i16x8.splat(0x7fff)), i16x8.shr_s(bits, 15));
    v128.store(
      at,
      i16x8.narrow_i32x4_s(
        words(i32x4.extend_low_i16x8_u(positive)),
        words(i32x4.extend_high_i16x8_u(positive)),
      ),
    );
  }
}

/**
 * Half floats are floats of another bias, but for the smallest, which count in 2^-24. Added to 2^23, a float has no room for
 * a fraction: it is rounded, and its lower bits are the number.
 */
@inline
function words(bits: v128): v128 {
  const value = i32x4.add(i32x4.shl(bits, 13), i32x4.splat(112 << 23));
  const small = f32x4.mul(f32x4.convert_i32x4_s(bits), f32x4.splat(<f32>5.9604644775390625e-8));
  const either = v128.bitselect(small, value, i32x4.lt_s(bits, i32x4.splat(1024)));
  const bounded = f32x4.pmin(either, f32x4.splat(1));
  const rounded = f32x4.add(f32x4.mul(bounded, f32x4.splat(32767)), f32x4.splat(8388608));
  return v128.and(rounded, i32x4.splat(0xffff));
}
