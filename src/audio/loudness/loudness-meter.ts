import type { SoundLoudness } from '../audio-source';
import { integratedLoudness, loudnessOf, loudnessRange } from './gating';
import { KWeightedEnergy } from './k-weighting';
import { NumberList } from './number-list';

/** Steps of M and S a second. EBU Tech 3341, cases 13 and 14, need 50 at the least. */
const stepsPerSecond = 100;
const momentarySteps = 40;
const shortTermSteps = 300;
/** Steps between two gating blocks: 75 % of 400 ms overlap (BS.1770-4). */
const blockSteps = 10;

/** What a plot shows of silence, LUFS. */
const plotFloor = -120;

/** Without what lies between the samples. */
type Loudness = Omit<SoundLoudness, 'seconds' | 'truePeak'>;

/** How loudness goes, for a plot. LUFS, −120 for silence. */
export interface LoudnessCourse {
  /** Seconds from each value to the next; the first is that of the window which ends there. */
  step: number;
  momentary: Float32Array;
  shortTerm: Float32Array;
}

export interface LoudnessMeterOptions {
  /** Hz. */
  sampleRate: number;
  /** One for each channel; see {@link channelWeights}. */
  weights: readonly number[];
}

/**
 * Weights of BS.1770-4, table 3, of the channels in their usual order: mono; L R; L R C; L R Ls Rs; L R C Ls Rs;
 * L R C LFE Ls Rs.
 *
 * @throws RangeError where a number of channels has no usual order
 */
export function channelWeights(channels: number): readonly number[] {
  const weights = layouts[channels];
  if (weights === undefined) throw new RangeError(`No order is usual for ${channels} channels: give their weights.`);
  return weights;
}

const layouts: Readonly<Record<number, readonly number[]>> = {
  1: [1],
  2: [1, 1],
  3: [1, 1, 1],
  4: [1, 1, 1.41, 1.41],
  5: [1, 1, 1, 1.41, 1.41],
  6: [1, 1, 1, 0, 1.41, 1.41],
};

/**
 * Measures a sound that is given to it run by run, of any length each. What it holds grows by 160 bytes a second. Steps of
 * M and S are 10 ms.
 */
export class LoudnessMeter {
  readonly #sampleRate: number;
  readonly #weights: readonly number[];
  readonly #filters: readonly KWeightedEnergy[];
  /** Weighted energy of the last 3 s, step by step, from oldest to newest in a circle. */
  readonly #steps = new Float64Array(shortTermSteps);
  /** Of gating blocks, which M is every 100 ms. */
  readonly #blocks = new NumberList();
  /** Of short-term windows, every 100 ms. */
  readonly #windows = new NumberList();
  #stepCount = 0;
  /** Samples until now, and where the step under way ends. */
  #position = 0;
  #stepEnd: number;
  #momentaryMax = 0;
  #shortTermMax = 0;
  #damagedSteps = 0;

  constructor({ sampleRate, weights }: LoudnessMeterOptions) {
    this.#sampleRate = sampleRate;
    this.#weights = weights;
    this.#filters = weights.map(() => new KWeightedEnergy(sampleRate));
    this.#stepEnd = this.#endOf(0);
  }

  /** Steps of 10 ms that hold a sample which is not a finite number. They count as silence. */
  get damagedSteps(): number {
    return this.#damagedSteps;
  }

  /** Samples so far. */
  get length(): number {
    return this.#position;
  }

  /** Energy of the gating blocks so far, not a copy. */
  get blocks(): Float64Array {
    return this.#blocks.view();
  }

  /** @param channels equally many samples of each, as many channels as there are weights */
  push(channels: readonly Float32Array[]): void {
    const length = channels[0]?.length ?? 0;
    for (let at = 0; at < length;) {
      const end = Math.min(length, at + this.#stepEnd - this.#position);
      for (const [channel, filter] of this.#filters.entries()) filter.add(channels[channel]!, at, end);
      this.#position += end - at;
      at = end;
      if (this.#position === this.#stepEnd) this.#closeStep();
    }
  }

  /** What there is so far. What is before the beginning counts as silence for the maxima of M and S. */
  read(): Loudness {
    return {
      integrated: integratedLoudness(this.#blocks.view()),
      range: loudnessRange(this.#windows.view()),
      momentaryMax: loudnessOf(this.#momentaryMax),
      shortTermMax: loudnessOf(this.#shortTermMax),
    };
  }

  /** Every 100 ms, of windows that lie wholly inside the sound. */
  course(): LoudnessCourse {
    const plotted = (energies: Float64Array): Float32Array => {
      return Float32Array.from(energies, (energy) => Math.max(plotFloor, loudnessOf(energy) ?? plotFloor));
    };
    return {
      step: blockSteps / stepsPerSecond,
      momentary: plotted(this.#blocks.view()),
      shortTerm: plotted(this.#windows.view()),
    };
  }

  /** The end of a step in samples. It need not be a whole number, so steps may differ by one sample. */
  #endOf(step: number): number {
    return Math.round(((step + 1) * this.#sampleRate) / stepsPerSecond);
  }

  #closeStep(): void {
    this.#steps[this.#stepCount % shortTermSteps] = this.#takeEnergy();
    this.#stepCount++;
    this.#stepEnd = this.#endOf(this.#stepCount);
    const momentary = this.#mean(momentarySteps);
    const shortTerm = this.#mean(shortTermSteps);
    if (momentary > this.#momentaryMax) this.#momentaryMax = momentary;
    if (shortTerm > this.#shortTermMax) this.#shortTermMax = shortTerm;
    if (this.#stepCount % blockSteps !== 0) return;
    if (this.#stepCount >= momentarySteps) this.#blocks.push(momentary);
    if (this.#stepCount >= shortTermSteps) this.#windows.push(shortTerm);
  }

  #takeEnergy(): number {
    const energy = this.#filters.reduce((sum, filter, channel) => sum + this.#weights[channel]! * filter.take(), 0);
    if (Number.isFinite(energy)) return energy;
    this.#damagedSteps++;
    for (const filter of this.#filters) filter.reset();
    return 0;
  }

  /** Summed anew each time, so that no rounding piles up. */
  #mean(steps: number): number {
    let sum = 0;
    let at = (this.#stepCount - steps) % shortTermSteps;
    if (at < 0) at += shortTermSteps;
    for (let i = 0; i < steps; i++) {
      sum += this.#steps[at]!;
      if (++at === shortTermSteps) at = 0;
    }
    return sum / ((steps * this.#sampleRate) / stepsPerSecond);
  }
}
