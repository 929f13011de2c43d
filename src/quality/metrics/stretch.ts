/** Rows of pixels at another width, by the bicubic curve that swscale takes unless told: B 0, C 0.6. */
export function stretched(
  pixels: Uint8Array,
  { columns, rows, to }: { columns: number; rows: number; to: number },
): Uint8Array<ArrayBuffer> {
  const { taps, firsts, weights } = curve(columns, to);
  const out = new Uint8ClampedArray(to * rows * 4);
  const last = columns - 1;
  for (let row = 0; row < rows; row++) {
    const from = row * columns * 4;
    for (let x = 0, at = row * to * 4; x < to; x++, at += 4) {
      let [blue, green, red] = [0, 0, 0];
      for (let tap = 0; tap < taps; tap++) {
        const weight = weights[x * taps + tap]!;
        const pixel = from + 4 * Math.max(0, Math.min(last, firsts[x]! + tap));
        blue += weight * pixels[pixel]!;
        green += weight * pixels[pixel + 1]!;
        red += weight * pixels[pixel + 2]!;
      }
      out[at] = blue;
      out[at + 1] = green;
      out[at + 2] = red;
      out[at + 3] = 255;
    }
  }
  return new Uint8Array(out.buffer);
}

interface Curve {
  taps: number;
  firsts: Int32Array;
  weights: Float64Array;
}

/** Which columns make one, and by what weight; towards fewer columns the curve is as much wider. */
function curve(columns: number, to: number): Curve {
  const ratio = columns / to;
  const width = Math.max(1, ratio);
  const taps = Math.ceil(4 * width) + 1;
  const firsts = new Int32Array(to);
  const weights = new Float64Array(to * taps);
  for (let x = 0; x < to; x++) {
    const centre = (x + 0.5) * ratio - 0.5;
    const first = (firsts[x] = Math.ceil(centre - 2 * width));
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) sum += weights[x * taps + tap] = cubic((first + tap - centre) / width);
    for (let tap = 0; tap < taps; tap++) weights[x * taps + tap]! /= sum;
  }
  return { taps, firsts, weights };
}

/** Mitchell and Netravali 1988, with B 0 and C 0.6. */
function cubic(distance: number): number {
  const x = Math.abs(distance);
  const c = 0.6;
  if (x < 1) return (2 - c) * x ** 3 + (c - 3) * x ** 2 + 1;
  return x < 2 ? -c * x ** 3 + 5 * c * x ** 2 - 8 * c * x + 4 * c : 0;
}
