import type { CaptionCue, Captions } from './captions';
import { parseTimestamp, writeTimestamp } from './webvtt';

/**
 * What of captions lies within a part of a film, with times from its beginning. One that begins before it or ends behind
 * it is shown as long as the part goes.
 *
 * @param fromMs where the part begins
 * @param lengthMs how long it is
 */
export function cutCaptions({ head, cues }: Captions, fromMs: number, lengthMs: number): Captions {
  // A caption must not outlast the picture, not by a fraction of a millisecond.
  const last = Math.floor(lengthMs);
  return {
    head,
    cues: cues.flatMap((cue): CaptionCue[] => {
      const startMs = Math.max(0, Math.round(cue.startMs - fromMs));
      const endMs = Math.min(last, Math.round(cue.endMs - fromMs));
      return endMs > startMs ? [{ ...cue, startMs, endMs, text: shiftTimes(cue.text, fromMs, startMs) }] : [];
    }),
  };
}

/** Times within the text, at which parts of it appear: those that have passed by its start are left out. */
function shiftTimes(text: string, fromMs: number, startMs: number): string {
  return text.replace(/<([\d:.]+)>/g, (tag, written: string) => {
    const time = parseTimestamp(written);
    if (time === null) return tag;
    const shifted = Math.round(time - fromMs);
    return shifted <= startMs ? '' : `<${writeTimestamp(shifted)}>`;
  });
}
