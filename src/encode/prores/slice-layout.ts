/** A slice: some macroblocks of one row of a picture. */
export interface Slice {
  /** Of the frame, in order: 0, or for the second field 1. */
  picture: number;
  /** Row of macroblocks. */
  row: number;
  firstMacroblock: number;
  macroblocks: number;
}

/** One of the pictures of a frame: the frame itself, or a field. */
export interface PictureLayout {
  /** First row of pixels in the frame, and from one to the next. */
  firstLine: number;
  lineStep: number;
  height: number;
}

/** Macroblocks of a slice, where the row has as many left. */
const largestSlice = 8;

export type Scan = 'progressive' | 'top-field-first' | 'bottom-field-first';

/** RDD 36, 5.1, 6.2: a field is a picture of its own, with the odd row in the upper one. */
export function picturesOf(height: number, scan: Scan): PictureLayout[] {
  if (scan === 'progressive') return [{ firstLine: 0, lineStep: 1, height }];
  const upper = { firstLine: 0, lineStep: 2, height: (height + 1) >> 1 };
  const lower = { firstLine: 1, lineStep: 2, height: height >> 1 };
  return scan === 'top-field-first' ? [upper, lower] : [lower, upper];
}

/** RDD 36, 6.2.2: slices of 8 macroblocks, and what is left of a row in slices of 4, 2 and 1. */
export function slicesOf(width: number, pictures: readonly PictureLayout[]): Slice[] {
  const widths: number[] = [];
  for (let left = Math.ceil(width / 16), size = largestSlice; left > 0;) {
    if (left >= size) {
      widths.push(size);
      left -= size;
    } else size >>= 1;
  }
  return pictures.flatMap(({ height }, picture) =>
    Array.from({ length: Math.ceil(height / 16) }, (_, row) => {
      let next = 0;
      return widths.map((macroblocks): Slice => {
        const firstMacroblock = next;
        next += macroblocks;
        return { picture, row, firstMacroblock, macroblocks };
      });
    }).flat(),
  );
}
