/** Within what a handle moves, in frames, both ends included. */
export interface HandleBounds {
  readonly low: number;
  readonly high: number;
  /** Frames in a second. */
  readonly second: number;
}

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey'>;

/** Where a key puts a handle: by a frame, by ten with Shift, by a second with Page; null: the key does not move it. */
export function frameByKey(frame: number, { key, shiftKey }: Key, { low, high, second }: HandleBounds): number | null {
  const step = shiftKey ? 10 : 1;
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: frame + step,
    ArrowUp: frame + step,
    ArrowLeft: frame - step,
    ArrowDown: frame - step,
    PageUp: frame + second,
    PageDown: frame - second,
    Home: low,
    End: high,
  };
  const moved = moves[key];
  return moved === undefined ? null : clampFrame(moved, low, high);
}

/** The frame under a point of a rail that shows so many. @param share 0 … 1 from its beginning */
export function frameAt(share: number, durationInFrames: number): number {
  return clampFrame(Math.floor(share * durationInFrames), 0, durationInFrames - 1);
}

/** What an empty field stands for is the nearest that can be. */
export function clampFrame(frame: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Number.isFinite(frame) ? Math.round(frame) : low));
}
