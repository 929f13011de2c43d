import { describe, expect, test } from 'vitest';
import type { Composition } from '../../src/composition/composition';
import { validateSettings } from '../../src/orchestrator/settings-validation';
import { settingsFor } from '../../src/presets/preset';
import { findPreset, presets } from '../../src/presets/registry';

const composition = {
  ...{ id: 'a', name: 'A', width: 640, height: 360, frameRate: 30, durationInFrames: 60 },
  open: () => Promise.reject(new Error('It is not opened.')),
} as Composition;
const conditions = { composition, hasFfmpeg: true };
const sound = settingsFor(findPreset('mp4-h264')!, composition);

const pathsOf = (data: unknown, given: Parameters<typeof validateSettings>[1] = conditions): string[] =>
  validateSettings(data, given).map(({ path, detail }) => `${path}: ${detail}`);

describe('the validation of settings', () => {
  test('finds nothing in what every preset asks for', () => {
    for (const preset of presets) {
      const issues = validateSettings(settingsFor(preset, composition, { range: { first: 0, end: 1 } }), {
        hasFfmpeg: true,
      });
      expect(
        issues.filter(({ severity }) => severity === 'error'),
        preset.id,
      ).toEqual([]);
      expect(validateSettings(structuredClone(preset), { hasFfmpeg: true }), preset.id).toEqual([]);
    }
  });

  test.each([[undefined], [null], [7], ['mp4'], [[]]])('takes %o for nothing', (data) => {
    const [first] = validateSettings(data, conditions);
    expect(first).toMatchObject({ severity: 'error', code: 'invalid-input', detail: 'shape-invalid' });
  });

  test('names every fault of shape and, beside them, of value', () => {
    const data = {
      ...sound,
      width: '640',
      height: 7,
      frameRate: 30,
      range: { first: 0, end: 100 },
      video: { ...sound.video, rateControl: { mode: 'slow' }, profile: 'high', colorSpace: 'bt709' },
      audio: { codec: 'opus', sampleRate: 44_100 },
      metadata: { title: 5, date: 'today' },
      posterFrame: 100,
      fps: 30,
    };
    expect(pathsOf(data).sort()).toEqual(
      [
        'audio.sampleRate: sample-rate-not-in-codec',
        'fps: field-unknown',
        'frameRate: shape-invalid',
        'height: size-out-of-range',
        'metadata.title: shape-invalid',
        'posterFrame: poster-outside',
        'range: range-outside',
        'video.colorSpace: field-unknown',
        'video.profile: profile-not-in-codec',
        'video.rateControl.mode: shape-invalid',
        'width: shape-invalid',
      ].sort(),
    );
    for (const issue of validateSettings(data, conditions)) {
      expect(issue.message.length).toBeGreaterThan(10);
      expect(issue.remedy.length).toBeGreaterThan(8);
      expect(issue.severity).toBe(issue.detail === 'field-unknown' ? 'warning' : 'error');
    }
  });

  test('says what is missing', () => {
    const { video, ...without } = sound;
    expect(pathsOf(without)).toEqual(['video: shape-invalid']);
    expect(validateSettings(without, conditions)[0]).toMatchObject({
      message: '“video” is missing.',
      remedy: 'Give video.',
    });
    expect(pathsOf({ ...sound, video: { ...video, codec: 'h263' }, width: Number.NaN })).toEqual([
      'width: shape-invalid',
      'video.codec: shape-invalid',
    ]);
  });

  test('needs no composition, and holds the range to one that is given', () => {
    const long = { ...sound, range: { first: 0, end: 5000 } };
    expect(pathsOf(long, { hasFfmpeg: true })).toEqual([]);
    expect(pathsOf(long)).toEqual(['range: range-outside']);
    expect(() => validateSettings(sound, { composition: {} as Composition, hasFfmpeg: true })).toThrow(
      expect.objectContaining({ detail: 'composition-invalid' }),
    );
  });

  test('knows what the host does not serve', () => {
    const dnx = settingsFor(findPreset('dnxhr-sq')!, composition);
    expect(pathsOf(dnx)).toEqual([]);
    expect(pathsOf(dnx, { hasFfmpeg: false })).toEqual(['video.codec: ffmpeg-core-missing']);
  });

  test('names every fault of a preset', () => {
    const preset = { ...findPreset('mp4-h264')!, name: '<b>', format: 'avi', width: 5, extra: 1 };
    expect(pathsOf(preset)).toEqual(
      expect.arrayContaining(['name: shape-invalid', 'format: shape-invalid', 'width: shape-invalid']),
    );
    expect(pathsOf({ ...findPreset('mp4-h264')!, version: 99 })).toEqual(['version: preset-newer']);
    const odd = { ...findPreset('mp4-h264')!, format: 'webm' };
    expect(pathsOf(odd)).toEqual(['video.codec: codec-not-in-format', 'audio.codec: audio-codec-not-in-format']);
  });
});
