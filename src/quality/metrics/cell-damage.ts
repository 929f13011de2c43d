import type { FrameFingerprint } from './fingerprint';
import { median, type FrameAlignment } from './frame-alignment';
import type { FrameFinding } from './frame-drift';

/** Codes of mean luma by which a cell may differ, and so many times what it does in half of all frames. */
const leastDamage = 5;
const timesUsual = 6;

/**
 * Frames of which a part does not show what it should: one of the fingerprint's cells is far from its source, and much
 * farther than a codec takes cells of this film. `amount` is by how many codes of luma.
 */
export function findDamagedFrames(
  source: readonly FrameFingerprint[],
  decoded: readonly FrameFingerprint[],
  { sourceOf }: FrameAlignment,
): FrameFinding[] {
  const differences = decoded.map(({ luma }, frame) => mostApart(luma, source[sourceOf[frame]!]!.luma) / 256);
  const limit = Math.max(leastDamage, timesUsual * median(differences));
  return differences.map((amount, frame) => ({ frame, amount })).filter(({ amount }) => amount > limit);
}

function mostApart(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let most = 0;
  for (let cell = 0; cell < one.length; cell++) most = Math.max(most, Math.abs(one[cell]! - other[cell]!));
  return most;
}
