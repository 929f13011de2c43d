import { convertFrameCount, toFrameRate } from '../composition/frame-rate';
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
  if (frames === undefined) return settings;
  const total = convertFrameCount(composition.durationInFrames, toFrameRate(composition.frameRate), settings.frameRate);
  if (frames.last >= total) {
    throw new ExportError('invalid-input', {
      detail: 'range-outside',
      stage: 'configure',
      message: `Frame ${frames.last} is beyond the end: ${composition.id} has ${total} frames at this rate.`,
      remedy: `Ask for frames within 0-${total - 1}.`,
    });
  }
  return { ...settings, range: { first: frames.first, end: frames.last + 1 } };
}
