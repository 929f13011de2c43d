import type { PlanarKernelSettings } from './planar-kernel';

/** Fractional bits of a 10-bit code while its parts are summed: with its sign it fills 32. */
const fractionBits = 21;
/** Fractional bits of a weight's lower part beyond those of its upper. */
const lowBits = 15;

/**
 * The conversion in whole numbers. A weight has two parts of 16 bits each, for that is what SIMD multiplies; a code is
 * `((Σ high · component << raise) + (Σ low · component >> drop) + offset) >> shift`, off by less than a millionth.
 */
export interface FixedPoint {
  /** By Y′, Cb, Cr, and within one by the first three components of a pixel as they lie in memory. */
  high: readonly (readonly [number, number, number])[];
  low: readonly (readonly [number, number, number])[];
  luma: { raise: number; drop: number; offset: number };
  chroma: { raise: number; drop: number; offset: number };
  shift: number;
}

/** Largest value of a component: half floats are converted in 15 bits. */
export const largestComponent = { bgra8: 255, 'rgba-f16': 32767 } as const;

/** ITU-T H.273, equations 38 to 40, scaled to limited range by equations 26 to 28. */
export function fixedPoint({ source, chroma, bits, matrix: { kr, kb } }: PlanarKernelSettings): FixedPoint {
  const largest = largestComponent[source];
  const highBits = source === 'bgra8' ? 13 : 20;
  // Bytes are summed before they are weighed, four to a chroma sample; deeper components are averaged, to stay within 16 bits.
  const sumBits = chroma === '4:4:4' || source !== 'bgra8' ? 0 : 2;
  const rows = [
    [kr, 1 - kr - kb, kb].map((share) => 876 * share),
    [(-448 * kr) / (1 - kb), (-448 * (1 - kr - kb)) / (1 - kb), 448],
    [448, (-448 * (1 - kr - kb)) / (1 - kr), (-448 * kb) / (1 - kr)],
  ].map((row) => (source === 'bgra8' ? row.reverse() : row).map((weight) => (weight * 2 ** highBits) / largest));
  const high = rows.map((row) => row.map(Math.round) as [number, number, number]);
  const low = rows.map(
    (row, index) =>
      row.map((weight, at) => Math.round((weight - high[index]![at]!) * 2 ** lowBits)) as [number, number, number],
  );
  const shift = fractionBits + (bits === 8 ? 2 : 0);
  const stage = (more: number, black: number): FixedPoint['luma'] => ({
    raise: fractionBits - highBits - more,
    drop: highBits + more + lowBits - fractionBits,
    // What lies in the middle between two codes is rounded up, though sums come out a little low.
    offset: black * 2 ** fractionBits + 2 ** (shift - 1) + 2,
  });
  return { high, low, luma: stage(0, 64), chroma: stage(sumBits, 512), shift };
}
