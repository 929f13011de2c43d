import type { SoundExcerpt } from './audio-source';

/** Samples of an excerpt, a third of a second, and how many there are at most: half a megabyte together. */
const excerptLength = 16_384;
const mostExcerpts = 9;

/** Root mean square below which there is nothing to hear. −60 dBFS. */
const leastLevel = 0.001;

interface Candidate {
  start: number;
  level: number;
  channel: number;
  channels: Float32Array<ArrayBuffer>[];
}

/**
 * Takes short excerpts of a sound that goes by, by which another can be laid against it later: of each of several equal
 * parts the loudest. What it holds does not grow with the sound.
 */
export class ExcerptTaker {
  private readonly window: number;
  private readonly parts: number;
  private readonly best: (Candidate | null)[];
  private current: Candidate | null = null;
  private filled = 0;
  private at = 0;

  /** @param length samples of the whole sound */
  constructor(private readonly length: number) {
    this.window = Math.max(1, Math.min(excerptLength, length));
    this.parts = Math.max(1, Math.min(mostExcerpts, Math.floor(length / excerptLength)));
    this.best = new Array<null>(this.parts).fill(null);
  }

  /** The next samples, equally many of each channel. They are the caller's again at once. */
  push(channels: readonly Float32Array[]): void {
    const count = channels[0]?.length ?? 0;
    for (let from = 0; from < count;) {
      const part = this.partAt(this.at);
      const end = this.startOf(part + 1);
      // What is left of a part is too short for another excerpt.
      if (this.filled === 0 && end - this.at < this.window) {
        const left = end - this.at;
        const passed = left > 0 ? Math.min(count - from, left) : count - from;
        this.at += passed;
        from += passed;
        continue;
      }
      this.current ??= this.candidate(channels.length);
      if (this.filled === 0) this.current.start = this.at;
      const taken = Math.min(count - from, this.window - this.filled);
      for (const [index, into] of this.current.channels.entries())
        into.set(channels[index]!.subarray(from, from + taken), this.filled);
      this.filled += taken;
      this.at += taken;
      from += taken;
      if (this.filled === this.window) this.judge(part);
    }
  }

  /** In order; none of silence. */
  read(): SoundExcerpt[] {
    return this.best.flatMap((found) => {
      if (!found || found.level < leastLevel) return [];
      const { start, channel, channels } = found;
      return [{ start, channel, samples: channels[channel]! }];
    });
  }

  private judge(part: number): void {
    const { current } = this;
    this.filled = 0;
    if (!current) return;
    const levels = current.channels.map(levelOf);
    current.level = Math.max(0, ...levels);
    current.channel = Math.max(0, levels.indexOf(current.level));
    const best = this.best[part] ?? null;
    if (best && best.level >= current.level) return;
    this.best[part] = current;
    // The one that is beaten is filled anew.
    this.current = best;
  }

  private candidate(channels: number): Candidate {
    const samples = Array.from({ length: channels }, () => new Float32Array(this.window));
    return { start: 0, level: 0, channel: 0, channels: samples };
  }

  private startOf(part: number): number {
    return Math.round((part * this.length) / this.parts);
  }

  /** The part a place lies in; what comes behind the sound belongs to the last. */
  private partAt(place: number): number {
    let part = Math.min(this.parts - 1, Math.floor((place * this.parts) / this.length));
    while (part + 1 < this.parts && this.startOf(part + 1) <= place) part++;
    return part;
  }
}

function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, samples.length));
}
