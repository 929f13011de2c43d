import { describe, expect, it } from 'vitest';
import { toFrameRate } from '../../src/composition/frame-rate';
import { parseTimecode } from '../../src/formats/timecode';

const startFrame = (text: string, rate: number): number => parseTimecode(text, toFrameRate(rate)).startFrame;

describe('a timecode', () => {
  it('counts frames by the nominal rate', () => {
    expect(startFrame('00:00:00:00', 25)).toBe(0);
    expect(startFrame('01:00:00:00', 25)).toBe(90_000);
    expect(startFrame('01:00:00:00', 23.976)).toBe(86_400);
    expect(startFrame('10:20:30:29', 29.97)).toBe((10 * 3600 + 20 * 60 + 30) * 30 + 29);
    expect(startFrame('23:59:59:59', 60)).toBe(24 * 3600 * 60 - 1);
  });

  it('leaves numbers out where it is drop frame', () => {
    // SMPTE ST 12-1: 107 892 frames an hour at 30000/1001, twice as many at 60000/1001.
    expect(startFrame('01:00:00;00', 29.97)).toBe(107_892);
    expect(startFrame('01:00:00;00', 59.94)).toBe(215_784);
    expect(startFrame('00:01:00;02', 29.97)).toBe(1800);
    expect(startFrame('00:10:00;00', 29.97)).toBe(17_982);
    expect(parseTimecode('00:01:00;02', toFrameRate(29.97))).toMatchObject({ dropFrame: true, framesPerSecond: 30 });
  });

  it.each([
    ['1:00:00:00', 25],
    ['24:00:00:00', 25],
    ['00:60:00:00', 25],
    ['00:00:00:25', 25],
    ['01:00:00;00', 25],
    ['01:00:00;00', 30],
    ['00:01:00;00', 29.97],
    ['00:01:00;03', 59.94],
    ['noon', 25],
  ])('%s at %d is none', (text, rate) => {
    expect(() => startFrame(text, rate)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});
