import type { FilmStretch } from './film';

/** The packets of a film's picture, as its container tells of them. */
export interface FilmPackets {
  /** What the container calls the codec. */
  codec: string;
  /** Seconds, in the order frames are shown in. */
  times: readonly number[];
  /** When the last frame ends. */
  durationSeconds: number;
  /** Bits a second, one value a second of the film. */
  bitrate: number[];
  /** As {@link Film.packetHashes}. */
  hashes(): Promise<string[]>;
  dispose(): void;
}

/** Which frame is shown at a moment, by when each begins. */
export function frameShownAt(times: readonly number[], seconds: number): number {
  // Matroska rounds to milliseconds.
  const after = times.findIndex((time) => time > seconds + 0.0011);
  return after < 0 ? times.length - 1 : Math.max(0, after - 1);
}

/** The frames that begin within a stretch: the first, and the one after the last. */
export function framesWithin(times: readonly number[], { from, to }: FilmStretch): [first: number, end: number] {
  const firstFrom = (moment: number): number => {
    const index = times.findIndex((time) => time >= moment);
    return index < 0 ? times.length : index;
  };
  return [firstFrom(from), firstFrom(to)];
}
