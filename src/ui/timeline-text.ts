import type { FrameRate } from '../composition/frame-rate';
import { timecode } from './frame-range';

export const timelineTexts = {
  label: 'Timeline',
  in: 'In',
  out: 'Out',
  playhead: 'Frame',
  inHandle: 'In point',
  outHandle: 'Out point',
  playheadHandle: 'Playhead',
} as const;

/** `00:00:01:15, frame 45` */
export function frameInWords(frame: number, rate: FrameRate): string {
  return `${timecode(frame, rate)}, frame ${frame}`;
}

export const coverTexts = {
  field: 'Cover',
  none: 'None',
  use: 'Use this frame as the cover',
  remove: 'No cover',
} as const;
