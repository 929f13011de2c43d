import { ssimSums } from './layout';

// Wang 2004: (0.01 · 255)² and (0.03 · 255)², in the scale of sums over 64 pixels, whole as ffmpeg has them.
const c1: i32 = 416;
const c2: i32 = 235963;

/** Adds neighbours up: (a0 + a1, a2 + a3, b0 + b1, b2 + b3). */
@inline
function pairs(a: v128, b: v128): v128 {
  return i32x4.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7));
}

/** Sums over blocks of 4 × 4: of either plane, of their squares, of their product; four arrays, `arrayBytes` apart. */
@inline
function sumBlocks(one: usize, other: usize, stride: usize, blocks: i32, to: usize, arrayBytes: usize): void {
  for (let block = 0; block < blocks; block += 4) {
    let ones = i16x8.splat(0);
    let others = i16x8.splat(0);
    let squaresLow = i32x4.splat(0);
    let squaresHigh = i32x4.splat(0);
    let productsLow = i32x4.splat(0);
    let productsHigh = i32x4.splat(0);
    let at = <usize>block << 2;
    for (let row = 0; row < 4; row++) {
      const a = v128.load(one + at);
      const b = v128.load(other + at);
      ones = i16x8.add(ones, i16x8.extadd_pairwise_i8x16_u(a));
      others = i16x8.add(others, i16x8.extadd_pairwise_i8x16_u(b));
      const aLow = i16x8.extend_low_i8x16_u(a);
      const aHigh = i16x8.extend_high_i8x16_u(a);
      const bLow = i16x8.extend_low_i8x16_u(b);
      const bHigh = i16x8.extend_high_i8x16_u(b);
      squaresLow = i32x4.add(squaresLow, i32x4.add(i32x4.dot_i16x8_s(aLow, aLow), i32x4.dot_i16x8_s(bLow, bLow)));
      squaresHigh = i32x4.add(
        squaresHigh,
        i32x4.add(i32x4.dot_i16x8_s(aHigh, aHigh), i32x4.dot_i16x8_s(bHigh, bHigh)),
      );
      productsLow = i32x4.add(productsLow, i32x4.dot_i16x8_s(aLow, bLow));
      productsHigh = i32x4.add(productsHigh, i32x4.dot_i16x8_s(aHigh, bHigh));
      at += stride;
    }
    const into = to + (<usize>block << 2);
    v128.store(into, i32x4.extadd_pairwise_i16x8_u(ones));
    v128.store(into + arrayBytes, i32x4.extadd_pairwise_i16x8_u(others));
    v128.store(into + 2 * arrayBytes, pairs(squaresLow, squaresHigh));
    v128.store(into + 3 * arrayBytes, pairs(productsLow, productsHigh));
  }
}

/** Four windows' sums, from two rows of blocks. */
@inline
function windowSums(top: usize, bottom: usize): v128 {
  return i32x4.add(
    i32x4.add(v128.load(top), v128.load(top, 4)),
    i32x4.add(v128.load(bottom), v128.load(bottom, 4)),
  );
}

@inline
function highHalf(vector: v128): v128 {
  return v128.shuffle<i32>(vector, vector, 2, 3, 2, 3);
}

@inline
function sumOfDoubles(low: v128, high: v128): f64 {
  return (
    f64x2.extract_lane(low, 0) +
    f64x2.extract_lane(low, 1) +
    (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1))
  );
}

/**
 * SSIM in windows of 8 × 8 pixels, 4 apart, summed to `ssimSums`. `scratch` takes two rows of four arrays, each of
 * `arrayBytes`: 4 bytes a block, and room for 5 blocks more.
 */
export function ssimOfPlanes(
  one: usize,
  other: usize,
  stride: usize,
  width: i32,
  height: i32,
  scratch: usize,
  arrayBytes: usize,
): void {
  const blocks = width >> 2;
  const windows = blocks - 1;
  const rows = height >> 2;
  let top = scratch;
  let bottom = scratch + 4 * arrayBytes;
  let ssimLow = f64x2.splat(0);
  let ssimHigh = f64x2.splat(0);
  let contrastLow = f64x2.splat(0);
  let contrastHigh = f64x2.splat(0);
  const lanes = i32x4(0, 1, 2, 3);
  sumBlocks(one, other, stride, blocks, top, arrayBytes);
  for (let row = 1; row < rows; row++) {
    const from = (<usize>row << 2) * stride;
    sumBlocks(one + from, other + from, stride, blocks, bottom, arrayBytes);
    for (let window = 0; window < windows; window += 4) {
      const t = top + (<usize>window << 2);
      const b = bottom + (<usize>window << 2);
      const s1 = windowSums(t, b);
      const s2 = windowSums(t + arrayBytes, b + arrayBytes);
      const squares = windowSums(t + 2 * arrayBytes, b + 2 * arrayBytes);
      const products = windowSums(t + 3 * arrayBytes, b + 3 * arrayBytes);
      const s12 = i32x4.mul(s1, s2);
      const s1122 = i32x4.add(i32x4.mul(s1, s1), i32x4.mul(s2, s2));
      const variances = i32x4.sub(i32x4.shl(squares, 6), s1122);
      const covariance = i32x4.sub(i32x4.shl(products, 6), s12);
      const luminanceOver = f32x4.convert_i32x4_s(i32x4.add(i32x4.shl(s12, 1), i32x4.splat(c1)));
      const luminanceUnder = f32x4.convert_i32x4_s(i32x4.add(s1122, i32x4.splat(c1)));
      const contrastOver = f32x4.convert_i32x4_s(i32x4.add(i32x4.shl(covariance, 1), i32x4.splat(c2)));
      const contrastUnder = f32x4.convert_i32x4_s(i32x4.add(variances, i32x4.splat(c2)));
      const inside = i32x4.lt_s(i32x4.add(i32x4.splat(window), lanes), i32x4.splat(windows));
      const ssim = v128.and(
        f32x4.div(f32x4.mul(luminanceOver, contrastOver), f32x4.mul(luminanceUnder, contrastUnder)),
        inside,
      );
      const contrast = v128.and(f32x4.div(contrastOver, contrastUnder), inside);
      ssimLow = f64x2.add(ssimLow, f64x2.promote_low_f32x4(ssim));
      ssimHigh = f64x2.add(ssimHigh, f64x2.promote_low_f32x4(highHalf(ssim)));
      contrastLow = f64x2.add(contrastLow, f64x2.promote_low_f32x4(contrast));
      contrastHigh = f64x2.add(contrastHigh, f64x2.promote_low_f32x4(highHalf(contrast)));
    }
    const spare = top;
    top = bottom;
    bottom = spare;
  }
  store<f64>(ssimSums, sumOfDoubles(ssimLow, ssimHigh));
  store<f64>(ssimSums, sumOfDoubles(contrastLow, contrastHigh), 8);
}
