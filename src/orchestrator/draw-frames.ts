import { createFrameCapture } from '../capture/capture';
import type { DomRenderer } from '../capture/frame-capture';
import type { Composition } from '../composition/composition';
import type { FrameRate } from '../composition/frame-rate';
import { assertComposition } from '../composition/load-module';
import { createStage, openSession } from '../composition/stage';
import type { SegmentSpan } from '../encode/segment-encoder';
import { ExportError } from '../errors';
import type { ExportSettings } from '../formats/format';
import { BufferPool } from './buffer-pool';
import { lengthAt } from './export-length';
import { createFrameStepper } from './frame-stepper';
import { walkFrames, type FrameTaker } from './frame-walk';
import { openSoundtracks } from './soundtrack';

/** Raw frames under way: one is drawn while others are looked at. */
const poolSize = 3;
const frameTimeoutMs = 30_000;

/** Frames of a composition to be drawn as an export captures them, in 8 bits over black. */
export interface FramesToDraw {
  width: number;
  height: number;
  frameRate: FrameRate;
  /** Counted from the composition's first at `frameRate`, in order. */
  frames: readonly number[];
  signal: AbortSignal;
  domRenderer?: DomRenderer;
}

/**
 * Draws frames and hands on the pixels of each: blue, green, red and a fourth byte, top row first, no padding. What came
 * to stand in the page is gone when it settles.
 *
 * @param take resolves with a buffer of the same size, to be used again
 * @throws ExportError as an export does; what `take` throws
 */
export async function drawFrames(
  composition: Composition,
  wanted: FramesToDraw,
  take: (frame: number, pixels: ArrayBuffer) => Promise<ArrayBuffer>,
): Promise<void> {
  assertComposition(composition);
  const { width, height, frameRate, frames, domRenderer } = wanted;
  assertWithin(composition, wanted);
  const ended = new AbortController();
  const signal = AbortSignal.any([wanted.signal, ended.signal]);
  const cleanup: (() => void)[] = [() => ended.abort()];
  try {
    const spectrum = composition.spectrum ? await spectrumOf(composition, frameRate, signal) : null;
    // The composition opens last: it may put the page on a virtual clock.
    const { stage, dispose } = createStage(composition, { width, height, frameRate, signal });
    cleanup.push(dispose);
    const session = await openSession(composition, stage);
    cleanup.push(() => session.dispose());
    const capture = createFrameCapture({
      ...{ width, height, background: composition.background ?? null, root: stage.root },
      ...(domRenderer && { domRenderer }),
    });
    cleanup.push(() => capture.dispose());
    const step = createFrameStepper({
      ...{ session, frameRate, timeoutMs: frameTimeoutMs, signal },
      ...(spectrum && { spectrum }),
    });
    const taker = new FrameSender(spansOf(frames), width * height * 4, take, (frame, into) =>
      capture.read(frame, into),
    );
    await walkFrames({
      ...{ session, step, capture, frameRate, firstFrame: 0, takers: [taker], signal },
      nextFrame: composition.stateful === true ? 0 : null,
      onReplayed: () => undefined,
      onCaptured: () => undefined,
      onDrawn: () => undefined,
    });
    await taker.finish();
  } finally {
    for (const undo of cleanup.reverse()) undo();
  }
}

/** What an analyser would show, for compositions that ask for it. */
async function spectrumOf(composition: Composition, frameRate: FrameRate, signal: AbortSignal) {
  const settings = { audio: null, frameRate } as Pick<ExportSettings, 'audio' | 'frameRate'> as ExportSettings;
  const [soundtrack] = await openSoundtracks(composition, [{ settings }], signal);
  return soundtrack?.spectrum ?? null;
}

/** Hands frames on while the next ones are drawn, as many at a time as there are buffers. */
class FrameSender implements FrameTaker {
  readonly offset = 0;
  private readonly pool: BufferPool;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    readonly spans: readonly SegmentSpan[],
    frameBytes: number,
    private readonly send: (frame: number, pixels: ArrayBuffer) => Promise<ArrayBuffer>,
    readonly read: (frame: VideoFrame, into: ArrayBuffer) => Promise<void>,
  ) {
    this.pool = new BufferPool(poolSize, frameBytes);
  }

  isElsewhere(): boolean {
    return false;
  }

  onSpan(): void {}

  takeBuffer(): Promise<ArrayBuffer> {
    return this.pool.take();
  }

  take(pixels: ArrayBuffer, frame: number): void {
    const sent = this.send(frame, pixels).then(
      (buffer) => this.pool.give(buffer),
      (cause: unknown) => this.pool.fail(notTaken(cause)),
    );
    this.underWay.add(sent);
    void sent.then(() => this.underWay.delete(sent));
  }

  /** Resolves when the last frame was taken. @throws ExportError */
  async finish(): Promise<void> {
    await Promise.all(this.underWay);
    await this.pool.take();
  }
}

/** Runs of frames that follow one another. */
function spansOf(frames: readonly number[]): SegmentSpan[] {
  const spans: SegmentSpan[] = [];
  for (const frame of frames) {
    const last = spans.at(-1);
    if (last && frame === last.first + last.count) last.count++;
    else spans.push({ index: spans.length, first: frame, count: 1 });
  }
  return spans;
}

function assertWithin(composition: Composition, { frameRate, frames }: FramesToDraw): void {
  const total = lengthAt(composition, frameRate);
  const outside = frames.find((frame) => !Number.isInteger(frame) || frame < 0 || frame >= total);
  if (outside === undefined) return;
  throw new ExportError('invalid-input', {
    detail: 'range-outside',
    stage: 'configure',
    message: `There is no frame ${outside}: ${composition.id} has ${total} frames at this rate.`,
    remedy: `Ask for frames within 0-${total - 1}.`,
    frame: outside,
  });
}

function notTaken(cause: unknown): ExportError {
  return ExportError.from(cause, 'internal', {
    detail: 'frame-not-taken',
    stage: 'check',
    message: `A drawn frame could not be looked at: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: 'Try again.',
  });
}
