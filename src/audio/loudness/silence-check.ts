/** −60 dBFS, linear: no sample of any channel is above. */
const threshold = 10 ** (-60 / 20);

/** Seconds. What is not longer is a rest. */
const leastSeconds = 0.5;

/** A stretch without sound, in samples, end exclusive. */
export interface Silence {
  start: number;
  end: number;
  /** `head`: the sound begins with it; `tail`: it ends with it; `all`: there is nothing else. */
  place: 'head' | 'middle' | 'tail' | 'all';
}

/** Finds silence of all channels together. What it holds grows with the silences, of which there are two a second at the most. */
export class SilenceCheck {
  readonly #least: number;
  readonly #ended: { start: number; end: number }[] = [];
  #start = 0;
  #position = 0;

  constructor(sampleRate: number) {
    this.#least = leastSeconds * sampleRate;
  }

  push(channels: readonly Float32Array[]): void {
    const length = channels[0]?.length ?? 0;
    for (let i = 0; i < length; i++) {
      let isSilent = true;
      for (const samples of channels) if (Math.abs(samples[i]!) > threshold) isSilent = false;
      if (isSilent) continue;
      const at = this.#position + i;
      if (at - this.#start > this.#least) this.#ended.push({ start: this.#start, end: at });
      this.#start = at + 1;
    }
    this.#position += length;
  }

  read(): Silence[] {
    const end = this.#position;
    const lasts = end - this.#start > this.#least;
    const all = lasts ? [...this.#ended, { start: this.#start, end }] : this.#ended;
    return all.map((silence) => ({ ...silence, place: placeOf(silence, end) }));
  }
}

function placeOf({ start, end }: { start: number; end: number }, length: number): Silence['place'] {
  if (start === 0) return end === length ? 'all' : 'head';
  return end === length ? 'tail' : 'middle';
}
