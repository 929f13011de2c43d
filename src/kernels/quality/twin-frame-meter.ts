import {
  copyRow,
  gridColumns,
  gridRows,
  groupRows,
  meteredRows,
  type FrameMeasures,
  type FrameMeter,
  type LumaMeasures,
  type MeteredPlane,
  type MeteredPlanes,
  type MeteredRows,
  type MeteredShape,
} from './frame-meter';
import { inByteOrder, lumaWeights } from './tables';

export function lumaOf(
  pixels: Uint8Array,
  at: number,
  [first, second, third]: readonly [number, number, number],
): number {
  return (pixels[at]! * first + pixels[at + 1]! * second + pixels[at + 2]! * third + (1 << 14)) >> 15;
}

/** The meter in plain TypeScript. */
export class TwinFrameMeter implements FrameMeter {
  readonly #shape: MeteredShape;
  readonly #cells = new Uint32Array(gridColumns * gridRows * 3);

  constructor(shape: MeteredShape) {
    this.#shape = shape;
  }

  measurePixels(pixels: Uint8Array): FrameMeasures {
    const { width, pixelOrder } = this.#shape;
    const grid = meteredRows(this.#shape);
    const weights = lumaWeights(pixelOrder);
    const places = inByteOrder([0, 1, 2], pixelOrder);
    this.#cells.fill(0);
    const luma = grid.rows.map((row, index) => {
      for (const [part, place] of places.entries()) {
        this.#add(grid, index, part, (column) => pixels[4 * (row * width + column) + place]!);
      }
      return Array.from({ length: width }, (_, column) => lumaOf(pixels, 4 * (row * width + column), weights));
    });
    return { cells: this.#cells, ...measureLuma(luma) };
  }

  measurePlanes({ y, cb, cr, bits, across, down }: MeteredPlanes): FrameMeasures {
    this.#cells.fill(0);
    const luma = this.#addPlane(y, meteredRows(this.#shape), bits, 0);
    const chroma = meteredRows(this.#shape, across, down);
    this.#addPlane(cb, chroma, bits, 1);
    this.#addPlane(cr, chroma, bits, 2);
    return { cells: this.#cells, ...measureLuma(luma) };
  }

  #addPlane(plane: MeteredPlane, grid: MeteredRows, bits: MeteredPlanes['bits'], part: number): Uint8Array[] {
    return grid.rows.map((row, index) => {
      const codes = new Uint8Array(grid.width);
      copyRow(plane, row, grid.width, bits, codes, 0);
      this.#add(grid, index, part, (column) => codes[column]!);
      return codes;
    });
  }

  #add({ cellRows, edges }: MeteredRows, index: number, part: number, sample: (column: number) => number): void {
    for (let cell = 0; cell < gridColumns; cell++) {
      const at = 3 * (cellRows[index]! + cell) + part;
      for (let column = edges[cell]!; column < edges[cell + 1]!; column++) this.#cells[at]! += sample(column);
    }
  }
}

function measureLuma(luma: readonly ArrayLike<number>[]): LumaMeasures {
  let [rows, laplacianSum, laplacianSquares, darkest, brightest] = [0, 0, 0, 255, 0];
  for (let index = 2; index < luma.length; index++) {
    if (index % groupRows < 2) continue;
    const [above, own, below] = [luma[index - 2]!, luma[index - 1]!, luma[index]!];
    rows++;
    for (let x = 0; x < own.length; x++) {
      darkest = Math.min(darkest, own[x]!);
      brightest = Math.max(brightest, own[x]!);
      if (x === 0 || x === own.length - 1) continue;
      const laplacian = 4 * own[x]! - own[x - 1]! - own[x + 1]! - above[x]! - below[x]!;
      laplacianSum += laplacian;
      laplacianSquares += laplacian * laplacian;
    }
  }
  return { rows, laplacianSum, laplacianSquares, darkest, brightest };
}
