import { framesPerSecond, type FrameRate } from '../composition/frame-rate';
import type { DecodedFrame, Film } from './film';
import type { FormatLoss } from './format-loss';
import { openFrameComparer, type FrameComparer } from './metrics/compare-frames';
import { exactPixels } from './metrics/exact-planes';
import { openFingerprintTaker, type FrameFingerprint } from './metrics/fingerprint';
import type { SampledFrame } from './report';
import { WorstFrames } from './worst-frames';

/** What was captured for a file. */
export interface CapturedFrames {
  /** Of every frame. */
  fingerprints: readonly FrameFingerprint[];
  /** Blue, green, red and a fourth byte; null where the frame is not among the samples. */
  sample(frame: number): Promise<Uint8Array<ArrayBuffer> | null>;
}

export interface FilmToWatch {
  film: Film;
  /** Of the frames captured, and what each must have. */
  width: number;
  height: number;
  frameRate: FrameRate;
  /** Null: there is nothing to compare with. */
  captured: CapturedFrames | null;
  /** Null: the format keeps what was captured. */
  loss: FormatLoss | null;
}

/** All that was seen of a file's picture. */
export interface WatchedFilm {
  fingerprints: FrameFingerprint[];
  timestampsUs: number[];
  sampled: SampledFrame[];
  worst: WorstFrames;
  histogram: Uint32Array<ArrayBuffer>;
  /** What the decoder said where it gave up; null: it came to the end. */
  failure: string | null;
}

/** Steps of the histogram of ΔE2000: a quarter each, the last for all beyond. */
const histogramSteps = 41;

/** Decodes a film to its end, or to where it is damaged. */
export async function watchFilm(input: FilmToWatch): Promise<WatchedFilm> {
  const { film, width, height } = input;
  const watched: WatchedFilm = {
    fingerprints: [],
    timestampsUs: [],
    sampled: [],
    worst: new WorstFrames(width, height),
    histogram: new Uint32Array(histogramSteps),
    failure: null,
  };
  const taker = await openFingerprintTaker({ width, height, pixelOrder: 'bgra' });
  const pixels = new Uint8Array(width * height * 4);
  let comparer: FrameComparer | null = null;
  try {
    for await (const frame of film.frames()) {
      assertSize(frame, input);
      await frame.read(pixels);
      watched.fingerprints.push(taker.take(pixels));
      watched.timestampsUs.push(frame.timestampUs);
      const index = Math.round((frame.timestampUs / 1e6) * framesPerSecond(input.frameRate));
      const source = (await input.captured?.sample(index)) ?? null;
      if (!source) continue;
      await readExact(frame, pixels);
      comparer ??= await openFrameComparer({ width, height, pixelOrder: 'bgra' });
      const sampled = compare(comparer, { index, source, output: pixels }, input, watched.histogram);
      watched.sampled.push(sampled);
      await watched.worst.take(sampled, source, pixels);
    }
  } catch (cause) {
    watched.failure = cause instanceof Error ? cause.message : String(cause);
  }
  return watched;
}

function compare(
  comparer: FrameComparer,
  { index, source, output }: { index: number; source: Uint8Array; output: Uint8Array },
  { loss }: FilmToWatch,
  histogram: Uint32Array<ArrayBuffer>,
): SampledFrame {
  const own = comparer.compareFrames(source, output, { histogram });
  if (!loss) return { frame: index, ...own };
  const reference = comparer.compareFrames(loss(source), output);
  return { frame: index, ...own, reference };
}

/** By exact arithmetic, where the decoder gives out the codes: a browser's own is quicker. */
async function readExact(frame: DecodedFrame, into: Uint8Array<ArrayBuffer>): Promise<void> {
  const planes = await frame.planes();
  if (planes) exactPixels(planes, into);
  else await frame.read(into);
}

function assertSize(frame: DecodedFrame, { width, height }: FilmToWatch): void {
  if (frame.width === width && frame.height === height) return;
  throw new Error(`A frame is ${frame.width} × ${frame.height} instead of ${width} × ${height}.`);
}
