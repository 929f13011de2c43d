import { figureTexts, formatClock } from '../display-text';
import {
  formatMeasure,
  formatMoment,
  formatShare,
  formatTimeOfDay,
  formatUnit,
  formatWeekday,
} from '../language/number-format';

const dayMs = 86_400_000;

/** @param value 0 … 1 */
export function share(value: number): string {
  return formatShare(value, 1);
}

/** Of a film, or of the work: `4.2 s`, `1:05`. */
export function length(value: number): string {
  return value < 60 ? figureTexts.seconds({ seconds: formatMeasure(value) }) : formatClock(value);
}

/** What is left, no finer than it can be known: `25 sec`, `14 min`, `2 hr 5 min`. */
export function roughly(value: number): string {
  if (value < 60) return formatUnit(Math.max(5, Math.ceil(value / 5) * 5), 'second');
  const inMinutes = Math.round(value / 60);
  if (inMinutes < 60) return formatUnit(inMinutes, 'minute');
  const rest = inMinutes % 60;
  return [formatUnit(Math.floor(inMinutes / 60), 'hour'), ...(rest === 0 ? [] : [formatUnit(rest, 'minute')])].join(
    ' ',
  );
}

/** A time of day, with its weekday where it is another day. @param ms since the epoch */
export function timeOfDay(ms: number, now: number): string {
  if (Math.abs(ms - now) > 6 * dayMs) return formatMoment(ms);
  return new Date(ms).toDateString() === new Date(now).toDateString() ? formatTimeOfDay(ms) : formatWeekday(ms);
}
