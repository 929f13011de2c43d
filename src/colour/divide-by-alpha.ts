/** `quotients[alpha << 8 | colour]` = round(255 × colour ÷ alpha). */
let quotients: Uint8Array | undefined;

/**
 * Divides colours by alpha, in place: 8 bits each, alpha last, whatever the order of the others. A canvas rounds each
 * product to 8 bits, so that the colours of nearly transparent pixels come back only roughly; what they look like over
 * anything is exact to one code.
 */
export function divideByAlpha(pixels: ArrayBuffer): void {
  const table = (quotients ??= makeQuotients());
  const words = new Uint32Array(pixels);
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const alpha = word >>> 24;
    // Most pixels of a picture are one or the other.
    if (alpha === 255 || word === 0) continue;
    const row = alpha << 8;
    const first = table[row | (word & 255)]!;
    const second = table[row | ((word >>> 8) & 255)]!;
    const third = table[row | ((word >>> 16) & 255)]!;
    words[at] = ((alpha << 24) | (third << 16) | (second << 8) | first) >>> 0;
  }
}

function makeQuotients(): Uint8Array {
  const table = new Uint8Array(65_536);
  for (let alpha = 1; alpha < 256; alpha++) {
    for (let colour = 0; colour < 256; colour++) {
      table[(alpha << 8) | colour] = Math.min(255, Math.round((255 * colour) / alpha));
    }
  }
  return table;
}
