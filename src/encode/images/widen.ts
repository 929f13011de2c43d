import { halfFloats } from '../../colour/half-float';

interface Widening {
  alpha: 'none' | 'straight' | 'premultiplied';
  littleEndian: boolean;
}

/** The 16-bit code of white. swscale takes 65280 for it on the way to Y′CbCr: what it drops are the lower 8 bits of 8. */
export const white = { rgb: 65_535, yuv: 65_280 } as const;

/**
 * 8-bit B, G, R, A to 16-bit R, G, B (and A): value × 257, so that 0 and 255 stay the ends of the scale. Colour is
 * multiplied by alpha at the full depth where that is asked for.
 */
export function widenTo16(bgra: ArrayBufferLike, { alpha, littleEndian }: Widening): ArrayBuffer {
  const from = new Uint8Array(bgra);
  const pixels = from.length / 4;
  const channels = alpha === 'none' ? 3 : 4;
  const into = new Uint16Array(pixels * channels);
  for (let pixel = 0, at = 0; pixel < pixels; pixel++) {
    const offset = pixel * 4;
    const opacity = from[offset + 3]!;
    for (let channel = 0; channel < 3; channel++) {
      const value = from[offset + 2 - channel]!;
      into[at++] = alpha === 'premultiplied' ? Math.round((value * opacity * 257) / 255) : value * 257;
    }
    if (channels === 4) into[at++] = opacity * 257;
  }
  if (littleEndian !== hostIsLittleEndian) swapBytes(into);
  return into.buffer;
}

/** Half floats, R, G, B, A, to the same: 0 … 1 to 0 … `white`, rounded; what lies beyond counts as its end. */
export function floatsTo16(
  rgba: ArrayBufferLike,
  { alpha, littleEndian, white: most }: Widening & { white: number },
): ArrayBuffer {
  const from = new Uint16Array(rgba);
  const codes = codesOfHalves(most);
  const channels = alpha === 'none' ? 3 : 4;
  const into = new Uint16Array((from.length / 4) * channels);
  for (let at = 0, to = 0; at < from.length; at += 4) {
    const opacity = codes[from[at + 3]!]!;
    for (let channel = at; channel < at + 3; channel++) {
      const value = codes[from[channel]!]!;
      into[to++] = alpha === 'premultiplied' ? Math.round((value * opacity) / most) : value;
    }
    if (channels === 4) into[to++] = opacity;
  }
  if (littleEndian !== hostIsLittleEndian) swapBytes(into);
  return into.buffer;
}

const halfCodes = new Map<number, Uint16Array>();

function codesOfHalves(most: number): Uint16Array {
  const codes =
    halfCodes.get(most) ?? Uint16Array.from(halfFloats, (value) => Math.round(most * Math.min(1, Math.max(0, value))));
  halfCodes.set(most, codes);
  return codes;
}

/** 8-bit B, G, R, A with colour multiplied by alpha, rounded to nearest. */
export function premultiplied(bgra: ArrayBufferLike): ArrayBuffer {
  const bytes = new Uint8Array(bgra.byteLength);
  bytes.set(new Uint8Array(bgra));
  for (let at = 0; at < bytes.length; at += 4) {
    const alpha = bytes[at + 3]!;
    if (alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel++) bytes[channel] = Math.round((bytes[channel]! * alpha) / 255);
  }
  return bytes.buffer;
}

const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function swapBytes(values: Uint16Array): void {
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    values[at] = ((value & 255) << 8) | (value >> 8);
  }
}
