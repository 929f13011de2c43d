import type { FrameFingerprint } from './fingerprint';
import { alignFrames, type FrameAlignment } from './frame-alignment';
import { checkFrameDrift, type FrameDrift } from './frame-drift';
import { checkFrameOrder, type FrameOrder } from './frame-order';
import { findBlackFrames, findFrozenFrames, type FrameRun } from './still-frames';

/** Fingerprints of a film's frames in the order they are shown. */
export interface FrameSequence {
  fingerprints: readonly FrameFingerprint[];
  /** When each is shown. By default frame n of the one is shown with frame n of the other. */
  timestampsUs?: ArrayLike<number>;
}

export interface SequenceFindings extends FrameOrder, FrameDrift {
  alignment: FrameAlignment;
  black: FrameRun[];
  frozen: FrameRun[];
}

export interface SequenceOptions {
  /** How many frames a still must last to count as frozen. 12 by default: half a second of film. */
  frozenFrames?: number;
  /** See {@link AlignmentOptions.reach}. */
  reach?: number;
}

/**
 * Compares a decoded film with its source, frame by frame, by fingerprints alone.
 *
 * @throws RangeError when either has no frames, or not as many timestamps as frames.
 */
export function checkSequence(
  source: FrameSequence,
  decoded: FrameSequence,
  { frozenFrames = 12, reach }: SequenceOptions = {},
): SequenceFindings {
  for (const { fingerprints, timestampsUs } of [source, decoded]) {
    if (fingerprints.length === 0) throw new RangeError('There are no frames to compare.');
    if (timestampsUs && timestampsUs.length !== fingerprints.length)
      throw new RangeError('There are not as many timestamps as frames.');
  }
  const expected = expectedFrames(source, decoded);
  const [sources, outputs] = [source.fingerprints, decoded.fingerprints];
  const alignment = alignFrames(sources, outputs, { expected, ...(reach === undefined ? {} : { reach }) });
  return {
    alignment,
    ...checkFrameOrder(alignment, sources.length),
    black: findBlackFrames(sources, outputs, expected),
    frozen: findFrozenFrames(sources, outputs, expected, alignment.noise, frozenFrames),
    ...checkFrameDrift(sources, outputs, alignment),
  };
}

/** By decoded frame, the source frame that is shown at its time. */
function expectedFrames(source: FrameSequence, decoded: FrameSequence): Int32Array<ArrayBuffer> {
  const last = source.fingerprints.length - 1;
  const times = source.timestampsUs;
  let frame = 0;
  return Int32Array.from(decoded.fingerprints, (_, index) => {
    const time = decoded.timestampsUs?.[index];
    if (!times || time === undefined) return Math.min(index, last);
    while (frame < last && Math.abs(times[frame + 1]! - time) <= Math.abs(times[frame]! - time)) frame++;
    return frame;
  });
}
