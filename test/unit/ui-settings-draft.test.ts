import { describe, expect, it } from 'vitest';
import type { Composition } from '../../src/composition/composition';
import { parsePreset, settingsFor } from '../../src/presets/preset';
import { findPreset, presets } from '../../src/presets/registry';
import { convertRange, timecode } from '../../src/ui/frame-range';
import { withFormat, withVideoCodec } from '../../src/ui/draft-changes';
import { adaptDraft, applyPreset, applySettings, draftFor, presetOf, settingsFrom } from '../../src/ui/settings-draft';

const composition: Composition = {
  id: 'clip',
  name: 'Clip',
  width: 1280,
  height: 720,
  frameRate: 30,
  durationInFrames: 300,
  open: () => {
    throw new Error('A draft never opens its composition.');
  },
};
const mp4 = findPreset('mp4-h264')!;
const draft = draftFor(composition, mp4);

describe('a draft', () => {
  it.each(presets.map((preset) => [preset.id, preset] as const))(
    'of %s asks for what the preset asks',
    (_id, preset) => {
      const fresh = draftFor(composition, preset);
      expect(settingsFrom(fresh, composition, null)).toEqual(settingsFor(preset, composition));
      expect(presetOf(fresh, composition)).toBe(preset);
    },
  );

  it('asks for the same bytes where the user or the preset does', () => {
    expect(settingsFrom(draft, composition, null).deterministic).toBeUndefined();
    expect(settingsFrom({ ...draft, deterministic: true }, composition, null).deterministic).toBe(true);
    expect(presetOf({ ...draft, deterministic: true }, composition)).toBeUndefined();
    const preset = parsePreset(JSON.stringify({ ...mp4, id: 'archive', deterministic: true }));
    expect(settingsFor(preset, composition).deterministic).toBe(true);
    const archive = draftFor(composition, preset);
    expect(settingsFrom(archive, composition, null)).toEqual(settingsFor(preset, composition));
    expect(applyPreset(archive, mp4, composition).deterministic).toBe(false);
    expect(() => parsePreset(JSON.stringify({ ...mp4, deterministic: 'yes' }))).toThrow('deterministic');
  });

  it('has the loudness that the user or the preset asks for', () => {
    expect(settingsFrom(draft, composition, null).audio).not.toHaveProperty('loudness');
    const loudness = { target: 'ebu-r128' } as const;
    const louder = { ...draft, loudness };
    expect(settingsFrom(louder, composition, null).audio).toMatchObject({ loudness });
    expect(settingsFrom(withFormat(louder, 'webm'), composition, null).audio).toMatchObject({
      codec: 'opus',
      loudness,
    });
    expect(presetOf(louder, composition)).toBeUndefined();
    const audio = { codec: 'aac', loudness: { target: -20, truePeakCeiling: -3 } };
    const preset = parsePreset(JSON.stringify({ ...mp4, id: 'loud', audio }));
    expect(settingsFor(preset, composition).audio).toEqual(audio);
    expect(settingsFrom(draftFor(composition, preset), composition, null)).toEqual(settingsFor(preset, composition));
    expect(applyPreset(louder, mp4, composition).loudness).toBeNull();
    for (const wrong of [{ target: 'loud' }, { target: 1 }, { target: -23, truePeakCeiling: 1 }, {}]) {
      const json = JSON.stringify({ ...mp4, audio: { codec: 'aac', loudness: wrong } });
      expect(() => parsePreset(json)).toThrow('audio.loudness');
    }
  });

  it('keeps its choices when the composition changes', () => {
    const longer = { ...composition, width: 640, height: 360, frameRate: 25, durationInFrames: 50 };
    const settings = settingsFrom(adaptDraft(draft, longer, null), longer, null);
    expect(settings).toMatchObject({ width: 640, height: 360, frameRate: { num: 25, den: 1 } });
    expect(settings.range).toEqual({ first: 0, end: 50 });
  });

  it('drops a custom range that the next composition is too short for, and keeps one that fits', () => {
    const custom = { ...draft, range: 'custom', firstFrame: 10, lastFrame: 19 } as const;
    expect(adaptDraft(custom, composition, null)).toMatchObject({ range: 'custom', firstFrame: 10, lastFrame: 19 });
    const short = { ...composition, durationInFrames: 15 };
    expect(adaptDraft(custom, short, null)).toMatchObject({ range: 'whole', firstFrame: 0, lastFrame: 14 });
  });

  it('starts from in and out when there are any', () => {
    const inOut = { first: 30, end: 60 };
    expect(settingsFrom(adaptDraft(draft, composition, inOut), composition, inOut).range).toEqual(inOut);
  });

  it('no longer follows a preset once it differs from it, and does again when it is set back', () => {
    const other = { ...draft, quality: 'low' } as const;
    expect(presetOf(other, composition)).toBeUndefined();
    expect(presetOf({ ...other, quality: 'high' }, composition)).toBe(mp4);
  });

  it('passes an empty number on, for the check to refuse', () => {
    const settings = settingsFrom({ ...draft, size: 'custom', width: Number.NaN }, composition, null);
    expect(settings.width).toBeNaN();
  });

  it('has metadata only where something is written', () => {
    expect(settingsFrom(draft, composition, null).metadata).toBeUndefined();
    expect(settingsFrom({ ...draft, metadata: { title: '  A ', author: ' ' } }, composition, null).metadata).toEqual({
      title: 'A',
    });
  });

  it('gives up the size and rate that a preset named with the preset', () => {
    const film = applyPreset(draft, findPreset('youtube-4k60')!, composition);
    expect(film).toMatchObject({ width: 3840, height: 2160 });
    expect(settingsFrom(film, composition, null).frameRate).toEqual({ num: 60, den: 1 });
    const plain = applyPreset(film, mp4, composition);
    expect(settingsFrom(plain, composition, null)).toEqual(settingsFor(mp4, composition));
  });

  it('takes a preset without losing size, range and metadata', () => {
    const edited = {
      ...draft,
      size: 'square',
      range: 'custom',
      firstFrame: 5,
      lastFrame: 9,
      metadata: { title: 'T' },
    } as const;
    const next = applyPreset(edited, findPreset('webm-vp9')!, composition);
    expect(next).toMatchObject({
      size: 'square',
      range: 'custom',
      firstFrame: 5,
      metadata: { title: 'T' },
      format: 'webm',
    });
  });
});

describe('a suggestion', () => {
  it('changes what it names and nothing else', () => {
    const odd = { ...draft, size: 'custom', width: 1281, height: 719 } as const;
    const fixed = applySettings(odd, { width: 1282 }, composition);
    expect(fixed).toEqual({ ...odd, width: 1282 });
  });

  it('of the composition’s own values becomes the choice of them', () => {
    const odd = { ...draft, size: 'custom', width: 1281, frameRate: { num: 24, den: 1 } } as const;
    const fixed = applySettings(odd, { width: 1280, height: 720, frameRate: { num: 30, den: 1 } }, composition);
    expect(fixed).toMatchObject({ size: 'composition', frameRate: 'composition' });
  });

  it('of a range is counted at the rate it speaks of', () => {
    const at60 = { ...draft, frameRate: { num: 60, den: 1 } } as const;
    const fixed = applySettings(at60, { range: { first: 20, end: 40 } }, composition);
    expect(fixed).toMatchObject({ range: 'custom', firstFrame: 10, lastFrame: 19 });
    expect(settingsFrom(fixed, composition, null).range).toEqual({ first: 20, end: 40 });
    expect(applySettings(at60, { range: { first: 0, end: 600 } }, composition).range).toBe('whole');
  });

  it('can switch the sound off and name another codec', () => {
    const video = { codec: 'vp9', rateControl: { mode: 'quantizer', quantizer: 30 } } as const;
    const settings = settingsFrom(applySettings(draft, { audio: null, video }, composition), composition, null);
    expect(settings).toMatchObject({ audio: null, video });
  });
});

describe('formats and codecs', () => {
  it('a container takes its first codecs where it cannot hold the present ones', () => {
    expect(withFormat(draft, 'webm')).toMatchObject({ format: 'webm', videoCodec: 'vp9', audioCodec: 'opus' });
    expect(withFormat(draft, 'mkv')).toMatchObject({ format: 'mkv', videoCodec: 'h264', audioCodec: 'aac' });
  });

  it('a bitrate for one sound codec is not carried to another', () => {
    expect(withFormat(draft, 'webm').audioBitrate).toBeNull();
    expect(withFormat(draft, 'mkv').audioBitrate).toBe(192_000);
  });

  it('a codec without a quantizer returns to a quality', () => {
    const quantized = { ...draft, videoCodec: 'av1', rateControl: 'quantizer' } as const;
    expect(withVideoCodec(quantized, 'h264').rateControl).toBe('quality');
    expect(withVideoCodec(quantized, 'vp9').rateControl).toBe('quantizer');
  });
});

describe('ranges', () => {
  const at30 = { num: 30, den: 1 };
  const at24 = { num: 24, den: 1 };

  it('stay proper and inside the timeline at every other rate', () => {
    const ntsc = { num: 24000, den: 1001 };
    for (const rate of [at24, ntsc, { num: 120, den: 1 }]) {
      const whole = convertRange({ first: 0, end: 61 }, at30, rate, 61);
      for (let first = 0; first < 61; first++) {
        const range = convertRange({ first, end: first + 1 }, at30, rate, 61);
        expect(range.end).toBeGreaterThan(range.first);
        expect(range.end).toBeLessThanOrEqual(whole.end);
      }
    }
  });

  it('stay improper when they are', () => {
    expect(convertRange({ first: 10, end: 10 }, at30, at24, 300)).toEqual({ first: 8, end: 8 });
    expect(convertRange({ first: 0, end: 400 }, at30, at24, 300)).toEqual({ first: 0, end: 320 });
  });

  it('are shown as timecode of the nominal rate', () => {
    expect(timecode(0, at30)).toBe('00:00:00:00');
    expect(timecode(3600 * 24 + 24 * 61 + 5, at24)).toBe('01:01:01:05');
    expect(timecode(30, { num: 30000, den: 1001 })).toBe('00:00:01:00');
    expect(timecode(Number.NaN, at30)).toBe('--:--:--:--');
  });
});
