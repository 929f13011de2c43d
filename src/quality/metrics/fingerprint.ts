import { openFrameMeter } from '../../kernels/quality/load-kernels';
import { gridColumns, gridRows, type FrameMeasures, type FrameShape } from '../../kernels/quality/quality-kernels';

/**
 * What is kept of every frame, below 1 kB, to find it again in the decoded film. Plain data and typed arrays, so it can be
 * structured-cloned. Means over cells hardly feel a codec; everything is of BT.709 luma of 0 … 255 unless it says otherwise.
 */
export interface FrameFingerprint {
  /** Mean luma of 24 × 16 cells, row by row, in 1/256. */
  luma: Uint16Array<ArrayBuffer>;
  /** Mean B′ − Y′ and R′ − Y′, halved, plus 128, of 12 × 8 cells: all of the one, then all of the other. */
  chroma: Uint8Array<ArrayBuffer>;
  mean: number;
  variance: number;
  /** Variance of the Laplacian. Falls when a picture is blurred. */
  sharpness: number;
  /** The darkest and the brightest pixel of every fourth row. */
  darkest: number;
  brightest: number;
  /** Equal of two frames if, in all likelihood, they are the same to the last bit. */
  hash: readonly [number, number];
}

const cells = gridColumns * gridRows;

/** Takes fingerprints of frames of one size, with buffers that are made once. */
export interface FingerprintTaker {
  /** `width × height × 4` bytes. Filling them directly spares {@link FingerprintTaker.take} a copy. */
  readonly frame: Uint8Array<ArrayBuffer>;
  /** @param pixels taken to be in `frame` already when left out. @throws RangeError when they are too few. */
  take(pixels?: Uint8Array): FrameFingerprint;
}

export async function openFingerprintTaker(shape: FrameShape): Promise<FingerprintTaker> {
  const meter = await openFrameMeter(shape);
  const weights = cellPixels(shape);
  return {
    frame: meter.frame,
    take(pixels = meter.frame) {
      if (pixels.byteLength < meter.frame.byteLength) throw new RangeError('The frame has too few pixels.');
      if (pixels !== meter.frame) meter.frame.set(pixels.subarray(0, meter.frame.byteLength));
      return fingerprintOf(meter.measure(), shape, weights);
    },
  };
}

/** How many pixels each cell has. */
function cellPixels({ width, height }: FrameShape): number[] {
  const span = (index: number, of: number, length: number): number =>
    Math.trunc(((index + 1) * length) / of) - Math.trunc((index * length) / of);
  return Array.from(
    { length: cells },
    (_, cell) => span(cell % gridColumns, gridColumns, width) * span(Math.floor(cell / gridColumns), gridRows, height),
  );
}

function fingerprintOf(measures: FrameMeasures, { width }: FrameShape, weights: readonly number[]): FrameFingerprint {
  const { rows, lumaSum, lumaSquares, laplacianSum, laplacianSquares, darkest, brightest, hash } = measures;
  const luma = new Uint16Array(cells);
  const blueness = new Float64Array(cells);
  const redness = new Float64Array(cells);
  let total = 0;
  for (let cell = 0; cell < cells; cell++) {
    // Of a picture smaller than the grid some cells are empty.
    const pixels = Math.max(1, weights[cell]!);
    const [red, green, blue] = [0, 1, 2].map((part) => measures.cells[3 * cell + part]! / pixels) as [
      number,
      number,
      number,
    ];
    const level = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    luma[cell] = Math.round(256 * level);
    blueness[cell] = blue - level;
    redness[cell] = red - level;
    total += level * weights[cell]!;
  }
  const measured = rows * width;
  const inner = rows * (width - 2);
  return {
    luma,
    chroma: Uint8Array.from([...quartered(blueness), ...quartered(redness)]),
    mean: total / weights.reduce((sum, pixels) => sum + pixels, 0),
    variance: lumaSquares / measured - (lumaSum / measured) ** 2,
    sharpness: laplacianSquares / inner - (laplacianSum / inner) ** 2,
    darkest,
    brightest,
    hash,
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
  return Math.sqrt(meanSquare(one.luma, other.luma) / 65536 + meanSquare(one.chroma, other.chroma) / 4);
}

function meanSquare(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at]! - other[at]!) ** 2;
  return sum / one.length;
}

/** Whether two frames are the same to the last bit, by all that is known of them. */
export function isSameFrame(one: FrameFingerprint, other: FrameFingerprint): boolean {
  return one.hash[0] === other.hash[0] && one.hash[1] === other.hash[1];
}
