import { SlidingMinimum } from './sliding-minimum';
import { interpolationGain, interpolationReach, peakAfter } from './true-peak';

/** Seconds the gain has to go down before a peak. */
const lookAhead = 0.005;

/** Seconds in which some two thirds of a reduction are gone again. */
const release = 0.1;

/** Gains are whole parts of this, so that their sums are exact, however long the sound. */
const unity = 2 ** 24;

const context = 2 * interpolationReach - 1;
const blockLength = 1024;

/** Samples taken together: where none of them is high, none is interpolated. */
const runLength = 64;

/**
 * Keeps the true peak of a sound below a ceiling, by a gain that all channels share. It goes down smoothly ahead of a peak
 * and comes up slowly behind it; where nothing is too high it is 1 and samples stay what they are, to the bit. What comes
 * out is as long as what went in, and not late: `finish` gives the rest.
 */
export class TruePeakLimiter {
  readonly #ceiling: number;
  readonly #releaseShare: number;
  /** Length of each of the two averages that smooth the gain; together as long as the window of the minimum. */
  readonly #box: number;
  readonly #minimum: SlidingMinimum;
  readonly #first: MovingSum;
  readonly #second: MovingSum;
  /** What the interpolation needs before a block, and the block. */
  readonly #lines: readonly Float32Array[];
  /** Samples that wait for their gain, in a circle. */
  readonly #delays: readonly Float32Array[];
  readonly #latency: number;
  readonly #peaks = new Float64Array(blockLength);
  readonly #needs = new Float64Array(blockLength);
  /** Peak from the last sample looked at up to the next. */
  #peakBefore = 0;
  #gain = unity;
  #position = 0;
  /** Of what comes out, to be left out: it is from before the first sample. */
  #lead: number;

  /** @param ceiling linear */
  constructor({ sampleRate, channels, ceiling }: { sampleRate: number; channels: number; ceiling: number }) {
    this.#ceiling = ceiling;
    this.#releaseShare = 1 - Math.exp(-1 / (release * sampleRate));
    this.#box = Math.max(1, Math.round((lookAhead * sampleRate) / 2));
    const window = 2 * this.#box - 1;
    this.#minimum = new SlidingMinimum(window);
    this.#first = new MovingSum(this.#box, unity);
    this.#second = new MovingSum(this.#box, unity * this.#box);
    this.#latency = window - 1 + interpolationReach;
    this.#lines = Array.from({ length: channels }, () => new Float32Array(context + blockLength));
    this.#delays = Array.from({ length: channels }, () => new Float32Array(this.#latency + 1));
    // As much silence ahead as the gain needs to go down for the first sample.
    this.#lead = 2 * this.#latency;
    this.push(this.#silence());
  }

  /** @returns what is ready, which is late by `latency` samples and may be nothing */
  push(channels: readonly Float32Array[]): Float32Array<ArrayBuffer>[] {
    const length = channels[0]?.length ?? 0;
    const output = channels.map(() => new Float32Array(length));
    for (let at = 0; at < length; at += blockLength) {
      const block = channels.map((samples) => samples.subarray(at, at + blockLength));
      this.#limit(
        block,
        output.map((samples) => samples.subarray(at, at + blockLength)),
      );
    }
    const left = Math.min(this.#lead, length);
    this.#lead -= left;
    return output.map((samples) => samples.slice(left));
  }

  /** The rest. Nothing may be pushed any more. */
  finish(): Float32Array<ArrayBuffer>[] {
    return this.push(this.#silence());
  }

  #silence(): Float32Array[] {
    return this.#lines.map(() => new Float32Array(this.#latency));
  }

  #limit(block: readonly Float32Array[], output: readonly Float32Array[]): void {
    const length = block[0]!.length;
    this.#findNeeds(block, length);
    const scale = unity * this.#box * this.#box;
    for (let i = 0; i < length; i++) {
      const gain = this.#second.add(this.#first.add(this.#follow(this.#minimum.add(this.#needs[i]!)))) / scale;
      const write = this.#position % (this.#latency + 1);
      const read = (this.#position + 1) % (this.#latency + 1);
      for (let channel = 0; channel < block.length; channel++) {
        const delay = this.#delays[channel]!;
        delay[write] = block[channel]![i]!;
        output[channel]![i] = delay[read]! * gain;
      }
      this.#position++;
    }
  }

  /** At once down to what is needed; up by a share of what is missing, and by one part at least. */
  #follow(needed: number): number {
    const risen = this.#gain + Math.ceil((unity - this.#gain) * this.#releaseShare);
    this.#gain = Math.min(needed, risen);
    return this.#gain;
  }

  /** The gain, in parts of `unity`, at which neither a sample nor the points on its two sides exceed the ceiling. */
  #findNeeds(block: readonly Float32Array[], length: number): void {
    const peaks = this.#peaks.fill(0);
    for (const [channel, line] of this.#lines.entries()) {
      line.set(block[channel]!, context);
      for (let from = 0; from < length; from += runLength) {
        raisePeaks(peaks, line, from, Math.min(from + runLength, length), this.#ceiling);
      }
      line.copyWithin(0, length, length + context);
    }
    for (let i = 0; i < length; i++) {
      const after = peaks[i]!;
      const peak = Math.max(after, this.#peakBefore);
      this.#peakBefore = after;
      this.#needs[i] = peak > this.#ceiling ? Math.floor((unity * this.#ceiling) / peak) : unity;
    }
  }
}

/** Raises each of a run of peaks to what a channel has there and up to the next sample, where that exceeds the ceiling. */
function raisePeaks(peaks: Float64Array, line: Float32Array, from: number, end: number, ceiling: number): void {
  let highest = 0;
  for (let i = from; i < end + context; i++) highest = Math.max(highest, Math.abs(line[i]!));
  if (highest * interpolationGain <= ceiling) return;
  for (let i = from; i < end; i++) {
    const at = i + interpolationReach - 1;
    peaks[i] = Math.max(peaks[i]!, Math.abs(line[at]!), peakAfter(line, at));
  }
}

/** The sum of the last numbers, which are whole, so that it stays exact. */
class MovingSum {
  readonly #values: Float64Array;
  #sum: number;
  #at = 0;

  /** @param value what was there before */
  constructor(length: number, value: number) {
    this.#values = new Float64Array(length).fill(value);
    this.#sum = length * value;
  }

  add(value: number): number {
    this.#sum += value - this.#values[this.#at]!;
    this.#values[this.#at] = value;
    if (++this.#at === this.#values.length) this.#at = 0;
    return this.#sum;
  }
}
