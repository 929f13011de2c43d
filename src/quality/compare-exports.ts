import { ExportError } from '../errors';
import { gateResults, pictureGates, type GateResult } from './gated-frames';
import { gatedValue, isMoreBetter, type Gate, type GatedMetric } from './gates';
import { openFrameComparer, type FrameComparer } from './metrics/compare-frames';
import type { SampledFrame } from './report';

/** A frame of a film as it was decoded: blue, green, red and a fourth byte, top row first, no padding. */
export interface DecodedFrame {
  /** Counted from the film's first. */
  frame: number;
  /** `width × height × 4` bytes; not used again once the next frame is asked for. */
  pixels: Uint8Array;
}

/** A film to compare, or what was sampled of it, in order. Frames are asked for one at a time, so that few are in memory. */
export interface DecodedFilm {
  width: number;
  height: number;
  frames: Iterable<DecodedFrame> | AsyncIterable<DecodedFrame>;
}

/** How the second of two films differs from the first. Plain data. */
export interface ExportComparison {
  width: number;
  height: number;
  /** How many frames there were of either. */
  frames: { first: number; second: number };
  compared: readonly SampledFrame[];
  /** Frames that the first, and the second, does not have while the other has. */
  missing: { first: readonly number[]; second: readonly number[] };
  /** How many compared frames show no difference in red, green or blue. */
  identical: number;
  /** The frame each gate's metric is worst in. */
  worst: Partial<Record<GatedMetric, number>>;
  gates: readonly GateResult[];
  /** Every gate did, no frame is missing, and there was one to compare. */
  passed: boolean;
}

export interface ExportComparisonOptions {
  gates?: readonly Gate[];
  signal?: AbortSignal;
}

/**
 * Compares the frames of two films that bear the same number.
 *
 * @throws ExportError invalid-input: sizes-differ, frames-out-of-order; RangeError below 11 × 11 pixels or where a frame has
 * too few; the signal's reason when it is aborted
 */
export async function compareFilms(
  first: DecodedFilm,
  second: DecodedFilm,
  { gates = pictureGates, signal }: ExportComparisonOptions = {},
): Promise<ExportComparison> {
  const { width, height } = first;
  if (width !== second.width || height !== second.height) throw sizesDiffer(first, second);
  const comparer = await openFrameComparer({ width, height, pixelOrder: 'bgra' });
  const walk = await pairs(first.frames, second.frames, comparer, signal);
  const { compared, missing, counts } = walk;
  const results = gateResults(gates, compared);
  const complete = missing.first.length === 0 && missing.second.length === 0 && compared.length > 0;
  return {
    width,
    height,
    frames: counts,
    compared,
    missing,
    identical: compared.filter(({ psnr }) => psnr.rgb === Infinity).length,
    worst: Object.fromEntries(gates.flatMap(({ metric }) => worstFrame(metric, compared))),
    gates: results,
    passed: complete && results.every(({ passed }) => passed),
  };
}

interface Walk {
  compared: SampledFrame[];
  missing: { first: number[]; second: number[] };
  counts: { first: number; second: number };
}

/** Goes through both in the order of their frames, as one merges sorted lists. */
async function pairs(
  first: DecodedFilm['frames'],
  second: DecodedFilm['frames'],
  comparer: FrameComparer,
  signal: AbortSignal | undefined,
): Promise<Walk> {
  const walk: Walk = { compared: [], missing: { first: [], second: [] }, counts: { first: 0, second: 0 } };
  const [one, other] = [inOrder(first), inOrder(second)];
  try {
    let [a, b] = [await one.next(), await other.next()];
    while (a.done !== true || b.done !== true) {
      signal?.throwIfAborted();
      const [left, right] = [a.done === true ? Infinity : a.value.frame, b.done === true ? Infinity : b.value.frame];
      if (a.done !== true && b.done !== true && left === right) {
        walk.compared.push({ frame: left, ...comparer.compareFrames(a.value.pixels, b.value.pixels) });
      } else if (left < right) walk.missing.second.push(left);
      else walk.missing.first.push(right);
      if (left <= right) [a, walk.counts.first] = [await one.next(), walk.counts.first + 1];
      if (right <= left) [b, walk.counts.second] = [await other.next(), walk.counts.second + 1];
    }
    return walk;
  } finally {
    // Whoever decodes may let go, also where the other film failed.
    await Promise.allSettled([one.return(undefined), other.return(undefined)]);
  }
}

async function* inOrder(frames: DecodedFilm['frames']): AsyncGenerator<DecodedFrame, undefined, undefined> {
  let last = -1;
  for await (const decoded of frames) {
    if (decoded.frame <= last) throw outOfOrder(decoded.frame, last);
    last = decoded.frame;
    yield decoded;
  }
  return undefined;
}

function worstFrame(metric: GatedMetric, frames: readonly SampledFrame[]): [GatedMetric, number][] {
  const better = isMoreBetter(metric) ? 1 : -1;
  let worst: { frame: number; value: number } | null = null;
  for (const frame of frames) {
    const value = gatedValue(metric, frame);
    if (value !== null && (worst === null || (value - worst.value) * better < 0)) worst = { frame: frame.frame, value };
  }
  return worst === null ? [] : [[metric, worst.frame]];
}

function sizesDiffer(first: DecodedFilm, second: DecodedFilm): ExportError {
  return new ExportError('invalid-input', {
    detail: 'sizes-differ',
    stage: 'configure',
    message: `Pictures of ${first.width} × ${first.height} and of ${second.width} × ${second.height} cannot be compared.`,
    remedy: 'Export both in one size.',
  });
}

function outOfOrder(frame: number, last: number): ExportError {
  return new ExportError('invalid-input', {
    detail: 'frames-out-of-order',
    stage: 'configure',
    message: `Frame ${frame} came after frame ${last}.`,
    remedy: 'Give each frame once, in the order of their numbers.',
    frame,
  });
}
