import type { ExportError } from '../errors';
import type { ExportEstimate, FramePreview, SettingsPreview } from '../exporter';

/** What is known of an export before it is made. Nothing here is guessed: it is measured, or absent. */
export interface SettingsSample {
  /** Something is being measured. */
  readonly measuring: boolean;
  /** Of the settings as they are; null until it is known. */
  readonly estimate: ExportEstimate | SettingsPreview | null;
  /** The frame that is looked at, or the last one that could be had. */
  readonly picture: FramePreview | null;
  /** Whether `picture` is of the settings and the frame as they are. */
  readonly current: boolean;
  /** Why nothing could be measured. */
  readonly error: ExportError | null;
}

export const noSample: SettingsSample = {
  measuring: false,
  estimate: null,
  picture: null,
  current: false,
  error: null,
};
