import { ClippingCheck, type Clipping } from './clipping-check';
import { SilenceCheck, type Silence } from './silence-check';

/** What there is to say of one channel. */
export interface ChannelLevels {
  /** Greatest magnitude of a sample, linear: 1 is 0 dBFS. */
  samplePeak: number;
  /** Root mean square, linear. */
  rms: number;
  /** Mean of all samples, linear: a constant current that only takes room. */
  dcOffset: number;
  clipping: Clipping;
}

export interface Levels {
  /** Samples of each channel. */
  length: number;
  channels: readonly ChannelLevels[];
  silences: readonly Silence[];
  /**
   * Phase correlation of the first two channels, −1 … 1: below 0 they cancel each other where they are summed to mono.
   * Null where there is one channel, or one is silent.
   */
  correlation: number | null;
}

/** Finds what is wrong with the levels of a sound that is given run by run. NaN counts as silence here. */
export class LevelChecks {
  readonly #channels: readonly ChannelSums[];
  readonly #silence: SilenceCheck;
  #product = 0;
  #length = 0;

  /** @param sampleRate Hz */
  constructor({ sampleRate, channels }: { sampleRate: number; channels: number }) {
    this.#channels = Array.from({ length: channels }, () => new ChannelSums());
    this.#silence = new SilenceCheck(sampleRate);
  }

  /** @param channels equally many samples of each */
  push(channels: readonly Float32Array[]): void {
    const length = channels[0]?.length ?? 0;
    for (const [channel, sums] of this.#channels.entries()) sums.add(channels[channel]!);
    const [left, right] = channels;
    if (left !== undefined && right !== undefined) this.#product += productOf(left, right);
    this.#silence.push(channels);
    this.#length += length;
  }

  read(): Levels {
    const [left, right] = this.#channels;
    const scale = Math.sqrt((left?.squares ?? 0) * (right?.squares ?? 0));
    return {
      length: this.#length,
      channels: this.#channels.map((sums) => sums.read()),
      silences: this.#silence.read(),
      correlation: scale > 0 ? Math.max(-1, Math.min(1, this.#product / scale)) : null,
    };
  }
}

class ChannelSums {
  readonly #clipping = new ClippingCheck();
  squares = 0;
  #sum = 0;
  #peak = 0;
  #length = 0;

  add(samples: Float32Array): void {
    let { squares } = this;
    let sum = this.#sum;
    let peak = this.#peak;
    for (const value of samples) {
      const sample = value || 0;
      const magnitude = Math.abs(sample);
      sum += sample;
      squares += sample * sample;
      if (magnitude > peak) peak = magnitude;
    }
    this.squares = squares;
    this.#sum = sum;
    this.#peak = peak;
    this.#length += samples.length;
    this.#clipping.push(samples);
  }

  read(): ChannelLevels {
    const length = Math.max(1, this.#length);
    return {
      samplePeak: this.#peak,
      rms: Math.sqrt(this.squares / length),
      dcOffset: this.#sum / length,
      clipping: this.#clipping.read(),
    };
  }
}

function productOf(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i]! * right[i]! || 0;
  return sum;
}
