/** Codes to colours and back. `twin-planes.ts` does the same in plain TypeScript, to the same bit: floats of 64 bits, in its order. */

/** Where memory that the kernel does not use begins. */
export const freeMemory: usize = __heap_base;

/** The table of luma has `codes` values; then come, for each code, what Cb adds to blue and green, and Cr to green and red. */
// @ts-ignore: decorator
@inline function code(plane: usize, index: i32, wide: bool): i32 {
  return wide ? <i32>load<u16>(plane + (<usize>index << 1)) : <i32>load<u8>(plane + <usize>index);
}

/** As an array of clamped bytes stores it: the nearest, of two the even one. */
// @ts-ignore: decorator
@inline function byte(value: f64): i32 {
  return <i32>nearest(min(255.0, max(0.0, value)));
}

/**
 * One row of pixels.
 *
 * @param y address of the row's first code, as `cb` and `cr` of those it shares; `alpha` 0 where it is opaque
 * @param step from one chroma code to the next
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
  let shared = -1;
  let blue = 0.0;
  let greenCb = 0.0;
  let greenCr = 0.0;
  let red = 0.0;
  for (let column = 0; column < width; column++, out += 4) {
    const chroma = (column >> across) * step;
    if (chroma != shared) {
      shared = chroma;
      const u = ofCb + (<usize>code(cb, chroma, wide) << 4);
      const v = ofCr + (<usize>code(cr, chroma, wide) << 4);
      blue = load<f64>(u);
      greenCb = load<f64>(u, 8);
      greenCr = load<f64>(v);
      red = load<f64>(v, 8);
    }
    const level = load<f64>(tables + (<usize>code(y, column, wide) << 3));
    const fourth = alpha ? byte(alphaScale * <f64>code(alpha, column, wide)) : 255;
    store<u32>(
      out,
      byte(level + blue) | (byte(level + greenCb + greenCr) << 8) | (byte(level + red) << 16) | (fourth << 24),
    );
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
  const kg = 1.0 - kr - kb;
  for (let index = 0; index < count; index++) {
    const at = <usize>index;
    const pixel = load<u32>(from + (at << 2));
    const blue = <f64>(pixel & 255);
    const red = <f64>((pixel >> 16) & 255);
    const luma = kr * red + kg * <f64>((pixel >> 8) & 255) + kb * blue;
    store<u16>(y + (at << 1), <i32>(scale * (4080.0 + 219.0 * luma) + 0.5));
    store<f32>(blueness + (at << 2), <f32>(blueScale * (blue - luma)));
    store<f32>(redness + (at << 2), <f32>(redScale * (red - luma)));
  }
}

// @ts-ignore: decorator
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
