import type { FrameCapture } from '../capture/frame-capture';
import { readPixels } from '../capture/pixel-reader';
import type { RenderSession } from '../composition/composition';
import { frameTimestampUs, type FrameRate } from '../composition/frame-rate';
import { realNow, yieldToEventLoop } from '../composition/real-time';
import { throwIfAborted } from '../errors';

/** Milliseconds the page may be kept busy before it gets a turn to paint and to hear a click. */
const busyLimit = 12;

export interface FrameWalk {
  session: RenderSession;
  step: (frame: number) => Promise<void>;
  capture: FrameCapture;
  frameRate: FrameRate;
  /** Frames of the composition's timeline to export, end exclusive. */
  range: { first: number; end: number };
  /** Frames before the range are drawn too, since later ones depend on them. */
  stateful: boolean;
  signal: AbortSignal;
  /** A buffer for the pixels of the next frame; waiting for it is what keeps the walk from running ahead. */
  takeBuffer: () => Promise<ArrayBuffer>;
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

/** Steps through the frames of the range: draw, capture, read, hand on; one after the other and each exactly once. */
export async function walkFrames(walk: FrameWalk): Promise<WalkTimings> {
  const { range, signal, onCaptured, onPixels } = walk;
  const timings: WalkTimings = { render: 0, capture: 0 };
  const breathe = breather();
  if (walk.stateful) await replay(walk, breathe, timings);
  for (let frame = range.first; frame < range.end; frame++) {
    const index = frame - range.first;
    const buffer = await walk.takeBuffer();
    const startedAt = realNow();
    await walk.step(frame);
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
  return timings;
}

async function replay({ step, range }: FrameWalk, breathe: () => Promise<void>, timings: WalkTimings): Promise<void> {
  for (let frame = 0; frame < range.first; frame++) {
    const startedAt = realNow();
    await step(frame);
    timings.render += realNow() - startedAt;
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
