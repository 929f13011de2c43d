import {
  gridColumns,
  gridRows,
  meteredRows,
  type FrameMeasures,
  type MeteredShape,
} from '../../kernels/quality/frame-meter';
import { openFrameMeter } from '../../kernels/quality/load-kernels';
import type { CodedPlanes } from '../../kernels/planes/coded-planes';

/**
 * What is kept of every frame, below 1 kB, to find it again in the decoded film. Plain data and typed arrays, so it can be
 * structured-cloned. It is taken of some rows, the same of every frame of a size; means over cells hardly feel a codec.
 * Everything is of BT.709 luma of 0 … 255 unless it says otherwise.
 */
export interface FrameFingerprint {
  /** Mean luma of 24 × 16 cells, row by row, in 1/256. */
  luma: Uint16Array<ArrayBuffer>;
  /** Mean B′ − Y′ and R′ − Y′, halved, plus 128, of 12 × 8 cells: all of the one, then all of the other. */
  chroma: Uint8Array<ArrayBuffer>;
  mean: number;
  /** Variance of the Laplacian. Falls when a picture is blurred. */
  sharpness: number;
  /** The darkest and the brightest pixel. */
  darkest: number;
  brightest: number;
}

const cells = gridColumns * gridRows;

/** Takes fingerprints of frames of one size, with buffers that are made once. */
export interface FingerprintTaker {
  /** @param pixels `width × height × 4` bytes. @throws RangeError when they are too few. */
  take(pixels: Uint8Array): FrameFingerprint;
  /** Of a decoded frame as it is coded, in the colours that its tags ask for. */
  takePlanes(planes: CodedPlanes): FrameFingerprint;
}

export async function openFingerprintTaker(shape: MeteredShape): Promise<FingerprintTaker> {
  const meter = await openFrameMeter(shape);
  const { counts } = meteredRows(shape);
  const ofChroma = new Map<string, Uint32Array>();
  const chromaCounts = ({ across, down }: CodedPlanes): Uint32Array => {
    const key = `${across}${down}`;
    const known = ofChroma.get(key) ?? meteredRows(shape, across, down).counts;
    ofChroma.set(key, known);
    return known;
  };
  return {
    take(pixels) {
      if (pixels.byteLength < shape.width * shape.height * 4) throw new RangeError('The frame has too few pixels.');
      const measures = meter.measurePixels(pixels);
      return fingerprintOf(measures, shape, counts, {
        luma: (code) => code,
        scale: 1,
        colour: (cell) => {
          const [at, count] = [3 * cell, counts[cell]!];
          return [measures.cells[at]! / count, measures.cells[at + 1]! / count, measures.cells[at + 2]! / count];
        },
      });
    },
    takePlanes(planes) {
      const measures = meter.measurePlanes(planes);
      const chroma = chromaCounts(planes);
      const coding = codingOf(planes);
      return fingerprintOf(measures, shape, counts, {
        ...coding,
        colour: (cell) => {
          const at = 3 * cell;
          const [cb, cr] = [measures.cells[at + 1]! / chroma[cell]!, measures.cells[at + 2]! / chroma[cell]!];
          return coding.colourOf(measures.cells[at]! / counts[cell]!, cb, cr);
        },
      });
    },
  };
}

type Colour = [red: number, green: number, blue: number];

/** How measures stand for colours of 0 … 255. */
interface Reading {
  /** Luma of a measured code. */
  luma(code: number): number;
  /** Of a difference of codes, in luma. */
  scale: number;
  /** Mean colour of a cell that has pixels. */
  colour(cell: number): Colour;
}

/** ITU-T H.273, equations 26 to 28, solved for R′, G′ and B′; linear, so that it holds for means as it does for pixels. */
function codingOf({ matrix: { kr, kb }, fullRange }: CodedPlanes): Pick<Reading, 'luma' | 'scale'> & {
  colourOf(y: number, cb: number, cr: number): Colour;
} {
  const [black, lumaScale, chromaScale] = fullRange ? [0, 1, 1] : [16, 255 / 219, 255 / 224];
  const luma = (code: number): number => (code - black) * lumaScale;
  return {
    luma: (code) => Math.max(0, Math.min(255, luma(code))),
    scale: lumaScale,
    colourOf(y, cb, cr) {
      const level = luma(y);
      const blue = level + 2 * (1 - kb) * chromaScale * (cb - 128);
      const red = level + 2 * (1 - kr) * chromaScale * (cr - 128);
      return [red, (level - kr * red - kb * blue) / (1 - kr - kb), blue];
    },
  };
}

function fingerprintOf(
  { rows, laplacianSum, laplacianSquares, darkest, brightest }: FrameMeasures,
  { width }: MeteredShape,
  counts: Uint32Array,
  reading: Reading,
): FrameFingerprint {
  const luma = new Uint16Array(cells);
  const blueness = new Float64Array(cells);
  const redness = new Float64Array(cells);
  let total = 0;
  let pixels = 0;
  for (let cell = 0; cell < cells; cell++) {
    // Of a picture smaller than the grid some cells are empty.
    if (counts[cell] === 0) continue;
    const [red, green, blue] = reading.colour(cell);
    const level = Math.max(0, Math.min(255, 0.2126 * red + 0.7152 * green + 0.0722 * blue));
    luma[cell] = Math.round(256 * level);
    blueness[cell] = blue - level;
    redness[cell] = red - level;
    total += level * counts[cell]!;
    pixels += counts[cell]!;
  }
  const inner = Math.max(1, rows * (width - 2));
  return {
    luma,
    chroma: Uint8Array.from([...quartered(blueness), ...quartered(redness)]),
    mean: total / pixels,
    sharpness: reading.scale ** 2 * (laplacianSquares / inner - (laplacianSum / inner) ** 2),
    darkest: reading.luma(darkest),
    brightest: reading.luma(brightest),
  };
}

/** Means of 2 × 2 cells, as bytes. */
function quartered(values: Float64Array): number[] {
  const columns = gridColumns / 2;
  return Array.from({ length: cells / 4 }, (_, index) => {
    const at = 2 * Math.floor(index / columns) * gridColumns + 2 * (index % columns);
    const sum = values[at]! + values[at + 1]! + values[at + gridColumns]! + values[at + gridColumns + 1]!;
    return Math.max(0, Math.min(255, Math.round(128 + sum / 8)));
  });
}

/**
 * How far two frames are apart, in codes of 0 … 255: the root of the mean square over cells, of luma and, at a quarter of
 * the weight, of chroma. 0 of the same frame, some tenths after a codec, 1 and more of frames that differ visibly.
 */
export function fingerprintDistance(one: FrameFingerprint, other: FrameFingerprint): number {
  return Math.sqrt(meanSquare(one.luma, other.luma, 0) / 65536 + meanSquare(one.chroma, other.chroma, 1) / 4);
}

/** @param rounding by how much values may differ for being rounded; chroma is kept in whole codes */
function meanSquare(one: ArrayLike<number>, other: ArrayLike<number>, rounding: number): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) {
    const apart = Math.abs(one[at]! - other[at]!);
    if (apart > rounding) sum += apart ** 2;
  }
  return sum / one.length;
}
