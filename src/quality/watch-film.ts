import { framesPerSecond, type FrameRate } from '../composition/frame-rate';
import { realNow } from '../composition/real-time';
import type { DecodedFrame, Film, FilmStretch } from './film';
import { framesIn, spread } from './film-stretches';
import type { FormatLoss } from './format-loss';
import { openFrameComparer, type FrameComparer } from './metrics/compare-frames';
import type { CodedPlanes } from '../kernels/planes/coded-planes';
import { exactPixels } from '../kernels/planes/exact-planes';
import { openFingerprintTaker, type FingerprintTaker, type FrameFingerprint } from './metrics/fingerprint';
import type { SampledFrame } from './report';
import { alphaPsnr, overBlack, straightLoss, type DecodedAlpha } from './translucent';
import { UndecodableError } from './undecodable-error';
import { WorstFrames } from './worst-frames';

/** What was captured for a file. */
export interface CapturedFrames {
  /** By frame, null where none was taken; null: nothing is known of any but the samples. */
  fingerprints: readonly (FrameFingerprint | null)[] | null;
  /** Those kept whole, in order. */
  sampledFrames: readonly number[];
  /** Blue, green, red, multiplied by alpha where there is any, and alpha; null where the frame is not among the samples. */
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
  /** Where it has any, frames are compared as they look over black, and alpha by itself. */
  alpha: DecodedAlpha;
  /** Null: the format keeps what was captured. */
  loss: FormatLoss | null;
  /** The film cut where decoding may begin. */
  stretches: readonly FilmStretch[];
  /**
   * Milliseconds after which no further sample is measured and no further stretch watched: samples come first, then
   * stretches, both spread over the film. Null: every frame is watched.
   */
  budgetMs: number | null;
}

/** All that was seen of a file's picture. */
export interface WatchedFilm {
  /** Every frame was to be decoded. */
  isWhole: boolean;
  /** Of every frame of the stretches that were watched, in the order they are shown. */
  fingerprints: FrameFingerprint[];
  timestampsUs: number[];
  /** What was watched, in order. */
  stretches: readonly FilmStretch[];
  sampled: SampledFrame[];
  worst: WorstFrames;
  histogram: Uint32Array<ArrayBuffer>;
  /** What the decoder said where it gave up; null: it came to the end. */
  failure: string | null;
}

/** Samples that are measured however long it takes: the first frame and the last. */
const leastSamples = 2;

/** Steps of the histogram of ΔE2000: a quarter each, the last for all beyond. */
const histogramSteps = 41;

/** Decodes a film, or as much of it as there is time for, to its end or to where it is damaged. */
export async function watchFilm(input: FilmToWatch): Promise<WatchedFilm> {
  const viewer = await FilmViewer.open(input);
  try {
    if (input.budgetMs === null || !input.captured) await viewer.watchAll();
    else await viewer.watchWithin(input.budgetMs, input.captured);
  } catch (cause) {
    if (cause instanceof UndecodableError) throw cause;
    return viewer.seen(cause instanceof Error ? cause.message : String(cause));
  }
  return viewer.seen(null);
}

/** The first, the last, and those between so that every beginning lies spread over the film. */
function inTurn(frames: readonly number[]): number[] {
  return [...frames.slice(0, 1), ...frames.slice(1).slice(-1), ...spread(frames.slice(1, -1))];
}

/** A stretch of a film as it was seen. */
interface WatchedStretch extends FilmStretch {
  frames: { fingerprint: FrameFingerprint; timestampUs: number }[];
}

class FilmViewer {
  private readonly startedAt = realNow();
  private readonly pixels: Uint8Array<ArrayBuffer>;
  private readonly samples: SampleComparer;
  private readonly watched: WatchedStretch[] = [];

  private constructor(
    private readonly input: FilmToWatch,
    private readonly taker: FingerprintTaker,
  ) {
    this.pixels = new Uint8Array(input.width * input.height * 4);
    this.samples = new SampleComparer(input);
  }

  static async open(input: FilmToWatch): Promise<FilmViewer> {
    const { width, height } = input;
    return new FilmViewer(input, await openFingerprintTaker({ width, height, pixelOrder: 'bgra' }));
  }

  async watchAll(): Promise<void> {
    await this.watch(this.input.film.frames(), { from: 0, to: Infinity }, true);
  }

  async watchWithin(budgetMs: number, { sampledFrames, fingerprints }: CapturedFrames): Promise<void> {
    const { film, frameRate, stretches } = this.input;
    // The middle of a frame is in it, however times are rounded.
    const moments = inTurn(sampledFrames).map((frame) => (frame + 0.5) / framesPerSecond(frameRate));
    const isSpent = (): boolean => realNow() - this.startedAt >= budgetMs;
    let measured = 0;
    for await (const frame of film.framesAt(moments)) {
      await this.compare(frame, await this.codesOf(frame));
      if (++measured >= leastSamples && isSpent()) return;
    }
    if (!film.isCheap || !fingerprints) return;
    const known = stretches.filter((stretch) =>
      framesIn(stretch, fingerprints.length, frameRate).every((frame) => fingerprints[frame] !== null),
    );
    // A stretch is watched to its end: one that would take longer than there is time is not begun.
    let longestMs = budgetMs / 2;
    for (const stretch of spread(known)) {
      const begunAt = realNow();
      if (begunAt - this.startedAt + longestMs >= budgetMs) return;
      await this.watch(film.frames(stretch), stretch, false);
      longestMs = Math.max(realNow() - begunAt, this.watched.length > 1 ? longestMs : 0);
    }
  }

  seen(failure: string | null): WatchedFilm {
    const { captured, budgetMs, stretches } = this.input;
    const inOrder = this.watched.toSorted((one, other) => one.from - other.from);
    const frames = inOrder.flatMap((stretch) => stretch.frames);
    const { worst, histogram } = this.samples;
    const sampled = this.samples.sampled.toSorted((one, other) => one.frame - other.frame);
    return {
      isWhole: budgetMs === null || !captured || (stretches.length > 0 && this.watched.length === stretches.length),
      fingerprints: frames.map(({ fingerprint }) => fingerprint),
      timestampsUs: frames.map(({ timestampUs }) => timestampUs),
      stretches: inOrder.map(({ from, to }) => ({ from, to })),
      ...{ sampled, worst, histogram, failure },
    };
  }

  private async watch(
    frames: AsyncGenerator<DecodedFrame, void, undefined>,
    stretch: FilmStretch,
    withSamples: boolean,
  ): Promise<void> {
    const seen: WatchedStretch = { ...stretch, frames: [] };
    this.watched.push(seen);
    for await (const frame of frames) {
      const planes = await this.codesOf(frame);
      const fingerprint = planes ? this.taker.takePlanes(planes) : this.taker.take(this.pixels);
      seen.frames.push({ fingerprint, timestampUs: frame.timestampUs });
      if (withSamples) await this.compare(frame, planes);
    }
  }

  /** Null: the frame lies in `pixels`. */
  private async codesOf(frame: DecodedFrame): Promise<CodedPlanes | null> {
    assertSize(frame, this.input);
    const planes = await frame.planes();
    if (planes && !this.input.alpha) return planes;
    if (planes) exactPixels(planes, this.pixels);
    else await frame.read(this.pixels);
    if (this.input.alpha === 'straight') overBlack(this.pixels);
    return null;
  }

  private async compare({ timestampUs }: DecodedFrame, planes: CodedPlanes | null): Promise<void> {
    const index = Math.round((timestampUs / 1e6) * framesPerSecond(this.input.frameRate));
    const source = (await this.input.captured?.sample(index)) ?? null;
    if (!source) return;
    // By exact arithmetic: a browser's own is quicker, and several codes off.
    if (planes) exactPixels(planes, this.pixels);
    await this.samples.take(index, source, this.pixels);
  }
}

/** Measures samples beside what was captured. */
class SampleComparer {
  readonly sampled: SampledFrame[] = [];
  readonly worst: WorstFrames;
  readonly histogram = new Uint32Array(histogramSteps);
  private comparer: FrameComparer | null = null;
  private readonly loss: FormatLoss | null;

  constructor(private readonly input: Pick<FilmToWatch, 'width' | 'height' | 'alpha' | 'loss'>) {
    const { width, height, loss, alpha } = input;
    this.worst = new WorstFrames(width, height);
    this.loss = loss && alpha === 'straight' ? straightLoss(loss) : loss;
  }

  async take(frame: number, source: Uint8Array<ArrayBuffer>, output: Uint8Array<ArrayBuffer>): Promise<void> {
    const { width, height, alpha } = this.input;
    const { histogram, loss } = this;
    this.comparer ??= await openFrameComparer({ width, height, pixelOrder: 'bgra' });
    const own = this.comparer.compareFrames(source, output, { histogram });
    const reference = loss && this.comparer.compareFrames(loss(source), output);
    const measured = {
      ...{ frame, ...own },
      ...(alpha ? { alphaPsnr: alphaPsnr(source, output) } : {}),
      ...(reference ? { reference } : {}),
    };
    this.sampled.push(measured);
    this.worst.take(measured, source, output);
  }
}

function assertSize(frame: DecodedFrame, { width, height }: FilmToWatch): void {
  if (frame.width === width && frame.height === height) return;
  throw new Error(`A frame is ${frame.width} × ${frame.height} instead of ${width} × ${height}.`);
}
