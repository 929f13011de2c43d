import { planeBytes, planes, rowBytes, weights, wideBytes, wideRows } from './layout';

/** Fractional bits of a weight beyond those of a sample. */
const weightBits: i32 = 8;
/** A sample has 5 fractional bits; limited-range luma begins at code 64, and 512 is the middle. */
const lumaOffset: i32 = ((64 - 512) << (5 + weightBits)) + (1 << (weightBits - 1));
const chromaOffset: i32 = 1 << (weightBits - 1);

@inline
function pair(low: i32, high: i32): v128 {
  return i32x4.splat((low & 0xffff) | (high << 16));
}

@inline
function weight(index: i32): i32 {
  return load<i32>(weights + (<usize>index << 2));
}

/** Four pixels in one component: `br` holds blue and red, `ga` green and alpha as 16 bits each. */
@inline
function dot(br: v128, ga: v128, brWeights: v128, gWeights: v128, offset: v128): v128 {
  return i32x4.shr_s(
    i32x4.add(i32x4.add(i32x4.dot_i16x8_s(br, brWeights), i32x4.dot_i16x8_s(ga, gWeights)), offset),
    weightBits,
  );
}

/** One pixel's chroma, for the one to the left of a slice. */
@inline
function chromaOf(pixel: i32, first: i32): i32 {
  const sum =
    (pixel & 255) * weight(first) + ((pixel >> 8) & 255) * weight(first + 1) + ((pixel >> 16) & 255) * weight(first + 2);
  return (sum + chromaOffset) >> weightBits;
}

/**
 * Converts a slice of straight B, G, R, A bytes. `band` points to its first pixel; there is one to the left of it, and
 * rows are `stride` bytes apart. With half the chroma, a sample is weighed 1 2 1 around the luma sample it sits on.
 */
export function convertBytes(band: usize, stride: usize, macroblocks: i32, halved: bool): void {
  const width = macroblocks << 4;
  const yBr = pair(weight(0), weight(2));
  const yG = pair(weight(1), 0);
  const cbBr = pair(weight(3), weight(5));
  const cbG = pair(weight(4), 0);
  const crBr = pair(weight(6), weight(8));
  const crG = pair(weight(7), 0);
  const low = i32x4.splat(0x00ff00ff);
  const yOffset = i32x4.splat(lumaOffset);
  const cOffset = i32x4.splat(chromaOffset);
  for (let row = 0; row < 16; row++) {
    const source = band + <usize>row * stride;
    const luma = planes + <usize>row * rowBytes;
    let cb = luma + planeBytes;
    let cr = cb + planeBytes;
    if (halved) {
      cb = wideRows + 16;
      cr = cb + wideBytes;
      const left = load<i32>(source - 4);
      store<i16>(cb - 2, <i16>chromaOf(left, 3));
      store<i16>(cr - 2, <i16>chromaOf(left, 6));
    }
    for (let x = 0; x < width; x += 8) {
      const at = source + (<usize>x << 2);
      const to = <usize>x << 1;
      const p = v128.load(at);
      const q = v128.load(at, 16);
      const pBr = v128.and(p, low);
      const qBr = v128.and(q, low);
      const pGa = i16x8.shr_u(p, 8);
      const qGa = i16x8.shr_u(q, 8);
      v128.store(
        luma + to,
        i16x8.narrow_i32x4_s(dot(pBr, pGa, yBr, yG, yOffset), dot(qBr, qGa, yBr, yG, yOffset)),
      );
      v128.store(
        cb + to,
        i16x8.narrow_i32x4_s(dot(pBr, pGa, cbBr, cbG, cOffset), dot(qBr, qGa, cbBr, cbG, cOffset)),
      );
      v128.store(
        cr + to,
        i16x8.narrow_i32x4_s(dot(pBr, pGa, crBr, crG, cOffset), dot(qBr, qGa, crBr, crG, cOffset)),
      );
    }
    if (halved) {
      halve(cb, luma + planeBytes, width);
      halve(cr, luma + 2 * planeBytes, width);
    }
  }
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
