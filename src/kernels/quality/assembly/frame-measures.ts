import { frameMeasures } from './layout';
import { innerWeights, lumaOfFour, lumaOfOne, outerWeights, sumOfLanes } from './planes';

/** Sharpness is measured in one row of so many. */
const sharpnessStep: i32 = 4;

/** Fletcher's sums of all words, four lanes each; folded at the end. */
let hashFirst: v128 = i32x4.splat(0);
let hashSecond: v128 = i32x4.splat(0);

@inline
function addRowToHash(row: usize, width: i32): void {
  const colours = i32x4.splat(0x00ffffff);
  let first = hashFirst;
  let second = hashSecond;
  let x = 0;
  for (; x + 4 <= width; x += 4) {
    first = i32x4.add(first, v128.and(v128.load(row + (<usize>x << 2)), colours));
    second = i32x4.add(second, first);
  }
  for (; x < width; x++) {
    first = i32x4.add(first, i32x4.splat(load<i32>(row + (<usize>x << 2)) & 0x00ffffff));
    second = i32x4.add(second, first);
  }
  hashFirst = first;
  hashSecond = second;
}

@inline
function fold(vector: v128): i32 {
  let hash = i32x4.extract_lane(vector, 0);
  hash = (hash ^ (hash >>> 15)) * 0x2c1b3c6d + i32x4.extract_lane(vector, 1);
  hash = (hash ^ (hash >>> 15)) * 0x2c1b3c6d + i32x4.extract_lane(vector, 2);
  hash = (hash ^ (hash >>> 15)) * 0x2c1b3c6d + i32x4.extract_lane(vector, 3);
  return (hash ^ (hash >>> 15)) * 0x2c1b3c6d;
}

@inline
function addTo(cell: usize, index: usize, value: i32): void {
  const at = cell + (index << 2);
  store<i32>(at, load<i32>(at) + value);
}

/** Adds a row's pixels from `start` to `end` to the three sums of a cell. */
@inline
function addToCell(row: usize, start: i32, end: i32, cell: usize): void {
  const bytes = i32x4.splat(0x00ff00ff);
  let outer = i32x4.splat(0);
  let inner = i32x4.splat(0);
  let x = start;
  let first = 0;
  let second = 0;
  let third = 0;
  // 16 bits hold the sum of 257 bytes.
  while (x + 4 <= end) {
    const stop = min(end, x + 1024);
    outer = i32x4.splat(0);
    inner = i32x4.splat(0);
    for (; x + 4 <= stop; x += 4) {
      const pixels = v128.load(row + (<usize>x << 2));
      outer = i16x8.add(outer, v128.and(pixels, bytes));
      inner = i16x8.add(inner, i16x8.shr_u(pixels, 8));
    }
    const low = i32x4.splat(0xffff);
    first += <i32>sumOfLanes(v128.and(outer, low));
    second += <i32>sumOfLanes(v128.and(inner, low));
    third += <i32>sumOfLanes(i32x4.shr_u(outer, 16));
  }
  for (; x < end; x++) {
    const at = row + (<usize>x << 2);
    first += <i32>load<u8>(at);
    second += <i32>load<u8>(at, 1);
    third += <i32>load<u8>(at, 2);
  }
  addTo(cell, 0, first);
  addTo(cell, 1, second);
  addTo(cell, 2, third);
}

/** Luma of a row, words of 16 bits. */
@inline
function lumaRow(row: usize, width: i32, to: usize): void {
  const outer = outerWeights();
  const inner = innerWeights();
  let x = 0;
  for (; x + 8 <= width; x += 8) {
    const at = row + (<usize>x << 2);
    const low = lumaOfFour(v128.load(at), outer, inner);
    const high = lumaOfFour(v128.load(at, 16), outer, inner);
    v128.store(to + (<usize>x << 1), i16x8.narrow_i32x4_s(low, high));
  }
  for (; x < width; x++) store<i16>(to + (<usize>x << 1), <i16>lumaOfOne(row + (<usize>x << 2)));
}

let lumaSum: i64 = 0;
let lumaSquares: i64 = 0;
let laplacianSum: i64 = 0;
let laplacianSquares: i64 = 0;
let darkest: i32 = 255;
let brightest: i32 = 0;

@inline
function addLumaOfRow(row: usize, width: i32): void {
  const ones = i16x8.splat(1);
  let sums = i32x4.splat(0);
  let squares = i32x4.splat(0);
  let least = i16x8.splat(255);
  let most = i16x8.splat(0);
  let x = 0;
  for (; x + 8 <= width; x += 8) {
    const luma = v128.load(row + (<usize>x << 1));
    sums = i32x4.add(sums, i32x4.dot_i16x8_s(luma, ones));
    squares = i32x4.add(squares, i32x4.dot_i16x8_s(luma, luma));
    least = i16x8.min_s(least, luma);
    most = i16x8.max_s(most, luma);
  }
  lumaSum += sumOfLanes(sums);
  lumaSquares += sumOfLanes(squares);
  for (let lane = 0; lane < 8; lane++) {
    darkest = min(darkest, <i32>i16x8.extract_lane_s(least, 0));
    brightest = max(brightest, <i32>i16x8.extract_lane_s(most, 0));
    least = v128.shuffle<i16>(least, least, 1, 2, 3, 4, 5, 6, 7, 0);
    most = v128.shuffle<i16>(most, most, 1, 2, 3, 4, 5, 6, 7, 0);
  }
  for (; x < width; x++) {
    const luma = <i32>load<i16>(row + (<usize>x << 1));
    lumaSum += luma;
    lumaSquares += luma * luma;
    darkest = min(darkest, luma);
    brightest = max(brightest, luma);
  }
}

/** Four times the middle less its neighbours, of all pixels of a row but the first and the last. */
@inline
function addLaplacianOfRow(above: usize, row: usize, below: usize, width: i32): void {
  const ones = i16x8.splat(1);
  let sums = i32x4.splat(0);
  let squares = i32x4.splat(0);
  let x = 1;
  for (; x + 8 <= width - 1; x += 8) {
    const at = <usize>x << 1;
    const around = i16x8.add(
      i16x8.add(v128.load(row + at - 2), v128.load(row + at + 2)),
      i16x8.add(v128.load(above + at), v128.load(below + at)),
    );
    const laplacian = i16x8.sub(i16x8.shl(v128.load(row + at), 2), around);
    sums = i32x4.add(sums, i32x4.dot_i16x8_s(laplacian, ones));
    squares = i32x4.add(squares, i32x4.dot_i16x8_s(laplacian, laplacian));
  }
  laplacianSum += sumOfLanes(sums);
  laplacianSquares += sumOfLanes(squares);
  for (; x < width - 1; x++) {
    const at = <usize>x << 1;
    const around =
      <i32>load<i16>(row + at - 2) + <i32>load<i16>(row + at + 2) + <i32>load<i16>(above + at) + <i32>load<i16>(below + at);
    const laplacian = 4 * <i32>load<i16>(row + at) - around;
    laplacianSum += laplacian;
    laplacianSquares += laplacian * laplacian;
  }
}

/**
 * Measures one frame: sums of its three components by cells of a grid to `cells`, three words of 32 bits each, and the
 * rest to `frameMeasures`. `rows` takes three rows of luma, 2 bytes a pixel each, `rowBytes` apart.
 */
export function measureFrame(
  frame: usize,
  width: i32,
  height: i32,
  columns: i32,
  lines: i32,
  cells: usize,
  rows: usize,
  rowBytes: usize,
): void {
  hashFirst = i32x4.splat(0);
  hashSecond = i32x4.splat(0);
  lumaSum = 0;
  lumaSquares = 0;
  laplacianSum = 0;
  laplacianSquares = 0;
  darkest = 255;
  brightest = 0;
  let measured: i64 = 0;
  memory.fill(cells, 0, <usize>(columns * lines * 12));
  const frameRow = <usize>width << 2;
  let line = 0;
  for (let y = 0; y < height; y++) {
    const row = frame + <usize>y * frameRow;
    while ((line + 1) * height / lines <= y) line++;
    for (let column = 0; column < columns; column++) {
      const cell = cells + <usize>((line * columns + column) * 12);
      addToCell(row, column * width / columns, (column + 1) * width / columns, cell);
    }
    addRowToHash(row, width);
    if (y % sharpnessStep != 1 || y + 1 >= height) continue;
    lumaRow(row - frameRow, width, rows);
    lumaRow(row, width, rows + rowBytes);
    lumaRow(row + frameRow, width, rows + 2 * rowBytes);
    addLumaOfRow(rows + rowBytes, width);
    addLaplacianOfRow(rows, rows + rowBytes, rows + 2 * rowBytes, width);
    measured++;
  }
  store<i64>(frameMeasures, measured);
  store<i64>(frameMeasures, lumaSum, 8);
  store<i64>(frameMeasures, lumaSquares, 16);
  store<i64>(frameMeasures, laplacianSum, 24);
  store<i64>(frameMeasures, laplacianSquares, 32);
  store<i64>(frameMeasures, darkest, 40);
  store<i64>(frameMeasures, brightest, 48);
  store<i64>(frameMeasures, <i64><u32>fold(hashFirst), 56);
  store<i64>(frameMeasures, <i64><u32>fold(hashSecond), 64);
}
