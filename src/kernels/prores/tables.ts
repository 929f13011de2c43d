/** What RDD 36 fixes and both kernels read: scans, codebooks, and codes ready made from them. */

/** RDD 36, 7.2: where in an 8 × 8 block (row by row) the coefficients of a progressive picture come from. */
export const progressiveScan: readonly number[] = [
  0, 1, 8, 9, 2, 3, 10, 11, 16, 17, 24, 25, 18, 19, 26, 27, 4, 5, 12, 20, 13, 6, 7, 14, 21, 28, 29, 22, 15, 23, 30, 31,
  32, 33, 40, 48, 41, 34, 35, 42, 49, 56, 57, 50, 43, 36, 37, 44, 51, 58, 59, 52, 45, 38, 39, 46, 53, 60, 61, 54, 47,
  55, 62, 63,
];

/** RDD 36, 7.2: the same of a field. */
export const interlacedScan: readonly number[] = [
  0, 8, 1, 9, 16, 24, 17, 25, 2, 10, 3, 11, 18, 26, 19, 27, 32, 40, 33, 34, 41, 48, 56, 49, 42, 35, 43, 50, 57, 58, 51,
  59, 4, 12, 5, 6, 13, 20, 28, 21, 14, 7, 15, 22, 29, 36, 44, 37, 30, 23, 31, 38, 45, 52, 60, 53, 46, 39, 47, 54, 61,
  62, 55, 63,
];

/** A Golomb combination code (7.1.1.1) as 5 … 7: Rice order, 2 … 4: exponential order, 0, 1: last Rice quotient. */
export type Codebook = number;

/** RDD 36, 7.1.1.3: of the first DC level. */
export const firstDcBook: Codebook = 0xb8;
/** RDD 36, 7.1.1.3: of a DC difference, by the code before it; 6 stands for all above. */
export const dcBooks: readonly Codebook[] = [0x04, 0x28, 0x28, 0x4d, 0x4d, 0x70, 0x70];
/** RDD 36, 7.1.1.4: of a run, by the run before it; 15 stands for all above. */
export const runBooks: readonly Codebook[] = [
  0x06, 0x06, 0x05, 0x05, 0x04, 0x29, 0x29, 0x29, 0x29, 0x28, 0x28, 0x28, 0x28, 0x28, 0x28, 0x4c,
];
/** RDD 36, 7.1.1.4: of a level, by the level before it; 9 stands for all above. */
export const levelBooks: readonly Codebook[] = [0x04, 0x0a, 0x05, 0x06, 0x04, 0x28, 0x28, 0x28, 0x28, 0x4c];

/** Runs and levels below this have their codes ready made. */
export const readyCodes = 64;

/** RDD 36, 7.1.1.1, as `code << 8 | length`. The code must not be longer than 24 bits. */
function golomb(value: number, book: Codebook): number {
  const rice = book >> 5;
  const exponential = (book >> 2) & 7;
  const switched = ((book & 3) + 1) << rice;
  if (value < switched) {
    const code = (1 << rice) | (value & ((1 << rice) - 1));
    return (code << 8) | ((value >> rice) + 1 + rice);
  }
  const rest = value - switched + (1 << exponential);
  const top = 31 - Math.clz32(rest);
  return (rest << 8) | (2 * top - exponential + (book & 3) + 2);
}

/** `code << 8 | length` of runs below 64 after each run of 0 … 15. */
export const runCodes = Uint32Array.from({ length: runBooks.length * readyCodes }, (_, index) =>
  golomb(index % readyCodes, runBooks[Math.floor(index / readyCodes)]!),
);

/** The same of levels of 1 … 63, one less as 7.1.1.4 has it, followed by a 0 for the sign. */
export const levelCodes = Uint32Array.from({ length: levelBooks.length * readyCodes }, (_, index) => {
  const level = index % readyCodes;
  if (level === 0) return 0;
  const code = golomb(level - 1, levelBooks[Math.floor(index / readyCodes)]!);
  return ((code >> 8) << 9) | ((code & 255) + 1);
});

/** Y. Arai, T. Agui, M. Nakajima, 1988: what their transform leaves out of a frequency, in one direction. */
const leftOut = Array.from({ length: 8 }, (_, u) => (u === 0 ? 1 : Math.SQRT2 * Math.cos((u * Math.PI) / 16)));

/** A sample is in 1/32 of a 10-bit code. */
export const sampleScale = 32;

/**
 * What a coefficient of the kernels' transform is multiplied by to become a level at a quantiser of 1, in scan order.
 *
 * RDD 36, 7.3 makes of a level the coefficient `level · weight · quantiser / 8` of samples of 9 bits (7.5.1): a quarter
 * of that product in samples of 10.
 */
export function inverseSteps(matrix: readonly number[], scan: readonly number[]): Float32Array<ArrayBuffer> {
  return Float32Array.from(scan, (frequency) => {
    const gain = 8 * leftOut[frequency >> 3]! * leftOut[frequency & 7]! * sampleScale;
    return 4 / (matrix[frequency]! * gain);
  });
}

/** RDD 36, 7.5: byte offsets of a component's blocks in its plane of 16-bit samples, in coding order. */
export function blockOffsets(component: 'luma' | 'chroma', halved: boolean, rowBytes: number): number[] {
  const column = 16;
  const row = 8 * rowBytes;
  // Luma goes row by row through a macroblock, chroma column by column.
  const inMacroblock =
    component === 'luma' ? [0, column, row, row + column] : halved ? [0, row] : [0, row, column, row + column];
  const width = component === 'chroma' && halved ? column : 2 * column;
  return Array.from(
    { length: 8 * inMacroblock.length },
    (_, index) => Math.floor(index / inMacroblock.length) * width + inMacroblock[index % inMacroblock.length]!,
  );
}
