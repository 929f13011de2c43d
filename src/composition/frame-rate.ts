/** An exact frame rate in frames per second: `num / den`, both positive integers, in lowest terms. */
export interface FrameRate {
  readonly num: number;
  readonly den: number;
}

/** The NTSC rates people write as decimals (SMPTE ST 12-1 counts them as n × 1000/1001). */
const ntscDecimals: readonly (readonly [decimal: number, rate: FrameRate])[] = [
  [23.976, { num: 24000, den: 1001 }],
  [29.97, { num: 30000, den: 1001 }],
  [47.952, { num: 48000, den: 1001 }],
  [59.94, { num: 60000, den: 1001 }],
  [119.88, { num: 120000, den: 1001 }],
];

/**
 * Makes a rate exact. A decimal near an NTSC rate (23.976, 29.97, 59.94 …) becomes that rate; any other
 * decimal is kept to a thousandth of a frame per second.
 *
 * @throws RangeError when the rate is not a positive finite number or its terms are not positive integers.
 */
export function toFrameRate(rate: number | { num: number; den: number }): FrameRate {
  if (typeof rate !== 'number') {
    const { num, den } = rate;
    if (!isPositiveInteger(num) || !isPositiveInteger(den)) {
      throw new RangeError(`A frame rate needs positive whole terms, not ${num}/${den}.`);
    }
    return reduce(num, den);
  }
  if (!Number.isFinite(rate) || rate <= 0) {
    throw new RangeError(`A frame rate must be a positive number of frames per second, not ${rate}.`);
  }
  if (Number.isInteger(rate)) return { num: rate, den: 1 };
  const ntsc = ntscDecimals.find(([decimal]) => Math.abs(decimal - rate) < 0.005);
  if (ntsc) return ntsc[1];
  const thousandths = Math.round(rate * 1000);
  if (thousandths === 0) throw new RangeError(`A frame rate of ${rate} is too low.`);
  return reduce(thousandths, 1000);
}

/** Parses `30`, `29.97` or `30000/1001`. @throws RangeError on anything else. */
export function parseFrameRate(text: string): FrameRate {
  const fraction = /^(\d+)\/(\d+)$/.exec(text.trim());
  if (fraction) return toFrameRate({ num: Number(fraction[1]), den: Number(fraction[2]) });
  return toFrameRate(/^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN);
}

export function framesPerSecond(rate: FrameRate): number {
  return rate.num / rate.den;
}

/** When frame `frame` begins, in seconds. Computed from the index, so no error accumulates. */
export function frameTime(frame: number, rate: FrameRate): number {
  return (frame * rate.den) / rate.num;
}

/** When frame `frame` begins, in whole microseconds (the unit of WebCodecs). */
export function frameTimestampUs(frame: number, rate: FrameRate): number {
  return Math.round((frame * rate.den * 1e6) / rate.num);
}

/** The first sample of frame `frame` at `sampleRate` Hz. */
export function frameSample(frame: number, rate: FrameRate, sampleRate: number): number {
  return Math.round((frame * rate.den * sampleRate) / rate.num);
}

/** How many frames at `to` last as long as `frames` at `from`; at least one. */
export function convertFrameCount(frames: number, from: FrameRate, to: FrameRate): number {
  return Math.max(1, Math.round((frames * from.den * to.num) / (from.num * to.den)));
}

export function sameFrameRate(a: FrameRate, b: FrameRate): boolean {
  return a.num * b.den === b.num * a.den;
}

/** `30`, or `29.97` for display. */
export function formatFrameRate(rate: FrameRate): string {
  return Number(framesPerSecond(rate).toFixed(3)).toString();
}

function isPositiveInteger(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

function reduce(num: number, den: number): FrameRate {
  let a = num;
  let b = den;
  while (b !== 0) [a, b] = [b, a % b];
  return { num: num / a, den: den / a };
}
