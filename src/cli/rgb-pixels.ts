/** Red, green and blue of pixels of blue, green, red and a fourth byte. */
export function rgbOf(bgrx: Uint8Array): Uint8Array {
  const out = new Uint8Array((bgrx.length / 4) * 3);
  for (let from = 0, to = 0; from < bgrx.length; from += 4, to += 3) {
    out[to] = bgrx[from + 2]!;
    out[to + 1] = bgrx[from + 1]!;
    out[to + 2] = bgrx[from]!;
  }
  return out;
}

/** The other way round, the fourth byte 255. */
export function bgrxOf(rgb: ArrayLike<number>): ArrayBuffer {
  const out = new Uint8Array((rgb.length / 3) * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    out[to] = rgb[from + 2]!;
    out[to + 1] = rgb[from + 1]!;
    out[to + 2] = rgb[from]!;
    out[to + 3] = 255;
  }
  return out.buffer;
}
