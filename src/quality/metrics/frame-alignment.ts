import { fingerprintDistance, type FrameFingerprint } from './fingerprint';

/** Which source frame each decoded frame shows. */
export interface FrameAlignment {
  /** By decoded frame: the source frame's number. */
  sourceOf: Int32Array<ArrayBuffer>;
  /** By decoded frame: how far the two are apart, see {@link fingerprintDistance}. */
  distances: Float64Array<ArrayBuffer>;
  /** What the codec makes of a frame that is where it should be: the median of those distances. */
  noise: number;
}

export interface AlignmentOptions {
  /** How many frames a decoded frame may be before or after where it is expected. */
  reach?: number;
  /** By decoded frame, the source frame that its timestamp asks for. By default its own number. */
  expected?: ArrayLike<number>;
}

/** So far apart, in codes, frames must be to be told apart at all. */
const leastDifference = 0.05;
/**
 * Costs are squares of distances: what a codec adds and what motion adds then sum up. Prices of a step other than to the
 * next frame, as multiples of a third of the square of the noise.
 */
const noiseShare = 1 / 3;
const repeatPrice = 1;
const skipPrice = 1;
const backPrice = 2;

/**
 * Matches decoded frames to source frames: the cheapest path in which each step to the very next frame is free and standing
 * still, skipping and going back have a price. So a frame counts as dropped, repeated or out of order only if the pictures
 * say so more clearly than a codec's loss could: in a source that stands still, every order is as good, and the right one
 * is taken.
 */
export function alignFrames(
  source: readonly FrameFingerprint[],
  decoded: readonly FrameFingerprint[],
  { reach = 16, expected }: AlignmentOptions = {},
): FrameAlignment {
  const span = 2 * reach + 1;
  const first = (index: number): number => (expected ? expected[index]! : index) - reach;
  const costs = decoded.map((frame, index) =>
    Float64Array.from({ length: span }, (_, place) => {
      const at = first(index) + place;
      return at < 0 || at >= source.length ? Infinity : fingerprintDistance(frame, source[at]!) ** 2;
    }),
  );
  const noise = Math.sqrt(median(costs.map((row) => Math.min(...row)).filter(Number.isFinite)));
  const path = cheapestPath(costs, first, Math.max(leastDifference ** 2, noise ** 2 * noiseShare));
  const sourceOf = Int32Array.from(path, (place, index) => first(index) + place);
  const distances = Float64Array.from(path, (place, index) => Math.sqrt(costs[index]![place]!));
  return { sourceOf, distances, noise };
}

/** By row, the place in it. */
function cheapestPath(costs: readonly Float64Array[], first: (index: number) => number, unit: number): number[] {
  const from: Int32Array[] = [];
  let totals = new Float64Array(costs[0]?.length ?? 0);
  for (const [index, row] of costs.entries()) {
    const next = new Float64Array(row.length);
    const origins = new Int32Array(row.length);
    for (let place = 0; place < row.length; place++) {
      let best = Infinity;
      for (let before = 0; before < row.length; before++) {
        const step = index === 0 ? first(0) + place + 1 : first(index) + place - (first(index - 1) + before);
        const total = totals[before]! + unit * priceOf(step);
        if (total < best) {
          best = total;
          origins[place] = before;
        }
        if (index === 0) break;
      }
      next[place] = best + row[place]!;
    }
    from.push(origins);
    totals = next;
  }
  const path = new Array<number>(costs.length);
  let place = indexOfLeast(totals);
  for (let index = costs.length - 1; index >= 0; index--) {
    path[index] = place;
    place = from[index]![place]!;
  }
  return path;
}

function priceOf(step: number): number {
  if (step === 1) return 0;
  if (step === 0) return repeatPrice;
  return step > 1 ? skipPrice * (1 + 0.1 * (step - 2)) : backPrice * (1 + 0.1 * -step);
}

function indexOfLeast(values: Float64Array): number {
  let least = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! < values[least]!) least = index;
  return least;
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
