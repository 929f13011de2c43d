import { describe, expect, it } from 'vitest';
import type { ExportIssue } from '../../src/exporter';
import { findPreset } from '../../src/presets/registry';
import { settingsFor } from '../../src/presets/preset';
import { formatBytes } from '../../src/ui/language/number-format';
import { formatClock, formatSeconds, summarise } from '../../src/ui/display-text';
import { fixLabel, placeOf } from '../../src/ui/issue-placement';

const composition = {
  id: 'clip',
  name: 'Clip',
  width: 1280,
  height: 720,
  frameRate: 30,
  durationInFrames: 300,
  audio: [{ source: 'music.wav' }],
  open: () => {
    throw new Error('never opened');
  },
};
const settings = settingsFor(findPreset('mp4-h264')!, composition);

describe('texts', () => {
  it('sum an export up in a line', () => {
    expect(summarise(settings, composition)).toBe('1280 × 720 · 30 fps · 10.0 s · 300 frames · H.264 + AAC');
    const silent = { ...composition, audio: [] };
    expect(summarise(settings, silent)).toBe('1280 × 720 · 30 fps · 10.0 s · 300 frames · H.264, no sound');
    expect(summarise({ ...settings, audio: null, width: Number.NaN }, composition)).toContain('– × 720');
  });

  it('give times and sizes as people read them', () => {
    expect([0, 7.4, 59.6, 65, 3725].map(formatClock)).toEqual(['0:00', '0:07', '1:00', '1:05', '1:02:05']);
    expect([4.24, 65].map(formatSeconds)).toEqual(['4.2 s', '1:05']);
    expect([999, 1000, 8_431_220, 123_456_789, 5e12].map(formatBytes)).toEqual([
      '999 bytes',
      '1.0 kB',
      '8.4 MB',
      '123 MB',
      '5.0 TB',
    ]);
  });
});

describe('an issue', () => {
  const at = (path: string): ExportIssue => ({
    severity: 'error',
    code: 'invalid-input',
    detail: 'x',
    path,
    message: 'x',
    remedy: 'x',
  });

  it.each([
    ['width', 'size'],
    ['range', 'range'],
    ['video.codec', 'videoCodec'],
    ['video.rateControl.bitrate', 'quality'],
    ['video.keyFrameInterval', 'keyFrames'],
    ['audio.codec', 'sound'],
    ['widths', 'form'],
    ['', 'form'],
  ])('at %j is shown at %s', (path, place) => expect(placeOf(at(path))).toBe(place));

  it('says what its fix does', () => {
    expect(fixLabel({ width: 1282 }, settings)).toBe('Use 1282 × 720');
    expect(fixLabel({ frameRate: { num: 30000, den: 1001 } }, settings)).toBe('Use 29.97 fps');
    expect(fixLabel({ video: { ...settings.video, codec: 'vp9' }, format: 'webm' }, settings)).toBe('Use WebM, VP9');
    expect(fixLabel({ range: { first: 0, end: 3 } }, settings)).toBe('Export 3 frames');
    expect(fixLabel({ audio: { codec: 'opus' } }, settings)).toBe('Use Opus');
    expect(fixLabel({ audio: null }, settings)).toBe('Export without sound');
    expect(fixLabel({ video: { ...settings.video, keyFrameInterval: 2 } }, settings)).toBe('Correct it');
    expect(fixLabel({ posterFrame: 0 }, settings)).toBe('Use the first frame');
    expect(fixLabel({ metadata: {} }, settings)).toBe('Leave it out');
    expect(fixLabel({ animation: {} }, settings)).toBe('Use the usual value');
  });
});
