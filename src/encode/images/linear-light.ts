/** Linear light of every 8-bit code (IEC 61966-2-1). */
const linear = Float32Array.from({ length: 256 }, (_, code) => {
  const value = code / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** 0 … 1. */
export function linearOf(code: number): number {
  return linear[code]!;
}

/**
 * 8-bit sRGB, as B, G, R, A, to planes of linear light, 0 … 1, in the host's byte order (little-endian wherever browsers
 * run): green, blue, red, and alpha where there is any. Colour is multiplied by alpha in linear light where that is asked
 * for, as compositors expect of OpenEXR.
 */
export function linearPlanes(bgra: ArrayBuffer, alpha: 'none' | 'straight' | 'premultiplied'): ArrayBuffer {
  const from = new Uint8Array(bgra);
  const pixels = from.length / 4;
  const into = new Float32Array(pixels * (alpha === 'none' ? 3 : 4));
  for (let pixel = 0, at = 0; pixel < pixels; pixel++, at += 4) {
    const opacity = from[at + 3]! / 255;
    const factor = alpha === 'premultiplied' ? opacity : 1;
    into[pixel] = linear[from[at + 1]!]! * factor;
    into[pixels + pixel] = linear[from[at]!]! * factor;
    into[2 * pixels + pixel] = linear[from[at + 2]!]! * factor;
    if (alpha !== 'none') into[3 * pixels + pixel] = opacity;
  }
  return into.buffer;
}
