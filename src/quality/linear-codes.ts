import { fromLinear } from '../colour/srgb-curve';

/** Steps of light that are told apart: 20 of them lie between the two darkest codes, where codes are closest. */
const steps = 65_535;
let codes: Uint8Array | undefined;

/** The 8-bit sRGB code of linear light, 0 … 1: the nearest, and so exactly what the light was made of. */
export function codeOfLight(light: number): number {
  codes ??= Uint8Array.from({ length: steps + 1 }, (_, step) => Math.round(255 * fromLinear(step / steps)));
  return codes[Math.round(steps * Math.min(1, Math.max(0, light)))]!;
}
