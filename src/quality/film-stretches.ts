import { framesPerSecond, type FrameRate } from '../composition/frame-rate';
import type { FilmStretch } from './film';

/** As much of a packet table as tells where decoding may begin. */
export interface KeyTable {
  /** Seconds, in decoding order. */
  times: readonly number[];
  durations: readonly number[];
  keys: readonly boolean[];
}

/** Seconds a stretch lasts at least: a decoder is opened for each. */
const leastSeconds = 1;

/** The film cut at key frames, in the order they are shown: whoever decodes one of them decodes nothing else. */
export function stretchesOf({ times, durations, keys }: KeyTable): FilmStretch[] {
  const starts = times.filter((_, packet) => keys[packet]).toSorted((one, other) => one - other);
  const end = times.reduce((latest, time, packet) => Math.max(latest, time + durations[packet]!), 0);
  const stretches: FilmStretch[] = [];
  for (const start of starts) {
    const last = stretches.at(-1);
    if (last && start - last.from < leastSeconds) continue;
    if (last) last.to = start;
    // A picture that stands still lasts no time, and is shown all the same.
    stretches.push({ from: start, to: end > start ? end : Infinity });
  }
  return stretches;
}

/** The frames that a stretch should show, of so many that there are. */
export function framesIn({ from, to }: FilmStretch, count: number, frameRate: FrameRate): number[] {
  const fps = framesPerSecond(frameRate);
  const all = Array.from({ length: count }, (_, frame) => frame);
  // The middle of a frame is in it, however times are rounded.
  return all.filter((frame) => frame + 0.5 >= from * fps && frame + 0.5 < to * fps);
}

/** Items in an order whose every beginning lies spread over the whole: the first, the middle, the quarters … */
export function spread<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item, index) => ({ item, place: turnOf(index, items.length) }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

/** An item's turn: the bits of its index the other way round, as in van der Corput's sequence. */
function turnOf(index: number, count: number): number {
  const bits = Math.max(1, Math.ceil(Math.log2(count)));
  let turn = 0;
  for (let bit = 0; bit < bits; bit++) turn = 2 * turn + ((index >> bit) & 1);
  return turn;
}
