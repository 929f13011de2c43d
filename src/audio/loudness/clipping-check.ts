/** The highest value that 16 bits have, above and below: what a sample stands at that was cut off. */
const fullScale = 1 - 2 ** -15;

/** One or two samples may reach full scale by themselves. */
const leastRun = 3;

/** Places that are told. There may be thousands. */
const mostPlaces = 100;

/** Samples in a row at full scale, or above it. */
export interface Clipping {
  /** Runs of three samples or more. */
  runs: number;
  /** Samples of all runs together. */
  samples: number;
  longestRun: number;
  /** First sample of the first hundred runs. */
  places: readonly number[];
}

/** Finds the runs in one channel. */
export class ClippingCheck {
  #runs = 0;
  #samples = 0;
  #longest = 0;
  readonly #places: number[] = [];
  /** Samples at full scale in a row until now. */
  #run = 0;
  #position = 0;

  push(samples: Float32Array): void {
    for (let i = 0; i < samples.length; i++) {
      if (Math.abs(samples[i]!) >= fullScale) this.#run++;
      else if (this.#run > 0) this.#endRun(this.#position + i);
    }
    this.#position += samples.length;
  }

  /** What there is so far; a run that is not over counts. */
  read(): Clipping {
    const isRun = this.#run >= leastRun;
    return {
      runs: this.#runs + (isRun ? 1 : 0),
      samples: this.#samples + (isRun ? this.#run : 0),
      longestRun: isRun ? Math.max(this.#longest, this.#run) : this.#longest,
      places:
        isRun && this.#places.length < mostPlaces ? [...this.#places, this.#position - this.#run] : [...this.#places],
    };
  }

  #endRun(end: number): void {
    const run = this.#run;
    this.#run = 0;
    if (run < leastRun) return;
    this.#runs++;
    this.#samples += run;
    if (run > this.#longest) this.#longest = run;
    if (this.#places.length < mostPlaces) this.#places.push(end - run);
  }
}
