import { frameMeasures } from './layout';
import { innerWeights, lumaOfFour, lumaOfOne, outerWeights, sumOfLanes } from './planes';

/** Rows stand together in groups of so many. */
const groupRows: i32 = 4;

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

let measuredRows: i64 = 0;
let laplacianSum: i64 = 0;
let laplacianSquares: i64 = 0;
let darkest: i32 = 255;
let brightest: i32 = 0;

@inline
function takeRange(row: usize, width: i32): void {
  let least = i16x8.splat(255);
  let most = i16x8.splat(0);
  let x = 0;
  for (; x + 8 <= width; x += 8) {
    const luma = v128.load(row + (<usize>x << 1));
    least = i16x8.min_s(least, luma);
    most = i16x8.max_s(most, luma);
  }
  for (let lane = 0; lane < 8; lane++) {
    darkest = min(darkest, <i32>i16x8.extract_lane_s(least, 0));
    brightest = max(brightest, <i32>i16x8.extract_lane_s(most, 0));
    least = v128.shuffle<i16>(least, least, 1, 2, 3, 4, 5, 6, 7, 0);
    most = v128.shuffle<i16>(most, most, 1, 2, 3, 4, 5, 6, 7, 0);
  }
  for (; x < width; x++) {
    const luma = <i32>load<i16>(row + (<usize>x << 1));
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

/** Row `index` of luma words; a group's rows lie in four places, used again by the next group. */
@inline
function placeOf(index: i32, scratch: usize, scratchBytes: usize): usize {
  return scratch + <usize>(index & (groupRows - 1)) * scratchBytes;
}

/** After luma of row `index` is in its place: measures the row above it, where that has two neighbours in its group. */
@inline
function measureRowAbove(index: i32, width: i32, scratch: usize, scratchBytes: usize): void {
  if ((index & (groupRows - 1)) < 2) return;
  const row = placeOf(index - 1, scratch, scratchBytes);
  takeRange(row, width);
  addLaplacianOfRow(
    placeOf(index - 2, scratch, scratchBytes),
    row,
    placeOf(index, scratch, scratchBytes),
    width,
  );
  measuredRows++;
}

@inline
function begin(cells: usize, cellCount: i32): void {
  memory.fill(cells, 0, <usize>(cellCount * 12));
  laplacianSum = 0;
  laplacianSquares = 0;
  darkest = 255;
  brightest = 0;
  measuredRows = 0;
}

@inline
function end(): void {
  store<i64>(frameMeasures, measuredRows);
  store<i64>(frameMeasures, laplacianSum, 8);
  store<i64>(frameMeasures, laplacianSquares, 16);
  store<i64>(frameMeasures, darkest, 24);
  store<i64>(frameMeasures, brightest, 32);
}

@inline
function edge(edges: usize, column: i32): i32 {
  return load<i32>(edges + (<usize>column << 2));
}

/**
 * Measures rows of pixels, one after the other in groups of four: sums of their three components by cells of a grid to
 * `cells`, three words of 32 bits each, and the rest to `frameMeasures`.
 *
 * @param cellRows by row, the first cell of its line of the grid, 32 bits
 * @param edges where each column of the grid begins, and the last ends, 32 bits
 * @param scratch four rows of luma, 2 bytes a pixel, `scratchBytes` apart
 */
export function measurePixels(
  rows: usize,
  width: i32,
  count: i32,
  cellRows: usize,
  edges: usize,
  columns: i32,
  cells: usize,
  cellCount: i32,
  scratch: usize,
  scratchBytes: usize,
): void {
  begin(cells, cellCount);
  for (let index = 0; index < count; index++) {
    const row = rows + ((<usize>index * <usize>width) << 2);
    let cell = cells + <usize>(load<i32>(cellRows + (<usize>index << 2)) * 12);
    for (let column = 0; column < columns; column++, cell += 12) {
      addToCell(row, edge(edges, column), edge(edges, column + 1), cell);
    }
    lumaRow(row, width, placeOf(index, scratch, scratchBytes));
    measureRowAbove(index, width, scratch, scratchBytes);
  }
  end();
}

/** As {@link measurePixels}, of a plane of luma; its sums are each cell's first. */
export function measureLuma(
  rows: usize,
  width: i32,
  count: i32,
  cellRows: usize,
  edges: usize,
  columns: i32,
  cells: usize,
  cellCount: i32,
  scratch: usize,
  scratchBytes: usize,
): void {
  begin(cells, cellCount);
  for (let index = 0; index < count; index++) {
    const row = rows + <usize>index * <usize>width;
    addPlaneRow(row, load<i32>(cellRows + (<usize>index << 2)), edges, columns, cells, 0);
    widenRow(row, width, placeOf(index, scratch, scratchBytes));
    measureRowAbove(index, width, scratch, scratchBytes);
  }
  end();
}

/** After {@link measureLuma}: adds a plane of chroma as each cell's second or third sum. */
export function addChroma(
  rows: usize,
  width: i32,
  count: i32,
  cellRows: usize,
  edges: usize,
  columns: i32,
  cells: usize,
  part: i32,
): void {
  for (let index = 0; index < count; index++) {
    const row = rows + <usize>index * <usize>width;
    addPlaneRow(row, load<i32>(cellRows + (<usize>index << 2)), edges, columns, cells, part);
  }
}

@inline
function addPlaneRow(row: usize, firstCell: i32, edges: usize, columns: i32, cells: usize, part: i32): void {
  let cell = cells + <usize>(firstCell * 12);
  for (let column = 0; column < columns; column++, cell += 12) {
    const start = edge(edges, column);
    addTo(cell, <usize>part, sumOfBytes(row, start, edge(edges, column + 1)));
  }
}

@inline
function sumOfBytes(row: usize, start: i32, end: i32): i32 {
  let sums = i32x4.splat(0);
  let x = start;
  for (; x + 16 <= end; x += 16) {
    const pairs = i16x8.extadd_pairwise_i8x16_u(v128.load(row + <usize>x));
    sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(pairs));
  }
  let sum = <i32>sumOfLanes(sums);
  for (; x < end; x++) sum += <i32>load<u8>(row + <usize>x);
  return sum;
}

/** Bytes to words of 16 bits. */
@inline
function widenRow(row: usize, width: i32, to: usize): void {
  let x = 0;
  for (; x + 8 <= width; x += 8) v128.store(to + (<usize>x << 1), v128.load8x8_u(row + <usize>x));
  for (; x < width; x++) store<i16>(to + (<usize>x << 1), <i16>load<u8>(row + <usize>x));
}
