import { beginBits, endBits, put } from './entropy';

/** RDD 36, 7.1.2: differences between neighbours in raster order, each followed by how often the value repeats. */
export function codeAlphaBytes(
  band: usize,
  stride: usize,
  macroblocks: i32,
  bits: i32,
  to: usize,
): usize {
  const width = macroblocks << 4;
  const scale = bits == 16 ? 257 : 1;
  beginBits(to);
  let previous = 255;
  /** Repetitions since the value was coded; below 0: none was yet. */
  let run = -1;
  for (let row = 0; row < 16; row++) {
    const source = band + <usize>row * stride + 3;
    let x = 0;
    while (x < width) {
      if ((x & 3) == 0 && run >= 0 && repeats(source - 3 + (<usize>x << 2), previous)) {
        run += 4;
        x += 4;
        continue;
      }
      const value: i32 = load<u8>(source + (<usize>x << 2));
      x++;
      if (run >= 0 && value == previous) {
        run++;
        continue;
      }
      if (run >= 0) putRun(run);
      putDifference((value - previous) * scale, bits);
      previous = value;
      run = 0;
    }
  }
  putRun(run);
  return endBits();
}

/** The same of words, in 16 bits. */
export function codeAlphaWords(band: usize, stride: usize, macroblocks: i32, to: usize): usize {
  const width = macroblocks << 4;
  beginBits(to);
  let previous = 0xffff;
  let run = -1;
  for (let row = 0; row < 16; row++) {
    const source = band + <usize>row * stride + 6;
    for (let x = 0; x < width; x++) {
      const value: i32 = load<u16>(source + (<usize>x << 3));
      if (run >= 0 && value == previous) {
        run++;
        continue;
      }
      if (run >= 0) putRun(run);
      putDifference(value - previous, 16);
      previous = value;
      run = 0;
    }
  }
  putRun(run);
  return endBits();
}

/** Whether the alpha of four pixels is `value`. */
@inline
function repeats(at: usize, value: i32): bool {
  return i32x4.all_true(i32x4.eq(i32x4.shr_u(v128.load(at), 24), i32x4.splat(value)));
}

/** A short code for a small difference, else all bits of it. */
export function putDifference(difference: i32, bits: i32): void {
  const shortBits = bits == 16 ? 7 : 4;
  const range = 1 << (shortBits - 1);
  const modulus = 1 << bits;
  let wrapped = difference & (modulus - 1);
  if (wrapped >= modulus - range) wrapped -= modulus;
  if (wrapped != 0 && wrapped >= -range && wrapped <= range) {
    put(((abs(wrapped) - 1) << 1) | <i32>(wrapped < 0), shortBits + 1);
  } else {
    put((1 << bits) | (wrapped & (modulus - 1)), bits + 1);
  }
}

export function putRun(run: i32): void {
  if (run == 0) put(1, 1);
  else if (run < 16) put(run, 5);
  else put(run, 16);
}
