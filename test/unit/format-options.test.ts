import { describe, expect, it } from 'vitest';
import type { Composition } from '../../src/composition/composition';
import { codecs, scansOf } from '../../src/formats/codecs';
import type { ExportSettings } from '../../src/formats/format';
import { isAllowed } from '../../src/formats/option';
import { formats } from '../../src/formats/registry';
import { checkSettings } from '../../src/orchestrator/settings-check';
import { parsePreset, settingsFor } from '../../src/presets/preset';
import { findPreset } from '../../src/presets/registry';

const composition: Composition = {
  id: 'wide',
  name: 'Wide',
  width: 1920,
  height: 1080,
  frameRate: 25,
  durationInFrames: 10,
  open: () => {
    throw new Error('A check opens nothing.');
  },
};

const settings = (preset: string, more: Partial<ExportSettings>): ExportSettings => ({
  ...settingsFor(findPreset(preset)!, composition),
  ...more,
});
const issuesOf = (preset: string, more: Partial<ExportSettings>) => checkSettings(composition, settings(preset, more));

describe('the options of a format', () => {
  it.each(formats.map((format) => [format.id, format] as const))(
    '%s: each once, with a default it allows',
    (_id, of) => {
      const paths = of.options.map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      for (const option of of.options) {
        if (option.default !== null) expect(isAllowed(option, option.default)).toBe(true);
        expect(isAllowed(option, Number.NaN)).toBe(false);
      }
    },
  );

  it.each<[string, Partial<ExportSettings>]>([
    ['gif', { animation: { loops: 3, palette: 'per-frame', colours: 2, dithering: 'none', scale: 0.05 } }],
    ['webp-animation', { animation: { quality: 'lossless', sizeLimit: 1000 } }],
    ['webp-animation', { animation: { quality: 33.5 } }],
    ['apng', { animation: { loops: 65_535 } }],
    ['png-sequence', { sequence: { firstNumber: 1001, digits: 12 } }],
  ])('%s takes %j', (preset, more) => {
    expect(issuesOf(preset, more)).toEqual([]);
  });

  it.each<[string, Partial<ExportSettings>, path: string]>([
    ['gif', { animation: { colours: 1 } }, 'animation.colours'],
    ['gif', { animation: { colours: 2.5 } }, 'animation.colours'],
    ['gif', { animation: { loops: Number.NaN } }, 'animation.loops'],
    ['gif', { animation: { dithering: 'noise' as 'none' } }, 'animation.dithering'],
    ['gif', { animation: { sizeLimit: 999 } }, 'animation.sizeLimit'],
    ['webp-animation', { animation: { quality: 101 } }, 'animation.quality'],
    ['webp-animation', { animation: { quality: 'best' as 'lossless' } }, 'animation.quality'],
    ['png-sequence', { sequence: { digits: 0 } }, 'sequence.digits'],
  ])('%s refuses %j, and what it suggests will do', (preset, more, path) => {
    const [issue, ...others] = issuesOf(preset, more);
    expect(issue).toMatchObject({ severity: 'error', detail: 'option-out-of-range', path });
    expect(others).toEqual([]);
    expect(issuesOf(preset, { ...more, ...issue!.suggestion })).toEqual([]);
  });

  it.each<[string, Partial<ExportSettings>, message: string]>([
    ['webp-animation', { animation: { colours: 16 } }, 'Animated WebP has no colours.'],
    ['mp4-h264', { sequence: { digits: 3 } }, 'MP4 has no digits.'],
  ])('%s tells that %j has no meaning there', (preset, more, message) => {
    expect(issuesOf(preset, more)).toMatchObject([{ severity: 'warning', detail: 'option-not-in-format', message }]);
  });

  it('hold for preset files too', () => {
    const gif = findPreset('gif')!;
    const parsed = (animation: object) => parsePreset(JSON.stringify({ ...gif, animation }));
    expect(parsed({ colours: 16, loops: 2 }).animation).toEqual({ colours: 16, loops: 2 });
    expect(() => parsed({ colours: 1 })).toThrow('animation.colours: must be a whole number from 2 to 256');
    expect(() => parsed({ colour: 16 })).toThrow('animation.colour');
  });
});

describe('transparency', () => {
  const alpha = (preset: string, mode: 'straight' | 'premultiplied') => {
    const base = settings(preset, {});
    return checkSettings(composition, { ...base, video: { ...base.video, alpha: mode } });
  };

  it('is as the standard of the pictures has it', () => {
    expect(alpha('png-sequence', 'premultiplied')).toMatchObject([
      { detail: 'alpha-mode-not-in-codec', path: 'video.alpha', suggestion: { video: { alpha: 'straight' } } },
    ]);
    expect(alpha('png-sequence', 'straight')).toEqual([]);
    for (const preset of ['tiff16-sequence', 'exr-half-sequence', 'prores-4444']) {
      expect(alpha(preset, 'straight')).toEqual([]);
      expect(alpha(preset, 'premultiplied')).toEqual([]);
    }
    expect(findPreset('exr-half-sequence')!.video.alpha).toBe('premultiplied');
  });
});

describe('scans', () => {
  it('are those of the profile’s standard', () => {
    expect(scansOf('xdcam-hd422', '50')).toEqual(['progressive', 'interlaced']);
    expect(scansOf('dnxhd', '36')).toEqual(['progressive']);
    expect(scansOf('dnxhd', '120')).toEqual(['progressive', 'interlaced']);
    expect(scansOf('imx', '30')).toEqual(['interlaced']);
    expect(scansOf('prores', '422-hq')).toEqual(['progressive', 'interlaced']);
    for (const codec of ['dnxhr', 'png', 'gif', 'ffv1', 'h264'] as const) {
      expect(scansOf(codec, codecs[codec].profiles[0]?.id ?? null)).toEqual(['progressive']);
    }
  });
});
