import { describe, expect, it } from 'vitest';
import { settingsAsked } from '../../src/cli/asked-settings';
import type { Composition } from '../../src/composition/composition';
import { toFrameRate } from '../../src/composition/frame-rate';
import { findPreset } from '../../src/presets/registry';

const composition: Composition = {
  id: 'wide',
  name: 'Wide',
  width: 1280,
  height: 720,
  frameRate: 30,
  durationInFrames: 90,
  open: () => {
    throw new Error('Settings need no session.');
  },
};
const preset = findPreset('mp4-h264')!;
const asked = (extra: Parameters<typeof settingsAsked>[2]) => settingsAsked(composition, preset, extra);

describe('settings from the command line', () => {
  it('are the composition’s own when nothing is asked', () => {
    expect(asked({})).toMatchObject({ width: 1280, height: 720, range: { first: 0, end: 90 } });
  });

  it.each([
    [{ width: 640 }, 640, 360],
    [{ height: 1080 }, 1920, 1080],
    [{ width: 500 }, 500, 282],
    [{ height: 17 }, 30, 17],
    [{ width: 1 }, 1, 2],
    [{ width: 300, height: 300 }, 300, 300],
  ])('complete %j to %i × %i', (size, width, height) => {
    expect(asked(size)).toMatchObject({ width, height });
  });

  it('set the loudness of the sound there is', () => {
    const loudness = { target: -16 } as const;
    expect(asked({ loudness }).audio).toMatchObject({ codec: 'aac', loudness });
    expect(settingsAsked(composition, findPreset('gif')!, { loudness }).audio).toBeNull();
  });

  it('take both ends of a range, at the exported rate', () => {
    expect(asked({ frames: { first: 10, last: 19 } }).range).toEqual({ first: 10, end: 20 });
    expect(asked({ frames: { first: 0, last: 179 }, frameRate: toFrameRate(60) }).range).toEqual({
      first: 0,
      end: 180,
    });
  });

  it('have chapters on frames, and the cover within what is exported', () => {
    const chapters = [
      { startMs: 0, title: 'a' },
      { startMs: 1016, title: 'b' },
      { startMs: 1017, title: 'c' },
    ];
    expect(asked({ chapters }).chapters!.map(({ start }) => start)).toEqual([0, 30, 31]);
    expect(asked({ chapters, frameRate: toFrameRate(59.94) }).chapters!.map(({ start }) => start)).toEqual([0, 61, 61]);
    const frames = { first: 10, last: 19 };
    expect(asked({ frames, poster: 19 })).toMatchObject({ posterFrame: 9 });
    expect(() => asked({ frames, poster: 20 })).toThrow(expect.objectContaining({ detail: 'poster-outside' }));
  });

  it('refuse a range beyond the end, and say where the end is', () => {
    expect(() => asked({ frames: { first: 0, last: 90 } })).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        detail: 'range-outside',
        remedy: expect.stringContaining('0-89') as string,
      }),
    );
    expect(() => asked({ frames: { first: 0, last: 89 } })).not.toThrow();
  });
});
