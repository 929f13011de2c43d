/** A pixel is within a flat area when all pixels up to this far from it, across and down, have its colour. */
const reach: i32 = 8;

/** Which of sixteen pixels equal those at another place, alpha aside: a byte each. */
@inline
function equalPixels(one: usize, other: usize): v128 {
  const colours = i32x4.splat(0x00ffffff);
  const none = i32x4.splat(0);
  const e0 = i32x4.eq(v128.and(v128.xor(v128.load(one), v128.load(other)), colours), none);
  const e1 = i32x4.eq(v128.and(v128.xor(v128.load(one, 16), v128.load(other, 16)), colours), none);
  const e2 = i32x4.eq(v128.and(v128.xor(v128.load(one, 32), v128.load(other, 32)), colours), none);
  const e3 = i32x4.eq(v128.and(v128.xor(v128.load(one, 48), v128.load(other, 48)), colours), none);
  return i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(e0, e1), i16x8.narrow_i32x4_s(e2, e3));
}

/**
 * Marks the pixels within flat areas, 255 or 0 a byte. Rows of marks are `stride` bytes apart, `stride` a multiple of 16.
 * `frame` must be followed by 64 bytes that may be read. `equals` and `counts` are rows of `stride` bytes, `equals` with
 * 16 before and 16 after it.
 */
export function markFlat(
  frame: usize,
  width: i32,
  height: i32,
  marks: usize,
  stride: usize,
  equals: usize,
  counts: usize,
): void {
  const rowBytes = <usize>width << 2;
  const one = i8x16.splat(1);
  const enough = i8x16.splat(<i8>(2 * reach + 1));
  memory.fill(marks, 0, stride * <usize>height);
  memory.fill(counts, 0, stride);
  memory.fill(equals - 16, 0, stride + 32);
  for (let y = 0; y < height; y++) {
    const row = frame + <usize>y * rowBytes;
    const above = y == 0 ? row : row - rowBytes;
    for (let x = 0; x < width; x += 16) {
      v128.store(equals + <usize>x, equalPixels(row + (<usize>x << 2), row + (<usize>x << 2) + 4));
    }
    // Beyond the last pixel nothing is equal to it.
    memory.fill(equals + <usize>(width - 1), 0, stride - <usize>(width - 1));
    for (let x = 0; x < width; x += 16) {
      const at = counts + <usize>x;
      const middle = equals + <usize>x;
      let across = v128.and(v128.load(middle), v128.load(middle - 8));
      if (!v128.any_true(across)) {
        v128.store(at, across);
        continue;
      }
      for (let step: usize = 1; step < <usize>reach; step++) {
        across = v128.and(across, v128.and(v128.load(middle + step), v128.load(middle - 8 + step)));
      }
      const same = equalPixels(row + (<usize>x << 2), above + (<usize>x << 2));
      const count = v128.and(across, i8x16.add_sat_u(v128.and(v128.load(at), same), one));
      v128.store(at, count);
      if (y >= 2 * reach) v128.store(marks + <usize>(y - reach) * stride + <usize>x, i8x16.ge_u(count, enough));
    }
  }
}
