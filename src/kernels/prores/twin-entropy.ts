import type { BitWriter } from './bit-writer';
import { dcBooks, firstDcBook, levelBooks, runBooks, type Codebook } from './tables';

/** RDD 36, 7.1.1.1: a Golomb combination code. */
function putGolomb(writer: BitWriter, value: number, book: Codebook): void {
  const rice = book >> 5;
  const exponential = (book >> 2) & 7;
  const last = book & 3;
  const switched = (last + 1) << rice;
  if (value < switched) {
    writer.put((1 << rice) | (value & ((1 << rice) - 1)), (value >> rice) + 1 + rice);
  } else {
    const rest = value - switched + (1 << exponential);
    const top = 31 - Math.clz32(rest);
    writer.put(0, top - exponential + last + 1);
    writer.put(rest, top + 1);
  }
}

/** RDD 36, 7.1.1.2: a signed number as an unsigned one. */
function unsigned(value: number): number {
  return (value << 1) ^ (value >> 31);
}

/** RDD 36, 7.1.1.3: the first DC level, then differences whose sign is told against that of the one before. */
function putDc(writer: BitWriter, levels: Int16Array, blocks: number): void {
  let previous = levels[0]!;
  putGolomb(writer, unsigned(previous), firstDcBook);
  let code = 5;
  let sign = 0;
  for (let block = 1; block < blocks; block++) {
    const difference = levels[block]! - previous;
    const book = dcBooks[Math.min(code, 6)]!;
    code = unsigned((difference ^ sign) - sign);
    putGolomb(writer, code, book);
    sign = difference >> 31;
    previous = levels[block]!;
  }
}

/** RDD 36, 7.1.1.4: runs of zeros and the levels after them, over all blocks of one frequency, then of the next. */
function putAc(writer: BitWriter, levels: Int16Array, blocks: number, places: number): void {
  let run = 0;
  let runBook = runBooks[4]!;
  let levelBook = levelBooks[2]!;
  for (let place = blocks; place < places * blocks; place++) {
    const level = levels[place]!;
    if (level === 0) {
      run++;
      continue;
    }
    const size = Math.abs(level);
    putGolomb(writer, run, runBook);
    putGolomb(writer, size - 1, levelBook);
    writer.put(level < 0 ? 1 : 0, 1);
    runBook = runBooks[Math.min(run, 15)]!;
    levelBook = levelBooks[Math.min(size, 9)]!;
    run = 0;
  }
}

/** @param levels by place in the scan, and within one by block: so many places of them */
export function putLevels(writer: BitWriter, levels: Int16Array, blocks: number, places: number): void {
  putDc(writer, levels, blocks);
  putAc(writer, levels, blocks, places);
}

/** RDD 36, 7.1.2: a short code for a small difference, else all bits of it. */
export function putAlphaDifference(writer: BitWriter, difference: number, bits: 8 | 16): void {
  const shortBits = bits === 16 ? 7 : 4;
  const range = 1 << (shortBits - 1);
  const modulus = 1 << bits;
  let wrapped = difference & (modulus - 1);
  if (wrapped >= modulus - range) wrapped -= modulus;
  if (wrapped !== 0 && wrapped >= -range && wrapped <= range) {
    writer.put(((Math.abs(wrapped) - 1) << 1) | (wrapped < 0 ? 1 : 0), shortBits + 1);
  } else {
    writer.put((1 << bits) | (wrapped & (modulus - 1)), bits + 1);
  }
}

/** RDD 36, 7.1.2: how often an alpha value repeats. */
export function putAlphaRun(writer: BitWriter, run: number): void {
  if (run === 0) writer.put(1, 1);
  else writer.put(run, run < 16 ? 5 : 16);
}
