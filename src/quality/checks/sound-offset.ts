import FFT from 'fft.js';
import type { SoundExcerpt } from '../../audio/audio-source';
import type { SoundRun } from './decoded-sound';

/** Where in a sound: its first, second or last third. */
export type SoundPlace = 'beginning' | 'middle' | 'end';

/** How one sound lies against another at one place. */
export interface SoundOffset {
  place: SoundPlace;
  /** Seconds the sound is late; below 0: early. Null: it is not the same sound there. */
  seconds: number | null;
}

/** Samples the two may lie apart. */
const reach = 12_000;
const transformLength = 65_536;

/** Below it two sounds are not the same. */
const leastLikeness = 0.5;

/** Peaks nearly as high as the highest: of what repeats, the one nearest to where it should be counts. */
const nearlyBest = 0.98;

interface Window extends SoundExcerpt {
  /** From `reach` before the excerpt to `reach` behind it. */
  decoded: Float32Array;
}

/** Finds how late a sound is against excerpts of another. */
export class OffsetProbe {
  private readonly windows: readonly Window[];

  /** @param sound its length in samples */
  constructor(
    excerpts: readonly SoundExcerpt[],
    private readonly sound: { length: number; sampleRate: number },
  ) {
    this.windows = excerpts.map((excerpt) => ({
      ...excerpt,
      decoded: new Float32Array(excerpt.samples.length + 2 * reach),
    }));
  }

  push({ start, channels }: SoundRun): void {
    for (const { start: at, channel, decoded } of this.windows) {
      const samples = channels[channel];
      if (!samples) continue;
      const to = start - (at - reach);
      const from = Math.max(0, -to);
      const end = Math.min(samples.length, decoded.length - to);
      if (from < end) decoded.set(samples.subarray(from, end), to + from);
    }
  }

  /** At each place where there is something to hear: the middle of what its excerpts say that are alike. */
  read(): SoundOffset[] {
    const found = this.windows.map((window) => ({ place: this.placeOf(window), ...offsetIn(window) }));
    return (['beginning', 'middle', 'end'] as const).flatMap((place) => {
      const here = found.filter((each) => each.place === place);
      if (here.length === 0) return [];
      const alike = here.filter(({ likeness }) => likeness >= leastLikeness);
      const lags = alike.map(({ lag }) => lag).sort((one, other) => one - other);
      return [{ place, seconds: lags.length === 0 ? null : lags[lags.length >> 1]! / this.sound.sampleRate }];
    });
  }

  private placeOf({ start, samples }: Window): SoundPlace {
    const share = (start + samples.length / 2) / this.sound.length;
    return share < 1 / 3 ? 'beginning' : share < 2 / 3 ? 'middle' : 'end';
  }
}

function offsetIn({ samples: reference, decoded }: Window): { lag: number; likeness: number } {
  const products = correlate(decoded, reference);
  const energies = slidingEnergy(decoded, reference.length);
  const energy = slidingEnergy(reference, reference.length)[0]!;
  const likeness = energies.map((each, lag) => (each > 0 ? products[lag]! / Math.sqrt(each * energy) : 0));
  const best = likeness.reduce((most, each) => Math.max(most, each), 0);
  let nearest = -1;
  for (let lag = 0; lag < likeness.length; lag++) {
    const here = likeness[lag]!;
    const isPeak = here >= (likeness[lag - 1] ?? 0) && here >= (likeness[lag + 1] ?? 0) && here >= best * nearlyBest;
    if (isPeak && (nearest < 0 || Math.abs(lag - reach) < Math.abs(nearest - reach))) nearest = lag;
  }
  if (nearest < 0 || best === 0) return { lag: 0, likeness: 0 };
  return { lag: nearest - reach + betweenSamples(likeness, nearest), likeness: likeness[nearest]! };
}

/** Where the parabola through three values has its top, −0.5 … 0.5. */
function betweenSamples(values: readonly number[] | Float64Array, at: number): number {
  const [before, here, after] = [values[at - 1] ?? 0, values[at]!, values[at + 1] ?? 0];
  const bend = before - 2 * here + after;
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
}

/** Sums of products of `short` with `long` from each of its places on. */
function correlate(long: Float32Array, short: Float32Array): Float64Array {
  const fft = new FFT(transformLength);
  const spectrumOf = (samples: Float32Array): number[] => {
    const padded = new Array<number>(transformLength).fill(0);
    samples.forEach((sample, index) => (padded[index] = sample));
    const spectrum = fft.createComplexArray() as number[];
    fft.realTransform(spectrum, padded);
    fft.completeSpectrum(spectrum);
    return spectrum;
  };
  const [one, other] = [spectrumOf(long), spectrumOf(short)];
  for (let at = 0; at < one.length; at += 2) {
    const [a, b, c, d] = [one[at]!, one[at + 1]!, other[at]!, -other[at + 1]!];
    one[at] = a * c - b * d;
    one[at + 1] = a * d + b * c;
  }
  const result = fft.createComplexArray() as number[];
  fft.inverseTransform(result, one);
  return Float64Array.from({ length: long.length - short.length + 1 }, (_, lag) => result[2 * lag]!);
}

/** The energy of so many samples from each place on. */
function slidingEnergy(samples: Float32Array, length: number): Float64Array {
  const energies = new Float64Array(samples.length - length + 1);
  let sum = 0;
  for (let at = 0; at < samples.length; at++) {
    sum += samples[at]! ** 2;
    if (at >= length) sum -= samples[at - length]! ** 2;
    if (at >= length - 1) energies[at - length + 1] = Math.max(0, sum);
  }
  return energies;
}
