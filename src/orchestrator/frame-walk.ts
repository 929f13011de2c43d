import type { FrameCapture } from '../capture/frame-capture';
import { readPixels } from '../capture/pixel-reader';
import type { RenderSession } from '../composition/composition';
import { frameTimestampUs, type FrameRate } from '../composition/frame-rate';
import { realNow, yieldToEventLoop } from '../composition/real-time';
import type { SegmentSpan } from '../encode/segment-encoder';
import { throwIfAborted } from '../errors';

/** Milliseconds the page may be kept busy before it gets a turn to paint and to hear a click. */
const busyLimit = 12;

export interface FrameWalk {
  session: RenderSession;
  step: (frame: number) => Promise<void>;
  capture: FrameCapture;
  frameRate: FrameRate;
  /** The frame of the composition's timeline that is exported first. */
  firstFrame: number;
  /** What of it is walked, in order. */
  spans: readonly SegmentSpan[];
  /**
   * The frame the session would draw next, where frames depend on those before them: all from here on are then drawn,
   * without capture where they are in no span. Null where every frame stands alone.
   */
  nextFrame: number | null;
  signal: AbortSignal;
  /** A buffer for the pixels of the next frame; waiting for it is what keeps the walk from running ahead. */
  takeBuffer: () => Promise<ArrayBuffer>;
  /** Asked before each span. True: its frames come from elsewhere, and it is passed over. */
  isElsewhere: (span: SegmentSpan) => boolean;
  /** Called before the first frame of each span that is drawn, when all it depends on has been drawn. */
  onSpan: (span: SegmentSpan) => void;
  /** Called after every frame that is drawn only for those after it. */
  onReplayed: (done: number, total: number) => void;
  /** Called with each captured frame before its pixels are read. The frame stays the walk's. */
  onCaptured: (frame: VideoFrame, index: number) => Promise<void> | void;
  /** Receives each frame's pixels in order. `index` counts from the first exported frame. */
  onPixels: (pixels: ArrayBuffer, index: number) => Promise<void> | void;
}

/** Milliseconds a walk spent in the host's drawing and in capturing it. */
export interface WalkTimings {
  render: number;
  capture: number;
}

/** Steps through the frames of the spans: draw, capture, read, hand on; one after the other and each exactly once. */
export async function walkFrames(walk: FrameWalk): Promise<WalkTimings> {
  const { firstFrame, signal, onCaptured, onPixels } = walk;
  const timings: WalkTimings = { render: 0, capture: 0 };
  const breathe = breather();
  let next = walk.nextFrame;
  for (const span of walk.spans) {
    if (walk.isElsewhere(span)) continue;
    const end = span.first + span.count;
    if (next !== null) await replay(walk, next, firstFrame + span.first, breathe, timings);
    walk.onSpan(span);
    for (let index = span.first; index < end; index++) {
      const buffer = await walk.takeBuffer();
      const startedAt = realNow();
      await walk.step(firstFrame + index);
      const drawnAt = realNow();
      const captured = await walk.capture.capture(walk.session.layers(), frameTimestampUs(index, walk.frameRate));
      try {
        await onCaptured(captured, index);
        await readPixels(captured, buffer);
      } finally {
        captured.close();
      }
      timings.render += drawnAt - startedAt;
      timings.capture += realNow() - drawnAt;
      throwIfAborted(signal, 'render');
      await onPixels(buffer, index);
      await breathe();
    }
    if (next !== null) next = firstFrame + end;
  }
  return timings;
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
