import {
  copyRow,
  gridColumns,
  gridRows,
  groupRows,
  meteredRows,
  type FrameMeasures,
  type FrameMeter,
  type MeteredPlane,
  type MeteredPlanes,
  type MeteredRows,
  type MeteredShape,
} from './frame-meter';
import { KernelInstance, upTo16 } from './kernel-instance';

const cellCount = gridColumns * gridRows;

/** Rows of a plane, and the same as the kernel reads it. */
interface PlacedRows {
  grid: MeteredRows;
  /** Addresses of `cellRows` and `edges`. */
  cellRows: number;
  edges: number;
}

/** The meter in WebAssembly with SIMD. */
export class WasmFrameMeter implements FrameMeter {
  readonly #kernel: KernelInstance;
  readonly #shape: MeteredShape;
  readonly #pixels: PlacedRows;
  readonly #chroma = new Map<string, PlacedRows>();
  readonly #rowsAt: number;
  readonly #rowsBytes: number;
  readonly #scratch: number;
  readonly #scratchBytes: number;
  readonly #sums: number;
  readonly #cells = new Uint32Array(3 * cellCount);

  private constructor(kernel: KernelInstance, shape: MeteredShape) {
    this.#kernel = kernel;
    this.#shape = shape;
    const grid = meteredRows(shape);
    this.#rowsBytes = grid.rows.length * shape.width * 4;
    this.#rowsAt = kernel.reserve(this.#rowsBytes);
    this.#scratchBytes = upTo16(2 * shape.width);
    this.#scratch = kernel.reserve(groupRows * this.#scratchBytes);
    this.#sums = kernel.reserve(4 * this.#cells.length);
    this.#pixels = this.#place(grid);
  }

  /** @throws WebAssembly.CompileError, RangeError where WebAssembly may not or cannot run */
  static async open(shape: MeteredShape): Promise<WasmFrameMeter> {
    return new WasmFrameMeter(await KernelInstance.open(shape.pixelOrder), shape);
  }

  measurePixels(pixels: Uint8Array): FrameMeasures {
    const rowBytes = 4 * this.#shape.width;
    const into = this.#rows();
    for (const { first, count, at } of this.#pixels.grid.runs) {
      into.set(pixels.subarray(first * rowBytes, (first + count) * rowBytes), at * rowBytes);
    }
    this.#measure(this.#kernel.exports.measurePixels);
    this.#takeSums();
    const { pixelOrder } = this.#shape;
    const sums = this.#cells;
    for (let at = 0; at < sums.length && pixelOrder === 'bgra'; at += 3) {
      const blue = sums[at]!;
      sums[at] = sums[at + 2]!;
      sums[at + 2] = blue;
    }
    return this.#result();
  }

  measurePlanes({ y, cb, cr, bits, across, down }: MeteredPlanes): FrameMeasures {
    this.#copyRows(y, this.#pixels.grid, bits);
    this.#measure(this.#kernel.exports.measureLuma);
    const key = `${across}${down}`;
    const chroma = this.#chroma.get(key) ?? this.#place(meteredRows(this.#shape, across, down));
    this.#chroma.set(key, chroma);
    for (const [index, plane] of [cb, cr].entries()) {
      this.#copyRows(plane, chroma.grid, bits);
      const { grid, cellRows, edges } = chroma;
      this.#kernel.exports.addChroma(
        ...([this.#rowsAt, grid.width, grid.rows.length, cellRows, edges, gridColumns, this.#sums] as const),
        index + 1,
      );
    }
    this.#takeSums();
    return this.#result();
  }

  #measure(measure: KernelInstance['exports']['measurePixels']): void {
    const { grid, cellRows, edges } = this.#pixels;
    measure(
      ...([this.#rowsAt, grid.width, grid.rows.length, cellRows, edges, gridColumns] as const),
      ...([this.#sums, cellCount, this.#scratch, this.#scratchBytes] as const),
    );
  }

  #takeSums(): void {
    this.#cells.set(new Uint32Array(this.#kernel.exports.memory.buffer, this.#sums, this.#cells.length));
  }

  #result(): FrameMeasures {
    const { buffer } = this.#kernel.exports.memory;
    const values = new BigInt64Array(buffer, this.#kernel.address('frameMeasures'), 5);
    const [rows, laplacianSum, laplacianSquares, darkest, brightest] = Array.from(values, Number) as [
      number,
      number,
      number,
      number,
      number,
    ];
    return { cells: this.#cells, rows, laplacianSum, laplacianSquares, darkest, brightest };
  }

  #rows(): Uint8Array {
    return new Uint8Array(this.#kernel.exports.memory.buffer, this.#rowsAt, this.#rowsBytes);
  }

  #copyRows(plane: MeteredPlane, { rows, runs, width }: MeteredRows, bits: MeteredPlanes['bits']): void {
    const into = this.#rows();
    const { codes, stride, step } = plane;
    if (codes instanceof Uint8Array && step === 1 && stride === width) {
      for (const { first, count, at } of runs) {
        into.set(codes.subarray(first * width, (first + count) * width), at * width);
      }
    } else for (const [index, row] of rows.entries()) copyRow(plane, row, width, bits, into, index * width);
  }

  #place(grid: MeteredRows): PlacedRows {
    const place = (values: Int32Array): number => {
      const at = this.#kernel.reserve(values.byteLength);
      new Int32Array(this.#kernel.exports.memory.buffer, at, values.length).set(values);
      return at;
    };
    return { grid, cellRows: place(grid.cellRows), edges: place(grid.edges) };
  }
}
