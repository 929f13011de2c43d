const reach = 8;

/** Marks the pixels that all pixels up to 8 from them, across and down, equal in colour; 255 or 0 a byte. */
export function markFlat(pixels: Uint32Array, width: number, height: number, marks: Uint8Array, stride: number): void {
  const colour = (x: number, y: number): number => pixels[y * width + x]! & 0x00ffffff;
  /** How many rows up to this one are of one colour this far around, by column. */
  const counts = new Uint32Array(width);
  marks.fill(0);
  for (let y = 0; y < height; y++) {
    /** How many pixels up to this one equal each other. */
    let run = 0;
    for (let right = 0; right < width; right++) {
      run = right > 0 && colour(right, y) === colour(right - 1, y) ? run + 1 : 1;
      const x = right - reach;
      if (x < 0) continue;
      if (run <= 2 * reach) counts[x] = 0;
      else counts[x] = y > 0 && colour(x, y) === colour(x, y - 1) ? counts[x]! + 1 : 1;
      if (counts[x] > 2 * reach) marks[(y - reach) * stride + x] = 255;
    }
  }
}
