/** Codes to colours and back. `twin-planes.ts` does the same in plain TypeScript, to the same bit: floats of 64 bits, in its order. */

/** Where memory that the kernel does not use begins. */
export const freeMemory: usize = __heap_base;

/** A code of a row, of 8 bits or of 16. */
@inline function code(plane: usize, index: i32, wide: bool): i32 {
  return wide ? <i32>load<u16>(plane + (<usize>index << 1)) : <i32>load<u8>(plane + <usize>index);
}

/** As an array of clamped bytes stores it: the nearest, of two the even one. */
@inline function byte(value: f64): i32 {
  return <i32>nearest(min(255.0, max(0.0, value)));
}

/** To the nearest whole number of two floats; what is below 0 becomes 0. */
@inline function whole(pair: v128): v128 {
  return i32x4.trunc_sat_f64x2_u_zero(f64x2.nearest(pair));
}

/**
 * One row of pixels.
 *
 * @param y address of the row's first code, as `cb` and `cr` of those it shares; `alpha` 0 where it is opaque
 * @param step from one chroma code to the next
 * @param tables luma's `codes` values; then, for each code, what Cb adds to blue and green; then what Cr adds to green and red
 */
export function pixels(
  y: usize,
  cb: usize,
  cr: usize,
  alpha: usize,
  width: i32,
  across: i32,
  step: i32,
  wide: bool,
  tables: usize,
  codes: i32,
  alphaScale: f64,
  out: usize,
): void {
  const ofCb = tables + (<usize>codes << 3);
  const ofCr = ofCb + (<usize>codes << 4);
  for (let column = 0; column < width; column += 2, out += 8) {
    // Two pixels; of the last one alone, itself twice.
    const next = min(column + 1, width - 1);
    const here = (column >> across) * step;
    const beside = (next >> across) * step;
    const level = v128.load64_splat(tables + (<usize>code(y, column, wide) << 3));
    const level2 = v128.load64_splat(tables + (<usize>code(y, next, wide) << 3));
    // Blue, and as much of green as Cb makes.
    const cbPair = f64x2.add(level, v128.load(ofCb + (<usize>code(cb, here, wide) << 4)));
    const cbPair2 = f64x2.add(level2, v128.load(ofCb + (<usize>code(cb, beside, wide) << 4)));
    // Green and red.
    const crPair = f64x2.add(i64x2.shuffle(cbPair, level, 1, 2), v128.load(ofCr + (<usize>code(cr, here, wide) << 4)));
    const crPair2 = f64x2.add(i64x2.shuffle(cbPair2, level2, 1, 2), v128.load(ofCr + (<usize>code(cr, beside, wide) << 4)));
    const blues = whole(i64x2.shuffle(cbPair, cbPair2, 0, 2));
    let pixel = i32x4.shuffle(blues, whole(crPair), 0, 4, 5, 6);
    let pixel2 = i32x4.shuffle(blues, whole(crPair2), 1, 4, 5, 6);
    pixel = i32x4.replace_lane(pixel, 3, alpha ? byte(alphaScale * <f64>code(alpha, column, wide)) : 255);
    pixel2 = i32x4.replace_lane(pixel2, 3, alpha ? byte(alphaScale * <f64>code(alpha, next, wide)) : 255);
    const words = i16x8.narrow_i32x4_s(pixel, pixel2);
    const bytes = i8x16.narrow_i16x8_u(words, words);
    if (next > column) v128.store_lane<u64>(out, bytes, 0);
    else store<u32>(out, i32x4.extract_lane(bytes, 0));
  }
}

/** Pixels to luma codes and what chroma is made of, before it is lessened: 16 bits, and 32-bit floats. */
export function components(
  from: usize,
  count: i32,
  kr: f64,
  kb: f64,
  scale: f64,
  blueScale: f64,
  redScale: f64,
  y: usize,
  blueness: usize,
  redness: usize,
): void {
  const redWeight = f64x2.splat(kr);
  const greenWeight = f64x2.splat(1.0 - kr - kb);
  const blueWeight = f64x2.splat(kb);
  for (let index = 0; index < count; index += 2) {
    const at = <usize>index;
    // Beyond the last pixel there is room.
    const pair = v128.load64_zero(from + (at << 2));
    const blue = f64x2.convert_low_i32x4_u(v128.and(pair, i32x4.splat(255)));
    const green = f64x2.convert_low_i32x4_u(v128.and(i32x4.shr_u(pair, 8), i32x4.splat(255)));
    const red = f64x2.convert_low_i32x4_u(v128.and(i32x4.shr_u(pair, 16), i32x4.splat(255)));
    const luma = f64x2.add(
      f64x2.add(f64x2.mul(redWeight, red), f64x2.mul(greenWeight, green)),
      f64x2.mul(blueWeight, blue),
    );
    const code = f64x2.add(
      f64x2.mul(f64x2.splat(scale), f64x2.add(f64x2.splat(4080.0), f64x2.mul(f64x2.splat(219.0), luma))),
      f64x2.splat(0.5),
    );
    const codes = i32x4.trunc_sat_f64x2_u_zero(code);
    store<u32>(y + (at << 1), i32x4.extract_lane(codes, 0) | (i32x4.extract_lane(codes, 1) << 16));
    const blueDifference = f64x2.mul(f64x2.splat(blueScale), f64x2.sub(blue, luma));
    const redDifference = f64x2.mul(f64x2.splat(redScale), f64x2.sub(red, luma));
    v128.store_lane<u64>(blueness + (at << 2), f32x4.demote_f64x2_zero(blueDifference), 0);
    v128.store_lane<u64>(redness + (at << 2), f32x4.demote_f64x2_zero(redDifference), 0);
  }
}

@inline function sample(row: usize, column: i32): f64 {
  return <f64>load<f32>(row + (<usize>column << 2));
}

/**
 * A row of chroma codes. Of 4:4:4 (`kind` 0) as they are; of 4:2:2 (1) weighed 1 2 1; of 4:2:0 (2) the mean of two rows.
 *
 * @param one and `other` are addresses of rows of what chroma is made of
 */
export function chroma(one: usize, other: usize, width: i32, kind: i32, middle: f64, out: usize): void {
  const columns = kind == 0 ? width : (width + 1) >> 1;
  for (let column = 0; column < columns; column++) {
    const here = kind == 0 ? column : 2 * column;
    const right = min(width - 1, here + 1);
    let value: f64;
    if (kind == 0) value = sample(one, here);
    else if (kind == 1) value = (sample(one, max(0, here - 1)) + 2.0 * sample(one, here) + sample(one, right)) / 4.0;
    else value = (sample(one, here) + sample(one, right) + sample(other, here) + sample(other, right)) / 4.0;
    store<u16>(out + (<usize>column << 1), <i32>(middle + value + 0.5));
  }
}
