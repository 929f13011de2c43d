import type { FrameRate } from '../composition/frame-rate';
import { timecode } from './frame-range';
import { words } from './language/words';

export const timelineTexts = words('timeline', {
  label: 'Timeline',
  in: 'In',
  out: 'Out',
  playhead: 'Frame',
  inHandle: 'In point',
  outHandle: 'Out point',
  playheadHandle: 'Playhead',
  frame: '{timecode}, frame {frame}',
});

/** `00:00:01:15, frame 45` */
export function frameInWords(frame: number, rate: FrameRate): string {
  return timelineTexts.frame({ timecode: timecode(frame, rate), frame: String(frame) });
}

export const coverTexts = words('cover', {
  field: 'Cover',
  none: 'None',
  use: 'Use this frame as the cover',
  remove: 'No cover',
});
