import { describe, expect, test } from 'vitest';
import { codecLimits, gatedValue, gatesFor, passes, type GatedFormat } from '../../src/quality/gates';
import { openFrameComparer } from '../../src/quality/metrics/compare-frames';
import { pixelsOf, subsampledReference, ycbcrOf } from '../../src/quality/metrics/subsampled-reference';
import { graphics } from '../support/quality-pictures';

const width = 320;
const height = 180;
const { pixels } = graphics(width, height);
const bt709 = { kr: 0.2126, kb: 0.0722 };
const bt601 = { kr: 0.299, kb: 0.114 };
const h264: GatedFormat = { codec: 'h264', pixelFormat: '420', bits: 8 };

/** The gates that do not pass, of a frame whose codec lost nothing or what `decoded` shows. */
async function failures(format: GatedFormat, decoded?: Uint8Array): Promise<string[]> {
  const comparer = await openFrameComparer({ width, height, pixelOrder: 'bgra' });
  const reference = subsampledReference(pixels, width, height, { ...format, matrix: bt709 });
  return gatesFor(format)
    .filter((gate) => {
      const against = gate.against === 'source' ? pixels : reference;
      const quality = comparer.compareFrames(against, decoded ?? reference, { every: 1 });
      return !passes(gate, gatedValue(gate.metric, quality));
    })
    .map(({ metric }) => metric);
}

describe('gates', () => {
  test.each([h264, { ...h264, pixelFormat: '444' }, { codec: 'prores-422', pixelFormat: '422', bits: 10 }] as const)(
    'what subsampling and rounding alone do passes: %o',
    async (format) => expect(await failures(format)).toEqual([]),
  );

  test('a wrong matrix fails', async () => {
    const format = { ...h264, matrix: bt601 } as const;
    const decoded = pixelsOf(ycbcrOf(pixels, width, height, format), { ...format, matrix: bt709 });
    expect(await failures(h264, decoded)).toEqual(expect.arrayContaining(['psnrLuma', 'flatDeltaEMean']));
  });

  test('a dark picture fails by what is dark, and a grey one too', async () => {
    const dark = pixels.map((value, at) => (at % 4 === 3 ? value : value >> 1));
    expect(await failures(h264, dark)).toEqual(expect.arrayContaining(['psnrLuma', 'deltaEMean']));
  });

  test('limits are limits: not passed when just reached', () => {
    const [ssim, , deltaE] = gatesFor({ ...h264, codec: 'xavc' });
    expect([passes(ssim!, 0.98), passes(ssim!, 0.981), passes(ssim!, null)]).toEqual([false, true, true]);
    expect([passes(deltaE!, 1), passes(deltaE!, 0.99)]).toEqual([false, true]);
  });

  test('what a hard picture loses at the rate that was asked is told; what anyone sees fails', () => {
    for (const { metric, limit, failsAt } of gatesFor(h264).slice(0, 3)) {
      expect(failsAt).toBeDefined();
      expect(passes({ metric, limit: failsAt!, against: 'reference' }, limit)).toBe(true);
    }
  });

  test('a codec that cannot hold the defaults has its own, with the reason', () => {
    for (const [codec, limits] of Object.entries(codecLimits)) {
      const gates = gatesFor({ codec, pixelFormat: '422', bits: 10 });
      expect(gates.some(({ limit, reason }) => reason === limits.reason && limit === limits.deltaEMean)).toBe(true);
    }
  });
});
