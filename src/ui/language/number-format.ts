import { numberLocale } from './shown-language';

/** Those of one language; made when first asked for, and kept, since making one takes time. */
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
let madeFor = '';

function kept<Format extends Intl.NumberFormat | Intl.DateTimeFormat>(
  kind: new (locale: string, options: never) => Format,
  options: Intl.NumberFormatOptions | Intl.DateTimeFormatOptions,
): Format {
  const locale = numberLocale();
  if (locale !== madeFor) made.clear();
  madeFor = locale;
  const key = JSON.stringify(options);
  const format = made.get(key) ?? new kind(locale, options as never);
  made.set(key, format);
  return format as Format;
}

const number = (options: Intl.NumberFormatOptions): Intl.NumberFormat => kept(Intl.NumberFormat, options);
const date = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => kept(Intl.DateTimeFormat, options);

/** `1,800`, `29.97`: at most three digits behind the point. A dash for what is no number. */
export function formatNumber(value: number): string {
  return Number.isFinite(value) ? number({}).format(value) : '–';
}

/** With so many digits behind the point. */
export function formatFixed(value: number, digits: number): string {
  return number({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** Frames per second, a score: one digit after the point where it says something. */
export function formatMeasure(value: number): string {
  return number({ maximumFractionDigits: value >= 100 ? 0 : 1 }).format(value);
}

/** @param share 0 … 1 */
export function formatShare(share: number, digits = 0): string {
  return number({ style: 'percent', maximumFractionDigits: digits }).format(share);
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Decimal units, as file managers count. */
export function formatBytes(bytes: number): string {
  const { value, unit, digits } = inBytes(bytes);
  return byteFormat(unit, digits).format(value);
}

/** `3.1–3.6 MB`: a unit that both ends share is said once. */
export function formatByteRange(low: number, high: number): string {
  const [from, to] = [inBytes(low), inBytes(high)];
  if (formatBytes(low) === formatBytes(high)) return formatBytes(high);
  return from.unit === to.unit
    ? byteFormat(to.unit, to.digits).formatRange(from.value, to.value)
    : `${formatBytes(low)} – ${formatBytes(high)}`;
}

function byteFormat(unit: string, digits: number): Intl.NumberFormat {
  const unitDisplay = unit === 'byte' ? 'long' : 'short';
  return number({
    ...{ style: 'unit', unit, unitDisplay },
    ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
  });
}

function inBytes(bytes: number): { value: number; unit: string; digits: number } {
  const power = bytes < 1000 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return { value, unit: byteUnits[power]!, digits: power === 0 || value >= 100 ? 0 : 1 };
}

/** `14 min`. Whole numbers. */
export function formatUnit(value: number, unit: 'second' | 'minute' | 'hour'): string {
  return number({ style: 'unit', unit, maximumFractionDigits: 0 }).format(value);
}

/** `a, b and c` */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(numberLocale(), { type: 'conjunction' }).format(items);
}

/** A day and a time of day. @param ms since the epoch */
export function formatMoment(ms: number): string {
  return date({ dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}

/** @param ms since the epoch */
export function formatTimeOfDay(ms: number): string {
  return date({ timeStyle: 'short' }).format(ms);
}

/** @param ms since the epoch */
export function formatWeekday(ms: number): string {
  return date({ weekday: 'short', hour: 'numeric', minute: '2-digit' }).format(ms);
}
