import { formatClock } from '../display-text';

/** Numbers and dates as the reader's browser writes them. */
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: 'numeric', minute: '2-digit' });

const unit = (name: string, digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat(undefined, { style: 'unit', unit: name, maximumFractionDigits: digits });

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'].map((name) => [
  unit(name, 0),
  unit(name, 1),
]);
const seconds = unit('second', 0);
const minutes = unit('minute', 0);
const hours = unit('hour', 0);

const dayMs = 86_400_000;

export function count(value: number): string {
  return whole.format(value);
}

/** Frames per second, a score: one digit after the point where it says something. */
export function measure(value: number): string {
  return value >= 100 ? whole.format(value) : tenths.format(value);
}

/** @param share 0 … 1 */
export function share(value: number): string {
  return percent.format(value);
}

/** Decimal units, as file managers count. */
export function bytes(value: number): string {
  const power = value < 1000 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  return byteUnits[power]![power === 0 || scaled >= 100 ? 0 : 1]!.format(scaled);
}

/** Of a film, or of the work: `4.2 s`, `1:05`. */
export function length(value: number): string {
  return value < 60 ? `${tenths.format(value)} s` : formatClock(value);
}

/** What is left, no finer than it can be known: `25 sec`, `14 min`, `2 hr 5 min`. */
export function roughly(value: number): string {
  if (value < 60) return seconds.format(Math.max(5, Math.ceil(value / 5) * 5));
  const inMinutes = Math.round(value / 60);
  if (inMinutes < 60) return minutes.format(inMinutes);
  const rest = inMinutes % 60;
  return [hours.format(Math.floor(inMinutes / 60)), ...(rest === 0 ? [] : [minutes.format(rest)])].join(' ');
}

/** @param ms since the epoch */
export function moment(ms: number): string {
  return dayAndTime.format(ms);
}

/** A time of day, with its weekday where it is another day. @param ms since the epoch */
export function timeOfDay(ms: number, now: number): string {
  if (Math.abs(ms - now) > 6 * dayMs) return moment(ms);
  return new Date(ms).toDateString() === new Date(now).toDateString() ? clock.format(ms) : weekday.format(ms);
}
