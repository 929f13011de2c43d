import { afterAll, describe, expect, it } from 'vitest';
import { compositions } from '../../src/editor/compositions/index';
import { toFrameRate } from '../../src/composition/frame-rate';
import { createExporter, presets, settingsFor, type Composition, type ExportSettings } from '../../src/index';
import { codecs } from '../../src/formats/codecs';
import { filmSampleRate, soundBuffer } from '../support/quality-films';
import { gradient, graphics, type Picture } from '../support/quality-pictures';
import { frameCodeComposition } from '../support/test-compositions';
import { everyNth } from '../support/thorough';

const exporter = createExporter();
afterAll(() => exporter.dispose());

const frames = 12;

/** Tones, and no silence. */
const audio: NonNullable<Composition['audio']> = [{ source: () => Promise.resolve(soundBuffer(4 * filmSampleRate)) }];

function drawn(id: string, picture: (width: number, height: number, frame: number) => Picture): Composition {
  return {
    ...{ id, name: id, width: 320, height: 180, frameRate: 30, durationInFrames: frames, audio },
    open({ width, height }) {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d')!;
      return {
        renderFrame(frame) {
          const { pixels } = picture(width, height, frame);
          context.putImageData(new ImageData(Uint8ClampedArray.from(pixels), width, height), 0, 0);
        },
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
  };
}

const demo = (id: string): Composition => ({ ...compositions.find((each) => each.id === id)!, audio });

const subjects = [
  frameCodeComposition({ durationInFrames: frames, audio }),
  drawn('graphics', graphics),
  drawn('gradient', gradient),
  ...['title', 'blend', 'shader'].map(demo),
];
const sizes = [
  [640, 360],
  [320, 180],
  [178, 100],
] as const;
const qualities = ['high', 'medium'] as const;

const decodable = presets.filter(
  ({ video, shortSide, width }) =>
    codecs[video.codec].muxer === 'mediabunny' &&
    video.codec !== 'h265' &&
    shortSide === undefined &&
    width === undefined,
);

/** What a codec may be warned of at a middling rate: it is true. */
const takenAway = ['sharpness', 'ssim', 'psnr-luma', 'delta-e-mean'];

interface Case {
  preset: (typeof presets)[number];
  composition: Composition;
  size: readonly [width: number, height: number];
  quality: (typeof qualities)[number];
}

const all: Case[] = decodable.flatMap((preset) =>
  subjects.flatMap((composition) =>
    sizes.flatMap((size) =>
      qualities
        // At `medium` so small a picture does lose what it is warned of.
        .filter((quality) => quality === 'high' || (preset.video.rateControl.mode === 'quality' && size[0] > 200))
        .map((quality) => ({ preset, composition, size, quality })),
    ),
  ),
);

function settingsOf({ preset, composition, size: [width, height], quality }: Case): ExportSettings {
  const settings = settingsFor(preset, composition);
  // Within the sound, and behind what a composition begins with.
  const first = Math.min(60, composition.durationInFrames - frames);
  const isFree = settings.video.rateControl.mode === 'quality';
  return {
    ...settings,
    ...{ width, height, range: { first, end: first + frames }, frameRate: toFrameRate(30) },
    video: isFree ? { ...settings.video, rateControl: { mode: 'quality', quality } } : settings.video,
  };
}

describe('an ordinary export passes its check', () => {
  it.each(
    everyNth(all, 29).map((each) => ({
      ...each,
      title: `${each.preset.id}, ${each.quality}: ${each.composition.id} at ${each.size.join(' × ')}`,
    })),
  )('$title', async (each) => {
    const { quality, warnings } = await exporter.start(each.composition, settingsOf(each), { check: 'warn_user' })
      .result;
    const checks = quality!.checks;
    expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
    const taken = each.quality === 'high' ? [] : takenAway;
    expect(checks.filter(({ status, id }) => status === 'warn' && !taken.includes(id))).toEqual([]);
    expect(warnings.filter(({ code }) => code.startsWith('quality'))).toEqual([]);
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    const passed = checks.filter(({ status }) => status === 'pass').map(({ id }) => id);
    expect(passed).toEqual(expect.arrayContaining(['container-structure', 'frame-count', 'duration', 'video-codec']));
    expect(quality!.sound).not.toBeNull();
    expect(passed).toEqual(expect.arrayContaining(['av-sync', 'sound-length', 'sound-packets']));
  });
});
