import { halfFloats } from '../../colour/half-float';
import { toLinear } from '../../colour/srgb-curve';

type Alpha = 'none' | 'straight' | 'premultiplied';

/** Linear light of every 8-bit code. */
const linear = Float32Array.from({ length: 256 }, (_, code) => toLinear(code / 255));
/** Of every half float. */
let linearOfHalves: Float32Array | undefined;

/** 0 … 1. */
export function linearOf(code: number): number {
  return linear[code]!;
}

/**
 * 8-bit sRGB, as B, G, R, A, to planes of linear light, 0 … 1, in the host's byte order (little-endian wherever browsers
 * run): green, blue, red, and alpha where there is any. Colour is multiplied by alpha in linear light where that is asked
 * for, as compositors expect of OpenEXR.
 */
export function linearPlanes(bgra: ArrayBufferLike, alpha: Alpha): ArrayBuffer {
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

/** The same of half floats, as R, G, B, A; what lies beyond 0 … 1 stays beyond it. */
export function linearPlanesOfFloats(rgba: ArrayBufferLike, alpha: Alpha): ArrayBuffer {
  const lights = (linearOfHalves ??= halfFloats.map(toLinear));
  const from = new Uint16Array(rgba);
  const pixels = from.length / 4;
  const into = new Float32Array(pixels * (alpha === 'none' ? 3 : 4));
  for (let pixel = 0, at = 0; pixel < pixels; pixel++, at += 4) {
    const opacity = halfFloats[from[at + 3]!]!;
    const factor = alpha === 'premultiplied' ? opacity : 1;
    into[pixel] = lights[from[at + 1]!]! * factor;
    into[pixels + pixel] = lights[from[at + 2]!]! * factor;
    into[2 * pixels + pixel] = lights[from[at]!]! * factor;
    if (alpha !== 'none') into[3 * pixels + pixel] = opacity;
  }
  return into.buffer;
}
