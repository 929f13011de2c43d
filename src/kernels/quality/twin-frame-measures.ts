import { gridColumns, gridRows, type FrameMeasures, type FrameShape } from './quality-kernels';
import { frameMeasuresOf } from './results';
import { inByteOrder, lumaWeights } from './tables';

const sharpnessStep = 4;

export function lumaOf(
  pixels: Uint8Array,
  at: number,
  [first, second, third]: readonly [number, number, number],
): number {
  return (pixels[at]! * first + pixels[at + 1]! * second + pixels[at + 2]! * third + (1 << 14)) >> 15;
}

export function measureFrame(frame: Uint8Array, shape: FrameShape, cells: Uint32Array): FrameMeasures {
  sumCells(frame, shape, cells);
  return frameMeasuresOf([...lumaMeasures(frame, shape), ...hashes(frame, shape)], cells);
}

function sumCells(frame: Uint8Array, { width, height, pixelOrder }: FrameShape, cells: Uint32Array): void {
  const offsets = inByteOrder([0, 1, 2], pixelOrder);
  const edge = (index: number, of: number, length: number): number => Math.trunc((index * length) / of);
  for (let index = 0; index < gridColumns * gridRows; index++) {
    const column = index % gridColumns;
    const row = Math.floor(index / gridColumns);
    const sums = [0, 0, 0];
    for (let y = edge(row, gridRows, height); y < edge(row + 1, gridRows, height); y++) {
      for (let x = edge(column, gridColumns, width); x < edge(column + 1, gridColumns, width); x++) {
        for (let part = 0; part < 3; part++) sums[part]! += frame[4 * (y * width + x) + offsets[part]!]!;
      }
    }
    cells.set(sums, 3 * index);
  }
}

function lumaMeasures(frame: Uint8Array, { width, height, pixelOrder }: FrameShape): number[] {
  const weights = lumaWeights(pixelOrder);
  const luma = (x: number, y: number): number => lumaOf(frame, 4 * (y * width + x), weights);
  let [rows, sum, squares, laplacianSum, laplacianSquares, darkest, brightest] = [0, 0, 0, 0, 0, 255, 0];
  for (let y = 1; y + 1 < height; y += sharpnessStep, rows++) {
    for (let x = 0; x < width; x++) {
      const own = luma(x, y);
      sum += own;
      squares += own * own;
      darkest = Math.min(darkest, own);
      brightest = Math.max(brightest, own);
      if (x === 0 || x === width - 1) continue;
      const laplacian = 4 * own - luma(x - 1, y) - luma(x + 1, y) - luma(x, y - 1) - luma(x, y + 1);
      laplacianSum += laplacian;
      laplacianSquares += laplacian * laplacian;
    }
  }
  return [rows, sum, squares, laplacianSum, laplacianSquares, darkest, brightest];
}

/** Fletcher's sums of all words, in four lanes; a word that fills no vector goes to all of them. */
function hashes(frame: Uint8Array, { width, height }: FrameShape): number[] {
  const words = new Uint32Array(frame.buffer, frame.byteOffset, width * height);
  const first = new Int32Array(4);
  const second = new Int32Array(4);
  const whole = width & ~3;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x += x < whole ? 4 : 1) {
      for (let lane = 0; lane < 4; lane++) {
        first[lane]! += words[y * width + x + (x < whole ? lane : 0)]! & 0x00ffffff;
        second[lane]! += first[lane]!;
      }
    }
  }
  return [fold(first), fold(second)];
}

function fold(lanes: Int32Array): number {
  let hash = 0;
  for (const [index, lane] of lanes.entries()) hash = index === 0 ? lane : (mix(hash) + lane) | 0;
  return mix(hash) >>> 0;
}

function mix(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
}
