import type { SliceCoding } from '../../kernels/prores/prores-kernel';

/**
 * How coarsely a slice is coded, as one number. Up to 512 it is RDD 36's quantiser (6.3.1). Beyond, where noise at a low
 * rate can need more than the standard's coarsest steps, it stands for fewer coefficients at that quantiser.
 */
export type Coarseness = number;

const coarsestQuantiser = 512;

/** Nothing but the mean of each block is left. */
export const coarsest: Coarseness = 64 * coarsestQuantiser;

/** RDD 36, 6.3.1: quantisers go by 1 up to 128, and then by 4. */
export function nearestCoarseness(wanted: Coarseness): Coarseness {
  if (wanted <= 128) return Math.max(1, Math.round(wanted));
  return Math.min(4 * Math.round(wanted / 4), coarsest);
}

/**
 * What a slice of some coarseness is coded with.
 *
 * The coarser the steps, the more of what lies between two levels is noise that costs more than it shows: rounding it
 * towards zero and taking finer steps for the bits saved gives 0.2 dB at HQ and 1 dB at LT. Fine steps round to nearest.
 */
export function codingOf(coarseness: Coarseness): SliceCoding {
  const quantiser = Math.min(coarseness, coarsestQuantiser);
  return {
    quantiser,
    deadZone: Math.min(0.025 * (quantiser - 1), 0.2),
    places: Math.min(64, Math.max(1, Math.round((64 * coarsestQuantiser) / coarseness))),
  };
}
