/** dB a guess may go beyond the last one. */
const longestStep = 6;

/** LU that a dB of gain gives in front of a limiter, before two measurements have told. */
const usualSlope = 0.8;

interface Try {
  gain: number;
  missing: number;
}

/** Looks for the gain at which nothing is missing any more, where more gain never means less loudness. */
export class GainSearch {
  /** dB, to be tried next; null: there is no better one below the limit. */
  gain: number | null;
  readonly #limit: number;
  #last: Try | null = null;
  /** The highest gain that was too low, and the lowest that was too high. */
  #low: number | null = null;
  #high: number | null = null;

  constructor(first: number, limit: number) {
    this.gain = first;
    this.#limit = limit;
  }

  /** @param missing LU the gain that was tried is short of; negative where it was too much */
  learn(missing: number): void {
    const { gain } = this;
    if (gain === null) return;
    if (missing > 0) this.#low = gain;
    else this.#high = gain;
    const now = { gain, missing };
    const slope = this.#slopeTo(now);
    this.#last = now;
    const step = Math.min(longestStep, Math.max(-longestStep, missing / slope));
    this.gain = this.#inside(gain + step);
  }

  #slopeTo(now: Try): number {
    const last = this.#last;
    if (last === null || last.gain === now.gain) return usualSlope;
    return Math.min(1, Math.max(0.1, (last.missing - now.missing) / (now.gain - last.gain)));
  }

  /** Half way between the two where a guess leaves what is known to hold the gain. */
  #inside(guess: number): number | null {
    const low = this.#low;
    const high = this.#high;
    if (low !== null && high !== null) return guess > low && guess < high ? guess : (low + high) / 2;
    if (low !== null && low >= this.#limit) return null;
    return Math.min(guess, this.#limit);
  }
}
