import { describe, expect, it } from 'vitest';
import type { RateControl, WebVideoSettings } from '../../src/encode/segment-encoder';
import { codecStrings } from '../../src/encode/webcodecs/codec-strings';
import { encoderRate } from '../../src/encode/webcodecs/rate-control';

const base: WebVideoSettings = {
  codec: 'h264',
  profile: null,
  alpha: null,
  scan: 'progressive',
  width: 1920,
  height: 1080,
  frameRate: { num: 30, den: 1 },
  rateControl: { mode: 'quality', quality: 'medium' },
  keyFrameInterval: 60,
  colourSpace: 'bt709',
  deterministic: false,
};

describe('codec strings', () => {
  it.each([
    ['h264', 1920, 1080, 30, 'avc1.640028'],
    ['h264', 1920, 1080, 60, 'avc1.64002a'],
    ['h264', 3840, 2160, 30, 'avc1.640033'],
    ['h264', 640, 360, 30, 'avc1.64001e'],
    ['vp9', 1920, 1080, 30, 'vp09.00.40.08'],
    ['vp9', 3840, 2160, 60, 'vp09.00.51.08'],
    ['av1', 1920, 1080, 30, 'av01.0.08M.08'],
    ['av1', 3840, 2160, 30, 'av01.0.12M.08'],
    ['vp8', 1920, 1080, 30, 'vp8'],
    ['h265', 1920, 1080, 30, 'hvc1.1.6.L120.B0'],
    ['h265', 1920, 1080, 60, 'hvc1.1.6.L123.B0'],
    ['h265', 3840, 2160, 60, 'hvc1.1.6.L153.B0'],
    ['h265', 640, 360, 30, 'hvc1.1.6.L63.B0'],
  ] as const)('%s %d × %d at %d fps begin with the lowest level that holds it', (codec, width, height, rate, first) => {
    expect(codecStrings({ codec, width, height, frameRate: { num: rate, den: 1 } })[0]).toBe(first);
  });

  it('are none where no level holds the picture', () => {
    expect(codecStrings({ codec: 'h264', width: 20_000, height: 20_000, frameRate: { num: 30, den: 1 } })).toEqual([]);
  });
});

describe('rate control', () => {
  const rateOf = (rateControl: RateControl, change: Partial<WebVideoSettings> = {}): number => {
    const rate = encoderRate({ ...base, ...change, rateControl });
    return 'bitrate' in rate ? rate.bitrate : -rate.quantizer;
  };

  it('passes on what is asked for outright', () => {
    expect(rateOf({ mode: 'bitrate', bitrate: 1234 })).toBe(1234);
    expect(rateOf({ mode: 'quantizer', quantizer: 17 }, { codec: 'vp9' })).toBe(-17);
  });

  it('gives medium what platforms recommend, within a third', () => {
    const medium = { mode: 'quality', quality: 'medium' } as const;
    const wanted = [
      [rateOf(medium), 8e6],
      [rateOf(medium, { width: 1280, height: 720 }), 5e6],
      [rateOf(medium, { frameRate: { num: 60, den: 1 } }), 12e6],
    ] as const;
    for (const [bitrate, recommended] of wanted) expect(Math.abs(bitrate / recommended - 1)).toBeLessThan(1 / 3);
  });

  it('spends more on a better quality', () => {
    const [low, medium, high] = (['low', 'medium', 'high'] as const).map((quality) =>
      rateOf({ mode: 'quality', quality }),
    );
    expect(low).toBeLessThan(medium!);
    expect(medium).toBeLessThan(high!);
  });
});
