import { describe, expect, it } from 'vitest';
import {
  convertFrameCount,
  frameSample,
  frameTime,
  frameTimestampUs,
  parseFrameRate,
  toFrameRate,
} from '../../src/composition/frame-rate';

describe('frame rate', () => {
  it('keeps whole rates and makes NTSC decimals exact', () => {
    expect(toFrameRate(60)).toEqual({ num: 60, den: 1 });
    expect(toFrameRate(29.97)).toEqual({ num: 30000, den: 1001 });
    expect(toFrameRate(23.976)).toEqual({ num: 24000, den: 1001 });
    expect(toFrameRate(59.94)).toEqual({ num: 60000, den: 1001 });
    expect(toFrameRate(12.5)).toEqual({ num: 25, den: 2 });
    expect(parseFrameRate('60000/1001')).toEqual({ num: 60000, den: 1001 });
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, { num: 30, den: 0 }, { num: 2.5, den: 1 }])(
    'refuses %j',
    (rate) => {
      expect(() => toFrameRate(rate)).toThrow(RangeError);
    },
  );

  it.each(['', 'x', '30fps', '-30', '30/0'])('refuses the text %j', (text) => {
    expect(() => parseFrameRate(text)).toThrow(RangeError);
  });

  it('derives times from the index without drift', () => {
    const rate = toFrameRate(29.97);
    expect(frameTime(30000, rate)).toBe(1001);
    expect(frameTimestampUs(30000, rate)).toBe(1001e6);
    expect(frameSample(30000, rate, 48000)).toBe(1001 * 48000);
  });

  it('keeps the length when the rate changes', () => {
    expect(convertFrameCount(300, toFrameRate(30), toFrameRate(60))).toBe(600);
    expect(convertFrameCount(300, toFrameRate(30), toFrameRate(29.97))).toBe(300);
    expect(convertFrameCount(1, toFrameRate(60), toFrameRate(24))).toBe(1);
  });
});
