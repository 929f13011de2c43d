import type { CaptionCue } from './captions';

/** A time between two changes of what is shown. */
export interface CaptionMoment {
  startMs: number;
  endMs: number;
  /** By their start; empty: nothing is shown. */
  shown: readonly CaptionCue[];
}

/** From 0 to the end of the last caption without a gap, for files that show one text at a time. @param cues by their start */
export function captionMoments(cues: readonly CaptionCue[]): CaptionMoment[] {
  const times = [...new Set([0, ...cues.flatMap(({ startMs, endMs }) => [startMs, endMs])])].sort((a, b) => a - b);
  let next = 0;
  let shown: CaptionCue[] = [];
  return times.slice(0, -1).map((startMs, index) => {
    shown = shown.filter(({ endMs }) => endMs > startMs);
    while (next < cues.length && cues[next]!.startMs <= startMs) shown.push(cues[next++]!);
    return { startMs, endMs: times[index + 1]!, shown: [...shown] };
  });
}

/** The same captions, those that overlap put together as one. */
export function withoutOverlaps(cues: readonly CaptionCue[]): CaptionCue[] {
  return captionMoments(cues).flatMap(({ startMs, endMs, shown }) =>
    shown.length === 0
      ? []
      : [{ id: null, startMs, endMs, settings: '', text: shown.map(({ text }) => text).join('\n') }],
  );
}
