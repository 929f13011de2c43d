import { describe, expect, it } from 'vitest';
import type { Composition } from '../../src/composition/composition';
import type { ExportSettings } from '../../src/formats/format';
import { codecAlternatives } from '../../src/orchestrator/codec-alternatives';
import { checkSettings } from '../../src/orchestrator/settings-check';
import { applySettings, draftFor, settingsFrom } from '../../src/ui/settings-draft';
import { settingsFor } from '../../src/presets/preset';
import { findPreset } from '../../src/presets/registry';

const composition: Composition = {
  ...{ id: 'clip', name: 'Clip', width: 1280, height: 720, frameRate: 30, durationInFrames: 300 },
  audio: [{ source: 'music.wav' }],
  open: () => {
    throw new Error('never opened');
  },
};

const of = (preset: string): ExportSettings => settingsFor(findPreset(preset)!, composition);
const mp4 = of('mp4-h264');
const gif = of('gif');
const video = (change: Partial<ExportSettings['video']>, base = mp4): ExportSettings => ({
  ...base,
  video: { ...base.video, ...change },
});

/** Everything that is wrong with settings and can be mended: by its detail, with how it is mended. */
const wrong: readonly [detail: string, settings: ExportSettings, mended: object][] = [
  ['odd-size', { ...mp4, width: 1279 }, { width: 1280 }],
  ['size-out-of-range', { ...mp4, height: 9000 }, { height: 8192 }],
  ['frame-rate-out-of-range', { ...mp4, frameRate: { num: 1000, den: 1 } }, { frameRate: { num: 240, den: 1 } }],
  ['frame-rate-out-of-range', { ...mp4, frameRate: { num: 0, den: 1 } }, { frameRate: { num: 30, den: 1 } }],
  ['range-empty', { ...mp4, range: { first: 9, end: 9 } }, { range: { first: 0, end: 300 } }],
  ['range-invalid', { ...mp4, range: { first: Number.NaN, end: 9 } }, { range: { first: 0, end: 300 } }],
  ['range-outside', { ...mp4, range: { first: 10, end: 400 } }, { range: { first: 10, end: 300 } }],
  ['one-frame-only', { ...of('png-picture'), range: { first: 4, end: 9 } }, { range: { first: 4, end: 5 } }],
  ['codec-not-in-format', { ...mp4, format: 'webm', audio: null }, { video: { codec: 'vp9' } }],
  ['audio-codec-not-in-format', { ...of('webm-vp9'), audio: { codec: 'aac' } }, { audio: { codec: 'opus' } }],
  ['audio-codec-not-in-format', { ...gif, audio: { codec: 'aac' } }, { audio: null }],
  ['alpha-not-in-codec', video({ alpha: 'straight' }), { format: 'webm', video: { codec: 'vp9', alpha: 'straight' } }],
  ['alpha-not-in-codec', video({ alpha: 'straight' }, of('prores-422')), { video: { profile: '4444' } }],
  ['depth-not-in-codec', video({ captureDepth: 16 }), {}],
  ['key-frame-interval-invalid', video({ keyFrameInterval: -1 }), { video: { keyFrameInterval: 2 } }],
  ['bitrate-out-of-range', video({ rateControl: { mode: 'bitrate', bitrate: 10 } }), {}],
  ['bitrate-out-of-range', video({ rateControl: { mode: 'bitrate', bitrate: Number.NaN } }), {}],
  ['bitrate-out-of-range', video({ rateControl: { mode: 'bitrate', bitrate: 5e6, maxBitrate: 1e6 } }), {}],
  [
    'quantizer-out-of-range',
    video({ rateControl: { mode: 'quantizer', quantizer: 99 } }, of('webm-vp9')),
    { video: { rateControl: { quantizer: 63 } } },
  ],
  ['loudness-invalid', { ...mp4, audio: { codec: 'aac', loudness: { target: 9 } } }, {}],
  ['poster-outside', { ...mp4, posterFrame: 300 }, { posterFrame: 0 }],
  ['metadata-not-in-format', { ...gif, metadata: { title: 'T', reel: 'A1' } }, {}],
  ['date-invalid', { ...mp4, metadata: { title: 'T', date: 'soon' } }, { metadata: { title: 'T' } }],
  ['option-not-in-format', { ...mp4, animation: { loops: 2 } }, {}],
  ['option-out-of-range', { ...gif, animation: { colours: 1 } }, {}],
  // A rate and a size that the standard does not have: the nearest it has.
  ['not-in-standard', { ...of('xdcam-hd422-50'), width: 1280, frameRate: { num: 30, den: 1 } }, {}],
];

describe('a fix', () => {
  it.each(wrong)('of %s leaves nothing of it', (detail, settings, mended) => {
    const issue = checkSettings(composition, settings).find((each) => each.detail === detail);
    expect(issue?.suggestion).toMatchObject(mended);
    const after = checkSettings(composition, { ...settings, ...issue!.suggestion });
    expect(after.filter((each) => each.detail === detail && each.path === issue!.path)).toEqual([]);
  });

  it('may change what goes with it: transparency in MP4 is one step from WebM with Opus', () => {
    const settings = video({ alpha: 'straight' });
    const [issue] = checkSettings(composition, settings);
    expect(checkSettings(composition, { ...settings, ...issue!.suggestion })).toEqual([]);
    expect(issue!.suggestion!.audio).toEqual({ codec: 'opus' });
  });

  it('is taken over by a draft as it is', () => {
    const draft = draftFor(composition, findPreset('mp4-h264')!);
    const [issue] = checkSettings(composition, video({ alpha: 'straight' }));
    const mended = settingsFrom(applySettings(draft, issue!.suggestion!, composition), composition, null);
    expect(mended).toMatchObject({
      format: 'webm',
      video: { codec: 'vp9', alpha: 'straight' },
      audio: { codec: 'opus' },
    });
  });
});

describe('codecs to be had in place of another', () => {
  it('are those of the format, then WebM, each with what goes with it', () => {
    const offered = codecAlternatives(video({ codec: 'h265' }));
    expect(offered.slice(0, -1).map((each) => each.video!.codec)).not.toContain('h265');
    expect(offered.at(-1)).toMatchObject({ format: 'webm', video: { codec: 'vp9' }, audio: { codec: 'opus' } });
    for (const each of offered) expect(checkSettings(composition, { ...mp4, ...each })).toEqual([]);
  });
});
