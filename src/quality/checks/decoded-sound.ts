/** Samples that follow each other, equally many of each channel. */
export interface SoundRun {
  /** The first, counted from time 0; below 0: it is not heard. */
  start: number;
  channels: readonly Float32Array[];
}

/** A file's first track of sound, to be decoded once, from beginning to end. */
export interface DecodedSound {
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: number;
  runs(): AsyncGenerator<SoundRun>;
}

/** The samples of a run from `first` to `end`. Null: there are none. */
export function cutRun({ start, channels }: SoundRun, first: number, end: number): SoundRun | null {
  const length = channels[0]?.length ?? 0;
  const [from, to] = [Math.max(0, first - start), Math.min(length, end - start)];
  if (from >= to) return null;
  return { start: start + from, channels: channels.map((samples) => samples.subarray(from, to)) };
}
