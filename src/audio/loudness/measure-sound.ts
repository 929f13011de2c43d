import type { SoundLoudness } from '../audio-source';
import { channelWeights, LoudnessMeter } from './loudness-meter';
import { decibelsOf, TruePeakMeter } from './true-peak';

/** Loudness and true peak together. */
export class SoundMeter {
  readonly loudness: LoudnessMeter;
  readonly #truePeak: TruePeakMeter;
  readonly #sampleRate: number;

  /** @param sampleRate Hz */
  constructor(sampleRate: number, channels: number) {
    this.#sampleRate = sampleRate;
    this.loudness = new LoudnessMeter({ sampleRate, weights: channelWeights(channels) });
    this.#truePeak = new TruePeakMeter(channels);
  }

  /** Whether a sample was not a finite number: what is measured then means nothing. */
  get isDamaged(): boolean {
    return this.loudness.damagedSteps > 0;
  }

  push(channels: readonly Float32Array[]): void {
    this.loudness.push(channels);
    this.#truePeak.push(channels);
  }

  /** Nothing may be pushed any more. */
  finish(): SoundLoudness {
    this.#truePeak.finish();
    return {
      seconds: this.loudness.length / this.#sampleRate,
      ...this.loudness.read(),
      truePeak: decibelsOf(Math.max(...this.#truePeak.peaks)),
    };
  }
}
