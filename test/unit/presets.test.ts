import { describe, expect, it, test } from 'vitest';
import type { Composition } from '../../src/composition/composition';
import { checkSettings } from '../../src/orchestrator/settings-check';
import type { Preset } from '../../src/presets/preset';
import { settingsFor } from '../../src/presets/preset';
import { categoryOf, findPreset, presetCategories, presets, searchPresets } from '../../src/presets/registry';
import { platforms } from '../../src/quality/checks/platforms/platforms';

const shaped = (width: number, height: number, frameRate = 30): Composition => ({
  ...{ id: 'clip', name: 'Clip', width, height, frameRate, durationInFrames: 300 },
  open: () => {
    throw new Error('A preset opens nothing.');
  },
});
const wide = shaped(1280, 720);
const sizeOf = (id: string, composition: Composition): string => {
  const { width, height } = settingsFor(findPreset(id)!, composition);
  return `${width}x${height}`;
};
const all = presets.map((preset) => [preset.id, preset] as const);
const withPlatforms = all.filter(([, preset]) => preset.platforms !== undefined);

describe('the library of presets', () => {
  it('has a category for each purpose, none of them empty', () => {
    expect(presetCategories.map(({ id }) => id)).toEqual([
      ...['web', 'social', 'professional', 'broadcast', 'archive', 'preview', 'image-sequences'],
    ]);
    for (const category of presetCategories) expect(category.presets.length).toBeGreaterThan(0);
    expect(categoryOf('dnxhr-hq')?.id).toBe('professional');
    expect(categoryOf('mine')).toBeUndefined();
  });

  test.each(all)('%s can be exported of any shape', (_id, preset) => {
    for (const composition of [wide, shaped(1080, 1920, 25), shaped(1000, 1000, 60)]) {
      const settings = settingsFor(preset, composition);
      // A picture is one frame, which the caller chooses.
      const range = preset.format === 'png' ? { first: 0, end: 1 } : settings.range;
      const errors = checkSettings(composition, { ...settings, range }).filter(({ severity }) => severity === 'error');
      expect(errors).toEqual([]);
    }
  });

  it('has no preset that is called as a platform, for files are held to either by name', () => {
    for (const { id } of platforms) expect(findPreset(id)).toBeUndefined();
  });

  it('finds presets by any words about them', () => {
    const found = (words: string): string[] => searchPresets(words).map(({ id }) => id);
    expect(found('YouTube 60')).toEqual(['youtube-1080p60', 'youtube-4k60']);
    expect(found('broadcast MPEG-2')).toEqual(['xdcam-hd422-50']);
    expect(found('openexr')).toEqual(['exr-half-sequence', 'exr-float-sequence']);
    expect(found('no such thing')).toEqual([]);
    expect(found(' ')).toHaveLength(presets.length);
    const mine: Preset = { ...findPreset('mp4-h264')!, id: 'mine', name: 'Our channel' };
    expect(searchPresets('channel', [...presets, mine])).toEqual([mine]);
  });
});

describe('a preset for a platform', () => {
  it('there is for each that people publish on', () => {
    const named = new Set(withPlatforms.flatMap(([, preset]) => preset.platforms!));
    expect([...named].sort()).toEqual(['instagram', 'linkedin', 'tiktok', 'vimeo', 'x', 'youtube']);
  });

  test.each(withPlatforms)('%s asks for what the platform takes', (_id, preset) => {
    const composition = wide;
    const { width, height, frameRate, video, audio } = settingsFor(preset, composition);
    const within = (value: number, limits: readonly [number, number] | undefined): void => {
      if (!limits) return;
      expect(value).toBeGreaterThanOrEqual(limits[0]);
      expect(value).toBeLessThanOrEqual(limits[1]);
    };
    expect(preset.source).toBeTruthy();
    for (const id of preset.platforms!) {
      const platform = platforms.find((each) => each.id === id)!;
      expect(platform.videoCodecs.value).toContain(video.codec);
      if (platform.audioCodecs) expect(platform.audioCodecs.value).toContain(audio!.codec);
      if (platform.sampleRates) expect(platform.sampleRates.value).toContain(audio!.sampleRate);
      within(width, platform.width?.value);
      within(height, platform.height?.value);
      within(width / height, platform.aspect?.value);
      within(frameRate.num / frameRate.den, platform.frameRate?.value);
      const { rateControl } = video;
      if (rateControl.mode !== 'bitrate') continue;
      within(rateControl.bitrate + audio!.bitrate!, platform.bitrate?.value);
      const row = platform.recommendedRates?.value.find(([lines]) => Math.min(width, height) >= lines);
      if (row)
        expect(rateControl.bitrate).toBe(
          row[0] === 2160 ? { 30: 45e6, 60: 68e6 }[frameRate.num] : row[frameRate.num > 40 ? 2 : 1],
        );
    }
  });
});

describe('the size by a shorter side', () => {
  it('keeps the shape, in even numbers', () => {
    expect(sizeOf('youtube-1080p', wide)).toBe('1920x1080');
    expect(sizeOf('youtube-1080p', shaped(720, 1280))).toBe('1080x1920');
    expect(sizeOf('youtube-1080p', shaped(500, 500))).toBe('1080x1080');
    expect(sizeOf('x-post', shaped(1920, 1080))).toBe('1280x720');
    expect(sizeOf('x-post', shaped(853, 480))).toBe('1280x720');
    expect(sizeOf('instagram-reel', wide)).toBe('1080x1920');
  });

  it('makes nothing larger where it is a limit', () => {
    expect(sizeOf('preview-draft', wide)).toBe('640x360');
    expect(sizeOf('preview-high', wide)).toBe('1280x720');
    expect(sizeOf('preview-high', shaped(3840, 2160))).toBe('1920x1080');
    expect(sizeOf('preview-ultra', shaped(3840, 2160))).toBe('3840x2160');
  });

  it('gives way to what is asked for', () => {
    const asked = settingsFor(findPreset('youtube-4k60')!, wide, { width: 640, height: 360 });
    expect(asked).toMatchObject({ width: 640, height: 360, frameRate: { num: 60, den: 1 } });
    const both: Preset = { ...findPreset('x-post')!, width: 100, height: 200 };
    expect(settingsFor(both, wide)).toMatchObject({ width: 100, height: 200 });
  });
});
