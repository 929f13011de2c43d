import type { CheckCategory, CheckStatus, QualityReport, Recommendation } from './report';

/** In the order they are shown in. */
export const categoryLabels: Readonly<Record<CheckCategory, string>> = {
  visual: 'Picture',
  consistency: 'Consistency',
  technical: 'Technical',
  sound: 'Sound',
  compliance: 'Compliance',
};

/** In the order they are shown in. */
export const statusLabels: Readonly<Record<CheckStatus, string>> = {
  fail: 'Failed',
  warn: 'Warning',
  pass: 'Passed',
  info: 'Note',
  skipped: 'Not checked',
};

export const recommendationLabels: Readonly<Record<Recommendation, string>> = {
  approve: 'Approve',
  review: 'Review',
  reject: 'Reject',
};

export const referenceLabels: Readonly<Record<QualityReport['reference'], string>> = {
  captured: 'The frames captured for it',
  composition: 'The composition, drawn again',
  frames: 'Frames that were given',
  file: 'Another file',
  none: 'Nothing',
};

/** A number with so many digits behind the point and a true minus sign; infinity as a sign too. */
export function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return value
    .toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replace('-', '−');
}

/** `6.1 MB` */
export function bytes(value: number): string {
  const power = Math.min(3, Math.floor(Math.log10(Math.max(1, value)) / 3));
  return `${fixed(value / 1000 ** power, power === 0 ? 0 : 1)} ${['bytes', 'kB', 'MB', 'GB'][power]!}`;
}

/** `6.10 Mbit/s` */
export function bitrate(value: number): string {
  return value >= 1e6 ? `${fixed(value / 1e6, 2)} Mbit/s` : `${fixed(value / 1e3, 0)} kbit/s`;
}

/** `−14.0 LUFS`; silence has no level. */
export function level(value: number | null, unit: string): string {
  return value === null ? 'silence' : `${fixed(value, 1)} ${unit}`;
}

/** `1:04.5` */
export function clock(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const rest = (tenths % 600) / 10;
  const digits = tenths % 10 === 0 ? 0 : 1;
  return `${Math.floor(tenths / 600)}:${rest.toFixed(digits).padStart(digits === 0 ? 2 : 4, '0')}`;
}
