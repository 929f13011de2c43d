import { describe, expect, it } from 'vitest';
import type { ExportSettings, FormatId } from '../../src/formats/format';
import { checkCodec } from '../../src/orchestrator/codec-check';

const base: ExportSettings = {
  ...{ format: 'mp4', width: 1920, height: 1080, frameRate: { num: 25, den: 1 }, range: { first: 0, end: 10 } },
  video: { codec: 'h264', rateControl: { mode: 'quality', quality: 'high' } },
  audio: null,
};

function details(format: FormatId, video: Partial<ExportSettings['video']>): string[] {
  return checkCodec({ ...base, format, video: { ...base.video, ...video } }).map(({ detail }) => detail);
}

const profile = { rateControl: { mode: 'profile' } } as const;

describe('colour spaces', () => {
  it.each([
    ['mxf', 'xdcam-hd422', 'display-p3'],
    ['mxf', 'imx', 'bt2020'],
    ['mov', 'dnxhd', 'bt2020'],
    ['gif', 'gif', 'display-p3'],
    ['png-sequence', 'png', 'bt2020'],
    ['tiff-sequence', 'tiff', 'display-p3'],
    ['mkv-archive', 'ffv1', 'bt2020'],
  ] as const)('%s: %s cannot be tagged as %s', (format, codec, colourSpace) => {
    const [issue] = checkCodec({ ...base, format, video: { codec, colourSpace, ...profile } });
    expect(issue).toMatchObject({ detail: 'colour-space-not-in-codec', path: 'video.colourSpace' });
    expect(issue!.suggestion!.video).not.toHaveProperty('colourSpace');
    expect(issue!.remedy).toMatch(/^Choose .*BT\.709/);
  });

  it('are taken where they can be', () => {
    expect(details('mp4', { colourSpace: 'display-p3' })).toEqual([]);
    expect(details('mov', { codec: 'prores', colourSpace: 'bt2020', ...profile })).toEqual([]);
    expect(details('exr-sequence', { codec: 'exr', colourSpace: 'bt2020', ...profile })).toEqual([]);
  });
});

describe('the depth of captured frames', () => {
  it('is of codecs with room for it', () => {
    expect(details('mov', { codec: 'dnxhr', profile: 'hqx', captureDepth: 16, ...profile })).toEqual([]);
    expect(details('webm', { codec: 'vp9', profile: '444-10', captureDepth: 16 })).toEqual([]);
    expect(details('mp4', { captureDepth: 16 })).toEqual(['depth-not-in-codec']);
  });

  it('names the profile that would do', () => {
    const video = { codec: 'vp9', captureDepth: 16, rateControl: { mode: 'quality', quality: 'high' } } as const;
    const [issue] = checkCodec({ ...base, format: 'webm', video });
    expect(issue?.suggestion?.video).toMatchObject({ profile: '420-10', captureDepth: 16 });
  });
});

describe('bitrates', () => {
  const rate = { mode: 'bitrate', bitrate: 4e6 } as const;

  it('may be constant, limited or met in two passes', () => {
    expect(details('webm', { codec: 'vp9', rateControl: { ...rate, variability: 'constant' } })).toEqual([]);
    expect(details('mp4', { rateControl: { ...rate, maxBitrate: 6e6, passes: 2 } })).toEqual([]);
  });

  it('are limited in H.264 alone, and not below the average', () => {
    expect(details('webm', { codec: 'vp9', rateControl: { ...rate, passes: 2 } })).toEqual([
      'rate-control-not-in-codec',
    ]);
    expect(details('mp4', { rateControl: { ...rate, maxBitrate: 1e6 } })).toEqual(['bitrate-out-of-range']);
  });
});
