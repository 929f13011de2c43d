import { coarsest, nearestCoarseness } from './quantiser';
import type { Slice } from './slice-layout';

/** Bytes of a frame's colour, headers included. */
export interface FrameBudget {
  /** What a frame that needs it gets. */
  target: number;
  /** What none may exceed. */
  limit: number;
}

/** How fast bytes fall as the quantiser grows, as an exponent, until it is measured. */
const usualSlope = 0.75;

/** A guess at how many bytes slices cost, from how busy they look: right up to a factor. */
export class SliceCosts {
  readonly #activity: Float64Array;
  readonly #slices: readonly Slice[];

  /** @param activity mean difference of neighbouring pixels, per slice */
  constructor(slices: readonly Slice[], activity: Float64Array) {
    this.#slices = slices;
    this.#activity = activity;
  }

  of(index: number, quantiser: number): number {
    return this.#slices[index]!.macroblocks * (0.1 + Math.log2(1 + (8 * this.#activity[index]!) / quantiser));
  }

  sum(indices: Iterable<number>, quantiser: number): number {
    let sum = 0;
    for (const index of indices) sum += this.of(index, quantiser);
    return sum;
  }
}

/** The quantiser a frame begins with, and what is expected of it. */
export interface QuantiserChoice {
  quantiser: number;
  slope: number;
  /** Bytes expected at that quantiser. */
  bytes: number;
}

/**
 * Finds the quantiser, in general a broken one, at which the frame takes the target's bytes; 1 where it takes fewer
 * even so. `measure` is asked for a few whole quantisers.
 */
export function searchQuantiser(
  target: number,
  guess: number,
  measure: (quantiser: number) => number,
  attempts = 4,
): QuantiserChoice {
  /** The coarsest quantiser known to take too much, and the finest known not to. */
  let above: Measured | undefined;
  let below: Measured | undefined;
  let next = nearestCoarseness(guess);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const measured = { quantiser: next, bytes: measure(next) };
    if (measured.bytes > target) above = measured;
    else below = measured;
    if (above === undefined && measured.quantiser === 1) break;
    if (below === undefined && measured.quantiser === coarsest) break;
    if (above && below && (below.quantiser - above.quantiser <= 1 || below.quantiser < 1.3 * above.quantiser)) break;
    next = nextTrial(target, above, below);
  }
  return choice(target, above, below);
}

interface Measured {
  quantiser: number;
  bytes: number;
}

function slopeBetween(fine: Measured, coarse: Measured): number {
  const slope = Math.log(fine.bytes / coarse.bytes) / Math.log(coarse.quantiser / fine.quantiser);
  return Number.isFinite(slope) ? Math.min(Math.max(slope, 0.2), 2) : usualSlope;
}

/** Where a straight line through both in logarithms meets the target. */
function crossing(target: number, fine: Measured, coarse: Measured): number {
  return fine.quantiser * (fine.bytes / target) ** (1 / slopeBetween(fine, coarse));
}

function nextTrial(target: number, above: Measured | undefined, below: Measured | undefined): number {
  if (above && below) {
    const between = nearestCoarseness(crossing(target, above, below));
    // Beside an end already known: the other side of the interval.
    if (between <= above.quantiser) return nearestCoarseness(above.quantiser * 1.1 + 1);
    if (between >= below.quantiser) return nearestCoarseness(below.quantiser / 1.1 - 1);
    return between;
  }
  const known = (above ?? below)!;
  const reached = known.quantiser * (known.bytes / target) ** (1 / usualSlope);
  return above
    ? nearestCoarseness(Math.max(reached * 1.05, known.quantiser + 1))
    : nearestCoarseness(Math.min(reached * 0.95, known.quantiser - 1));
}

function choice(target: number, above: Measured | undefined, below: Measured | undefined): QuantiserChoice {
  if (!above || !below) {
    const { quantiser, bytes } = (above ?? below)!;
    if (quantiser === 1 || quantiser === coarsest) return { quantiser, slope: usualSlope, bytes };
    const reached = quantiser * (bytes / target) ** (1 / usualSlope);
    return { quantiser: Math.min(Math.max(reached, 1), coarsest), slope: usualSlope, bytes: target };
  }
  const slope = slopeBetween(above, below);
  // Between neighbours slices get the one or the other, so the bytes lie on a straight line.
  const quantiser =
    below.quantiser - above.quantiser <= 1
      ? below.quantiser - (target - below.bytes) / (above.bytes - below.bytes)
      : crossing(target, above, below);
  return { quantiser, slope, bytes: target };
}

/** Hands out whole quantisers that are a broken one on average. */
export class Dither {
  #owed = 0;

  next(quantiser: number): number {
    const given = nearestCoarseness(quantiser + this.#owed);
    // A step that cannot be given, at the ends of the range, is not owed for ever.
    this.#owed = Math.min(Math.max(this.#owed + quantiser - given, -4), 4);
    return given;
  }
}

/** Keeps a frame on its budget while it is coded: slices still to come make up for what went before. */
export class BudgetKeeper {
  readonly #budget: FrameBudget;
  readonly #choice: QuantiserChoice;
  /** Bytes expected of each slice at the chosen quantiser. */
  readonly #expected: Float64Array;
  #expectedRest: number;
  #expectedDone = 0;
  /** What slices done would have taken at the chosen quantiser. */
  #doneAtChoice = 0;
  #spent: number;

  /** @param spent bytes that are certain: headers */
  constructor(budget: FrameBudget, choice: QuantiserChoice, expected: Float64Array, spent: number) {
    this.#budget = budget;
    this.#choice = choice;
    this.#expected = expected;
    this.#expectedRest = expected.reduce((sum, bytes) => sum + bytes, 0);
    this.#spent = spent;
  }

  get spent(): number {
    return this.#spent;
  }

  /** What slices done would have taken at the chosen quantiser, over what was expected. */
  get surprise(): number {
    // A quarter of the frame's weight speaks for the expectation, so that a first busy slice does not frighten.
    const trust = (this.#expectedDone + this.#expectedRest) / 4;
    return (this.#doneAtChoice + trust) / (this.#expectedDone + trust);
  }

  add(slice: number, quantiser: number, bytes: number): void {
    this.#spent += bytes;
    this.#expectedRest -= this.#expected[slice]!;
    this.#expectedDone += this.#expected[slice]!;
    this.#doneAtChoice += bytes * (quantiser / this.#choice.quantiser) ** this.#choice.slope;
  }

  /** The quantiser for the slices to come. */
  quantiser(): number {
    const { quantiser, slope } = this.#choice;
    const rest = this.#expectedRest * this.surprise;
    if (!(rest > 0)) return quantiser;
    const left = this.#budget.target - this.#spent;
    const wanted = left > 0 ? (rest / left) ** (1 / slope) : Number.POSITIVE_INFINITY;
    const gentle = Math.min(Math.max(wanted, 0.8), 1.25);
    // Gentle steps do not show. They are not for a frame on its way over the limit.
    const projected = this.#spent + rest / gentle ** slope;
    const factor = projected > this.#budget.limit ? Math.min(wanted, 8) : gentle;
    return Math.min(Math.max(quantiser * factor, 1), coarsest);
  }
}
