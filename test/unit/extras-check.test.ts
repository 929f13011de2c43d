import { describe, expect, it } from 'vitest';
import type { Composition } from '../../src/composition/composition';
import type { CaptionTrack, Chapter, ExportSettings } from '../../src/formats/format';
import { checkSettings } from '../../src/orchestrator/settings-check';
import { settingsFor } from '../../src/presets/preset';
import { findPreset } from '../../src/presets/registry';

const composition: Composition = {
  id: 'wide',
  name: 'Wide',
  width: 1920,
  height: 1080,
  frameRate: 25,
  durationInFrames: 100,
  open: () => {
    throw new Error('A check opens nothing.');
  },
};

const issuesOf = (extra: Partial<ExportSettings>, preset = 'mp4-h264') =>
  checkSettings(composition, { ...settingsFor(findPreset(preset)!, composition), ...extra });
const chaptersAt = (...starts: number[]): Chapter[] => starts.map((start) => ({ start, title: `From ${start}` }));
const text = 'WEBVTT\n\n00:01.000 --> 00:02.000\nx\n';
const track = (change: Partial<CaptionTrack>): CaptionTrack => ({ language: 'en', text, mode: 'embedded', ...change });

describe('chapters', () => {
  it.each([[], [0], [0, 1, 99], [40]])('at %j can be written', (...starts) => {
    expect(issuesOf({ chapters: chaptersAt(...starts) })).toEqual([]);
  });

  it.each<[Chapter[], path: string, detail: string]>([
    [chaptersAt(0, 50, 50), 'chapters.2.start', 'chapters-unsorted'],
    [chaptersAt(50, 0), 'chapters.1.start', 'chapters-unsorted'],
    [chaptersAt(0, 100), 'chapters.1.start', 'chapter-outside'],
    [chaptersAt(-1), 'chapters.0.start', 'chapter-start-invalid'],
    [chaptersAt(1.5), 'chapters.0.start', 'chapter-start-invalid'],
    [[{ start: 0, title: '' }], 'chapters.0.title', 'chapter-title-invalid'],
    [[{ start: 0, title: ' ' }], 'chapters.0.title', 'chapter-title-invalid'],
    [[{ start: 0, title: 'a\nb' }], 'chapters.0.title', 'chapter-title-invalid'],
    [[{ start: 0, title: 'ü'.repeat(128) }], 'chapters.0.title', 'chapter-title-invalid'],
  ])('%j are refused', (chapters, path, detail) => {
    const [issue, ...more] = issuesOf({ chapters });
    expect(issue).toMatchObject({ severity: 'error', path, detail });
    expect(more).toEqual([]);
  });

  it.each(['gif', 'xdcam-hd422-50', 'mp4-h264-fragmented', 'png-sequence'])('are told to be lost in %s', (preset) => {
    const told = issuesOf({ chapters: chaptersAt(0, 50) }, preset);
    expect(told).toMatchObject([{ severity: 'warning', path: 'chapters', detail: 'chapters-not-in-format' }]);
    expect(issuesOf({ chapters: chaptersAt(0, 50), ...told[0]!.suggestion }, preset)).toEqual([]);
  });
});

describe('captions', () => {
  it('in the file and beside it can be written', () => {
    const captions = [track({ default: true, label: 'English' }), track({ mode: 'sidecar', sidecarType: 'srt' })];
    expect(issuesOf({ captions })).toEqual([]);
  });

  it.each<[CaptionTrack[], path: string, detail: string]>([
    [[track({ language: 'englisch!' })], 'captions.0.language', 'caption-language-invalid'],
    [[track({}), track({ language: 'de_AT' })], 'captions.1.language', 'caption-language-invalid'],
    [[track({ label: '' })], 'captions.0.label', 'caption-label-invalid'],
    [[track({ text: 'no captions' })], 'captions.0.text', 'bad-captions'],
    [[track({ mode: 'burned' as 'sidecar' })], 'captions.0.mode', 'caption-mode-invalid'],
    [[track({ sidecarType: 'ass' as 'srt' })], 'captions.0.sidecarType', 'caption-type-invalid'],
    [[track({ default: true }), track({ default: true })], 'captions.1.default', 'two-default-captions'],
    [Array<CaptionTrack>(101).fill(track({})), 'captions', 'too-many-captions'],
  ])('%# are refused', (captions, path, detail) => {
    const [issue, ...more] = issuesOf({ captions });
    expect(issue).toMatchObject({ severity: 'error', path, detail });
    expect(more).toEqual([]);
  });

  it('that will not be seen are told', () => {
    const late = track({ text: text.replace('00:01.000', '00:04.000').replace('00:02', '00:05') });
    expect(issuesOf({ captions: [late] })).toMatchObject([
      { severity: 'warning', path: 'captions.0.text', detail: 'captions-beyond-end' },
    ]);
    expect(issuesOf({ captions: [track({})], range: { first: 60, end: 90 } })).toMatchObject([
      { severity: 'warning', path: 'captions.0.text', detail: 'captions-outside' },
    ]);
    const [issue] = issuesOf({ captions: [track({ mode: 'sidecar' }), track({})] }, 'gif');
    expect(issue).toMatchObject({ severity: 'warning', path: 'captions.1.mode', detail: 'captions-not-in-format' });
    expect(issuesOf({ captions: issue!.suggestion!.captions! }, 'gif')).toEqual([]);
  });
});

describe('a cover picture', () => {
  it('that the format has no place for is told', () => {
    expect(issuesOf({ posterFrame: 5 })).toEqual([]);
    const [issue, ...more] = issuesOf({ posterFrame: 5 }, 'webm-vp9');
    expect(issue).toMatchObject({ severity: 'warning', path: 'posterFrame', detail: 'poster-not-in-format' });
    expect(more).toEqual([]);
  });
});
