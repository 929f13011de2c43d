import type { Composition } from '../composition/composition';
import { convertFrameCount, toFrameRate, type FrameRate } from '../composition/frame-rate';

/** A run of frames, end exclusive. */
export interface FrameRange {
  first: number;
  end: number;
}

/**
 * A range counted at one rate, counted at another. A proper range inside the timeline stays one (never empty, never past
 * the end); an improper one stays improper, so that whoever checks the settings sees the fault.
 *
 * @param length frames of the whole timeline at `from`
 */
export function convertRange(range: FrameRange, from: FrameRate, to: FrameRate, length: number): FrameRange {
  const convert = (frame: number): number => Math.round((frame * from.den * to.num) / (from.num * to.den));
  const converted = { first: convert(range.first), end: convert(range.end) };
  const isProper = range.first >= 0 && range.first < range.end && range.end <= length;
  if (!isProper) return converted;
  const convertedLength = convertFrameCount(length, from, to);
  const first = Math.min(converted.first, convertedLength - 1);
  return { first, end: Math.min(convertedLength, Math.max(first + 1, converted.end)) };
}

export function wholeRange(composition: Composition): FrameRange {
  return { first: 0, end: composition.durationInFrames };
}

/** Non-drop-frame timecode `HH:MM:SS:FF` (SMPTE ST 12-1): it counts frames at the nominal whole rate. */
export function timecode(frame: number, rate: FrameRate): string {
  if (!Number.isSafeInteger(frame) || frame < 0) return '--:--:--:--';
  const nominal = Math.round(rate.num / rate.den);
  const seconds = Math.floor(frame / nominal);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, frame % nominal];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

export function nativeFrameRate(composition: Composition): FrameRate {
  return toFrameRate(composition.frameRate);
}
