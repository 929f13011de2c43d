import { divideByAlpha } from '../colour/divide-by-alpha';
import type { ExportSettings } from '../formats/format';
import type { FormatLoss } from './format-loss';

/** What a decoded file's colours are; null: it is opaque, or its alpha is not looked at. */
export type DecodedAlpha = 'straight' | 'premultiplied' | null;

/** Of OpenEXR light is multiplied, which reading it takes back: the codes are straight. */
export function decodedAlphaOf(settings: ExportSettings | null): DecodedAlpha {
  const { alpha = null, codec } = settings?.video ?? {};
  return codec === 'exr' && alpha !== null ? 'straight' : alpha;
}

/** Multiplies colours by alpha, in place, each rounded to nearest: what they look like over black. */
export function overBlack(pixels: Uint8Array): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = pixels[at + 3]!;
    if (alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel++) pixels[channel] = Math.round((pixels[channel]! * alpha) / 255);
  }
}

/** What a format does to the colours of translucent pictures that are multiplied by alpha, where it keeps straight ones. */
export function straightLoss(loss: FormatLoss): FormatLoss {
  return (pixels) => {
    const straight = pixels.slice();
    divideByAlpha(straight.buffer);
    const kept = loss(straight);
    for (let at = 3; at < kept.length; at += 4) kept[at] = pixels[at]!;
    overBlack(kept);
    return kept;
  };
}

/** PSNR of alpha in dB; `Infinity` where it is the same. Of blue, green, red and alpha each. */
export function alphaPsnr(source: Uint8Array, output: Uint8Array): number {
  let squares = 0;
  for (let at = 3; at < source.length; at += 4) squares += (source[at]! - output[at]!) ** 2;
  return 10 * Math.log10((255 ** 2 * source.length) / 4 / squares);
}
