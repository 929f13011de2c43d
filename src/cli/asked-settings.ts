import { convertFrameCount, framesPerSecond, toFrameRate } from '../composition/frame-rate';
import type { Composition } from '../composition/composition';
import { ExportError } from '../errors';
import type { ExportSettings } from '../formats/format';
import { sizeAsked } from '../presets/asked-size';
import { settingsFor, type Preset } from '../presets/preset';
import type { AskedSettings } from './page-protocol';

/**
 * The settings of an export: what the command line asks for, then the preset, then the composition itself.
 *
 * @throws ExportError `invalid-input` (range-outside)
 */
export function settingsAsked(composition: Composition, preset: Preset, asked: AskedSettings): ExportSettings {
  const { frames, frameRate, loudness, metadata } = asked;
  const settings = settingsFor(preset, composition, {
    ...sizeAsked(composition, asked),
    ...(frameRate === undefined ? {} : { frameRate }),
    ...(loudness === undefined ? {} : { loudness }),
    ...(metadata === undefined ? {} : { metadata }),
  });
  if (frames === undefined) return withExtras(settings, asked);
  const total = convertFrameCount(composition.durationInFrames, toFrameRate(composition.frameRate), settings.frameRate);
  if (frames.last >= total) {
    throw new ExportError('invalid-input', {
      detail: 'range-outside',
      stage: 'configure',
      message: `Frame ${frames.last} is beyond the end: ${composition.id} has ${total} frames at this rate.`,
      remedy: `Ask for frames within 0-${total - 1}.`,
    });
  }
  return withExtras({ ...settings, range: { first: frames.first, end: frames.last + 1 } }, asked);
}

function withExtras(settings: ExportSettings, { chapters, captions, poster }: AskedSettings): ExportSettings {
  const { range, frameRate } = settings;
  if (poster !== undefined && (poster < range.first || poster >= range.end)) {
    throw new ExportError('invalid-input', {
      detail: 'poster-outside',
      stage: 'configure',
      message: `Frame ${poster} cannot be the cover: it is not exported.`,
      remedy: `Ask for a frame within ${range.first}-${range.end - 1}.`,
    });
  }
  return {
    ...settings,
    ...(poster === undefined ? {} : { posterFrame: poster - range.first }),
    ...(captions === undefined ? {} : { captions }),
    ...(chapters === undefined
      ? {}
      : {
          // With the frame that is shown at that time, or the next one where that is nearer.
          chapters: chapters.map(({ startMs, title }) => ({
            start: Math.round((startMs / 1000) * framesPerSecond(frameRate)),
            title,
          })),
        }),
  };
}
