import FFT from 'fft.js';
import type { SoundRun } from './decoded-sound';

/** What the sound of a file should be: `count` samples of each channel from `start` on, at the file's own rate, from the first exported frame. */
export type ExpectedSound = (start: number, count: number) => Promise<readonly Float32Array[]>;

export interface SoundOffset {
  /** Seconds the sound is late; below 0: early. */
  seconds: number;
  /** How like the two are where they lie so, 0 … 1. */
  likeness: number;
}

/** Samples that are compared at once, and how far they may lie apart. */
const windowLength = 16_384;
const reach = 12_000;
const transformLength = 65_536;

const mostWindows = 8;
const candidates = 48;

/** Below it two sounds are not the same. */
const leastLikeness = 0.5;

/** Root mean square below which there is nothing to compare. −60 dBFS. */
const leastLevel = 0.001;

/** Peaks nearly as high as the highest: of what repeats, the one nearest to where it should be counts. */
const nearlyBest = 0.98;

interface Window {
  start: number;
  channel: number;
  reference: Float32Array;
  /** From `reach` before the window to `reach` behind it. */
  decoded: Float32Array;
}

/** Finds how late a sound is against another in windows where there is something to hear. */
export class OffsetProbe {
  private constructor(
    private readonly windows: readonly Window[],
    private readonly sampleRate: number,
  ) {}

  /** @param length samples of the sound */
  static async create(expected: ExpectedSound, length: number, sampleRate: number): Promise<OffsetProbe> {
    const count = Math.min(windowLength, length);
    const places = Math.max(1, Math.min(candidates, Math.floor(length / count)));
    const found: (Window & { level: number })[] = [];
    for (let place = 0; place < places; place++) {
      const start = places === 1 ? 0 : Math.round((place * (length - count)) / (places - 1));
      const channels = await expected(start, count);
      const levels = channels.map(levelOf);
      const level = Math.max(0, ...levels);
      const channel = levels.indexOf(level);
      if (level < leastLevel) continue;
      const reference = new Float32Array(channels[channel]!);
      found.push({ start, channel, reference, level, decoded: new Float32Array(0) });
      found.sort((one, other) => other.level - one.level);
      found.length = Math.min(found.length, mostWindows);
    }
    const windows = found.map((window) => ({ ...window, decoded: new Float32Array(count + 2 * reach) }));
    return new OffsetProbe(windows, sampleRate);
  }

  /** Whether there is anything to hear. */
  get hasSound(): boolean {
    return this.windows.length > 0;
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

  /** The middle of what all windows say; null: they are not alike anywhere. */
  read(): SoundOffset | null {
    const alike = this.windows.map(offsetIn).filter(({ likeness }) => likeness >= leastLikeness);
    if (alike.length === 0) return null;
    const sorted = alike.toSorted((one, other) => one.lag - other.lag);
    const { lag, likeness } = sorted[sorted.length >> 1]!;
    return { seconds: lag / this.sampleRate, likeness };
  }
}

function levelOf(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length));
}

function offsetIn({ reference, decoded }: Window): { lag: number; likeness: number } {
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
