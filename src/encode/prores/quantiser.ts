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

/** What a slice of some coarseness is coded with: a quantiser, and how many places of the scan. */
export function codingOf(coarseness: Coarseness): { quantiser: number; places: number } {
  if (coarseness <= coarsestQuantiser) return { quantiser: coarseness, places: 64 };
  return { quantiser: coarsestQuantiser, places: Math.max(1, Math.round((64 * coarsestQuantiser) / coarseness)) };
}
