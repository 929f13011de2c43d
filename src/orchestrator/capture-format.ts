import { colourSpaces } from '../colour/colour-space';
import type { PixelFormat } from '../colour/pixel-format';
import type { ExportSettings } from '../formats/format';
import { videoEncoderSettings } from './export-job';

/** What an export's frames are captured as: those of another export can stand in for them where it is the same. */
export interface CaptureFormat {
  colourSpace: PredefinedColorSpace;
  pixelFormat: PixelFormat;
}

export function captureFormat(settings: ExportSettings): CaptureFormat {
  const { colourSpace, pixelFormat = 'bgra8' } = videoEncoderSettings(settings);
  return { colourSpace: colourSpaces[colourSpace].captured, pixelFormat };
}
