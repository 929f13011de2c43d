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
  /** Those kept whole, in order. */
  sampledFrames: readonly number[];
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
  /** Of every frame, in the order they are shown; null: samples alone were decoded. */
  fingerprints: FrameFingerprint[] | null;
  /** Of the frames that were decoded. */
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
  const { film, width, height, captured } = input;
  const everyFrame = film.isCheap || !captured;
  const watched: WatchedFilm = {
    fingerprints: everyFrame ? [] : null,
    timestampsUs: [],
    sampled: [],
    worst: new WorstFrames(width, height),
    histogram: new Uint32Array(histogramSteps),
    failure: null,
  };
  const fps = framesPerSecond(input.frameRate);
  const samples = new SampleComparer(input, watched);
  const taker = await openFingerprintTaker({ width, height, pixelOrder: 'bgra' });
  const pixels = new Uint8Array(width * height * 4);
  // The middle of a frame is in it, however times are rounded.
  const frames = everyFrame ? film.frames() : film.framesAt(captured.sampledFrames.map((frame) => (frame + 0.5) / fps));
  try {
    for await (const frame of frames) {
      assertSize(frame, input);
      const planes = await frame.planes();
      if (!planes) await frame.read(pixels);
      watched.fingerprints?.push(planes ? taker.takePlanes(planes) : taker.take(pixels));
      watched.timestampsUs.push(frame.timestampUs);
      const index = Math.round((frame.timestampUs / 1e6) * fps);
      const source = (await captured?.sample(index)) ?? null;
      if (!source) continue;
      // By exact arithmetic: a browser's own is quicker, and several codes off.
      if (planes) exactPixels(planes, pixels);
      await samples.take(index, source, pixels);
    }
  } catch (cause) {
    watched.failure = cause instanceof Error ? cause.message : String(cause);
  }
  return watched;
}

/** Measures samples beside what was captured. */
class SampleComparer {
  private comparer: FrameComparer | null = null;

  constructor(
    private readonly input: FilmToWatch,
    private readonly watched: WatchedFilm,
  ) {}

  async take(frame: number, source: Uint8Array<ArrayBuffer>, output: Uint8Array<ArrayBuffer>): Promise<void> {
    const { width, height, loss } = this.input;
    const { histogram, sampled, worst } = this.watched;
    this.comparer ??= await openFrameComparer({ width, height, pixelOrder: 'bgra' });
    const own = this.comparer.compareFrames(source, output, { histogram });
    const reference = loss && this.comparer.compareFrames(loss(source), output);
    const measured = { frame, ...own, ...(reference ? { reference } : {}) };
    sampled.push(measured);
    await worst.take(measured, source, output);
  }
}

function assertSize(frame: DecodedFrame, { width, height }: FilmToWatch): void {
  if (frame.width === width && frame.height === height) return;
  throw new Error(`A frame is ${frame.width} × ${frame.height} instead of ${width} × ${height}.`);
}
