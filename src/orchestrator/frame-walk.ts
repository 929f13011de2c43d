import type { FrameCapture } from '../capture/frame-capture';
import type { RenderSession } from '../composition/composition';
import { frameTimestampUs, type FrameRate } from '../composition/frame-rate';
import { realNow, yieldToEventLoop } from '../composition/real-time';
import type { SegmentSpan } from '../encode/segment-encoder';
import { throwIfAborted } from '../errors';

/** Milliseconds the page may be kept busy before it gets a turn to paint and to hear a click. */
const busyLimit = 12;

/** Something that frames are drawn for: one file of an export. Its frames are counted from its own first one. */
export interface FrameTaker {
  /** Where its first frame lies in the walk. */
  readonly offset: number;
  /** What it takes, in order. */
  readonly spans: readonly SegmentSpan[];
  /** Asked before each span. True: its frames come from elsewhere, and it is passed over. */
  isElsewhere(span: SegmentSpan): boolean;
  /** Called before the first frame of each span that is drawn, when all it depends on has been drawn. */
  onSpan(span: SegmentSpan): void;
  /** A buffer for the pixels of the next frame; waiting for it is what keeps the walk from running ahead. */
  takeBuffer(): Promise<ArrayBuffer>;
  /** Reads the pixels of a captured frame. The frame stays the walk's. */
  read(frame: VideoFrame, into: ArrayBuffer, index: number): Promise<void>;
  /** Receives what it read, in order. */
  take(pixels: ArrayBuffer, index: number): Promise<void> | void;
}

export interface FrameWalk {
  session: RenderSession;
  step: (frame: number) => Promise<void>;
  capture: FrameCapture;
  frameRate: FrameRate;
  /** The frame of the composition's timeline that the walk counts from. */
  firstFrame: number;
  takers: readonly FrameTaker[];
  /**
   * The frame the session would draw next, where frames depend on those before them: all from here on are then drawn,
   * without capture where nobody takes them. Null where every frame stands alone.
   */
  nextFrame: number | null;
  signal: AbortSignal;
  /** Called after every frame that is drawn only for those after it. */
  onReplayed: (done: number, total: number) => void;
  /** Called with each captured frame before its pixels are read. The frame stays the walk's. */
  onCaptured: (frame: VideoFrame) => Promise<void> | undefined;
  /** Called when every taker has a frame. */
  onDrawn: () => void;
}

/** Milliseconds a walk spent in the host's drawing and in capturing it. */
export interface WalkTimings {
  render: number;
  capture: number;
}

/** Steps through the frames that are taken: draw, capture, read, hand on; one after the other and each exactly once. */
export async function walkFrames(walk: FrameWalk): Promise<WalkTimings> {
  const { firstFrame, frameRate, signal } = walk;
  const timings: WalkTimings = { render: 0, capture: 0 };
  const breathe = breather();
  const cursors = walk.takers.map((taker) => new SpanCursor(taker));
  let next = walk.nextFrame;
  for (;;) {
    const index = Math.min(...cursors.map((cursor) => cursor.next));
    if (index === Infinity) return timings;
    if (next !== null) {
      await replay(walk, next, firstFrame + index, breathe, timings);
      next = firstFrame + index + 1;
    }
    const taking = cursors.filter((cursor) => cursor.next === index);
    for (const cursor of taking) cursor.begin();
    const buffers = await Promise.all(taking.map(({ taker }) => taker.takeBuffer()));
    const startedAt = realNow();
    await walk.step(firstFrame + index);
    const drawnAt = realNow();
    const captured = await walk.capture.capture(walk.session.layers(), frameTimestampUs(index, frameRate));
    try {
      await walk.onCaptured(captured);
      for (const [i, { taker }] of taking.entries()) await taker.read(captured, buffers[i]!, index - taker.offset);
    } finally {
      captured.close();
    }
    timings.render += drawnAt - startedAt;
    timings.capture += realNow() - drawnAt;
    throwIfAborted(signal, 'render');
    for (const [i, { taker }] of taking.entries()) await taker.take(buffers[i]!, index - taker.offset);
    for (const cursor of taking) cursor.advance();
    walk.onDrawn();
    await breathe();
  }
}

/** Where a taker is among its spans. */
class SpanCursor {
  /** The frame of the walk that it takes next; infinite when it has all. */
  next = Infinity;
  private spanAt = -1;
  private taken = 0;

  constructor(readonly taker: FrameTaker) {
    this.nextSpan();
  }

  begin(): void {
    if (this.taken === 0) this.taker.onSpan(this.taker.spans[this.spanAt]!);
  }

  advance(): void {
    this.taken++;
    this.next++;
    if (this.taken === this.taker.spans[this.spanAt]!.count) this.nextSpan();
  }

  private nextSpan(): void {
    const { spans, offset } = this.taker;
    this.taken = 0;
    do this.spanAt++;
    while (this.spanAt < spans.length && this.taker.isElsewhere(spans[this.spanAt]!));
    this.next = this.spanAt < spans.length ? offset + spans[this.spanAt]!.first : Infinity;
  }
}

/** Draws the frames from `from` up to `to`, for what they leave behind. */
async function replay(
  { step, onReplayed }: FrameWalk,
  from: number,
  to: number,
  breathe: () => Promise<void>,
  timings: WalkTimings,
): Promise<void> {
  for (let frame = from; frame < to; frame++) {
    const startedAt = realNow();
    await step(frame);
    timings.render += realNow() - startedAt;
    onReplayed(frame + 1 - from, to - from);
    await breathe();
  }
}

/** A function that yields to the event loop when the page has been busy for too long. */
function breather(): () => Promise<void> {
  let since = realNow();
  return async () => {
    if (realNow() - since < busyLimit) return;
    await yieldToEventLoop();
    since = realNow();
  };
}
