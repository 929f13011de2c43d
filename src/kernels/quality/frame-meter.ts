import type { PixelOrder } from './quality-kernels';

/** The grid a frame is measured by. */
export const gridColumns = 24;
export const gridRows = 16;

/** Rows are measured in groups of so many, which no subsampling of chroma cuts. */
export const groupRows = 4;

/** What a frame is. */
export interface MeteredShape {
  /** Pixels; at least 8 × 8. */
  width: number;
  height: number;
  /** Of the frames that come as pixels. */
  pixelOrder: PixelOrder;
}

/** Codes of Y′CbCr, in 8 bits or more. */
export interface MeteredPlanes {
  y: MeteredPlane;
  cb: MeteredPlane;
  cr: MeteredPlane;
  bits: 8 | 10 | 12;
  /** Columns and rows that share a chroma sample, as shifts. */
  across: 0 | 1;
  down: 0 | 1;
}

/** Sample n of row r is `codes[r × stride + n × step]`. */
export interface MeteredPlane {
  codes: Uint8Array | Uint16Array;
  stride: number;
  step: 1 | 2;
}

/** Of rows that have both neighbours in their group; in codes of 8 bits. */
export interface LumaMeasures {
  rows: number;
  /** Of 4 times a sample less its neighbours, of all but the first and last of a row. */
  laplacianSum: number;
  laplacianSquares: number;
  darkest: number;
  brightest: number;
}

export interface FrameMeasures extends LumaMeasures {
  /**
   * Sums by cells of the grid, row by row, three to a cell: of red, green and blue, or of Y′, Cb and Cr in codes of 8 bits.
   * Valid until the next call.
   */
  cells: Uint32Array;
}

/**
 * Measures single frames, in some of their rows. There are two that give the same numbers: `WasmFrameMeter` and, as
 * reference and where there is no SIMD, `TwinFrameMeter`.
 */
export interface FrameMeter {
  /** @param pixels `width × height × 4` bytes, the fourth of a pixel never looked at */
  measurePixels(pixels: Uint8Array): FrameMeasures;
  measurePlanes(planes: MeteredPlanes): FrameMeasures;
}

/** Which rows of a plane are measured, and what cell each of their samples belongs to. */
export interface MeteredRows {
  /** Samples of a row. */
  width: number;
  /** Which rows, in order. */
  rows: readonly number[];
  /** The same as runs of rows that follow each other, `at` which place of `rows` they begin. */
  runs: readonly { first: number; count: number; at: number }[];
  /** By row, the first cell of its line of the grid. */
  cellRows: Int32Array<ArrayBuffer>;
  /** Where each column of the grid begins, and where the last ends. */
  edges: Int32Array<ArrayBuffer>;
  /** Samples of each cell. */
  counts: Uint32Array<ArrayBuffer>;
}

/**
 * Rows from one group to the next: all rows of small pictures, a quarter of 1080. What is sought is as high as a
 * macroblock at least.
 */
function groupStep(height: number): number {
  return groupRows * Math.max(1, Math.floor(height / 270));
}

/**
 * The rows of a plane. Chroma's are those of the same pixels as luma's, and its cells have the same borders.
 *
 * @param across @param down as {@link MeteredPlanes} has them; 0 for luma and pixels
 */
export function meteredRows({ width, height }: MeteredShape, across: 0 | 1 = 0, down: 0 | 1 = 0): MeteredRows {
  const columns = (width + across) >> across;
  const lines = (height + down) >> down;
  const rows: number[] = [];
  const cellRows: number[] = [];
  const runs: { first: number; count: number; at: number }[] = [];
  for (let top = 0; top < height; top += groupStep(height)) {
    const end = Math.min(lines, (top + groupRows) >> down);
    runs.push({ first: top >> down, count: end - (top >> down), at: rows.length });
    for (let row = top >> down; row < end; row++) {
      rows.push(row);
      cellRows.push(gridColumns * Math.trunc((top * gridRows) / height));
    }
  }
  const edges = Int32Array.from({ length: gridColumns + 1 }, (_, index) =>
    index === gridColumns ? columns : Math.trunc((index * width) / (2 * gridColumns)) << (1 - across),
  );
  const counts = new Uint32Array(gridColumns * gridRows);
  for (const first of cellRows) {
    for (let column = 0; column < gridColumns; column++) counts[first + column]! += edges[column + 1]! - edges[column]!;
  }
  return { width: columns, rows, runs, cellRows: Int32Array.from(cellRows), edges, counts };
}

/** A row of a plane in codes of 8 bits, rounded down. */
export function copyRow(
  { codes, stride, step }: MeteredPlane,
  row: number,
  width: number,
  bits: MeteredPlanes['bits'],
  into: Uint8Array,
  at: number,
): void {
  const from = row * stride;
  if (step === 1 && bits === 8) {
    into.set(codes.subarray(from, from + width), at);
    return;
  }
  const shift = bits - 8;
  for (let column = 0; column < width; column++) into[at + column] = codes[from + column * step]! >> shift;
}
