import type { FrameAlignment } from './frame-alignment';

export interface MisplacedFrame {
  /** The decoded frame's number. */
  frame: number;
  /** The source frame it shows. */
  sourceFrame: number;
}

export interface FrameOrder {
  /** Numbers of source frames that no decoded frame shows. In a still, which of its frames is missing cannot be told. */
  dropped: number[];
  /** Decoded frames that show what the one before them shows. */
  repeated: MisplacedFrame[];
  /** Decoded frames that show an earlier source frame than the one before them. */
  outOfOrder: MisplacedFrame[];
}

export function checkFrameOrder({ sourceOf }: FrameAlignment, sourceFrames: number): FrameOrder {
  const shown = new Set(sourceOf);
  const misplaced = (is: (step: number) => boolean): MisplacedFrame[] =>
    Array.from(sourceOf, (sourceFrame, frame) => ({ frame, sourceFrame })).filter(
      ({ frame, sourceFrame }) => frame > 0 && is(sourceFrame - sourceOf[frame - 1]!),
    );
  return {
    dropped: Array.from({ length: sourceFrames }, (_, frame) => frame).filter((frame) => !shown.has(frame)),
    repeated: misplaced((step) => step === 0),
    outOfOrder: misplaced((step) => step < 0),
  };
}
