import { describe, expect, test } from 'vitest';
import type { ExportSettings } from '../../src/formats/format';
import type { FileFacts } from '../../src/quality/checks/file-facts';
import { codecLimits, gatedValue, gatesFor, passes, type GatedFormat } from '../../src/quality/gates';
import { codedAs, formatLossOf } from '../../src/quality/format-loss';
import { openFrameComparer } from '../../src/quality/metrics/compare-frames';
import { pixelsOf, subsampledReference, ycbcrOf } from '../../src/quality/metrics/subsampled-reference';
import { graphics } from '../support/quality-pictures';

const width = 320;
const height = 180;
const { pixels } = graphics(width, height);
const bt709 = { kr: 0.2126, kb: 0.0722 };
const bt601 = { kr: 0.299, kb: 0.114 };
type Subsampled = GatedFormat & { pixelFormat: '420' | '422' | '444' };
const h264: Subsampled = { codec: 'h264', pixelFormat: '420', bits: 8 };

const noFacts = { picture: null } as FileFacts;

function settingsWith(video: ExportSettings['video']): ExportSettings {
  return {
    ...{ format: 'mov', width, height, frameRate: { num: 50, den: 1 }, range: { first: 0, end: 1 } },
    ...{ video, audio: null },
  };
}

/** The gates that do not pass, of a frame whose codec lost nothing or what `decoded` shows. */
async function failures(format: Subsampled, decoded?: Uint8Array): Promise<string[]> {
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
      const own = limits.deltaEMean ?? limits.flatDeltaEMax;
      expect(gates.some(({ limit, reason }) => reason === limits.reason && limit === own)).toBe(true);
    }
  });

  test('a format that loses nothing is held to every pixel', () => {
    const gates = gatesFor({ codec: 'ffv1', pixelFormat: 'rgb', bits: 8 });
    const [exact] = gates;
    expect(exact).toMatchObject({ metric: 'psnrRgb', against: 'source' });
    expect([passes(exact!, Infinity), passes(exact!, 90)]).toEqual([true, false]);
    expect(gates.every(({ against }) => against === 'source')).toBe(true);
  });

  test.each([
    ['dnxhr', '444', { codec: 'dnxhr-444', pixelFormat: '444', bits: 10 }],
    ['dnxhr', undefined, { codec: 'dnxhr-hqx', pixelFormat: '422', bits: 10 }],
    ['avc-intra', '50', { codec: 'avc-intra-50', pixelFormat: '420', bits: 10 }],
    ['imx', '30', { codec: 'imx-30', pixelFormat: '422', bits: 8 }],
    ['exr', 'float', { codec: 'exr-float', pixelFormat: 'rgb', bits: 8 }],
    ['dng', undefined, { codec: 'dng', pixelFormat: 'rgb', bits: 8 }],
    ['gif', undefined, { codec: 'gif', pixelFormat: 'rgb', bits: 8, lossy: true }],
    ['webp', undefined, { codec: 'webp-lossy', pixelFormat: '420', bits: 8 }],
  ] as const)('how %s %s keeps colour', (codec, profile, expected) => {
    const video = { codec, ...(profile ? { profile } : {}), rateControl: { mode: 'profile' } } as const;
    expect(codedAs(settingsWith(video), noFacts)).toMatchObject(expected);
  });

  test('the loss of a squeezed picture is more than that of its subsampling', async () => {
    const video = { codec: 'avc-intra', profile: '50', rateControl: { mode: 'profile' } } as const;
    const settings = { ...settingsWith(video), width: 1280, height: 720 };
    const source = graphics(1280, 720).pixels;
    const shown = formatLossOf(codedAs(settings, noFacts), settings)!(source);
    const comparer = await openFrameComparer({ width: 1280, height: 720, pixelOrder: 'bgra' });
    const { psnr } = comparer.compareFrames(source, shown);
    expect(psnr.luma).toBeGreaterThan(28);
    expect(psnr.luma).toBeLessThan(45);
  });
});
