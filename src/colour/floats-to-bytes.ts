import { halfFloats } from './half-float';

let nearest: Uint8Array | undefined;

/** The 8-bit code nearest to what each 16 bits mean; what lies beyond black and white is clipped. */
function nearestCodes(): Uint8Array {
  // What is stored is rounded and clipped, and what is no number is 0.
  return (nearest ??= new Uint8Array(Uint8ClampedArray.from(halfFloats, (value) => 255 * value)));
}

/** Blue, green, red and alpha of 8 bits from red, green, blue and alpha as half floats, each rounded to nearest. */
export function floatsToBytes(floats: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const codes = nearestCodes();
  const from = new Uint16Array(floats);
  const bytes = new Uint8Array(from.length);
  for (let at = 0; at < from.length; at += 4) {
    bytes[at] = codes[from[at + 2]!]!;
    bytes[at + 1] = codes[from[at + 1]!]!;
    bytes[at + 2] = codes[from[at]!]!;
    bytes[at + 3] = codes[from[at + 3]!]!;
  }
  return bytes;
}
