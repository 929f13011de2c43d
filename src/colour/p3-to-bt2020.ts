import { halfFloats, toHalf } from './half-float';
import type { PixelFormat } from './pixel-format';
import { fromLinear, toLinear } from './srgb-curve';

/** Linear light of Display P3 to that of BT.2020; both have the white of D65 (SMPTE EG 432-1, ITU-R BT.2020-2). */
const matrix = [
  [0.753833, 0.198597, 0.04757],
  [0.045744, 0.941777, 0.012479],
  [-0.00121, 0.017602, 0.983608],
] as const;

/** Steps of linear light that are told apart: a fifth of a 10-bit code where the curve is steepest. */
const steps = 65_535;

interface Tables {
  /** Linear light of every code that pixels come in. */
  linear: Float32Array;
  /** The code of every step of linear light. */
  encoded: Uint8Array | Uint16Array;
}

const tables: Partial<Record<PixelFormat, Tables>> = {};

/**
 * Converts pixels from Display P3 to the primaries of BT.2020, in place; the curve stays that of sRGB. The wider gamut
 * holds all colours of the other but for a sliver of reds, which is clipped by less than a 10-bit code.
 *
 * @param premultiplied bytes are multiplied by alpha; floats never are
 */
export function p3ToBt2020(pixels: ArrayBuffer, format: PixelFormat, premultiplied: boolean): void {
  if (format === 'rgba-f16') convert(new Uint16Array(pixels), floatTables(), 0, 2);
  else if (premultiplied) convertMultiplied(new Uint8Array(pixels), byteTables());
  else convert(new Uint8Array(pixels), byteTables(), 2, 0);
}

function convert(codes: Uint8Array | Uint16Array, { linear, encoded }: Tables, red: number, blue: number): void {
  let [lastRed, lastGreen, lastBlue] = [-1, -1, -1];
  for (let at = 0; at < codes.length; at += 4) {
    const r = codes[at + red]!;
    const g = codes[at + 1]!;
    const b = codes[at + blue]!;
    // Pixels beside each other are often alike.
    if (r === lastRed && g === lastGreen && b === lastBlue) {
      codes[at] = codes[at - 4]!;
      codes[at + 1] = codes[at - 3]!;
      codes[at + 2] = codes[at - 2]!;
      continue;
    }
    [lastRed, lastGreen, lastBlue] = [r, g, b];
    codes[at + red] = encoded[step(matrix[0], linear[r]!, linear[g]!, linear[b]!)]!;
    codes[at + 1] = encoded[step(matrix[1], linear[r]!, linear[g]!, linear[b]!)]!;
    codes[at + blue] = encoded[step(matrix[2], linear[r]!, linear[g]!, linear[b]!)]!;
  }
}

function convertMultiplied(codes: Uint8Array, { linear, encoded }: Tables): void {
  for (let at = 0; at < codes.length; at += 4) {
    const alpha = codes[at + 3]!;
    if (alpha === 0) continue;
    const light = (channel: number): number => linear[Math.min(255, Math.round((codes[at + channel]! * 255) / alpha))]!;
    const [blue, green, red] = [light(0), light(1), light(2)];
    matrix.forEach((row, channel) => {
      codes[at + 2 - channel] = Math.round((encoded[step(row, red, green, blue)]! * alpha) / 255);
    });
  }
}

function step(row: readonly [number, number, number], red: number, green: number, blue: number): number {
  const light = row[0] * red + row[1] * green + row[2] * blue;
  return light <= 0 ? 0 : light >= 1 ? steps : (light * steps + 0.5) | 0;
}

function byteTables(): Tables {
  return (tables.bgra8 ??= {
    linear: Float32Array.from({ length: 256 }, (_, code) => toLinear(code / 255)),
    encoded: Uint8Array.from({ length: steps + 1 }, (_, at) => Math.round(255 * fromLinear(at / steps))),
  });
}

function floatTables(): Tables {
  return (tables['rgba-f16'] ??= {
    linear: halfFloats.map(toLinear),
    encoded: Uint16Array.from({ length: steps + 1 }, (_, at) => toHalf(fromLinear(at / steps))),
  });
}
