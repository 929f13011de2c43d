import { dcBooks, levelBooks, levelCodes, levels, runBooks, runCodes } from './layout';

/** Bits not yet written, right-aligned: always fewer than 32 between codes. */
let pending: u64 = 0;
let pendingBits: i32 = 0;
let end: usize = 0;

/** Appends up to 32 bits. */
function putBits(code: u32, length: i32): void {
  pending = (pending << <u64>length) | <u64>code;
  pendingBits += length;
  if (pendingBits >= 32) {
    pendingBits -= 32;
    store<u32>(end, bswap<u32>(<u32>(pending >> <u64>pendingBits)));
    end += 4;
  }
}

export function beginBits(to: usize): void {
  pending = 0;
  pendingBits = 0;
  end = to;
}

/** Fills the last byte with zeros. @returns the address after it */
export function endBits(): usize {
  const bytes = (pendingBits + 7) >> 3;
  const word = bswap<u32>(<u32>(pending << <u64>(32 - pendingBits)));
  store<u32>(end, word);
  return end + <usize>bytes;
}

export function put(code: u32, length: i32): void {
  putBits(code, length);
}

/** RDD 36, 7.1.1.1: a Golomb combination code; the codebook holds the orders of its two halves and where they meet. */
function putGolomb(value: i32, book: i32): void {
  const rice = book >> 5;
  const exponential = (book >> 2) & 7;
  const last = book & 3;
  const switched = (last + 1) << rice;
  if (value < switched) {
    const zeros = value >> rice;
    putBits((1 << rice) | (value & ((1 << rice) - 1)), zeros + 1 + rice);
  } else {
    const rest = value - switched + (1 << exponential);
    const top = 31 - clz(rest);
    putBits(0, top - exponential + last + 1);
    putBits(rest, top + 1);
  }
}

@inline
function book(table: usize, index: i32): i32 {
  return load<u8>(table + <usize>index);
}

/** RDD 36, 7.1.1.2: a signed number as an unsigned one. */
@inline
function unsigned(value: i32): i32 {
  return (value << 1) ^ (value >> 31);
}

/** RDD 36, 7.1.1.3: the first DC level, then differences whose sign is told against that of the one before. */
function codeDc(blocks: i32): void {
  let previous: i32 = load<i16>(levels);
  putGolomb(unsigned(previous), 0xb8);
  let code = 5;
  let sign = 0;
  for (let block = 1; block < blocks; block++) {
    const level: i32 = load<i16>(levels + (<usize>block << 1));
    const difference = level - previous;
    const before = code;
    code = unsigned((difference ^ sign) - sign);
    putGolomb(code, book(dcBooks, min(before, 6)));
    sign = difference >> 31;
    previous = level;
  }
}

/** RDD 36, 7.1.1.4: runs of zeros and the levels after them, over all blocks of one frequency, then of the next. */
function codeAc(blocks: i32, places: i32): void {
  const first = levels + (<usize>blocks << 1);
  const count = (places - 1) * blocks;
  let bits = pending;
  let bitCount = pendingBits;
  let out = end;
  let last = -1;
  let runRow = runCodes + (4 << 8);
  let levelRow = levelCodes + (2 << 8);
  for (let at = 0; at < count; at += 16) {
    const from = first + (<usize>at << 1);
    const bytes = i8x16.narrow_i16x8_s(v128.load(from), v128.load(from, 16));
    let mask = i8x16.bitmask(i8x16.eq(bytes, i64x2.splat(0))) ^ 0xffff;
    while (mask != 0) {
      const place = at + ctz(mask);
      mask &= mask - 1;
      const run = place - last - 1;
      last = place;
      const level: i32 = load<i16>(first + (<usize>place << 1));
      const sign = <u32>level >>> 31;
      const size = abs(level);
      if ((run | size) < 64) {
        const runCode = load<u32>(runRow + (<usize>run << 2));
        const levelCode = load<u32>(levelRow + (<usize>size << 2));
        const levelLength = levelCode & 255;
        const length = levelLength + (runCode & 255);
        bits =
          (bits << <u64>length) |
          (<u64>(runCode >>> 8) << <u64>levelLength) |
          <u64>((levelCode >>> 8) | sign);
        bitCount += length;
        if (bitCount >= 32) {
          bitCount -= 32;
          store<u32>(out, bswap<u32>(<u32>(bits >> <u64>bitCount)));
          out += 4;
        }
      } else {
        pending = bits;
        pendingBits = bitCount;
        end = out;
        putGolomb(run, book(runBooks, <i32>((runRow - runCodes) >> 8)));
        putGolomb(size - 1, book(levelBooks, <i32>((levelRow - levelCodes) >> 8)));
        putBits(sign, 1);
        bits = pending;
        bitCount = pendingBits;
        out = end;
      }
      runRow = runCodes + (<usize>min(run, 15) << 8);
      levelRow = levelCodes + (<usize>min(size, 9) << 8);
    }
  }
  pending = bits;
  pendingBits = bitCount;
  end = out;
}

/** Codes what `levels` holds. @returns the address after the last byte */
export function codeLevels(blocks: i32, places: i32, to: usize): usize {
  beginBits(to);
  codeDc(blocks);
  codeAc(blocks, places);
  return endBits();
}
