import { framesPerSecond, type FrameRate } from '../composition/frame-rate';
import type { SegmentSpan } from '../encode/segment-encoder';

/** Seconds of a segment. Longer ones cost more to render again, shorter ones cost VP9 quality. */
const segmentSeconds = 4;

/**
 * Frames of a segment: a whole number of key frame intervals, nearest to four seconds. Boundaries depend on the frame
 * index alone, so a resumed export cuts where the first one did.
 */
export function segmentLength(rate: FrameRate, keyFrameInterval: number): number {
  const intervals = Math.max(1, Math.round((segmentSeconds * framesPerSecond(rate)) / keyFrameInterval));
  return intervals * keyFrameInterval;
}

/** Frames from key frame to key frame for an interval in seconds. */
export function keyFrameIntervalInFrames(seconds: number, rate: FrameRate): number {
  return Math.max(1, Math.round(seconds * framesPerSecond(rate)));
}

export function planSegments(frameCount: number, length: number): SegmentSpan[] {
  return Array.from({ length: Math.ceil(frameCount / length) }, (_, index) => {
    const first = index * length;
    return { index, first, count: Math.min(length, frameCount - first) };
  });
}
