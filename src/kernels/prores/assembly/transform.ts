import {
  blockOffsets,
  coefficientBytes,
  coefficients,
  halfway,
  inverseSteps,
  levels,
  planeBytes,
  planes,
  rowBytes,
  scan,
} from './layout';

/** One pass over four blocks at once: a lane is a block. The factors left out are in `inverseSteps`. */
@inline
function forward8(
  s0: v128,
  s1: v128,
  s2: v128,
  s3: v128,
  s4: v128,
  s5: v128,
  s6: v128,
  s7: v128,
  to: usize,
  stride: usize,
): void {
  // Y. Arai, T. Agui, M. Nakajima, "A fast DCT-SQ scheme for images", 1988.
  const a0 = f32x4.add(s0, s7);
  const a7 = f32x4.sub(s0, s7);
  const a1 = f32x4.add(s1, s6);
  const a6 = f32x4.sub(s1, s6);
  const a2 = f32x4.add(s2, s5);
  const a5 = f32x4.sub(s2, s5);
  const a3 = f32x4.add(s3, s4);
  const a4 = f32x4.sub(s3, s4);

  const b0 = f32x4.add(a0, a3);
  const b3 = f32x4.sub(a0, a3);
  const b1 = f32x4.add(a1, a2);
  const b2 = f32x4.sub(a1, a2);
  v128.store(to, f32x4.add(b0, b1));
  v128.store(to + 4 * stride, f32x4.sub(b0, b1));
  const c = f32x4.mul(f32x4.add(b2, b3), f32x4.splat(0.7071067811865476));
  v128.store(to + 2 * stride, f32x4.add(b3, c));
  v128.store(to + 6 * stride, f32x4.sub(b3, c));

  const d0 = f32x4.add(a4, a5);
  const d1 = f32x4.add(a5, a6);
  const d2 = f32x4.add(a6, a7);
  const e = f32x4.mul(f32x4.sub(d0, d2), f32x4.splat(0.3826834323650898));
  const e0 = f32x4.add(f32x4.mul(d0, f32x4.splat(0.541196100146197)), e);
  const e2 = f32x4.add(f32x4.mul(d2, f32x4.splat(1.3065629648763766)), e);
  const e1 = f32x4.mul(d1, f32x4.splat(0.7071067811865476));
  const f0 = f32x4.add(a7, e1);
  const f1 = f32x4.sub(a7, e1);
  v128.store(to + 5 * stride, f32x4.add(f1, e0));
  v128.store(to + 3 * stride, f32x4.sub(f1, e0));
  v128.store(to + stride, f32x4.add(f0, e2));
  v128.store(to + 7 * stride, f32x4.sub(f0, e2));
}

@inline
function lowFloats(samples: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(samples));
}

@inline
function highFloats(samples: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(samples));
}

/** Block `index` of eight, as an offset in the plane. */
@inline
function blockRow(from: usize, offsets: usize, index: usize): v128 {
  return v128.load(from + load<u32>(offsets + index * 4));
}

/** Row `y` of eight blocks, turned so that a lane is a block, through the first pass. */
@inline
function transformRow(from: usize, offsets: usize, to: usize): void {
  const v0 = blockRow(from, offsets, 0);
  const v1 = blockRow(from, offsets, 1);
  const v2 = blockRow(from, offsets, 2);
  const v3 = blockRow(from, offsets, 3);
  const v4 = blockRow(from, offsets, 4);
  const v5 = blockRow(from, offsets, 5);
  const v6 = blockRow(from, offsets, 6);
  const v7 = blockRow(from, offsets, 7);
  const a0 = v128.shuffle<i16>(v0, v1, 0, 8, 1, 9, 2, 10, 3, 11);
  const a1 = v128.shuffle<i16>(v0, v1, 4, 12, 5, 13, 6, 14, 7, 15);
  const a2 = v128.shuffle<i16>(v2, v3, 0, 8, 1, 9, 2, 10, 3, 11);
  const a3 = v128.shuffle<i16>(v2, v3, 4, 12, 5, 13, 6, 14, 7, 15);
  const a4 = v128.shuffle<i16>(v4, v5, 0, 8, 1, 9, 2, 10, 3, 11);
  const a5 = v128.shuffle<i16>(v4, v5, 4, 12, 5, 13, 6, 14, 7, 15);
  const a6 = v128.shuffle<i16>(v6, v7, 0, 8, 1, 9, 2, 10, 3, 11);
  const a7 = v128.shuffle<i16>(v6, v7, 4, 12, 5, 13, 6, 14, 7, 15);
  const b0 = v128.shuffle<i32>(a0, a2, 0, 4, 1, 5);
  const b1 = v128.shuffle<i32>(a0, a2, 2, 6, 3, 7);
  const b2 = v128.shuffle<i32>(a1, a3, 0, 4, 1, 5);
  const b3 = v128.shuffle<i32>(a1, a3, 2, 6, 3, 7);
  const b4 = v128.shuffle<i32>(a4, a6, 0, 4, 1, 5);
  const b5 = v128.shuffle<i32>(a4, a6, 2, 6, 3, 7);
  const b6 = v128.shuffle<i32>(a5, a7, 0, 4, 1, 5);
  const b7 = v128.shuffle<i32>(a5, a7, 2, 6, 3, 7);
  const x0 = v128.shuffle<i64>(b0, b4, 0, 2);
  const x1 = v128.shuffle<i64>(b0, b4, 1, 3);
  const x2 = v128.shuffle<i64>(b1, b5, 0, 2);
  const x3 = v128.shuffle<i64>(b1, b5, 1, 3);
  const x4 = v128.shuffle<i64>(b2, b6, 0, 2);
  const x5 = v128.shuffle<i64>(b2, b6, 1, 3);
  const x6 = v128.shuffle<i64>(b3, b7, 0, 2);
  const x7 = v128.shuffle<i64>(b3, b7, 1, 3);
  forward8(
    lowFloats(x0),
    lowFloats(x1),
    lowFloats(x2),
    lowFloats(x3),
    lowFloats(x4),
    lowFloats(x5),
    lowFloats(x6),
    lowFloats(x7),
    to,
    16,
  );
  forward8(
    highFloats(x0),
    highFloats(x1),
    highFloats(x2),
    highFloats(x3),
    highFloats(x4),
    highFloats(x5),
    highFloats(x6),
    highFloats(x7),
    to + 1024,
    16,
  );
}

/** Eight values of one column, 128 bytes apart, through the second pass. */
@inline
function transformColumn(from: usize, to: usize, stride: usize): void {
  forward8(
    v128.load(from),
    v128.load(from, 128),
    v128.load(from, 256),
    v128.load(from, 384),
    v128.load(from, 512),
    v128.load(from, 640),
    v128.load(from, 768),
    v128.load(from, 896),
    to,
    stride,
  );
}

/** The transform of a component's blocks, eight at a time; what a last eight lacks is computed from anything. */
export function transformBlocks(component: i32, blocks: i32): void {
  const plane = planes + <usize>component * planeBytes;
  const offsets = blockOffsets + (component == 0 ? 0 : 128);
  const lanes = (blocks + 7) & ~7;
  const stride = <usize>lanes << 2;
  const into = coefficients + <usize>component * coefficientBytes;
  for (let first = 0; first < lanes; first += 8) {
    for (let y: usize = 0; y < 8; y++) {
      transformRow(plane + y * rowBytes, offsets + (<usize>first << 2), halfway + (y << 7));
    }
    const to = into + (<usize>first << 2);
    for (let u: usize = 0; u < 8; u++) {
      transformColumn(halfway + (u << 4), to + u * stride, stride << 3);
      transformColumn(halfway + 1024 + (u << 4), to + 16 + u * stride, stride << 3);
    }
  }
}

/** 1.5 × 2²³: added to a number it leaves the nearest integer, ties to even, in the low bits. */
const magic: f32 = 12582912;

@inline
function quantise4(values: v128, inverse: v128, deadZone: v128): v128 {
  const exact = f32x4.mul(values, inverse);
  const towardsZero = f32x4.pmax(f32x4.neg(deadZone), f32x4.pmin(deadZone, exact));
  return i32x4.sub(
    f32x4.add(f32x4.sub(exact, towardsZero), f32x4.splat(magic)),
    i32x4.splat(reinterpret<i32>(magic)),
  );
}

/**
 * Fills `levels` with a component's coefficients over its steps times one over `inverseQuantiser`, for so many places of
 * the scan. All but the first are drawn towards zero by `deadZone` of a step before they are rounded.
 */
export function quantiseBlocks(
  component: i32,
  blocks: i32,
  inverseQuantiser: f32,
  deadZone: f32,
  places: i32,
): void {
  const lanes = (blocks + 7) & ~7;
  const stride = <usize>lanes << 2;
  const from = coefficients + <usize>component * coefficientBytes;
  const inverses = inverseSteps + (component == 0 ? 0 : 256);
  let to = levels;
  for (let place: usize = 0; place < <usize>places; place++) {
    let at = from + <usize>load<u32>(scan + (place << 2)) * stride;
    const inverse = f32x4.splat(load<f32>(inverses + (place << 2)) * inverseQuantiser);
    const zone = f32x4.splat(place == 0 ? 0 : deadZone);
    for (let block = 0; block < blocks; block += 8) {
      const both = i16x8.narrow_i32x4_s(
        quantise4(v128.load(at), inverse, zone),
        quantise4(v128.load(at, 16), inverse, zone),
      );
      // What is written too much is overwritten next, or lies in the spare vector.
      v128.store(to, both);
      at += 32;
      to += <usize>min(8, blocks - block) << 1;
    }
  }
  // The vectors that are read last reach beyond the levels.
  v128.store(to, i64x2.splat(0));
  v128.store(to, i64x2.splat(0), 16);
}
