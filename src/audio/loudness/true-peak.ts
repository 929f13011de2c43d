/** Points of the oversampled signal for each sample. BS.1770-4, annex 2: 192 kHz or more. */
const factor = 4;

/** Samples on each side that a point between two is made of; annex 2 itself takes 6. */
export const interpolationReach = 12;
const taps = 2 * interpolationReach;

/** Of the Kaiser window: some −60 dB beside the pass band, which ends at 0.43 of the sample rate. */
const kaiserBeta = 6;

/** Quarter, half and three quarters of the way from a sample to the next; `taps` coefficients each. */
const kernels = Array.from({ length: factor - 1 }, (_, index) => interpolationKernel((index + 1) / factor));
const [quarter, half, threeQuarters] = kernels as [Float64Array, Float64Array, Float64Array];

/** No point between samples is higher than the highest sample by more than this factor. */
export const interpolationGain = Math.max(...kernels.map((kernel) => kernel.reduce((sum, h) => sum + Math.abs(h), 0)));

/** A windowed sinc, `offset` samples late, that keeps a constant what it is. */
function interpolationKernel(offset: number): Float64Array {
  const kernel = Float64Array.from({ length: taps }, (_, tap) => {
    const distance = tap - (interpolationReach - 1) - offset;
    const x = distance / interpolationReach;
    const window = bessel(kaiserBeta * Math.sqrt(Math.max(0, 1 - x * x))) / bessel(kaiserBeta);
    return (window * Math.sin(Math.PI * distance)) / (Math.PI * distance);
  });
  const sum = kernel.reduce((total, h) => total + h, 0);
  return kernel.map((h) => h / sum);
}

/** The modified Bessel function of order zero. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/**
 * The greatest magnitude of the three points between sample `at` and the next. Samples must be there from
 * `at − interpolationReach + 1` to `at + interpolationReach`.
 */
export function peakAfter(samples: Float32Array, at: number): number {
  const first = at - interpolationReach + 1;
  let one = 0;
  let two = 0;
  let three = 0;
  for (let tap = 0; tap < taps; tap++) {
    const sample = samples[first + tap]!;
    one += sample * quarter[tap]!;
    two += sample * half[tap]!;
    three += sample * threeQuarters[tap]!;
  }
  return Math.max(Math.abs(one), Math.abs(two), Math.abs(three));
}

/** Samples taken together: where none of them is high, none is interpolated. */
const runLength = 64;
const lineLength = 4096;
const context = taps - 1;

/** Finds the true peak (BS.1770-4, annex 2) of a sound that is given run by run. */
export class TruePeakMeter {
  readonly #lines: readonly Float32Array[];
  readonly #peaks: Float64Array;

  constructor(channels: number) {
    this.#lines = Array.from({ length: channels }, () => new Float32Array(context + lineLength));
    this.#peaks = new Float64Array(channels);
  }

  /** The true peak of each channel so far, linear: 1 is 0 dBTP. */
  get peaks(): Float64Array {
    return this.#peaks;
  }

  push(channels: readonly Float32Array[]): void {
    for (const [channel, line] of this.#lines.entries()) {
      const samples = channels[channel]!;
      for (let at = 0; at < samples.length; at += lineLength)
        this.#add(channel, line, samples.subarray(at, at + lineLength));
    }
  }

  /** Takes in what sounds after the last sample. Nothing may be pushed any more. */
  finish(): void {
    const rest = new Float32Array(interpolationReach);
    this.push(this.#lines.map(() => rest));
  }

  #add(channel: number, line: Float32Array, samples: Float32Array): void {
    line.set(samples, context);
    let peak = this.#peaks[channel]!;
    for (let from = 0; from < samples.length; from += runLength) {
      const end = Math.min(from + runLength, samples.length);
      let highest = 0;
      for (let i = from; i < end + context; i++) {
        const magnitude = Math.abs(line[i]!);
        if (magnitude > highest) highest = magnitude;
      }
      if (highest * interpolationGain <= peak) continue;
      for (let i = from + interpolationReach - 1; i < end + interpolationReach - 1; i++) {
        peak = Math.max(peak, ignoringNan(Math.abs(line[i]!)), ignoringNan(peakAfter(line, i)));
      }
    }
    this.#peaks[channel] = peak;
    line.copyWithin(0, samples.length, samples.length + context);
  }
}

/** A damaged sample is no peak; the loudness meter tells of it. */
function ignoringNan(value: number): number {
  return value >= 0 ? value : 0;
}

/** Linear to dB; null for nothing at all. */
export function decibelsOf(peak: number): number | null {
  return peak > 0 ? 20 * Math.log10(peak) : null;
}
