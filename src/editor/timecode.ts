import type { FrameRate } from '../index';

/**
 * `MM:SS:FF` (`H:MM:SS:FF` from an hour on), non-drop as in SMPTE ST 12-1: frames are counted at the nominal whole
 * rate, so at 29.97 it names frames and falls behind the clock by 1.8 s in half an hour.
 */
export function timecode(frame: number, rate: FrameRate): string {
  const nominal = Math.round(rate.num / rate.den);
  const seconds = Math.floor(frame / nominal);
  const hours = Math.floor(seconds / 3600);
  const fields = [Math.floor(seconds / 60) % 60, seconds % 60, frame % nominal];
  const digits = Math.max(2, String(nominal - 1).length);
  const text = fields.map((field, index) => String(field).padStart(index === 2 ? digits : 2, '0')).join(':');
  return hours === 0 ? text : `${hours}:${text}`;
}
