/** How a film keeps colour: which chroma samples there are, how deep they are and where they sit. */
export interface Subsampling {
  pixelFormat: '420' | '422' | '444';
  bits: 8 | 10 | 12;
  /** Weights of red and blue in luma, as of `colourSpaces`. */
  matrix: { readonly kr: number; readonly kb: number };
  /**
   * Where a chroma sample sits among its two columns, and so how it is made. `centre`: a mean of them, what browsers and
   * `bgrxToI420` make. `left`: weighed 1 2 1 around the left one, what our ProRes makes. By default `centre` of 4:2:0 and
   * `left` of 4:2:2. Of two rows it is always the mean.
   */
  siting?: 'centre' | 'left';
  /** How chroma comes back to full size: each sample repeated, what browsers make of I420, or drawn between. */
  upsampling?: 'nearest' | 'linear';
  /** By whose arithmetic pixels come back: exact and rounded, or, of 8 bits, a browser's, see {@link browserRgb}. */
  arithmetic?: 'exact' | 'browser';
}

/** A picture in planes of limited range, in codes; chroma at its own size. */
export interface YcbcrPicture {
  width: number;
  height: number;
  y: Uint16Array;
  cb: Uint16Array;
  cr: Uint16Array;
}

interface ChromaShape {
  columns: 1 | 2;
  rows: 1 | 2;
  siting: 'centre' | 'left';
}

/**
 * The picture after Y′CbCr of limited range and chroma subsampling, and back, without any codec: what is the best that
 * a film of this format can show. Against it a decoded frame shows the loss of the codec alone.
 *
 * @param pixels `width × height × 4` bytes, R, G, B or B, G, R first as `order` says; the fourth becomes 255.
 * @throws RangeError when there are too few pixels.
 */
export function subsampledReference(
  pixels: Uint8Array,
  width: number,
  height: number,
  subsampling: Subsampling,
  order: 'rgba' | 'bgra' = 'bgra',
): Uint8Array<ArrayBuffer> {
  return pixelsOf(ycbcrOf(pixels, width, height, subsampling, order), subsampling, order);
}

/** As {@link subsampledReference}, one way. Rounds to nearest. */
export function ycbcrOf(
  pixels: Uint8Array,
  width: number,
  height: number,
  subsampling: Subsampling,
  order: 'rgba' | 'bgra' = 'bgra',
): YcbcrPicture {
  if (pixels.byteLength < width * height * 4) throw new RangeError(`${width} × ${height} pixels do not fit the input.`);
  const { kr, kb } = subsampling.matrix;
  const scale = 2 ** (subsampling.bits - 8) / 255;
  const first = order === 'rgba' ? 0 : 2;
  const y = new Uint16Array(width * height);
  const blueness = new Float64Array(width * height);
  const redness = new Float64Array(width * height);
  for (let index = 0; index < y.length; index++) {
    const red = pixels[4 * index + first]!;
    const blue = pixels[4 * index + 2 - first]!;
    const luma = kr * red + (1 - kr - kb) * pixels[4 * index + 1]! + kb * blue;
    // ITU-T H.273, equations 26 to 28 and 38 to 40.
    y[index] = Math.round(scale * (16 * 255 + 219 * luma));
    blueness[index] = (scale * 224 * (blue - luma)) / (2 * (1 - kb));
    redness[index] = (scale * 224 * (red - luma)) / (2 * (1 - kr));
  }
  const shape = chromaShape(subsampling);
  const middle = 128 * 2 ** (subsampling.bits - 8);
  const chroma = (plane: Float64Array): Uint16Array =>
    Uint16Array.from(lessened(plane, width, height, shape), (value) => Math.round(middle + value));
  return { width, height, y, cb: chroma(blueness), cr: chroma(redness) };
}

/** As {@link subsampledReference}, the way back: also what decoded planes are made pixels with, to be compared with it. */
export function pixelsOf(
  { width, height, y, cb, cr }: YcbcrPicture,
  subsampling: Subsampling,
  order: 'rgba' | 'bgra' = 'bgra',
): Uint8Array<ArrayBuffer> {
  const { upsampling = 'nearest', arithmetic = 'exact' } = subsampling;
  const toRgb = arithmetic === 'browser' ? browserRgb(subsampling) : exactRgb(subsampling);
  const shape = chromaShape(subsampling);
  const blueness = sampler(cb, width, height, shape, upsampling);
  const redness = sampler(cr, width, height, shape, upsampling);
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let index = 0; index < y.length; index++) {
    const column = index % width;
    const row = (index - column) / width;
    const [red, green, blue] = toRgb(y[index]!, blueness(column, row), redness(column, row));
    const at = 4 * index;
    pixels[at] = order === 'rgba' ? red : blue;
    pixels[at + 1] = green;
    pixels[at + 2] = order === 'rgba' ? blue : red;
    pixels[at + 3] = 255;
  }
  return new Uint8Array(pixels.buffer);
}

type ToRgb = (luma: number, cb: number, cr: number) => readonly [red: number, green: number, blue: number];

function exactRgb({ bits, matrix: { kr, kb } }: Subsampling): ToRgb {
  const scale = 255 / 2 ** (bits - 8);
  const middle = 128 * 2 ** (bits - 8);
  return (code, cb, cr) => {
    const luma = (scale * code - 16 * 255) / 219;
    const red = luma + ((2 * (1 - kr) * scale) / 224) * (cr - middle);
    const blue = luma + ((2 * (1 - kb) * scale) / 224) * (cb - middle);
    return [red, (luma - kr * red - kb * blue) / (1 - kr - kb), blue];
  };
}

/**
 * What Chromium makes of 8-bit limited-range codes, to the last bit: libyuv on x86 has 6 fractional bits, and a weight of
 * at most 2 for Cb in blue, where BT.709 asks for 2.11. So saturated blues are up to 6 codes off.
 *
 * @throws RangeError for other than 8 bits.
 */
function browserRgb({ bits, matrix: { kr, kb } }: Subsampling): ToRgb {
  if (bits !== 8) throw new RangeError(`A browser's arithmetic is known of 8 bits, not of ${bits}.`);
  const weight = (share: number): number => Math.round((64 * share * 255) / 224);
  const green = 1 - kr - kb;
  const blueOfCb = Math.min(128, weight(2 * (1 - kb)));
  const greenOfCb = weight((2 * kb * (1 - kb)) / green);
  const greenOfCr = weight((2 * kr * (1 - kr)) / green);
  const redOfCr = weight(2 * (1 - kr));
  return (code, cb, cr) => {
    const luma = ((code * 0x0101 * 18997) >> 16) - 1160;
    const [u, v] = [Math.round(cb) - 128, Math.round(cr) - 128];
    return [(luma + v * redOfCr) >> 6, (luma - u * greenOfCb - v * greenOfCr) >> 6, (luma + u * blueOfCb) >> 6];
  };
}

function chromaShape({ pixelFormat, siting }: Subsampling): ChromaShape {
  return {
    columns: pixelFormat === '444' ? 1 : 2,
    rows: pixelFormat === '420' ? 2 : 1,
    siting: siting ?? (pixelFormat === '420' ? 'centre' : 'left'),
  };
}

/** Chroma at its own size; beyond an edge its last samples go on. */
function lessened(
  plane: Float64Array,
  width: number,
  height: number,
  { columns, rows, siting }: ChromaShape,
): Float64Array {
  const chromaWidth = Math.ceil(width / columns);
  const at = (x: number, y: number): number =>
    plane[Math.min(y, height - 1) * width + Math.max(0, Math.min(x, width - 1))]!;
  const across = (x: number, y: number): number => {
    if (columns === 1) return at(x, y);
    if (siting === 'centre') return (at(2 * x, y) + at(2 * x + 1, y)) / 2;
    return (at(2 * x - 1, y) + 2 * at(2 * x, y) + at(2 * x + 1, y)) / 4;
  };
  return Float64Array.from({ length: chromaWidth * Math.ceil(height / rows) }, (_, index) => {
    const x = index % chromaWidth;
    const y = Math.floor(index / chromaWidth) * rows;
    return rows === 1 ? across(x, y) : (across(x, y) + across(x, y + 1)) / 2;
  });
}

/** Chroma at a pixel, in codes. */
function sampler(
  plane: Uint16Array,
  width: number,
  height: number,
  { columns, rows, siting }: ChromaShape,
  upsampling: 'nearest' | 'linear',
): (x: number, y: number) => number {
  const chromaWidth = Math.ceil(width / columns);
  const chromaHeight = Math.ceil(height / rows);
  const at = (x: number, y: number): number =>
    plane[Math.max(0, Math.min(y, chromaHeight - 1)) * chromaWidth + Math.max(0, Math.min(x, chromaWidth - 1))]!;
  if (upsampling === 'nearest' || (columns === 1 && rows === 1))
    return (x, y) => at(Math.floor(x / columns), Math.floor(y / rows));
  return (x, y) => {
    const across = columns === 1 ? x : siting === 'left' ? x / 2 : x / 2 - 0.25;
    const down = rows === 1 ? y : y / 2 - 0.25;
    const [left, top] = [Math.floor(across), Math.floor(down)];
    const [right, bottom] = [across - left, down - top];
    return (
      (1 - bottom) * ((1 - right) * at(left, top) + right * at(left + 1, top)) +
      bottom * ((1 - right) * at(left, top + 1) + right * at(left + 1, top + 1))
    );
  };
}
