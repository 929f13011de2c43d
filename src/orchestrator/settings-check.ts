import type { Composition } from '../composition/composition';
import { convertFrameCount, framesPerSecond, toFrameRate, type FrameRate } from '../composition/frame-rate';
import { isCompositionShape } from '../composition/load-module';
import { ExportError } from '../errors';
import type { ExportSettings, Format } from '../formats/format';
import { findFormat } from '../formats/registry';

/** Something in the settings that cannot be exported as asked. */
export interface ExportIssue {
  /** `error`: the export would refuse. `warning`: it would run, but not as one may think. */
  severity: 'error' | 'warning';
  code: 'invalid-input' | 'unsupported';
  detail: string;
  /** Where in the settings, e.g. `video.codec`. */
  path: string;
  message: string;
  remedy: string;
  /** Settings that would do instead, ready to be applied. */
  suggestion?: Partial<ExportSettings>;
}

const leastPixels = 16;
const mostPixels = 8192;
const mostFramesPerSecond = 240;
