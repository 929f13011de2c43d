/** Coefficients of a second-order section, normalised to a0 = 1. */
export interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/**
 * The two filters of BS.1770-4, annex 1, for any sample rate. The standard tabulates them at 48 kHz alone; these are the
 * analogue filters that the bilinear transform takes to those numbers.
 */
export function kWeighting(sampleRate: number): { shelf: Biquad; highPass: Biquad } {
  return { shelf: headShelf(sampleRate), highPass: rlbHighPass(sampleRate) };
}

/** Stage 1, the head: +4 dB above some 2 kHz. */
function headShelf(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (high + (band * k) / q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
}

/** Stage 2, the revised low-frequency B curve. The standard's numerator is 1, −2, 1 as it stands. */
function rlbHighPass(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
}

/** Below this a filter's memory is silence; denormal numbers would only slow it down. */
const negligible = 1e-30;

/** One channel's way through both filters. What comes out does not depend on how the samples were divided into runs. */
export class KWeightedEnergy {
  readonly #shelf: Biquad;
  readonly #highPass: Biquad;
  /** Two of each filter, in transposed direct form II. */
  readonly #memory = new Float64Array(4);
  #sum = 0;

  constructor(sampleRate: number) {
    const { shelf, highPass } = kWeighting(sampleRate);
    this.#shelf = shelf;
    this.#highPass = highPass;
  }

  add(samples: Float32Array, from: number, end: number): void {
    const { b0, b1, b2, a1, a2 } = this.#shelf;
    const { a1: c1, a2: c2 } = this.#highPass;
    const memory = this.#memory;
    let s1 = memory[0]!;
    let s2 = memory[1]!;
    let t1 = memory[2]!;
    let t2 = memory[3]!;
    let sum = this.#sum;
    for (let i = from; i < end; i++) {
      const x = samples[i]!;
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      const z = y + t1;
      t1 = t2 - 2 * y - c1 * z;
      t2 = y - c2 * z;
      sum += z * z;
    }
    memory[0] = s1;
    memory[1] = s2;
    memory[2] = t1;
    memory[3] = t2;
    this.#sum = sum;
  }

  /** The sum of squares since it was last taken. Not a finite number where a sample was not: then `reset`. */
  take(): number {
    const sum = this.#sum;
    this.#sum = 0;
    const memory = this.#memory;
    for (let i = 0; i < memory.length; i++) if (Math.abs(memory[i]!) < negligible) memory[i] = 0;
    return sum;
  }

  reset(): void {
    this.#memory.fill(0);
  }
}
